// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/declaration.h"
#include "engine/core/domain/lineage.h"
#include "engine/core/rollback/keychoice.h"

// A rollback of one config or of several that belong together (GOV-29): what somebody asks for, and
// what it would do.
namespace chancery::core {

// The declaration that a config had at an instant, in the place of the one of that tag.
struct DeclarationAt {
    ETag base;
    Instant at;

    friend bool operator==(const DeclarationAt &, const DeclarationAt &) = default;
};

struct RollbackItem {
    ConfigId config;
    VersionId base; // what is live now; in a question empty for whatever it is
    VersionId target; // once live in the same environment
    std::vector<std::string> keys; // pointers; none: the whole document
    std::optional<DeclarationAt> declaration = {}; // goes back as well; only with the whole

    friend bool operator==(const RollbackItem &, const RollbackItem &) = default;
};

// What a preview is wanted of: these items, or everything that was another version at an instant,
// in a whole environment, below a namespace, or of what the agents of a service carry.
struct RollbackScope {
    std::vector<RollbackItem> items;
    std::optional<Instant> at;
    std::string nameSpace; // slug
    std::string service;
};

// Which one of several requests that together go back to an instant.
struct RollbackPart {
    int number = 1;
    int of = 1;
    std::optional<ChangeRequestId> first = {}; // that was made of them

    friend bool operator==(const RollbackPart &, const RollbackPart &) = default;
};

struct NewRollback {
    std::vector<RollbackItem> items;
    std::optional<Instant> at; // the instant that they were chosen by
    std::string reason;
    std::string ticket;
    std::optional<RollbackPart> part = {}; // absent: it is all there is
};

// What becomes of a later change. Unknown: to look would have been too much.
enum class ChangeFate : std::uint8_t { Kept, Partly, Lost, Unknown };

struct LaterChange {
    LineageEntry entry;
    ChangeFate fate = ChangeFate::Lost;

    friend bool operator==(const LaterChange &, const LaterChange &) = default;
};

// Something that would be wrong afterwards: in the document itself, or in the effective document of
// one that hangs on it.
struct RollbackProblem {
    std::string path; // of the config in which it would be
    std::string pointer; // into the text that is made live; empty for another config's
    std::string code;
    std::string message;
    int line = 0;
    int column = 0;

    friend bool operator==(const RollbackProblem &, const RollbackProblem &) = default;
};

enum class RollbackOutcome : std::uint8_t {
    Ready,
    Same, // what is live already is what it would go back to
    NotLiveThen, // nothing was live at the instant, and nothing is taken out of live by a rollback
    Refused // by its problems
};

// What becomes of a config's declaration, which was another one at the instant.
struct DeclarationStep {
    DeclarationChange change;
    std::optional<std::string> barrier = {}; // why it stays as it is, in words
    // Layers of then that do not come back: nothing of them was live then and something is now, or
    // they are no more.
    std::vector<std::string> left = {};

    friend bool operator==(const DeclarationStep &, const DeclarationStep &) = default;
};

// One config of a rollback as it would be now.
struct RollbackStep {
    ConfigId config;
    std::string path;
    RollbackOutcome outcome = RollbackOutcome::Ready;
    bool isShared = false; // of a service: it reaches others too, through layers or references
    VersionId base;
    std::string baseSemver;
    VersionId target;
    std::string targetSemver;
    bool isTargetQuarantined = false;
    std::vector<KeyDifference> keys; // of the whole documents, what is live first
    bool hasMoreKeys = false;
    std::optional<std::string> text; // what would be live, where keys are chosen
    // That of the target, which comes back with it because today's refuses the text.
    std::optional<SchemaId> schema = {};
    std::vector<LaterChange> later; // the newest first
    bool hasMoreLater = false;
    std::vector<RollbackProblem> problems;
    int displacedDrafts = 0; // are parked
    std::optional<DeclarationStep> declaration = {}; // absent: it was the same
    std::optional<int> part = {}; // of the preview's parts, from 1; absent: there is only one

    bool bringsDeclaration() const { return declaration && !declaration->barrier; }
    // The item that goes back to the instant in full, with its declaration where that may go.
    RollbackItem item(const std::optional<Instant> &at, std::vector<std::string> chosen = {}) const
    {
        RollbackItem item{config, base, target, std::move(chosen)};
        if (at && item.keys.empty() && bringsDeclaration())
            item.declaration = DeclarationAt{declaration->change.base, *at};
        return item;
    }
    // What goes back is the text of the same values: comments, order, layout.
    bool isOnlyText() const
    {
        return outcome == RollbackOutcome::Ready && keys.empty() && !hasMoreKeys && !schema
            && base != target;
    }
    friend bool operator==(const RollbackStep &, const RollbackStep &) = default;
};

// Of those that are told of again, without the instant: what was said of declarations that stay.
void keepBarriers(std::vector<RollbackStep> &fresh, const std::vector<RollbackStep> &known);

struct RollbackPreview {
    EnvironmentId environment;
    std::optional<Instant> at;
    std::vector<RollbackStep>
        steps; // by path; without those that are the same, if asked by an instant
    int sameCount = 0;
    bool needsApproval = false;
    // Why nothing of it is applied at present, whoever approves it: a freeze, its end and the next
    // slot. Absent: nothing holds it up.
    std::optional<std::string> heldBy = {};
    // More would go back than one preview can tell, and they are not all among the steps. What
    // others share, and stays, does not count.
    bool isTruncated = false;
    // Asked by an instant: configs of which nothing was live then; not all are among the steps.
    std::optional<int> notLiveCount = {};
    // Asked by an instant: paths of those that had other layers then and keep the ones that they
    // have; the first 500. Absent where none do.
    std::optional<std::vector<std::string>> otherLayers = {};
    // More than one request carries: so many of them, made in turn, each whole by itself. Absent:
    // one.
    std::optional<int> partCount = {};

    friend bool operator==(const RollbackPreview &, const RollbackPreview &) = default;
};

} // namespace chancery::core
