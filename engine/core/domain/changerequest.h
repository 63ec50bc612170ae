// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changechecks.h"
#include "engine/core/domain/changefacts.h"
#include "engine/core/domain/config.h"
#include "engine/core/domain/declaration.h"
#include "engine/core/domain/schedule.h"

namespace chancery::core {

enum class RequestState {
    Draft, // being put together, nobody can vote
    Open, // submitted, waits for votes
    Approved, // every requirement has what it needs
    Applied, // final
    Rejected, // the cycle ended; submitting again begins a new one
    Withdrawn, // final
    Expired, // final
    Superseded, // final
    Failed, // an apply was tried and something stood against it; live is untouched
    Unknown
};

enum class VoteKind { Approve, RequestChanges, Comment, Unknown };

// One edit inside a request: this text for that config in that environment.
struct RequestItem {
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    std::optional<VersionId>
        base; // what was live when the edit began; absent for the first version
    std::string text;
    Format format = Format::Json;
    bool needsRebase = false; // live moved on from the base
    std::optional<VersionId> promotedFrom = {}; // of another environment, by the author's word
    std::optional<VersionId> mergedFrom = {}; // the base that it had before it was rebased
    std::optional<VersionId> rollbackTo = {}; // the version whose text, or some keys, it has again
    // Absent: never looked at, or not readable; every condition of a policy holds for it then.
    std::optional<ChangeFacts> facts = {};
    std::optional<std::vector<Overlap>> overlaps = {}; // seen anew at every reading
    // Another one than is bound there: the text is held against it, and what comes after.
    std::optional<SchemaId> schema = {};
    // The standard change that it is: approved beforehand. Seen anew at every reading.
    std::optional<std::string> standardChange = {};
    // Of a rollback to an instant: what the config is declared to be made of from then on, in every
    // environment.
    std::optional<DeclarationChange> declaration = {};

    friend bool operator==(const RequestItem &, const RequestItem &) = default;
};

// A standing or superseded vote (GOV-10, GOV-11): what was seen is bound by the digest and the
// cycle.
struct Review {
    ReviewId id;
    int cycle = 0;
    PrincipalId author;
    std::string authorName;
    VoteKind kind = VoteKind::Comment;
    std::string comment;
    std::string contentDigest;
    Instant at;
    bool standing = false; // counts now
    std::string voidedBecause; // why it does not: "superseded", "new-cycle", "lost-right", …

    friend bool operator==(const Review &, const Review &) = default;
};

// What the policy wants, as evaluate() sees it now.
struct Requirement {
    std::string rule; // "prod: two approvals"
    EnvironmentId environment;
    int need = 0;
    int have = 0;
    std::vector<std::string> eligible; // names of people who may still vote
    std::string blockedBy; // "request-changes by bob", "cannot-reach-quorum"

    friend bool operator==(const Requirement &, const Requirement &) = default;
};

// What an expedited change still owes after it was applied: the approvals that it went without.
struct Confirmation {
    Instant dueAt;
    std::optional<Instant> at; // when the last of them came; absent: it is owed
    bool isOverdue = false; // since the server has said so

    friend bool operator==(const Confirmation &, const Confirmation &) = default;
};

struct ChangeRequest {
    ChangeRequestId id; // "CR-12"
    std::string title;
    std::string description;
    std::string reason;
    std::string ticket;
    RequestState state = RequestState::Draft;
    int cycle = 0;
    std::string contentDigest; // what a vote binds: sha256:… over items, bases and targets
    PrincipalId requester;
    std::string requesterName;
    std::vector<PrincipalId> contributors;
    std::vector<RequestItem> items;
    std::vector<Review> reviews;
    std::vector<Requirement> requirements;
    std::vector<VersionId> appliedVersions;
    std::optional<VersionId> rollbackTo; // set when the request is a rollback: of its first item
    std::optional<std::string> emergency = {}; // the session whose action it is: "EM-3"
    std::optional<std::string> ratifies = {}; // the session whose changes it confirms (GOV-48)
    std::string failure; // why the last apply failed
    std::optional<Schedule> schedule = {};
    std::optional<FreezeOverride> freezeOverride = {};
    Instant createdAt;
    Instant updatedAt;
    // Since when all votes of this cycle were void at the last; what binds it since then, binds it
    // on (GOV-14).
    std::optional<Instant> cycleSince = {}; // absent in what an older server kept: createdAt
    std::optional<Instant> stateSince = {};
    std::optional<Instant> expiresAt = {}; // GOV-16; seen anew at every reading
    // Earlier content digests of this cycle whose effect is the same, byte for byte: votes for them
    // count on (GOV-13).
    std::optional<std::vector<std::string>> sameEffect = {};
    std::optional<PrincipalId> claimedBy = {}; // in the place of an author who is gone
    // GOV-17, "disabled" or "lost-right": whoever may edit claims it. Seen anew at every reading.
    std::optional<std::string> orphanedBecause = {};
    std::optional<bool> expedited = {}; // asked for: fewer approvals first, the others behind
    std::optional<Confirmation> confirmation = {}; // of an expedited one that was applied
    std::optional<std::vector<Acknowledgement>> acknowledgements = {}; // what was said of checks
    std::optional<std::vector<Check>> checks = {}; // seen anew at every reading
    ETag etag;

    friend bool operator==(const ChangeRequest &, const ChangeRequest &) = default;
};

struct NewItem {
    ConfigId config;
    EnvironmentId environment;
    std::optional<VersionId> base;
    std::string text;
    // The version of the same config in another environment that the text, or a part of it, is
    // from.
    std::optional<VersionId> promotedFrom = {};
    // The schema that the config is to have there from then on; absent: the one that it has.
    std::optional<SchemaId> schema = {};
    // By the server alone, and not on the wire.
    std::optional<DeclarationChange> declaration = {};
};

struct NewChangeRequest {
    std::string title;
    std::string description;
    std::string reason;
    std::string ticket;
    std::vector<NewItem> items;
    bool submit = false; // at once, instead of leaving it in Draft
    std::optional<bool> expedited = {};
};

struct Vote {
    VoteKind kind = VoteKind::Comment;
    int cycle = 0;
    std::string contentDigest;
    std::string comment;
};

struct Rollback {
    VersionId target; // once live in this environment
    std::string reason;
    std::string ticket;
};

} // namespace chancery::core
