// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/server/access.h"
#include "engine/server/circumstances.h"
#include "engine/server/cursor.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/people.h"
#include "engine/server/recovery/sessions.h"

#include <algorithm>

// The way of an emergency session from its activation to its review. The rules are in
// core/emergency; here they meet the store, the rights of the moment and the audit log.
namespace chancery::server {

namespace {

core::EmergencySession needMatching(
    const Unit &unit, std::optional<core::Permission> permission = {})
{
    auto session = needEmergency(unit.view(), unit.argument(0));
    if (permission)
        demandEmergencyRight(unit, *permission, session.environment);
    unit.demandMatch(session.etag);
    return session;
}

bool mayReviewIn(const Unit &unit, const core::EnvironmentId &environment)
{
    return AccessBook(unit.view())
        .decide(unit.actor().principal, core::Permission::EmergencyReview, {environment, {}},
            unit.now(), circumstancesOf(unit))
        .isAllowed;
}

void demandPlaces(const View &view, const core::NewEmergency &asked)
{
    (void)view.needBytes(keys::join(keys::environment, asked.environment.text()),
        "environment " + asked.environment.text());
    for (const auto &slug : asked.namespaces)
        (void)view.needBytes(keys::join(keys::nameSpace, slug), "namespace " + slug);
}

// One at a time: the second of two that race finds the first.
void demandNoOther(const Unit &unit, const core::EnvironmentId &environment)
{
    const auto people = People::of(unit.view());
    for (auto &session : unfinishedEmergencies(unit.view())) {
        core::settleEmergency(session, {}, unit.now());
        const bool isAlive = session.state == core::EmergencyState::Requested
            || session.state == core::EmergencyState::Active;
        if (isAlive && people.isOne(session.actor, unit.actor().principal.id)
            && session.environment == environment)
            refuse("state-conflict", session.id.text() + " is yours and not over");
    }
}

core::EmergencySession sessionOf(const Unit &unit, const core::NewEmergency &asked)
{
    const auto person = personOf(unit.actor());
    core::EmergencySession session;
    session.id = nextEmergencyId(unit.view());
    session.actor = person.id;
    session.actorName = person.name;
    session.device = person.device;
    session.environment = asked.environment;
    session.namespaces = asked.namespaces;
    session.reason = asked.reason;
    session.incident = asked.incident;
    session.minutes = asked.minutes;
    session.requestedAt = unit.now();
    return session;
}

void noteOpened(Unit &unit, core::EmergencySession &session)
{
    session.skippedApprovers = skippedApprovers(unit, session);
    notify(unit, session, "activated");
}

} // namespace

Response listEmergencySessions(const Scene &scene)
{
    const bool isOpenOnly = scene.request.parameter("open") == "true";
    const auto environment = scene.request.parameter("environment");
    auto range = KeyRange::under(keys::join(keys::emergency, ""));
    range.backwards = true;
    const auto people = People::of(scene.view);
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        auto session = View::parse<core::EmergencySession>(entry.value);
        core::settleEmergency(
            session, emergencySettingsOf(scene.view, session.environment), scene.now);
        const bool isOpen = session.state == core::EmergencyState::Requested
            || session.state == core::EmergencyState::Active;
        if ((isOpenOnly && !isOpen)
            || (!environment.empty() && session.environment.text() != environment))
            return false;
        session.isYours = people.isOne(session.actor, scene.actor->principal.id);
        json = api::toJson(session);
        return true;
    });
}

Response getEmergencySession(const Scene &scene)
{
    auto session = needEmergency(scene.view, scene.arguments[0]);
    core::settleEmergency(session, emergencySettingsOf(scene.view, session.environment), scene.now);
    session.isYours = People::of(scene.view).isOne(session.actor, scene.actor->principal.id);
    return answerWith(session);
}

Response activateEmergency(Unit &unit)
{
    const auto asked = unit.body<core::NewEmergency>();
    demandEmergencyRight(unit, core::Permission::EmergencyActivate, asked.environment);
    const auto settings = emergencySettingsOf(unit.view(), asked.environment);
    const auto terms = orRefuse(core::checkActivation(
        settings, asked, overdueReviews(unit.view(), unit.actor(), unit.now())));
    demandPlaces(unit.view(), asked);
    demandNoOther(unit, asked.environment);
    auto session = sessionOf(unit, asked);
    session.needsTwo = terms.needsTwo;
    if (terms.needsTwo) {
        notify(unit, session, "requested");
    } else {
        core::openEmergency(session, settings, unit.now());
        noteOpened(unit, session);
    }
    storeEmergency(unit, session,
        session.actorName + " has emergency access to " + session.environment.text() + ": "
            + session.id.text());
    recordEmergency(unit, session,
        terms.needsTwo ? core::AuditKind::BreakglassRequest : core::AuditKind::BreakglassActivate);
    return answerWith(session, 201);
}

Response confirmEmergency(Unit &unit)
{
    auto session = needMatching(unit, core::Permission::EmergencyActivate);
    const auto settings = emergencySettingsOf(unit.view(), session.environment);
    if (isSameHand(
            Electorate::of(unit.view(), unit.now()), session.actor, unit.actor().principal.id))
        refuse("forbidden",
            "A second person confirms it, whose account is not in the first one's "
            "hands");
    orRefuse(core::confirmEmergency(session, personOf(unit.actor()), settings, unit.now()));
    noteOpened(unit, session);
    storeEmergency(unit, session, session.id.text() + " was confirmed and is open");
    recordEmergency(unit, session, core::AuditKind::BreakglassApprove);
    recordEmergency(unit, session, core::AuditKind::BreakglassActivate);
    return answerWith(session);
}

Response extendEmergency(Unit &unit)
{
    auto session = needMatching(unit, core::Permission::EmergencyActivate);
    const auto settings = emergencySettingsOf(unit.view(), session.environment);
    const auto asked = unit.body<core::EmergencyExtensionAsked>();
    orRefuse(core::extendEmergency(session, personOf(unit.actor()), asked, settings, unit.now()));
    notify(unit, session, "extended");
    storeEmergency(unit, session, session.id.text() + " was extended");
    recordEmergency(unit, session, core::AuditKind::BreakglassExtend, asked.reason);
    return answerWith(session);
}

Response endEmergency(Unit &unit)
{
    auto session = needMatching(unit);
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    const auto settings = emergencySettingsOf(unit.view(), session.environment);
    orRefuse(core::endEmergency(session, personOf(unit.actor()),
        mayReviewIn(unit, session.environment), reason, settings, unit.now()));
    const bool isDue = session.state == core::EmergencyState::ReviewDue;
    if (core::isRecovery(session))
        endRecoveryToken(unit, session);
    notify(unit, session, isDue ? "review-due" : "withdrawn");
    storeEmergency(unit, session, session.id.text() + " was ended");
    recordEmergency(unit, session, core::AuditKind::BreakglassRevoke, reason);
    if (isDue)
        recordEmergency(unit, session, core::AuditKind::BreakglassReviewDue);
    return answerWith(session);
}

namespace {

// What an action was turned into, or taken back by, is a request about the same place.
void demandFollowUps(
    Unit &unit, const core::EmergencySession &session, const core::NewEmergencyReview &asked)
{
    for (std::size_t i = 0; i < asked.actions.size(); ++i) {
        const auto &verdict = asked.actions[i];
        const bool isKnown
            = verdict.number >= 1 && std::size_t(verdict.number) <= session.actions.size();
        if (!verdict.request || !isKnown)
            continue;
        const auto request = needRequest(unit.view(), verdict.request->text());
        const auto &changes = session.actions[std::size_t(verdict.number - 1)].changes;
        const bool isAbout = std::ranges::any_of(request.items, [&](const auto &item) {
            return (core::isRecovery(session) || item.environment == session.environment)
                && std::ranges::find(changes, item.config, &core::EmergencyChange::config)
                != changes.end();
        });
        if (!isAbout || request.emergency == session.id.text())
            refuse("policy-violation", request.id.text() + " is about something else",
                {{"/actions/" + std::to_string(i) + "/request", "unrelated",
                    "Expected an ordinary request about a config of the action", {}, 0, 0}});
    }
}

} // namespace

Response reviewEmergency(Unit &unit)
{
    auto session = needMatching(unit, core::Permission::EmergencyReview);
    const auto asked = unit.body<core::NewEmergencyReview>();
    const auto settings = emergencySettingsOf(unit.view(), session.environment);
    core::settleEmergency(session, settings, unit.now());
    if (tookPart(Electorate::of(unit.view(), unit.now()), session, unit.actor().principal.id))
        refuse("forbidden",
            "Nobody reviews a session that they opened or confirmed, nor by an "
            "account in their hands");
    demandFollowUps(unit, session, asked);
    orRefuse(core::reviewEmergency(
        session, personOf(unit.actor()), asked, unrotatedSecrets(unit, session), unit.now()));
    storeEmergency(unit, session, session.id.text() + " was reviewed");
    recordEmergency(unit, session, core::AuditKind::BreakglassReviewComplete, asked.text);
    return answerWith(session);
}

} // namespace chancery::server
