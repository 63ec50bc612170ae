// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/bulkoperation.h"
#include "engine/core/hierarchy/place.h"
#include "engine/core/schema/schema.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace chancery::models {

// Where a bulk edit looks.
struct BulkScope {
    core::EnvironmentId environment; // empty: all
    std::string path; // as core::ConfigSearch has it
    bool drafts = false;

    friend bool operator==(const BulkScope &, const BulkScope &) = default;
};

// A text as it was read, and of what: one value, so that no text is ever sent as what became of
// another version of it.
struct BulkBase {
    std::string text;
    std::optional<core::VersionId> version; // of a draft what it began from
    core::ETag draftTag; // of a draft
    std::optional<core::SchemaId> draftSchema; // that was chosen for it
};

// What becomes of one text, worked out. Immutable, of any thread.
struct BulkResult {
    core::BulkPlan plan;
    BulkBase base;
    // What the schema says of the text after and did not say of the one before, whatever the text
    // is put together with.
    std::vector<core::FieldError> problems;
    std::optional<core::Error> error; // nothing can be done in the whole text
    // Pointers that lead somewhere in the text after and nowhere in the one before, in their order.
    std::vector<std::string> newPlaces;

    bool changes() const;
    std::size_t refusals() const;
};

// What a reference names.
struct BulkDefinition {
    std::string path; // without a slash in front
    std::string pointer;
};

// What is wrong with what becomes of a text.
struct BulkProblem {
    core::FieldError error;
    // Where, if it is not so wherever the text is merged.
    std::vector<core::HierarchyPlace> places;
    // Of a reference of the text that leads nowhere in what is live.
    std::vector<BulkDefinition> definitions;
};

// What comes of a planned text together with its layers and with what it refers to, as far as
// somebody has looked. Immutable, of any thread.
struct BulkJudgement {
    std::vector<BulkProblem> problems; // beside those of the text alone
    bool isWhole = true; // false: not all of its places were looked at
    std::optional<core::Error> error; // why nobody could look
};

// One text that was found: of a config in an environment, or one's own draft of it. A value, kept
// by the store.
struct BulkObject {
    core::FoundConfig found;
    std::shared_ptr<const core::CompiledSchema> schema;
    std::shared_ptr<const BulkResult> result; // null while it is being read
    std::shared_ptr<const BulkJudgement> judgement; // of this result; null: nobody has looked
    std::vector<std::size_t> leftOut; // numbers of hits, ascending
    bool isChosen = true;
    bool isPart = false; // one of several texts that make a document, as far as is known
    bool isComposed = false; // what comes of it hangs on other texts as well
    bool isToJudge = false; // somebody is going to look, once its turn comes
    bool isMoved = false; // live moved in between and it was planned anew
    bool isSaved = false; // as a draft

    bool isDraft() const { return found.draft.has_value(); }
    // It is chosen, can be done and changes something.
    bool changes() const;
    // It would change, and nobody has looked at all that comes of it.
    bool isUnjudged() const;
    bool isHitChosen(std::size_t hit) const;
    // Its identity: numbers change while others come and go.
    QString id() const;
};

// In the executor: reads the text and plans. A schema that cannot be compiled leaves nobody knowing
// what is sensitive, which is an error of the result.
struct BulkJob {
    std::string path;
    core::EnvironmentId environment;
    core::Format format = core::Format::Json;
    BulkBase base;
    std::shared_ptr<const core::CompiledSchema> schema;
    bool isOpaque = false; // there is a schema and it cannot be used
    std::vector<std::size_t> leftOut;
    bool isPart = false; // others are laid over it, or it over others
};
core::Result<std::shared_ptr<const BulkResult>> workOut(
    const core::BulkPlanner &planner, const BulkJob &job, const core::CancelToken &token);

} // namespace chancery::models
