// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/merge/threeway.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// What a change did to one config in one environment, and what is live there now.
struct ReversalTexts {
    std::optional<std::string> before; // absent: the change made the first version there
    std::string after;
    std::string now;
    Format format = Format::Json;
};

enum class ReversalOutcome : std::uint8_t {
    Ready, // the change goes, what came later stays
    NothingLeft, // later changes have undone it already
    Conflicts, // a later change touched the same place
    FirstVersion // there is nothing to go back to
};

// A change of one config taken back, later ones left: the merge of what is live with the text
// before the change, both begun from the text after it. So the revert of the last change is the
// text before it, to the byte, and what a later change alone touched stays as it is written. In
// conflicts the merged text has what is live. Immutable; may be shared between threads.
struct Reversal {
    ReversalOutcome outcome = ReversalOutcome::FirstVersion;
    std::shared_ptr<const ThreeWayMerge> merge; // null for FirstVersion
};

// A cancelled token leaves a result without meaning.
Reversal reversalOf(ReversalTexts texts, const CancelToken *token = nullptr);

// What becomes of the schema that a change brought with it when the change is taken back.
enum class SchemaReversal : std::uint8_t {
    None, // it is gone already
    Back, // the one before it comes back
    Stays, // there was none before, and what has a schema keeps one
    Conflict // a later change brought another one
};
// Of the versions before the change, of the change, and what is bound now.
SchemaReversal schemaReversalOf(const std::optional<SchemaId> &before,
    const std::optional<SchemaId> &made, const std::optional<SchemaId> &now);

// The schemas of such a conflict: before the change, the change's own, and what is bound now.
struct SchemaSides {
    std::optional<SchemaId> before;
    std::optional<SchemaId> made;
    std::optional<SchemaId> now;

    friend bool operator==(const SchemaSides &, const SchemaSides &) = default;
};
// Which of them holds after the revert.
enum class SchemaChoice : std::uint8_t { Before, Made, Now };
// Those that there are: what has a schema keeps one, so "none" is no answer.
std::vector<SchemaChoice> schemaChoices(const SchemaSides &sides);
// The schema that has to be asked for; nothing where the one that is bound stays.
std::optional<SchemaId> schemaAskedFor(const SchemaSides &sides, SchemaChoice choice);

} // namespace chancery::core
