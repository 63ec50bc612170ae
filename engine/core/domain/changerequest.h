// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

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
    Instant createdAt;
    Instant updatedAt;
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
};

struct NewChangeRequest {
    std::string title;
    std::string description;
    std::string reason;
    std::string ticket;
    std::vector<NewItem> items;
    bool submit = false; // at once, instead of leaving it in Draft
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
