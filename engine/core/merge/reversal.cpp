// SPDX-License-Identifier: Apache-2.0
#include "reversal.h"

namespace chancery::core {

Reversal reversalOf(ReversalTexts texts, const CancelToken *token)
{
    if (!texts.before)
        return {};
    Reversal reversal;
    reversal.merge = std::make_shared<const ThreeWayMerge>(
        MergeInput{
            std::move(texts.after), *std::move(texts.before), std::move(texts.now), texts.format},
        token);
    const auto &merge = *reversal.merge;
    reversal.outcome = !merge.isClean()      ? ReversalOutcome::Conflicts
        : merge.text() == merge.input().mine ? ReversalOutcome::NothingLeft
                                             : ReversalOutcome::Ready;
    return reversal;
}

SchemaReversal schemaReversalOf(const std::optional<SchemaId> &before,
    const std::optional<SchemaId> &made, const std::optional<SchemaId> &now)
{
    if (before == made || now == before)
        return SchemaReversal::None;
    if (now != made)
        return SchemaReversal::Conflict;
    return before ? SchemaReversal::Back : SchemaReversal::Stays;
}

std::vector<SchemaChoice> schemaChoices(const SchemaSides &sides)
{
    std::vector<SchemaChoice> choices;
    if (sides.before)
        choices.push_back(SchemaChoice::Before);
    if (sides.made)
        choices.push_back(SchemaChoice::Made);
    choices.push_back(SchemaChoice::Now);
    return choices;
}

std::optional<SchemaId> schemaAskedFor(const SchemaSides &sides, SchemaChoice choice)
{
    switch (choice) {
    case SchemaChoice::Before:
        return sides.before;
    case SchemaChoice::Made:
        return sides.made;
    case SchemaChoice::Now:
        break;
    }
    return std::nullopt;
}

} // namespace chancery::core
