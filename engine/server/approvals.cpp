// SPDX-License-Identifier: Apache-2.0
#include "approvals.h"

#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/domain/place.h"
#include "engine/core/policy/evaluate.h"
#include "engine/server/auth.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

namespace policy = core::policy;

policy::Principal asPolicySees(const core::Principal &principal)
{
    policy::Principal seen;
    seen.id = principal.id;
    seen.kind = principal.kind;
    seen.disabled = principal.disabled;
    policy::Grant grant;
    grant.permissions = permissionSetOf(principal);
    seen.grants.push_back(std::move(grant));
    return seen;
}

void addGrant(policy::Principal &seen, const ApproverGrant &grant)
{
    seen.approverSince = grant.at;
    for (const auto &giver : {grant.by, grant.passwordBy}) {
        if (giver)
            seen.approverBy.push_back(*giver);
    }
}

std::string detailOf(policy::VoteRefusal refusal)
{
    switch (refusal) {
    case policy::VoteRefusal::GrantedLater:
        return "You became an approver after this request was made";
    case policy::VoteRefusal::GrantedByAuthor:
        return "Who takes part in this request made you an approver or chose your password";
    default:
        return "This vote would not count";
    }
}

std::string nameOf(const Electorate &people, const core::PrincipalId &id)
{
    const auto found = people.names.find(id);
    return found == people.names.end() ? id.text() : found->second;
}

// The environments' settings as policy: each gated one asks for so many different people.
policy::PolicySet policiesOf(const View &view, const core::ChangeRequest &request)
{
    policy::PolicySet policies;
    std::set<std::string> seen;
    for (const auto &item : request.items) {
        const auto &id = item.environment.text();
        const auto environment = seen.insert(id).second
            ? view.find<core::Environment>(keys::join(keys::environment, id))
            : std::nullopt;
        if (!environment)
            continue;
        policies.environments.push_back({item.environment, environment->gated});
        if (!environment->gated)
            continue;
        policy::PolicyRule rule;
        rule.id = id;
        rule.selector.environments.push_back(item.environment);
        policy::ApprovalRequirement requirement;
        requirement.id = "approvals";
        requirement.approvals = std::max(1, environment->requiredApprovals);
        rule.requirements.push_back(std::move(requirement));
        policies.rules.push_back(std::move(rule));
    }
    return policies;
}

policy::RequestSnapshot snapshotOf(const core::ChangeRequest &request)
{
    policy::RequestSnapshot snapshot;
    snapshot.current = {request.id, request.cycle, request.contentDigest, {}, {}};
    snapshot.requester = request.requester;
    snapshot.contributors = request.contributors;
    snapshot.openedAt = request.createdAt;
    for (const auto &item : request.items) {
        policy::ChangeTarget target;
        target.config = item.config;
        target.environment = item.environment;
        target.path = item.path;
        snapshot.targets.push_back(std::move(target));
    }
    return snapshot;
}

std::vector<policy::Vote> votesOf(const core::ChangeRequest &request)
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
        votes.push_back({review.id, review.author, kind,
            {request.id, review.cycle, review.contentDigest, {}, {}}, review.at});
    }
    return votes;
}

bool hasCounted(const policy::RequirementStatus &status, const core::ChangeRequest &request,
    const core::PrincipalId &person)
{
    return std::any_of(
        request.reviews.begin(), request.reviews.end(), [&](const core::Review &review) {
            const auto &counted = status.counted;
            return review.author == person
                && std::find(counted.begin(), counted.end(), review.id) != counted.end();
        });
}

// Why the whole cannot go on, whatever the votes still missing.
std::string blockOf(const policy::Evaluation &evaluation, const core::ChangeRequest &request,
    const Electorate &people)
{
    for (const auto &review : request.reviews) {
        const auto &blocking = evaluation.blocking;
        if (std::find(blocking.begin(), blocking.end(), review.id) != blocking.end())
            return "request-changes by " + nameOf(people, review.author);
    }
    const bool isStuck = evaluation.verdict == policy::Verdict::Blocked;
    return isStuck ? std::string(policy::code(evaluation.reason)) : "";
}

core::Requirement requirementOf(const policy::RequirementStatus &status,
    const core::ChangeRequest &request, const Electorate &people)
{
    core::Requirement requirement;
    requirement.environment = core::EnvironmentId(status.rule);
    requirement.need = status.need;
    requirement.have = status.have;
    requirement.rule = status.rule + ": "
        + (status.need == 1 ? "one approval" : std::to_string(status.need) + " approvals");
    for (const auto &person : status.eligible) {
        if (!hasCounted(status, request, person))
            requirement.eligible.push_back(nameOf(people, person));
    }
    return requirement;
}

struct DigestItem {
    const core::RequestItem &item;
    std::string source;
};

template <typename Visitor>
void describe(Visitor &visit, DigestItem &value)
{
    visit("config", value.item.config);
    visit("environment", value.item.environment);
    visit("base", value.item.base);
    visit("format", value.item.format);
    visit("source", value.source);
    // Requests of before there was one keep their digest.
    if (value.item.rollbackTo)
        visit("rollbackTo", value.item.rollbackTo);
}

struct DigestContent {
    std::vector<DigestItem> items;
    const core::ChangeRequest &request;
};

template <typename Visitor>
void describe(Visitor &visit, DigestContent &value)
{
    visit("items", value.items);
    visit("rollbackTo", value.request.rollbackTo);
}

} // namespace

std::optional<core::Error> approvalBarrier(const View &view, const core::PrincipalId &principal,
    const core::ChangeRequest &request, core::Instant now)
{
    const auto people = Electorate::of(view);
    const auto voter = std::ranges::find(people.principals, principal, &policy::Principal::id);
    const auto refusal = voter == people.principals.end()
        ? std::optional(policy::VoteRefusal::Unknown)
        : policy::approvalRefusal(*voter, snapshotOf(request), people.principals, now);
    if (!refusal)
        return std::nullopt;
    switch (*refusal) {
    case policy::VoteRefusal::NotAPerson:
        return api::problem("machine-approval", detailOf(*refusal));
    case policy::VoteRefusal::Requester:
    case policy::VoteRefusal::Contributor:
        return api::problem("self-approval", detailOf(*refusal));
    default:
        return api::problem("forbidden", detailOf(*refusal));
    }
}

Electorate Electorate::of(const View &view)
{
    Electorate people;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto principal = View::parse<core::Principal>(entry.value);
        people.names.emplace(principal.id, principal.name);
        people.principals.push_back(asPolicySees(principal));
    }
    const auto prefix = keys::join(keys::approver, "");
    for (const auto &entry : view.scan(KeyRange::under(prefix))) {
        const core::PrincipalId id(entry.key.substr(prefix.size()));
        const auto seen = std::ranges::find(people.principals, id, &policy::Principal::id);
        if (seen != people.principals.end())
            addGrant(*seen, View::parse<ApproverGrant>(entry.value));
    }
    return people;
}

Standing standingOf(const View &view, const core::ChangeRequest &request, core::Instant now)
{
    return standingOf(view, Electorate::of(view), request, now);
}

Standing standingOf(const View &view, const Electorate &people, const core::ChangeRequest &request,
    core::Instant now)
{
    const auto votes = votesOf(request);
    const auto evaluation = policy::evaluate(
        policiesOf(view, request), {}, snapshotOf(request), votes, people.principals, now);
    Standing standing;
    standing.isApproved = evaluation.verdict == policy::Verdict::Approved;
    const auto block = blockOf(evaluation, request, people);
    for (const auto &status : evaluation.requirements) {
        standing.requirements.push_back(requirementOf(status, request, people));
        standing.requirements.back().blockedBy = block;
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

std::string contentDigestOf(const core::ChangeRequest &request)
{
    DigestContent content{{}, request};
    for (const auto &item : request.items)
        content.items.push_back({item, core::sha256Id("", item.text)});
    const auto reading = core::readJson(api::toJson(content), core::Limits::wide());
    return core::sha256Id("cms.request.v1\n", core::canonicalJson(reading.tree().root()));
}

} // namespace chancery::server
