// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/policy/policy.h"

#include <span>

namespace chancery::core::policy {

// One object that a request changes, with what its resolved effect touches.
struct ChangeTarget {
    ConfigId config;
    EnvironmentId environment;
    NamespaceId nameSpace;
    std::string path;
    ChangeAction action = ChangeAction::Update;
    std::vector<std::string> classes;
    std::optional<ChangeFacts> facts = {};
    // Approved beforehand: it is governed without a rule, and rules may leave it out.
    bool isStandard = false;
};

// What a reviewer saw (GOV-11). A vote counts only while its tuple is the request's own.
struct VoteTuple {
    ChangeRequestId request;
    int cycle = 1; // a new one voids all votes (GOV-12)
    std::string contentDigest;
    std::string baseDigest; // of the versions the change starts from
    std::string effectDigest; // of the effective values after inheritance and references
    friend bool operator==(const VoteTuple &, const VoteTuple &) = default;
};

struct RequestSnapshot {
    VoteTuple current;
    PrincipalId requester;
    std::vector<PrincipalId> contributors;
    std::vector<ChangeTarget> targets;
    Instant openedAt;
    std::optional<std::uint64_t> openedOrder = {}; // see Principal::approverOrder
};

enum class VoteKind : std::uint8_t { Approve, RequestChanges, Comment, Withdraw };
// "approve", "request-changes", "comment", "withdraw".
std::string_view name(VoteKind kind);
std::optional<VoteKind> voteKindFromName(std::string_view name);

struct Vote {
    ReviewId id;
    PrincipalId voter;
    VoteKind kind = VoteKind::Approve;
    VoteTuple seen;
    Instant at;
};

// Why a vote does not count, or why somebody may not vote.
enum class VoteRefusal : std::uint8_t {
    Superseded,
    Replaced,
    Unknown,
    NotAPerson,
    Disabled,
    Requester,
    Contributor,
    NoRight,
    NotInGroup,
    NotAnOwner,
    GrantedLater, // the right to approve came after the request
    GrantedByAuthor // the right, or the password, came from who takes part in the request
};
// The stable code: "superseded", "replaced", …
std::string_view code(VoteRefusal refusal);

struct RefusedVote {
    ReviewId vote;
    PrincipalId voter;
    VoteRefusal why = VoteRefusal::Superseded;
    friend bool operator==(const RefusedVote &, const RefusedVote &) = default;
};

// How one requirement of one rule stands. With owners there is one for each path. A person with
// several accounts counts once.
struct RequirementStatus {
    std::string rule;
    std::string requirement;
    std::string path;
    int need = 0;
    int have = 0;
    std::vector<ReviewId> counted;
    std::vector<RefusedVote> refused; // approvals refused by this requirement alone
    std::vector<PrincipalId> eligible; // who may satisfy it, whether or not they have voted
    bool isSatisfied() const { return have >= need; }
    friend bool operator==(const RequirementStatus &, const RequirementStatus &) = default;
};

enum class Verdict : std::uint8_t { Approved, Pending, Blocked };
enum class VerdictReason : std::uint8_t {
    Satisfied,
    ApprovalsMissing,
    CannotReachQuorum, // fewer eligible people than needed (GOV-7)
    ChangesRequested, // by a standing vote (GOV-10)
    NoPolicy, // a gated environment for which no rule demands an approval (GOV-6)
    NoTargets
};
// "approved", …; "satisfied", "approvals-missing", …
std::string_view name(Verdict verdict);
std::string_view code(VerdictReason reason);

struct Evaluation {
    Verdict verdict = Verdict::Blocked;
    VerdictReason reason = VerdictReason::NoTargets;
    std::vector<RequirementStatus> requirements;
    std::vector<RefusedVote> refused; // by rules that hold for every requirement
    std::vector<ReviewId> blocking; // the standing "request changes"
    std::vector<EnvironmentId> ungoverned; // gated, and no rule demands an approval
    friend bool operator==(const Evaluation &, const Evaluation &) = default;
};

// Whether the votes suffice for the request, at this moment and with these rights (GOV-2 to
// GOV-12). Pure: the server decides with it when a vote is cast and again when the change is
// applied, and whoever has the same inputs comes to the same verdict.
Evaluation evaluate(const PolicySet &policies, const Ownership &ownership,
    const RequestSnapshot &request, std::span<const Vote> votes,
    std::span<const Principal> principals, Instant now);

// Why this principal's approval would not count, whatever the requirement; nothing when it would.
// The principals are asked who is behind an account.
std::optional<VoteRefusal> approvalRefusal(const Principal &principal,
    const RequestSnapshot &request, std::span<const Principal> principals, Instant now);

} // namespace chancery::core::policy
