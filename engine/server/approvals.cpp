// SPDX-License-Identifier: Apache-2.0
#include "approvals.h"

#include "engine/core/domain/place.h"
#include "engine/core/policy/evaluate.h"
#include "engine/core/policy/risk.h"
#include "engine/server/access.h"
#include "engine/server/checks.h"
#include "engine/server/exemptions.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/inheritors.h"
#include "engine/server/lentrights.h"
#include "engine/server/people.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

namespace policy = core::policy;

// The requirement of what an environment asks for by itself; a policy may have one of that name.
constexpr std::string_view floorId = "approvals";

std::string detailOf(policy::VoteRefusal refusal)
{
    switch (refusal) {
    case policy::VoteRefusal::GrantedLater:
        return "You became an approver after this request was made";
    case policy::VoteRefusal::GrantedByAuthor:
        return "Who takes part in this request made you an approver or issued your password";
    default:
        return "This vote would not count";
    }
}

std::string nameOf(const Electorate &people, const core::PrincipalId &id)
{
    const auto found = people.names.find(id);
    return found == people.names.end() ? id.text() : found->second;
}

// Groups are an environment's own; the same name may mean others elsewhere.
std::string groupIn(const core::EnvironmentId &environment, const std::string &name)
{
    return environment.text() + '/' + name;
}

// What weighs the votes of one request.
struct Scales {
    policy::PolicySet policies;
    policy::Ownership ownership;
    std::vector<policy::Principal> principals;
    std::vector<bool> areStandard; // of each item
    std::map<core::EnvironmentId, CheckTerms> terms;
    std::map<core::EnvironmentId, core::access::Classes> classes;
};

// What each gated environment asks for by itself: so many different people.
void addFloor(Scales &scales, const core::RequestItem &item, int count)
{
    policy::PolicyRule rule;
    rule.id = item.environment.text();
    rule.selector.environments.push_back(item.environment);
    rule.requirements.push_back({std::string(floorId), count, {}, false});
    auto &rules = scales.policies.rules;
    const auto known = std::ranges::find(rules, rule.id, &policy::PolicyRule::id);
    if (known == rules.end()) {
        rules.push_back(std::move(rule));
        return;
    }
    auto &approvals = known->requirements.front().approvals;
    approvals = std::max(approvals, rule.requirements.front().approvals);
}

void addGroup(Scales &scales, const Electorate &people, const core::EnvironmentId &environment,
    const core::governing::Group &group)
{
    for (auto &principal : scales.principals) {
        const auto name = people.names.find(principal.id);
        if (name != people.names.end()
            && std::ranges::find(group.members, name->second) != group.members.end())
            principal.groups.push_back(groupIn(environment, group.name));
    }
}

// Owners are named as accounts or as groups.
policy::OwnershipLine asPolicySees(const Electorate &people,
    const std::vector<core::governing::Group> &groups, policy::OwnershipLine line)
{
    std::vector<std::string> owners;
    for (const auto &owner : line.owners) {
        owners.push_back(groupIn(line.environment, owner));
        // Where a group has the name, nobody becomes an owner by taking it for an account.
        const bool isGroup
            = std::ranges::find(groups, owner, &core::governing::Group::name) != groups.end();
        if (isGroup)
            continue;
        for (const auto &[id, name] : people.names) {
            if (name == owner)
                owners.push_back(id.text());
        }
    }
    line.owners = std::move(owners);
    return line;
}

// What changes very many configs at once is seen by more people.
void addBulk(Scales &scales, const core::ChangeRequest &request,
    const core::EnvironmentId &environment, const std::optional<core::governing::BulkTerms> &terms)
{
    if (!terms || objectsIn(request, environment) <= terms->objects)
        return;
    policy::PolicyRule rule;
    rule.id
        = environment.text() + ": more than " + std::to_string(terms->objects) + " configs at once";
    rule.selector.environments.push_back(environment);
    rule.requirements.push_back({std::string(floorId), terms->approvals, {}, false});
    scales.policies.rules.push_back(std::move(rule));
}

void addGovernance(Scales &scales, const Electorate &people, const core::EnvironmentId &environment,
    Governance governance)
{
    for (auto &rule : governance.rules) {
        for (auto &requirement : rule.requirements) {
            for (auto &group : requirement.groups)
                group = groupIn(environment, group);
        }
        rule.id = environment.text() + ": " + rule.id;
        scales.policies.rules.push_back(std::move(rule));
    }
    for (const auto &group : governance.groups)
        addGroup(scales, people, environment, group);
    for (auto &line : governance.ownership)
        scales.ownership.push_back(asPolicySees(people, governance.groups, std::move(line)));
    for (const auto &earlier : governance.earlierOwnership) {
        policy::Ownership seen;
        for (const auto &line : earlier)
            seen.push_back(asPolicySees(people, governance.groups, line));
        scales.policies.earlierOwnership.push_back(std::move(seen));
    }
}

// A request is bound by what has held since its votes were last void (GOV-14).
Scales scalesOf(const View &view, const Electorate &people, const core::ChangeRequest &request,
    core::Instant now, Bar bar)
{
    Scales scales{{}, {}, people.principals, {}, {}, {}};
    Exemptions exemptions(view, request, now);
    const auto since = cycleBegin(view, request);
    std::set<std::string> seen;
    for (const auto &item : request.items) {
        const auto &id = item.environment.text();
        const auto environment = view.find<core::Environment>(keys::join(keys::environment, id));
        scales.areStandard.push_back(
            environment && environment->gated && exemptions.standardChange(item));
        if (!environment)
            continue;
        const bool isAsked = environment->gated || isProtected(view, *environment, item.path);
        const int asked = leastApprovals(*environment, item.path);
        if (isAsked && !scales.areStandard.back())
            addFloor(scales, item,
                bar == Bar::Full ? asked : exemptions.approvals(*environment, item, asked));
        if (!seen.insert(id).second)
            continue;
        scales.policies.environments.push_back({item.environment, environment->gated});
        auto governance = governanceOf(view, item.environment, since);
        scales.terms[item.environment] = {governance.reach, governance.bulk};
        scales.classes[item.environment] = std::move(governance.classes);
        addBulk(scales, request, item.environment, governance.bulk);
        addGovernance(scales, people, item.environment, std::move(governance));
    }
    return scales;
}

policy::RequestSnapshot snapshotOf(
    const View &view, const core::ChangeRequest &request, core::Instant now)
{
    policy::RequestSnapshot snapshot;
    snapshot.current = {request.id, request.cycle, request.contentDigest, {}, {}};
    snapshot.requester = request.requester;
    snapshot.contributors = request.contributors;
    snapshot.openedAt = request.createdAt;
    if (const auto order = orderOf(view, request))
        snapshot.openedOrder = order->made;
    for (const auto &item : request.items) {
        policy::ChangeTarget target;
        target.config = item.config;
        target.environment = item.environment;
        target.path = item.path;
        target.action = core::governing::isGoverning(item.path) ? policy::ChangeAction::Policy
            : item.base                                         ? policy::ChangeAction::Update
                                                                : policy::ChangeAction::Create;
        if (item.facts)
            target.facts = policy::atHour(*item.facts, now);
        snapshot.targets.push_back(std::move(target));
    }
    return snapshot;
}

// What an environment asks for by itself is the same for every path; whose the path is, is not.
bool hasRulesOfPaths(const policy::PolicySet &policies)
{
    return std::ranges::any_of(policies.rules, [](const policy::PolicyRule &rule) {
        return rule.selector.path != "**" || !rule.selector.classes.empty()
            || std::ranges::any_of(rule.requirements, &policy::ApprovalRequirement::owners);
    });
}

// A rule for a path binds what the path inherits from or refers to as well: the same keys change.
void addInheritors(
    const View &view, const core::ChangeRequest &request, policy::RequestSnapshot &snapshot)
{
    const auto own = snapshot.targets;
    for (std::size_t i = 0; i < own.size(); ++i) {
        for (auto &path :
            inheritorsOf(view, own[i].config, request.items[i].path, own[i].environment)) {
            snapshot.targets.push_back(own[i]);
            snapshot.targets.back().path = std::move(path);
        }
    }
}

// Another schema is an action of its own, beside what becomes of the text.
void addSchemas(const core::ChangeRequest &request, policy::RequestSnapshot &snapshot)
{
    const auto own = snapshot.targets;
    for (const auto &item : request.items) {
        if (!item.schema)
            continue;
        for (const auto &target : own) {
            if (target.config != item.config || target.environment != item.environment)
                continue;
            snapshot.targets.push_back(target);
            snapshot.targets.back().action = policy::ChangeAction::Schema;
            // It is about every key, and nobody knows how much about each: all conditions hold.
            snapshot.targets.back().facts.reset();
        }
    }
}

void addClasses(const std::map<core::EnvironmentId, core::access::Classes> &classes,
    policy::RequestSnapshot &snapshot)
{
    for (auto &target : snapshot.targets) {
        if (const auto known = classes.find(target.environment); known != classes.end())
            target.classes = core::access::classesAt(known->second, target.path);
    }
}

// In the place of an effect's digest: what a vote saw of the effect is what its voter acknowledged.
// With an outdated acknowledgement the vote is about something else, and counts again with a new
// one.
constexpr std::string_view acknowledged = "acknowledged";

std::vector<policy::Vote> votesOf(
    const core::ChangeRequest &request, const std::vector<core::Check> &checks)
{
    std::vector<policy::Vote> votes;
    for (const auto &review : request.reviews) {
        // What stands was settled when the next one came; a clock that was set back since must not
        // bring an earlier vote back.
        if (!review.standing)
            continue;
        const auto kind = review.kind == core::VoteKind::Approve ? policy::VoteKind::Approve
            : review.kind == core::VoteKind::RequestChanges      ? policy::VoteKind::RequestChanges
                                                                 : policy::VoteKind::Comment;
        const bool isSameEffect = request.sameEffect
            && std::ranges::find(*request.sameEffect, review.contentDigest)
                != request.sameEffect->end();
        const auto &digest = isSameEffect ? request.contentDigest : review.contentDigest;
        // Only an approval needs one.
        const bool isSaid
            = kind != policy::VoteKind::Approve || allSaidBy(request, checks, review.author);
        votes.push_back({review.id, review.author, kind,
            {request.id, review.cycle, digest, {}, std::string(isSaid ? acknowledged : "")},
            review.at});
    }
    return votes;
}

bool hasCounted(const policy::RequirementStatus &status, const core::ChangeRequest &request,
    const core::PrincipalId &person)
{
    return std::ranges::any_of(request.reviews, [&](const core::Review &review) {
        return review.author == person
            && std::ranges::find(status.counted, review.id) != status.counted.end();
    });
}

// Why the whole cannot go on, whatever the votes still missing.
std::string blockOf(const policy::Evaluation &evaluation, const core::ChangeRequest &request,
    const Electorate &people)
{
    for (const auto &review : request.reviews) {
        if (std::ranges::find(evaluation.blocking, review.id) != evaluation.blocking.end())
            return "request-changes by " + nameOf(people, review.author);
    }
    const bool isStuck = evaluation.verdict == policy::Verdict::Blocked;
    return isStuck ? std::string(policy::code(evaluation.reason)) : "";
}

std::string ruleOf(const policy::RequirementStatus &status)
{
    return status.rule + (status.requirement == floorId ? "" : ", " + status.requirement)
        + (status.path.empty() ? "" : ", owners of " + status.path);
}

Standing::Weighed weighedOf(
    const policy::RequirementStatus &status, const core::ChangeRequest &request)
{
    Standing::Weighed weighed{ruleOf(status), status.need, {}};
    for (const auto &review : request.reviews) {
        if (std::ranges::find(status.counted, review.id) != status.counted.end())
            weighed.people.push_back(review.author);
    }
    return weighed;
}

core::Requirement requirementOf(const policy::RequirementStatus &status,
    const core::ChangeRequest &request, const Electorate &people)
{
    core::Requirement requirement;
    // "prod" is what the environment asks for by itself, "prod: payments" a rule of its policy.
    requirement.environment = core::EnvironmentId(status.rule.substr(0, status.rule.find(':')));
    requirement.need = status.need;
    requirement.have = status.have;
    requirement.rule = ruleOf(status) + ": "
        + (status.need == 1 ? "one approval" : std::to_string(status.need) + " approvals");
    for (const auto &person : status.eligible) {
        if (!hasCounted(status, request, person))
            requirement.eligible.push_back(nameOf(people, person));
    }
    return requirement;
}

// With what would give it, for the first place where it is missing; empty where none is.
std::string wantedRight(const View &view, const core::PrincipalId &principal,
    const policy::RequestSnapshot &snapshot, core::Instant now,
    const std::optional<core::access::Circumstances> &circumstances)
{
    const auto account = view.find<core::Principal>(keys::join(keys::principal, principal.text()));
    if (!account)
        return detailOf(policy::VoteRefusal::Unknown);
    AccessBook access(view);
    for (const auto &target : snapshot.targets) {
        const Place place{target.environment, target.path};
        const auto decision
            = access.decide(*account, core::Permission::Approve, place, now, circumstances);
        if (!decision.isAllowed)
            return sentenceOf(decision, core::Permission::Approve, place);
    }
    return {};
}

// All that the request touches, and the rights of those who vote, as they count for it: the same
// for whoever would vote and for the votes that are there.
void weigh(const View &view, const core::ChangeRequest &request, bool hasRulesOfPaths,
    policy::RequestSnapshot &snapshot, std::vector<policy::Principal> &principals,
    core::Instant now)
{
    const LentRights lent(view, request);
    if (hasRulesOfPaths || lent.hasRulesOfPaths())
        addInheritors(view, request, snapshot);
    addSchemas(request, snapshot);
    lent.takeFrom(principals, snapshot, now);
}

} // namespace

std::optional<core::Error> approvalBarrier(const View &view, const core::PrincipalId &principal,
    const core::ChangeRequest &request, core::Instant now,
    const std::optional<core::access::Circumstances> &circumstances)
{
    auto people = Electorate::of(view, now);
    auto snapshot = snapshotOf(view, request, now);
    weigh(view, request, people.hasRulesOfPaths, snapshot, people.principals, now);
    const auto voter = std::ranges::find(people.principals, principal, &policy::Principal::id);
    const auto refusal = voter == people.principals.end()
        ? std::optional(policy::VoteRefusal::Unknown)
        : policy::approvalRefusal(*voter, snapshot, people.principals, now);
    // The vote counts; whether it may be given like this, and from here, is asked for now.
    const auto wanted = !refusal || *refusal == policy::VoteRefusal::NoRight
        ? wantedRight(view, principal, snapshot, now, circumstances)
        : std::string();
    if (!refusal && wanted.empty())
        return std::nullopt;
    if (!refusal)
        return api::problem("forbidden", wanted);
    switch (*refusal) {
    case policy::VoteRefusal::NotAPerson:
        return api::problem("machine-approval", detailOf(*refusal));
    case policy::VoteRefusal::Requester:
    case policy::VoteRefusal::Contributor:
        return api::problem("self-approval", detailOf(*refusal));
    case policy::VoteRefusal::NoRight:
        return api::problem("forbidden", wanted.empty() ? detailOf(*refusal) : wanted);
    default:
        return api::problem("forbidden", detailOf(*refusal));
    }
}

Standing standingOf(const View &view, const core::ChangeRequest &request, core::Instant now)
{
    return standingOf(view, Electorate::of(view, now), request, now);
}

Standing standingOf(const View &view, const Electorate &people, const core::ChangeRequest &request,
    core::Instant now, Bar bar)
{
    auto scales = scalesOf(view, people, request, now, bar);
    Standing standing;
    standing.checks = checksOf(view, request, scales.terms);
    const auto votes = votesOf(request, standing.checks);
    auto snapshot = snapshotOf(view, request, now);
    snapshot.current.effectDigest = acknowledged;
    for (std::size_t i = 0; i < snapshot.targets.size(); ++i)
        snapshot.targets[i].isStandard = scales.areStandard[i];
    weigh(view, request, people.hasRulesOfPaths || hasRulesOfPaths(scales.policies), snapshot,
        scales.principals, now);
    addClasses(scales.classes, snapshot);
    const auto evaluation = policy::evaluate(
        scales.policies, scales.ownership, snapshot, votes, scales.principals, now);
    standing.isApproved = evaluation.verdict == policy::Verdict::Approved
        && std::ranges::none_of(standing.checks, &core::Check::isOwed);
    const auto block = blockOf(evaluation, request, people);
    for (const auto &status : evaluation.requirements) {
        standing.requirements.push_back(requirementOf(status, request, people));
        standing.requirements.back().blockedBy = block;
        standing.weighed.push_back(weighedOf(status, request));
    }
    for (const auto &environment : evaluation.ungoverned) {
        core::Requirement requirement;
        requirement.rule = environment.text() + ": no rule";
        requirement.environment = environment;
        requirement.need = 1;
        requirement.blockedBy = "no-policy";
        standing.requirements.push_back(std::move(requirement));
    }
    return standing;
}

} // namespace chancery::server
