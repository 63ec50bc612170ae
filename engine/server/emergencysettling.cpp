// SPDX-License-Identifier: Apache-2.0
#include "engine/server/access.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/recovery/sessions.h"

#include <algorithm>

// What happens to emergency sessions without anybody asking: once a second the service looks
// whether there is anything to do. Whoever asks in between is answered by the time as it is.
namespace chancery::server {

namespace {

constexpr auto reviewOverdue = "review-overdue";
constexpr auto notRatified = "not-ratified";

bool wasTold(const core::EmergencySession &session, std::string_view about)
{
    return std::ranges::any_of(session.notices,
        [&](const core::EmergencyNotice &notice) { return notice.about == about; });
}

// The actor may not act any more.
bool isOrphaned(const View &view, const core::EmergencySession &session, core::Instant now)
{
    if (core::isRecovery(session))
        return isRecoveryOrphaned(view, session);
    const auto actor
        = view.find<core::Principal>(keys::join(keys::principal, session.actor.text()));
    return !actor
        || !AccessBook(view)
                .decide(*actor, core::Permission::EmergencyActivate, {session.environment, {}}, now)
                .isAllowed;
}

// What cannot be taken back, since nothing was approved before it, is told of again: each day of a
// week, and once a week from then on.
bool isToldAlready(const core::EmergencySession &session, core::Instant now)
{
    static constexpr int daily = 7;
    const auto isMeant
        = [](const core::EmergencyNotice &notice) { return notice.about == notRatified; };
    const auto count = std::ranges::count_if(session.notices, isMeant);
    const auto last
        = std::ranges::find_if(session.notices.rbegin(), session.notices.rend(), isMeant);
    return last != session.notices.rend()
        && now < last->at + std::chrono::days(count < daily ? 1 : 7);
}

bool isUnratified(const core::EmergencySession &session, core::Instant now)
{
    if (!session.ratifyDueAt || now < *session.ratifyDueAt || isToldAlready(session, now))
        return false;
    return std::ranges::any_of(session.actions, [](const core::EmergencyAction &action) {
        return std::ranges::find(
                   action.changes, core::Provision::Provisional, &core::EmergencyChange::provision)
            != action.changes.end();
    });
}

bool isAlive(const core::EmergencySession &session)
{
    return session.state == core::EmergencyState::Active
        || session.state == core::EmergencyState::Requested;
}

bool mustSettle(const View &view, core::EmergencySession session, core::Instant now)
{
    if (isAlive(session) && isOrphaned(view, session, now))
        return true;
    if (core::isReviewOverdue(session, now) && !wasTold(session, reviewOverdue))
        return true;
    return core::settleEmergency(session, {}, now) || isUnratified(session, now);
}

// The last version before it that went the ordinary way; nothing where there was none.
std::optional<core::VersionId> lastApproved(
    const View &view, std::optional<core::VersionId> version)
{
    while (version) {
        const auto known = view.find<core::Version>(keys::join(keys::version, version->text()));
        if (!known)
            return std::nullopt;
        if (!known->emergency)
            return version;
        version = known->parents.empty() ? std::nullopt : std::optional(known->parents.front());
    }
    return std::nullopt;
}

core::RequestItem itemBackTo(const View &view, const core::EmergencySession &session,
    const core::EmergencyChange &change, const core::VersionId &target)
{
    const auto version = view.need<core::Version>(
        keys::join(keys::version, target.text()), "version " + target.text());
    core::RequestItem item;
    item.config = change.config;
    item.path = change.path;
    item.environment = session.environment;
    item.base = change.version;
    item.text = view.text(keys::join(keys::text, target.text()));
    item.format = version.format;
    item.rollbackTo = target;
    return item;
}

// GOV-48: asks for the way back, which a person then decides as any other request.
void askToRevert(Unit &unit, core::EmergencySession &session)
{
    core::ChangeRequest request;
    std::vector<core::EmergencyChange *> reverted;
    for (auto &action : session.actions) {
        for (auto &change : action.changes) {
            if (change.provision != core::Provision::Provisional)
                continue;
            const auto target = lastApproved(unit.view(), change.base);
            if (!target)
                continue; // nothing was live before: only people can say what should be
            change.provision = core::Provision::RevertAsked;
            request.items.push_back(itemBackTo(unit.view(), session, change, *target));
            reverted.push_back(&change);
        }
    }
    if (request.items.empty())
        return;
    request.id = core::ChangeRequestId("CR-" + std::to_string(unit.nextRequestNumber()));
    request.title = "Take back what was not ratified of " + session.id.text();
    request.reason = "Nobody ratified it in time";
    request.ticket = session.incident;
    request.cycle = 1;
    request.requester = core::PrincipalId("system");
    request.requesterName = "Chancery";
    request.contributors.push_back(session.actor);
    request.rollbackTo = request.items.front().rollbackTo;
    request.createdAt = unit.now();
    request.contentDigest = contentDigestOf(request);
    request.state = core::RequestState::Open;
    storeRequest(unit, request, request.id.text() + " asks to take back an emergency change");
    recordRequest(unit, request, core::AuditKind::ChangeRequestCreate);
    for (auto *change : reverted)
        change->followUp = request.id;
}

void settle(Unit &unit, core::EmergencySession session)
{
    const auto now = unit.now();
    const auto settings = emergencySettingsOf(unit.view(), session.environment);
    std::string summary = session.id.text() + " is not ratified";
    const bool wasRequested = session.state == core::EmergencyState::Requested;
    const bool isOver = core::settleEmergency(session, settings, now);
    if (isOver) {
        summary = session.id.text() + (wasRequested ? " has lapsed" : " has expired");
    } else if (isAlive(session) && isOrphaned(unit.view(), session, now)) {
        orRefuse(core::endEmergency(session, {core::PrincipalId("system"), "Chancery", {}}, true,
            "Its actor has lost the right", settings, now));
        summary = session.id.text() + " was ended: its actor has lost the right";
    }
    const bool isOverdue = core::isReviewOverdue(session, now) && !wasTold(session, reviewOverdue);
    if (isOverdue) {
        notify(unit, session, reviewOverdue);
        summary = "The review of " + session.id.text() + " is overdue";
    }
    if (isUnratified(session, now)) {
        notify(unit, session, notRatified);
        askToRevert(unit, session);
    }
    const bool isEnded = session.endedAt == now && !isOver;
    if (core::isRecovery(session) && (isOver || isEnded))
        endRecoveryToken(unit, session);
    if (isOver || isEnded)
        notify(unit, session,
            session.state == core::EmergencyState::ReviewDue ? "review-due" : "lapsed");
    storeEmergency(unit, session, summary);
    if (isOver)
        recordEmergency(unit, session, core::AuditKind::BreakglassExpire);
    else if (isEnded)
        recordEmergency(
            unit, session, core::AuditKind::BreakglassRevoke, "Its actor has lost the right");
    if (isOverdue || ((isOver || isEnded) && session.state == core::EmergencyState::ReviewDue))
        recordEmergency(unit, session, core::AuditKind::BreakglassReviewDue);
}

} // namespace

bool mustSettleEmergencies(const View &view, core::Instant now)
{
    const auto sessions = unfinishedEmergencies(view);
    return std::ranges::any_of(sessions,
        [&](const core::EmergencySession &session) { return mustSettle(view, session, now); });
}

void settleEmergencies(Unit &unit)
{
    for (auto &session : unfinishedEmergencies(unit.view())) {
        if (mustSettle(unit.view(), session, unit.now()))
            settle(unit, std::move(session));
    }
}

void noteClockStep(Unit &unit, std::chrono::microseconds step)
{
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(step).count();
    const auto told = "The clock stepped by " + std::to_string(milliseconds) + " ms";
    bool isTold = false;
    for (auto &session : unfinishedEmergencies(unit.view())) {
        if (session.state != core::EmergencyState::Active)
            continue;
        core::applyClockStep(session, step);
        storeEmergency(unit, session, "the clock stepped during " + session.id.text());
        recordEmergency(unit, session, core::AuditKind::AuditClockStep, told);
        isTold = true;
    }
    if (isTold)
        return;
    Deed deed{.kind = core::AuditKind::AuditClockStep, .targetType = "server"};
    deed.targetId = unit.facts().logOrigin;
    deed.reason = told;
    unit.record(deed);
}

} // namespace chancery::server
