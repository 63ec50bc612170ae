// SPDX-License-Identifier: Apache-2.0
#include "sessions.h"

#include "engine/api/describeemergency.h"
#include "engine/core/access/gate.h"
#include "engine/core/digest.h"
#include "engine/server/auth.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/accounts.h"
#include "engine/server/handlers/names.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t shownDigits = 16; // AccessToken::id

void closeSession(Unit &unit, core::EmergencySession session, const core::EmergencyPerson &by,
    const std::string &reason)
{
    const bool isOwn = by.id == session.actor;
    orRefuse(core::endEmergency(session, by, !isOwn, reason, {}, unit.now()));
    endRecoveryToken(unit, session);
    notify(unit, session, "review-due");
    storeEmergency(unit, session, session.id.text() + " was ended");
    recordEmergency(unit, session, core::AuditKind::BreakglassRevoke, reason);
    recordEmergency(unit, session, core::AuditKind::BreakglassReviewDue);
}

// One key has one session: who lost its token to a crash gets another one, and the first is over.
void endEarlier(Unit &unit)
{
    const auto &me = unit.actor().principal;
    for (auto &session : unfinishedEmergencies(unit.view())) {
        if (!core::isRecovery(session) || session.actor != me.id
            || session.state != core::EmergencyState::Active)
            continue;
        closeSession(unit, std::move(session), {me.id, me.name, {}}, "Its key signed in again");
    }
}

core::EmergencySession sessionOf(
    const Unit &unit, const ProvenRecovery &proven, const std::string &token)
{
    core::EmergencySession session;
    session.id = nextEmergencyId(unit.view());
    session.actor = unit.actor().principal.id;
    session.actorName = unit.actor().principal.name;
    session.device = tokenKeyOf(token).substr(keys::token.size() + 1, shownDigits);
    session.reason = proven.reason;
    session.minutes = int(unit.facts().recovery.life.count());
    session.requestedAt = unit.now();
    core::EmergencySettings settings;
    settings.mayPassFreeze = true;
    core::openEmergency(session, settings, unit.now());
    return session;
}

void recordKey(Unit &unit, core::AuditKind kind, const core::Principal &principal,
    const std::string &fingerprint)
{
    Deed deed{.kind = kind, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.reason = "public key " + fingerprint;
    unit.record(deed);
}

void enrol(Unit &unit, const RecoveryKey &key, const std::string &place)
{
    core::NewPrincipal asked;
    asked.kind = core::PrincipalKind::Recovery;
    asked.name = "recovery:" + key.name;
    // The name of one that was withdrawn stays its own: the log tells of both.
    for (int number = 2; unit.view().get(keys::join(keys::principalName, asked.name)); ++number)
        asked.name = "recovery:" + key.name + ':' + std::to_string(number);
    asked.displayName = "Recovery key " + key.name;
    const auto principal = makePrincipal(unit, asked);
    unit.put(place, principal.id.text());
    recordKey(unit, core::AuditKind::RecoveryEnroll, principal, core::toHex(key.key.bytes()));
}

void setWithdrawn(Unit &unit, core::Principal principal, bool isWithdrawn, const std::string &hex)
{
    principal.disabled = isWithdrawn;
    unit.store(keys::join(keys::principal, principal.id.text()), principal);
    unit.publish("principal.update", "/v1/principals", principal.etag,
        principal.name + (isWithdrawn ? " was withdrawn" : " was enrolled again"));
    if (isWithdrawn) {
        const auto range = KeyRange::under(keys::join(keys::tokenOf, principal.id.text(), ""));
        for (const auto &entry : unit.view().scan(range))
            removeToken(unit, principal.id, entry.key.substr(range.from.size()));
    }
    recordKey(unit,
        isWithdrawn ? core::AuditKind::RecoveryWithdraw : core::AuditKind::RecoveryEnroll,
        principal, hex);
}

} // namespace

bool isOpenToRecovery(const api::Route &route)
{
    return core::access::isOpenToRecovery({route.operationId, route.method, route.permission});
}

core::Error closedToRecovery()
{
    return api::problem("forbidden",
        "Recovery access opens four things: to look, to go back to the last known good, to "
        "freeze, to revoke");
}

void enrolRecoveryKeys(Unit &unit, const RecoveryRoster &roster)
{
    const auto range = KeyRange::under(keys::join(keys::recoveryKey, ""));
    for (const auto &entry : unit.view().scan(range)) {
        const auto hex = entry.key.substr(range.from.size());
        const bool isListed = std::ranges::any_of(roster.keys,
            [&](const RecoveryKey &key) { return core::toHex(key.key.bytes()) == hex; });
        auto principal = unit.view().need<core::Principal>(
            keys::join(keys::principal, *entry.value), "recovery key");
        if (principal.disabled == isListed)
            setWithdrawn(unit, std::move(principal), !isListed, hex);
    }
    for (const auto &key : roster.keys) {
        const auto place = keys::join(keys::recoveryKey, core::toHex(key.key.bytes()));
        if (!unit.view().get(place))
            enrol(unit, key, place);
    }
}

std::optional<core::Principal> recoveryPrincipal(const View &view, const core::PublicKey &key)
{
    const auto id = view.text(keys::join(keys::recoveryKey, core::toHex(key.bytes())));
    auto principal
        = id.empty() ? std::nullopt : view.find<core::Principal>(keys::join(keys::principal, id));
    return principal && !principal->disabled ? principal : std::nullopt;
}

Response recordRecovery(Unit &unit, const ProvenRecovery &proven)
{
    const auto &principal = unit.actor().principal;
    const auto spent = keys::join(
        keys::recoverySpent, core::toHex(core::bytesOf(core::sha256(proven.challenge))));
    if (unit.view().get(spent))
        return recordRecoveryFailure(unit, {"replayed", principal.name, false});
    unit.put(spent, api::toJson(TokenRecord{principal.id, proven.challengeEnds}));
    endEarlier(unit);
    auto opened = openSession(unit, principal, unit.now() + unit.facts().recovery.life,
        principal.name, authnByRecoveryKey(unit.now()), unit.now());
    auto session = sessionOf(unit, proven, opened.token.reveal());
    notify(unit, session, "activated");
    storeEmergency(unit, session, session.actorName + " has recovery access: " + session.id.text());
    Deed deed{.kind = core::AuditKind::AuthnLogin, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.reason = "with a recovery key";
    deed.authn = authnByRecoveryKey(unit.now());
    deed.correlation = session.id.text();
    deed.status = 201;
    unit.record(deed);
    recordEmergency(unit, session, core::AuditKind::BreakglassActivate);
    auto response = Response::json(api::toJson(opened), 201);
    response.cacheControl = "no-store";
    return response;
}

Response recordRecoveryFailure(Unit &unit, const RecoveryFailure &failure)
{
    auto error = api::problem("recovery-refused", failure.why);
    error.requestId = unit.request().requestId;
    auto response = Response::problem(error);
    Deed deed{.kind = core::AuditKind::AuthnLogin, .targetType = "principal"};
    deed.subject = failure.name;
    deed.reason = "recovery key: " + failure.why;
    deed.outcome = core::AuditOutcome::Failure;
    deed.status = response.status;
    deed.problem = error.code;
    unit.record(deed);
    if (failure.beginsWait) {
        deed.kind = core::AuditKind::AuthnLockout;
        unit.record(deed);
    }
    return response;
}

void demandRecovery(const Unit &unit, const api::Route &route)
{
    if (!isOpenToRecovery(route))
        refuse(closedToRecovery());
    if (!openRecoveryOf(unit.view(), unit.actor()))
        refuse("unauthenticated", "The recovery session has ended");
}

std::optional<core::EmergencySession> openRecoveryOf(const View &view, const Actor &actor)
{
    const auto device = actor.tokenKey.substr(0, shownDigits);
    for (auto &session : unfinishedEmergencies(view)) {
        if (core::isRecovery(session) && session.actor == actor.principal.id
            && session.device == device && session.state == core::EmergencyState::Active)
            return std::move(session);
    }
    return std::nullopt;
}

void noteRecoveryUse(Unit &unit, const std::string &about, const std::string &what)
{
    auto session = openRecoveryOf(unit.view(), unit.actor());
    if (!session)
        refuse("unauthenticated", "The recovery session has ended");
    notify(unit, *session, about);
    storeEmergency(unit, *session, session->actorName + ": " + what);
    recordEmergency(unit, *session, core::AuditKind::BreakglassUse, what);
}

void noteRecoveryRollback(Unit &unit, const core::ChangeRequest &request)
{
    auto session = openRecoveryOf(unit.view(), unit.actor());
    if (!session)
        refuse("unauthenticated", "The recovery session has ended");
    core::EmergencyAction action;
    action.number = int(session->actions.size()) + 1;
    action.at = unit.now();
    action.request = request.id;
    action.isRollback = true;
    action.skippedApprovers = skippedApprovers(unit, request);
    for (std::size_t i = 0; i < request.items.size(); ++i) {
        const auto &item = request.items[i];
        // What it went back to had its approvals when it was first made: nothing is provisional.
        action.changes.push_back({item.config, item.path, request.appliedVersions[i], item.base,
            core::Provision::Ratified, {}});
    }
    session->actions.push_back(std::move(action));
    notify(unit, *session, "action-" + std::to_string(session->actions.size()));
    storeEmergency(unit, *session, session->actorName + " rolled back in " + session->id.text());
    recordEmergency(unit, *session, core::AuditKind::BreakglassUse, request.reason);
}

void endOwnRecovery(Unit &unit)
{
    const auto &me = unit.actor().principal;
    if (auto session = openRecoveryOf(unit.view(), unit.actor()))
        closeSession(unit, std::move(*session), {me.id, me.name, {}}, "Signed out");
}

void endRecoveryToken(Unit &unit, const core::EmergencySession &session)
{
    const auto range = KeyRange::under(keys::join(keys::tokenOf, session.actor.text(), ""));
    for (const auto &entry : unit.view().scan(range)) {
        const auto digest = entry.key.substr(range.from.size());
        if (digest.starts_with(session.device))
            removeToken(unit, session.actor, digest);
    }
}

bool isRecoveryOrphaned(const View &view, const core::EmergencySession &session)
{
    const auto actor
        = view.find<core::Principal>(keys::join(keys::principal, session.actor.text()));
    auto range = KeyRange::under(keys::join(keys::tokenOf, session.actor.text(), session.device));
    range.limit = 1;
    return !actor || actor->disabled || view.scan(range).empty();
}

std::optional<core::Version> lastGoodOf(const View &view, const core::Head &head)
{
    const auto &config = head.config.text();
    const auto &place = head.environment.text();
    auto range = KeyRange::under(keys::join(keys::historyIn, config, place, ""));
    range.backwards = true;
    range.limit = 500; // a chain of that many rollbacks is for people to look at
    bool isEarlier = false;
    for (const auto &entry : view.scan(range)) {
        if (*entry.value == head.version.text()) {
            isEarlier = true;
            continue;
        }
        if (!isEarlier)
            continue;
        auto version = view.find<core::Version>(keys::join(keys::version, *entry.value));
        const bool isGood = version && !version->quarantined && !version->emergency
            && version->content != head.content
            && !view.get(keys::join(keys::quarantine, config, place, version->content.text()));
        if (isGood)
            return version;
    }
    return std::nullopt;
}

} // namespace chancery::server
