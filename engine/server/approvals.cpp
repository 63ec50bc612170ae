// SPDX-License-Identifier: Apache-2.0
#include "approvals.h"

#include "engine/core/digest.h"
#include "engine/core/domain/place.h"
#include "engine/server/auth.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

bool isInvolved(const core::Principal &principal, const core::ChangeRequest &request)
{
    const auto &contributors = request.contributors;
    return principal.id == request.requester
        || std::find(contributors.begin(), contributors.end(), principal.id) != contributors.end();
}

std::vector<core::Principal> peopleOf(const View &view)
{
    std::vector<core::Principal> people;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::principal, ""))))
        people.push_back(View::parse<core::Principal>(entry.value));
    return people;
}

bool isCurrent(const core::Review &review, const core::ChangeRequest &request)
{
    return review.standing && review.cycle == request.cycle
        && review.contentDigest == request.contentDigest;
}

// The votes that count, and who stands in the way.
struct Tally {
    std::set<core::PrincipalId> approvals;
    std::string blockedBy;
    std::vector<std::string> stillEligible;
    int eligible = 0; // whether or not they have voted
};

Tally tallyOf(const std::vector<core::Principal> &people, const core::ChangeRequest &request)
{
    Tally tally;
    for (const auto &person : people) {
        if (!approvalBarrier(person, request).empty())
            continue;
        ++tally.eligible;
        bool hasApproved = false;
        for (const auto &review : request.reviews) {
            if (review.author != person.id || !isCurrent(review, request))
                continue;
            if (review.kind == core::VoteKind::RequestChanges)
                tally.blockedBy = "request-changes by " + person.name;
            hasApproved = hasApproved || review.kind == core::VoteKind::Approve;
        }
        if (hasApproved)
            tally.approvals.insert(person.id);
        else
            tally.stillEligible.push_back(person.name);
    }
    return tally;
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

std::string_view approvalBarrier(
    const core::Principal &principal, const core::ChangeRequest &request)
{
    if (principal.kind != core::PrincipalKind::User)
        return "machine-approval";
    if (isInvolved(principal, request))
        return "self-approval";
    const auto permissions = permissionsOf(principal);
    const bool may
        = std::find(permissions.begin(), permissions.end(), "approve") != permissions.end();
    return may ? "" : "forbidden";
}

Standing standingOf(const View &view, const core::ChangeRequest &request)
{
    Standing standing;
    std::set<std::string> environments;
    for (const auto &item : request.items)
        environments.insert(item.environment.text());
    const auto tally = tallyOf(peopleOf(view), request);
    standing.isApproved = !environments.empty();
    for (const auto &id : environments) {
        const auto environment = view.find<core::Environment>(keys::join(keys::environment, id));
        // What is not known is gated (GOV-6).
        if (environment && !environment->gated)
            continue;
        core::Requirement requirement;
        requirement.environment = core::EnvironmentId(id);
        requirement.need = environment ? std::max(1, environment->requiredApprovals) : 1;
        requirement.have = int(tally.approvals.size());
        requirement.rule = id + ": "
            + (requirement.need == 1 ? "one approval"
                                     : std::to_string(requirement.need) + " approvals");
        requirement.eligible = tally.stillEligible;
        requirement.blockedBy = tally.blockedBy;
        if (requirement.blockedBy.empty() && tally.eligible < requirement.need)
            requirement.blockedBy = "cannot-reach-quorum";
        if (requirement.have < requirement.need || !requirement.blockedBy.empty())
            standing.isApproved = false;
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
