// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/covers.h"
#include "engine/core/merge/reversal.h"

namespace chancery::cli {

// What the revert of a change does to one config: read for a command, told, and sent.
struct ReversedConfig {
    core::RequestItem item;
    core::Version made; // by the change
    std::optional<core::Version> before;
    core::Version live;
    std::vector<core::Version> later; // since, the newest first
    core::Reversal reversal;
    std::string text; // with the answers to its conflicts
    core::SchemaReversal schema = core::SchemaReversal::None; // of the one that the change brought
    std::optional<core::SchemaId> schemaBack = {}; // that is asked for
    bool isTextAnswered = false;
    bool isSchemaAnswered = false;

    // Somebody has to say what stays.
    bool isOpen() const
    {
        return (reversal.outcome == core::ReversalOutcome::Conflicts && !isTextAnswered)
            || (schema == core::SchemaReversal::Conflict && !isSchemaAnswered);
    }
    // There is nothing to go back to: it stays, whatever becomes of the others.
    bool isFirst() const { return reversal.outcome == core::ReversalOutcome::FirstVersion; }
    bool changes() const
    {
        return !isFirst() && (text != reversal.merge->input().mine || schemaBack);
    }
};

// Of a request that was applied; of its items in their order. Error{Invalid} "not-applied".
core::Result<std::vector<ReversedConfig>> reverseAll(
    Online &online, const core::ChangeRequest &request);
// The same answer to all conflicts of the text: theirs takes the change back, mine leaves what is
// live.
core::Result<core::Done> answerAll(ReversedConfig &config, core::MergeChoice choice);
// Where a later change brought another schema: the one that holds.
void answerSchema(ReversedConfig &config, core::SchemaChoice choice);
// For programs: outcome, versions since and places of conflicts, without values; sensitive names in
// places covered.
core::Result<std::string> jsonOf(Online &online, const ReversedConfig &config);
// What goes, what stays, and each conflict with who touched the place since; sensitive values
// covered.
core::Result<core::Done> printReversed(
    Online &online, const ReversedConfig &config, const std::string &request);

} // namespace chancery::cli
