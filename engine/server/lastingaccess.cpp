// SPDX-License-Identifier: Apache-2.0
#include "lastingaccess.h"

#include "engine/server/circumstances.h"
#include "engine/server/inheritors.h"

#include <algorithm>

namespace chancery::server {

namespace access = core::access;

const access::GovernedAccess &LastingAccess::in(const core::EnvironmentId &environment)
{
    const auto known = m_governed.find(environment);
    if (known != m_governed.end())
        return known->second;
    auto governed = governedAccessIn(m_view, environment);
    if (auto &rules = governed.governance.document) {
        std::erase_if(rules->rules, [](const access::AccessRule &rule) {
            return rule.hours && rule.effect == access::Effect::Forbid;
        });
        for (auto &rule : rules->rules)
            rule.hours.reset();
    }
    return m_governed.emplace(environment, std::move(governed)).first->second;
}

bool LastingAccess::may(const core::Principal &principal, core::Permission permission,
    const Place &place, core::Instant now,
    const std::optional<access::Circumstances> &circumstances)
{
    const auto &governed = in(place.environment);
    auto subject = subjectOf(m_view, principal, governed.groups);
    subject.circumstances = circumstances;
    const auto decision = access::decide(governed.governance, subject, permission, place.path, now);
    return decision.isAllowed || decision.decidedBy == access::DecidedBy::Unreadable;
}

std::vector<Place> LastingAccess::placesOf(const core::ChangeRequest &request)
{
    std::vector<Place> places;
    for (const auto &item : request.items) {
        places.push_back({item.environment, item.path});
        if (!hasRulesOfPaths(in(item.environment)))
            continue;
        for (auto &path : inheritorsOf(m_view, item.config, item.path, item.environment))
            places.push_back({item.environment, std::move(path)});
    }
    return places;
}

std::vector<core::ReviewId> LastingAccess::lostVotes(
    const core::ChangeRequest &request, core::Instant now)
{
    std::vector<core::ReviewId> lost;
    std::vector<Place> places;
    for (const auto &review : request.reviews) {
        const bool isVote = review.standing && review.cycle == request.cycle
            && review.kind != core::VoteKind::Comment;
        if (!isVote)
            continue;
        if (places.empty())
            places = placesOf(request);
        const auto voter
            = m_view.find<core::Principal>(keys::join(keys::principal, review.author.text()));
        // A stricter rule asks for how the vote was given, too (GOV-14).
        const auto circumstances = circumstancesOfVote(m_view, review.id);
        const bool mayStill = voter && std::ranges::all_of(places, [&](const Place &place) {
            return may(*voter, core::Permission::Approve, place, now, circumstances);
        });
        if (!mayStill)
            lost.push_back(review.id);
    }
    return lost;
}

} // namespace chancery::server
