// SPDX-License-Identifier: Apache-2.0
#include "scheduling.h"

#include "engine/core/freeze/zone.h"
#include "engine/server/access.h"
#include "engine/server/auth.h"
#include "engine/server/freezes.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"

namespace chancery::server {

namespace {

using core::RequestState;

constexpr int longestGrace = 24 * 60; // minutes

std::uint64_t numberOf(core::Instant instant)
{
    return static_cast<std::uint64_t>(instant.time_since_epoch().count());
}

bool isWaiting(const core::ChangeRequest &request)
{
    return request.schedule && request.schedule->suspendedBecause.empty() && !isFinal(request.state)
        && request.state != RequestState::Rejected;
}

std::string keyOf(const core::ChangeRequest &request)
{
    return keys::join(
        keys::schedule, keys::number(numberOf(request.schedule->at)), request.id.text());
}

[[noreturn]] void refuseState(const core::ChangeRequest &request, std::string_view wish)
{
    refuse("state-conflict",
        request.id.text() + " is " + std::string(api::toWire(request.state)) + " and cannot be "
            + std::string(wish));
}

[[noreturn]] void refuseBeside(const ActiveRollout &active, const std::string &way)
{
    refuse("state-conflict",
        active.request.text() + " is to be applied to the same target at "
            + core::toRfc3339(active.at),
        {{"/items/" + std::to_string(active.item), "rollout-active", way, {}, 0, 0}});
}

// One active rollout for each target: a second one waits behind the first, by somebody's choice.
std::optional<core::ChangeRequestId> placeInQueue(
    Unit &unit, const core::ChangeRequest &request, const core::NewSchedule &asked)
{
    const auto active = activeRolloutBeside(unit.view(), request);
    if (!active)
        return std::nullopt;
    if (!asked.queue.value_or(false))
        refuseBeside(*active, "Expected to be queued behind it, or it to be unscheduled first");
    if (asked.at <= active->at)
        refuse("policy-violation", "It is queued behind " + active->request.text(),
            {{"/at", "range", "Expected an instant after " + core::toRfc3339(active->at), {}, 0,
                0}});
    return active->request;
}

core::Schedule scheduleOf(Unit &unit, const core::NewSchedule &asked)
{
    std::vector<core::FieldError> faults;
    if (asked.at <= unit.now() || asked.at > unit.now() + core::FreezeCalendar::horizon)
        faults.push_back(
            {"/at", "range", "Expected an instant within the next 400 days", {}, 0, 0});
    if (const auto zone = core::Zone::named(asked.zone); !zone)
        faults.push_back({"/zone", "unknown-zone", zone.error().detail, {}, 0, 0});
    core::Schedule schedule;
    schedule.graceMinutes = asked.graceMinutes.value_or(schedule.graceMinutes);
    if (schedule.graceMinutes < 1 || schedule.graceMinutes > longestGrace)
        faults.push_back({"/graceMinutes", "range", "Expected 1 to 1440 minutes", {}, 0, 0});
    if (!faults.empty())
        refuse("policy-violation", "It cannot be scheduled like that", std::move(faults));
    schedule.at = asked.at;
    schedule.zone = asked.zone;
    schedule.by = unit.actor().principal.id;
    schedule.byName = unit.actor().principal.displayName;
    return schedule;
}

// To be applied at another time, or at no certain one, is another change than the one that was
// voted for (GOV-12). The first time is not: it is set only for what is approved (GOV-25).
void askAnew(Unit &unit, core::ChangeRequest &request)
{
    beginCycle(request, "schedule-changed", unit.now());
    if (request.state == RequestState::Approved)
        request.state = RequestState::Open;
}

// Whoever set it: then it is in other hands, and the time is the same.
bool isSameTime(const core::Schedule &known, const core::Schedule &asked)
{
    return known.suspendedBecause.empty() && known.at == asked.at && known.zone == asked.zone
        && known.graceMinutes == asked.graceMinutes && known.behind == asked.behind;
}

// Of a problem that a handler answered with.
std::string causeOf(const Response &response)
{
    auto error = api::fromProblem(response.status, response.body ? *response.body : "", {});
    return error.code + ": " + error.detail;
}

// What stands against it before anything is tried.
std::string causeBefore(Unit &unit, const core::ChangeRequest &request)
{
    const auto &schedule = *request.schedule;
    if (unit.now() > schedule.at + std::chrono::minutes(schedule.graceMinutes))
        return "late: it was not applied within " + std::to_string(schedule.graceMinutes)
            + " minutes";
    if (isOverdue(unit.view(), request, unit.now()))
        return "expired: it was approved for too long";
    if (request.emergency)
        return "state-conflict: an emergency change is made in its session or not at all";
    const auto lacks = [&](core::Permission permission) {
        return accessBarrier(unit.view(), schedule.by, permission, request, unit.now()).has_value();
    };
    if (lacks(core::Permission::Schedule) || lacks(core::Permission::Apply))
        return "forbidden: " + schedule.byName + " may no longer schedule";
    if (!standingOf(unit.view(), request, unit.now()).isApproved)
        return "approval-required: the votes do not suffice any more";
    return {};
}

void suspend(Unit &unit, std::string cause)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    request.schedule->suspendedBecause = cause;
    storeRequest(unit, request,
        request.id.text() + " was not applied at its time: " + cause.substr(0, cause.find(':')));
    recordRequest(unit, request, core::AuditKind::ChangeRequestScheduleSuspend, std::move(cause));
}

} // namespace

void keepSchedule(
    Unit &unit, const core::ChangeRequest *earlier, const core::ChangeRequest &request)
{
    const bool isShown = request.schedule && !isFinal(request.state);
    if (isShown && !(earlier && earlier->schedule))
        unit.put(keys::join(keys::scheduleOf, request.id.text()), "-");
    if (!isShown && earlier && earlier->schedule)
        unit.remove(keys::join(keys::scheduleOf, request.id.text()));
    const bool wasKept = earlier && isWaiting(*earlier);
    if (wasKept && isWaiting(request) && earlier->schedule->at == request.schedule->at)
        return;
    if (wasKept)
        unit.remove(keyOf(*earlier));
    if (isWaiting(request))
        unit.put(keyOf(request), request.id.text());
}

std::optional<ActiveRollout> activeRolloutBeside(
    const View &view, const core::ChangeRequest &request)
{
    std::optional<ActiveRollout> active;
    for (std::size_t i = 0; i < request.items.size(); ++i) {
        const auto &item = request.items[i];
        const auto place
            = keys::join(keys::openAt, item.config.text(), item.environment.text(), "");
        for (const auto &entry : view.scan(KeyRange::under(place))) {
            const auto other
                = needRequest(view, "CR-" + std::to_string(keys::numberAtEnd(entry.key)));
            const bool isLater = other.schedule && (!active || active->at < other.schedule->at);
            if (other.id != request.id && isWaiting(other) && isLater)
                active = ActiveRollout{other.id, other.schedule->at, i};
        }
    }
    return active;
}

void demandNoActiveRollout(const View &view, const core::ChangeRequest &request)
{
    if (const auto active = activeRolloutBeside(view, request))
        refuseBeside(*active, "Expected to be scheduled behind it, or it to be unscheduled first");
}

void suspendBehind(Unit &unit, const core::ChangeRequestId &applied, core::ChangeRequest &waiting)
{
    if (!isWaiting(waiting) || waiting.schedule->behind != applied)
        return;
    waiting.schedule->suspendedBecause = "version-conflict: " + applied.text()
        + " is live now, and it has to be rebased onto that";
    recordRequest(unit, waiting, core::AuditKind::ChangeRequestScheduleSuspend,
        waiting.schedule->suspendedBecause);
}

std::vector<core::ChangeRequestId> dueRequests(const View &view, core::Instant now)
{
    static constexpr std::size_t part = 50;
    auto range = KeyRange::under(keys::join(keys::schedule, ""));
    range.to = keys::join(keys::schedule, keys::number(numberOf(now) + 1));
    range.limit = part;
    std::vector<core::ChangeRequestId> due;
    for (const auto &entry : view.scan(range))
        due.emplace_back(*entry.value);
    return due;
}

std::shared_ptr<const Actor> schedulerOf(const View &view, const core::ChangeRequestId &id)
{
    const auto request = view.find<core::ChangeRequest>(requestKey(id));
    auto account = request && request->schedule
        ? view.find<core::Principal>(keys::join(keys::principal, request->schedule->by.text()))
        : std::nullopt;
    if (!account)
        return nullptr;
    auto actor = std::make_shared<Actor>();
    actor->permissions = permissionsOf(view, *account);
    actor->principal = std::move(*account);
    return actor;
}

Response runSchedule(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    if (!isWaiting(request) || request.schedule->at > unit.now())
        return {};
    auto cause = causeBefore(unit, request);
    if (cause.empty()) {
        Passage passage;
        passage.isAutomatic = true;
        auto response = applyRequest(unit, std::move(request), 200, passage);
        if (response.status < 300)
            return response;
        cause = causeOf(response);
    }
    suspend(unit, std::move(cause));
    return {};
}

Response scheduleChangeRequest(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    const auto asked = unit.body<core::NewSchedule>();
    unit.demandMatch(request.etag);
    // Nobody is there any more when it is applied: how and from where is asked of who schedules it.
    demandAccess(unit, core::Permission::Apply, request);
    // As it is with today's rights.
    settle(unit, request);
    if (request.state != RequestState::Approved)
        refuseState(request, "scheduled");
    auto schedule = scheduleOf(unit, asked);
    schedule.behind = placeInQueue(unit, request, asked);
    if (request.schedule && !isSameTime(*request.schedule, schedule))
        askAnew(unit, request);
    request.schedule = std::move(schedule);
    settle(unit, request);
    if (auto barrier = freezeBarrier(unit.view(), request, asked.at))
        refuse(std::move(*barrier));
    storeRequest(unit, request, request.id.text() + " was scheduled");
    recordRequest(unit, request, core::AuditKind::ChangeRequestSchedule,
        core::toRfc3339(asked.at) + ' ' + asked.zone);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response unscheduleChangeRequest(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    if (!request.schedule || isFinal(request.state))
        refuse("state-conflict", request.id.text() + " is not scheduled");
    askAnew(unit, request);
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " is not scheduled any more");
    recordRequest(unit, request, core::AuditKind::ChangeRequestUnschedule);
    return answerWith(unit.view(), std::move(request), unit.now());
}

Response overrideFreeze(Unit &unit)
{
    auto request = needRequest(unit.view(), unit.argument(0));
    const auto asked = unit.body<core::NewFreezeOverride>();
    unit.demandMatch(request.etag);
    demandLength(asked.reason, longestReason, "/reason");
    demandLength(asked.ticket, longestTicket, "/ticket");
    if (asked.reason.empty() || asked.ticket.empty())
        refuse("policy-violation", "An override needs a reason and a ticket",
            {{asked.reason.empty() ? "/reason" : "/ticket", "required",
                "Expected a reason and a ticket", {}, 0, 0}});
    if (!unit.actor().isPerson())
        refuse("forbidden", "Only people override a freeze");
    const bool isOpen = request.state == RequestState::Open
        || request.state == RequestState::Approved || request.state == RequestState::Failed;
    if (!isOpen)
        refuseState(request, "let through a freeze");
    const auto &actor = unit.actor().principal;
    request.freezeOverride = core::FreezeOverride{
        request.cycle, asked.reason, asked.ticket, actor.id, actor.displayName, unit.now()};
    // What an override does not lift, or what governs and cannot be read.
    if (auto barrier = freezeBarrier(unit.view(), request, unit.now()))
        refuse(std::move(*barrier));
    storeRequest(unit, request, request.id.text() + " may pass the soft freeze windows");
    Deed deed{.kind = core::AuditKind::FreezeOverride, .targetType = "change_request"};
    deed.targetId = request.id.text();
    deed.correlation = request.id.text();
    deed.etag = request.etag.text();
    deed.reason = asked.reason;
    deed.ticket = asked.ticket;
    deed.environment = request.items.front().environment.text();
    unit.record(deed);
    return answerWith(unit.view(), std::move(request), unit.now());
}

} // namespace chancery::server
