// SPDX-License-Identifier: Apache-2.0
#include "engine/server/access.h"
#include "engine/server/notifications/news.h"
#include "engine/server/notifications/telling.h"

namespace chancery::server {

namespace {

using core::NotificationKind;

NotificationKind kindOf(std::string_view about)
{
    using enum NotificationKind;
    if (about == "requested")
        return EmergencyRequested;
    if (about == "activated" || about == "extended")
        return EmergencyOpened;
    if (about.starts_with("action-") || about == "frozen" || about == "revoked")
        return EmergencyActed;
    if (about == "review-overdue")
        return EmergencyReviewOverdue;
    if (about == "not-ratified")
        return EmergencyNotRatified;
    return EmergencyEnded;
}

// Who may do that in the session's environment, and is not one of those whom it is about.
std::set<core::PrincipalId> othersWho(
    Unit &unit, core::Permission permission, const core::EmergencySession &session)
{
    std::set<core::PrincipalId> others;
    AccessBook access(unit.view());
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto person = View::parse<core::Principal>(entry.value);
        const bool isParty = person.id == session.actor || person.id == session.confirmer;
        if (!isParty
            && access.decide(person, permission, {session.environment, {}}, unit.now()).isAllowed)
            others.insert(person.id);
    }
    return others;
}

// It is for all environments: people are told whatever they may see, and all receivers.
void tellOfRecovery(Unit &unit, const News &news)
{
    tell(unit, news);
    auto outside = news;
    outside.audience.clear();
    const auto range = KeyRange::under(keys::join(keys::environment, ""));
    for (const auto &entry : unit.view().scan(range))
        outside.environments.emplace_back(entry.key.substr(range.from.size()));
    tell(unit, outside);
}

} // namespace

void tellOfEmergency(Unit &unit, const core::EmergencySession &session, const std::string &about,
    const std::set<core::PrincipalId> &audience)
{
    std::vector<core::EnvironmentId> environments;
    if (!core::isRecovery(session))
        environments.push_back(session.environment);
    News news{kindOf(about), session.id.text(), {}, environments, audience};
    if (news.kind == NotificationKind::EmergencyRequested)
        news.audience.merge(othersWho(unit, core::Permission::EmergencyActivate, session));
    // Time ended it, or somebody else: its actor should know.
    if (news.kind == NotificationKind::EmergencyEnded)
        news.audience.insert(session.actor);
    if (core::isRecovery(session))
        tellOfRecovery(unit, news);
    else
        tell(unit, news);
    if (session.state != core::EmergencyState::ReviewDue || about != "review-due")
        return;
    tell(unit,
        {NotificationKind::EmergencyReviewDue, session.id.text(), {}, environments,
            othersWho(unit, core::Permission::EmergencyReview, session)});
}

} // namespace chancery::server
