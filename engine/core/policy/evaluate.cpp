// SPDX-License-Identifier: Apache-2.0
#include "evaluate.h"

#include "engine/core/policy/names.h"

#include <algorithm>
#include <map>
#include <set>

// The votes are judged in two steps. First what holds for every requirement: the vote must be about
// the request as it is, be the voter's latest, and come from a person who may approve everything
// that is touched. Then each requirement counts, of those that are left, the different people of
// its own group or path.
//
// Two choices keep "removing a vote never satisfies" true. A vote that is not about the present
// tuple is set aside before the latest is chosen, for it must not unseat one that is. And the
// latest is chosen per account, not per person: a second account that may not vote must not unseat
// the first. People are only told apart where heads are counted.
//
// Everything in the answer is sorted, so that the order of votes and principals cannot show.

namespace chancery::core::policy {

namespace {

constexpr EnumNames<VoteKind, 4> kindNames{{"approve", "request-changes", "comment", "withdraw"}};
constexpr EnumNames<VoteRefusal, 12> refusalCodes{{"superseded", "replaced", "unknown-principal",
    "not-a-person", "disabled", "requester", "contributor", "no-right", "not-in-group",
    "not-an-owner", "granted-later", "granted-by-author"}};
constexpr EnumNames<Verdict, 3> verdictNames{{"approved", "pending", "blocked"}};
constexpr EnumNames<VerdictReason, 6> reasonCodes{{"satisfied", "approvals-missing",
    "cannot-reach-quorum", "changes-requested", "no-policy", "no-targets"}};

template <typename T>
bool contains(const std::vector<T> &list, const T &item)
{
    return std::ranges::find(list, item) != list.end();
}

template <typename T>
bool isAnyOrMeets(const std::vector<T> &wanted, const std::vector<T> &present)
{
    return wanted.empty() || std::ranges::any_of(wanted, [&present](const T &item) {
        return contains(present, item);
    });
}

const Principal *find(std::span<const Principal> principals, const PrincipalId &id)
{
    const auto found = std::ranges::find(principals, id, &Principal::id);
    return found == principals.end() ? nullptr : &*found;
}

// Who is behind the account.
std::string_view personOf(const Principal &principal)
{
    return principal.person.empty() ? principal.id.text() : principal.person;
}

// Where the right to approve is asked for; the same for everybody, so made once.
std::vector<AccessScope> scopesOf(const RequestSnapshot &request)
{
    std::vector<AccessScope> scopes;
    scopes.reserve(request.targets.size());
    for (const auto &target : request.targets)
        scopes.push_back({target.environment, target.nameSpace, target.classes, target.path});
    return scopes;
}

// Who takes part in a request, as people: by whatever account.
struct BarredPeople {
    std::string_view requester;
    std::vector<std::string_view> contributors;
    std::vector<AccessScope> scopes; // what the others need the right for
};

std::string_view personOf(const PrincipalId &id, std::span<const Principal> principals)
{
    const auto *account = find(principals, id);
    return account ? personOf(*account) : id.text();
}

BarredPeople barredPeople(const RequestSnapshot &request, std::span<const Principal> principals)
{
    BarredPeople barred{personOf(request.requester, principals), {}, scopesOf(request)};
    for (const auto &contributor : request.contributors)
        barred.contributors.push_back(personOf(contributor, principals));
    return barred;
}

bool mayApproveAll(const Principal &principal, const std::vector<AccessScope> &scopes, Instant now)
{
    return std::ranges::all_of(scopes, [&](const AccessScope &scope) {
        return holds(principal, Permission::Approve, scope, now);
    });
}

// Why a vote of any kind is void.
std::optional<VoteRefusal> voterRefusal(
    const Principal *voter, const std::vector<AccessScope> &scopes, Instant now)
{
    if (!voter)
        return VoteRefusal::Unknown;
    if (voter->kind != PrincipalKind::User)
        return VoteRefusal::NotAPerson;
    if (voter->disabled)
        return VoteRefusal::Disabled;
    if (!mayApproveAll(*voter, scopes, now))
        return VoteRefusal::NoRight;
    return std::nullopt;
}

// By the order of things where it is known of both, or else by the clock.
bool becameApproverLater(const Principal &principal, const RequestSnapshot &request)
{
    if (principal.approverOrder && request.openedOrder)
        return *request.openedOrder < *principal.approverOrder;
    return principal.approverSince && request.openedAt < *principal.approverSince;
}

// Who may give rights must not gain an approval by it: neither for a request that waits already,
// nor through an account that is in their hands.
std::optional<VoteRefusal> grantRefusal(const Principal &principal, const RequestSnapshot &request,
    const BarredPeople &barred, std::span<const Principal> principals)
{
    if (becameApproverLater(principal, request))
        return VoteRefusal::GrantedLater;
    const bool isTool = std::ranges::any_of(principal.approverBy, [&](const PrincipalId &giver) {
        const auto person = personOf(giver, principals);
        return giver == request.requester || contains(request.contributors, giver)
            || person == barred.requester || contains(barred.contributors, person);
    });
    return isTool ? std::optional(VoteRefusal::GrantedByAuthor) : std::nullopt;
}

std::optional<VoteRefusal> refusalOf(const Principal &principal, const RequestSnapshot &request,
    const BarredPeople &barred, std::span<const Principal> principals, Instant now)
{
    if (principal.kind != PrincipalKind::User)
        return VoteRefusal::NotAPerson;
    if (principal.disabled)
        return VoteRefusal::Disabled;
    // By the account as well: it stays its own whoever is said to be behind it.
    if (personOf(principal) == barred.requester || principal.id == request.requester)
        return VoteRefusal::Requester;
    if (contains(barred.contributors, personOf(principal))
        || contains(request.contributors, principal.id))
        return VoteRefusal::Contributor;
    if (auto refusal = voterRefusal(&principal, barred.scopes, now))
        return refusal;
    return grantRefusal(principal, request, barred, principals);
}

bool matches(const PolicySelector &selector, const ChangeTarget &target)
{
    // The path first: it is what tells most rules apart.
    return matchesPath(selector.path, target.path)
        && (selector.environments.empty() || contains(selector.environments, target.environment))
        && (selector.actions.empty() || contains(selector.actions, target.action))
        && isAnyOrMeets(selector.classes, target.classes);
}

bool demandsApproval(const PolicyRule &rule)
{
    return std::ranges::any_of(rule.requirements,
        [](const ApprovalRequirement &requirement) { return requirement.approvals > 0; });
}

// One requirement as it binds this request.
struct Demand {
    const PolicyRule *rule = nullptr;
    const ApprovalRequirement *requirement = nullptr;
    std::string path; // for owners only
    std::vector<std::string> owners;
};

struct Question {
    const PolicySet &policies;
    const Ownership &ownership;
    const RequestSnapshot &request;
    std::span<const Principal> principals;
    Instant now;
};

// Who may approve, whatever the requirement. The same for all of them, so asked once.
std::vector<const Principal *> ableApprovers(const Question &question, const BarredPeople &barred)
{
    std::vector<const Principal *> able;
    able.reserve(question.principals.size());
    for (const auto &principal : question.principals) {
        if (!refusalOf(principal, question.request, barred, question.principals, question.now))
            able.push_back(&principal);
    }
    std::ranges::sort(able, {}, &Principal::id);
    return able;
}

// The last demand is of the owners as they are; by what held before, theirs is asked for as well.
void addOwners(std::vector<Demand> &demands, const Question &question, const EnvironmentId &place)
{
    auto demand = demands.back();
    demands.back().owners = ownersOf(question.ownership, demand.path, place);
    std::set<std::vector<std::string>> seen{demands.back().owners};
    for (const auto &earlier : question.policies.earlierOwnership) {
        demand.owners = ownersOf(earlier, demand.path, place);
        if (!demand.owners.empty() && seen.insert(demand.owners).second)
            demands.push_back(demand);
    }
}

std::vector<Demand> demandsOf(const Question &question, std::vector<EnvironmentId> &ungoverned)
{
    std::vector<Demand> demands;
    std::set<std::tuple<const ApprovalRequirement *, std::string, EnvironmentId>> seen;
    for (const auto &target : question.request.targets) {
        bool isGoverned = target.isStandard;
        for (const auto &rule : question.policies.rules) {
            if (!matches(rule.selector, target) || !holds(rule.condition, target.facts)
                || (rule.condition.unlessStandard && target.isStandard))
                continue;
            isGoverned = isGoverned || demandsApproval(rule);
            for (const auto &requirement : rule.requirements) {
                const std::string path = requirement.owners ? target.path : "";
                const auto place = requirement.owners ? target.environment : EnvironmentId();
                if (!seen.emplace(&requirement, path, place).second)
                    continue;
                demands.push_back({&rule, &requirement, path, {}});
                if (requirement.owners)
                    addOwners(demands, question, place);
            }
        }
        if (!isGoverned && isGated(question.policies, target.environment)
            && !contains(ungoverned, target.environment))
            ungoverned.push_back(target.environment);
    }
    return demands;
}

// Why an otherwise good approval does not serve this requirement.
std::optional<VoteRefusal> demandRefusal(const Demand &demand, const Principal &principal)
{
    const auto &groups = demand.requirement->groups;
    if (!groups.empty() && !isAnyOrMeets(groups, principal.groups))
        return VoteRefusal::NotInGroup;
    if (demand.requirement->owners && !contains(demand.owners, principal.id.text())
        && (demand.owners.empty() || !isAnyOrMeets(demand.owners, principal.groups)))
        return VoteRefusal::NotAnOwner;
    return std::nullopt;
}

bool isEarlier(const Vote &a, const Vote &b)
{
    return std::pair(a.at, a.id) < std::pair(b.at, b.id);
}

struct Standing {
    std::vector<const Vote *> approvals;
    std::vector<ReviewId> blocking;
    std::vector<RefusedVote> refused;

    void refuse(const Vote &vote, VoteRefusal why)
    {
        refused.push_back({vote.id, vote.voter, why});
    }
};

std::map<PrincipalId, const Vote *> latestVotes(
    const Question &question, std::span<const Vote> votes, Standing &standing)
{
    std::map<PrincipalId, const Vote *> latest;
    for (const auto &vote : votes) {
        if (vote.seen != question.request.current) {
            standing.refuse(vote, VoteRefusal::Superseded);
            continue;
        }
        auto &present = latest[vote.voter];
        const bool isNewer = !present || isEarlier(*present, vote);
        if (present)
            standing.refuse(isNewer ? *present : vote, VoteRefusal::Replaced);
        if (isNewer)
            present = &vote;
    }
    return latest;
}

Standing standingVotes(
    const Question &question, const BarredPeople &barred, std::span<const Vote> votes)
{
    Standing standing;
    for (const auto &[voter, vote] : latestVotes(question, votes, standing)) {
        const auto *principal = find(question.principals, voter);
        const bool isApproval = vote->kind == VoteKind::Approve;
        const auto refusal = principal && isApproval
            ? refusalOf(*principal, question.request, barred, question.principals, question.now)
            : voterRefusal(principal, barred.scopes, question.now);
        if (refusal)
            standing.refuse(*vote, *refusal);
        else if (isApproval)
            standing.approvals.push_back(vote);
        else if (vote->kind == VoteKind::RequestChanges)
            standing.blocking.push_back(vote->id);
    }
    std::ranges::sort(standing.blocking);
    std::ranges::sort(standing.refused, {}, &RefusedVote::vote);
    return standing;
}

// The status and how many different people could satisfy it.
std::pair<RequirementStatus, std::size_t> statusOf(const Question &question, const Demand &demand,
    const Standing &standing, std::span<const Principal *const> approvers)
{
    RequirementStatus status;
    status.rule = demand.rule->id;
    status.requirement = demand.requirement->id;
    status.path = demand.path;
    status.need = demand.requirement->approvals;
    std::set<std::string_view> heads;
    for (const auto *vote : standing.approvals) {
        const auto *principal = find(question.principals, vote->voter);
        if (const auto refusal = demandRefusal(demand, *principal)) {
            status.refused.push_back({vote->id, vote->voter, *refusal});
        } else {
            status.counted.push_back(vote->id);
            heads.insert(personOf(*principal));
        }
    }
    status.have = int(heads.size());
    std::vector<std::string_view> able;
    able.reserve(approvers.size());
    status.eligible.reserve(approvers.size());
    for (const auto *principal : approvers) {
        if (demandRefusal(demand, *principal))
            continue;
        status.eligible.push_back(principal->id);
        able.push_back(personOf(*principal));
    }
    std::ranges::sort(status.counted);
    std::ranges::sort(status.refused, {}, &RefusedVote::vote);
    if (!std::ranges::is_sorted(able)) // by who is behind the accounts
        std::ranges::sort(able);
    const auto people = std::ranges::unique(able).begin() - able.begin();
    return {std::move(status), std::size_t(people)};
}

VerdictReason reasonOf(const Evaluation &evaluation, bool canReachQuorum)
{
    if (!evaluation.ungoverned.empty())
        return VerdictReason::NoPolicy;
    if (!evaluation.blocking.empty())
        return VerdictReason::ChangesRequested;
    if (!canReachQuorum)
        return VerdictReason::CannotReachQuorum;
    return std::ranges::all_of(evaluation.requirements, &RequirementStatus::isSatisfied)
        ? VerdictReason::Satisfied
        : VerdictReason::ApprovalsMissing;
}

Verdict verdictOf(VerdictReason reason)
{
    switch (reason) {
    case VerdictReason::Satisfied:
        return Verdict::Approved;
    case VerdictReason::ApprovalsMissing:
        return Verdict::Pending;
    case VerdictReason::CannotReachQuorum:
    case VerdictReason::ChangesRequested:
    case VerdictReason::NoPolicy:
    case VerdictReason::NoTargets:
        break;
    }
    return Verdict::Blocked;
}

} // namespace

std::string_view name(VoteKind kind)
{
    return kindNames[kind];
}

std::optional<VoteKind> voteKindFromName(std::string_view name)
{
    return kindNames.find(name);
}

std::string_view code(VoteRefusal refusal)
{
    return refusalCodes[refusal];
}

std::string_view name(Verdict verdict)
{
    return verdictNames[verdict];
}

std::string_view code(VerdictReason reason)
{
    return reasonCodes[reason];
}

std::optional<VoteRefusal> approvalRefusal(const Principal &principal,
    const RequestSnapshot &request, std::span<const Principal> principals, Instant now)
{
    return refusalOf(principal, request, barredPeople(request, principals), principals, now);
}

Evaluation evaluate(const PolicySet &policies, const Ownership &ownership,
    const RequestSnapshot &request, std::span<const Vote> votes,
    std::span<const Principal> principals, Instant now)
{
    Evaluation evaluation;
    if (request.targets.empty())
        return evaluation;
    const Question question{policies, ownership, request, principals, now};
    const auto barred = barredPeople(request, principals);
    auto standing = standingVotes(question, barred, votes);
    const auto approvers = ableApprovers(question, barred);
    bool canReachQuorum = true;
    for (const auto &demand : demandsOf(question, evaluation.ungoverned)) {
        auto [status, able] = statusOf(question, demand, standing, approvers);
        canReachQuorum = canReachQuorum && int(able) >= status.need;
        evaluation.requirements.push_back(std::move(status));
    }
    evaluation.refused = std::move(standing.refused);
    evaluation.blocking = std::move(standing.blocking);
    evaluation.reason = reasonOf(evaluation, canReachQuorum);
    evaluation.verdict = verdictOf(evaluation.reason);
    return evaluation;
}

} // namespace chancery::core::policy
