// SPDX-License-Identifier: Apache-2.0
#include "engine/core/freeze/document.h"
#include "tests/support/scriptedanswer.h"

// Freezes and schedules by the real windows, in short form: a request is frozen by what it changes
// itself, and what is due is applied without further questions but the freeze.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

constexpr std::chrono::minutes shortestSlot{15};

std::set<std::string> pathsIn(
    const core::ChangeRequest &request, const core::EnvironmentId &environment)
{
    std::set<std::string> paths;
    for (const core::RequestItem &item : request.items) {
        if (item.environment == environment)
            paths.insert(item.path);
    }
    return paths;
}

bool isLifted(const core::ChangeRequest &request)
{
    return request.freezeOverride && request.freezeOverride->cycle == request.cycle;
}

std::string shortText(core::Instant instant)
{
    return core::toRfc3339(instant).substr(0, 19) + 'Z';
}

} // namespace

void ScriptedCms::freeze(const std::string &environment, const std::string &windows)
{
    const auto reading = core::read(R"({"windows": [)" + windows + "]}", core::Format::Json);
    const core::EnvironmentId place(environment);
    freezeFaults.erase(place);
    freezes.erase(place);
    auto calendar = reading ? core::readFreezes(reading.tree())
                            : Result<core::FreezeCalendar>(anError(ErrorKind::Invalid));
    if (calendar)
        freezes[place] = std::move(*calendar);
    else
        freezeFaults[place] = calendar.error().detail;
    hint("head.update", "", "The freezes changed");
}

std::optional<core::Error> ScriptedCms::freezeBarrier(
    const core::ChangeRequest &request, core::Instant instant) const
{
    for (const core::Environment &environment : environments) {
        const auto paths = pathsIn(request, environment.id);
        if (!paths.empty() && freezeFaults.contains(environment.id))
            return core::Error{ErrorKind::Conflict, "change-frozen",
                "Nothing is applied in " + environment.id.text(), {}, {}, {}};
        const auto calendar = freezes.find(environment.id);
        if (paths.empty() || calendar == freezes.end())
            continue;
        const auto closure = calendar->second.closureAt(paths, instant);
        if (!closure || (closure->severity == core::FreezeSeverity::Soft && isLifted(request)))
            continue;
        const auto next = calendar->second.nextOpen(paths, instant, shortestSlot);
        return core::Error{ErrorKind::Conflict, "change-frozen",
            environment.id.text() + " is frozen by \""
                + calendar->second.find(closure->windows.front())->title + "\" ("
                + std::string(core::name(closure->severity)) + "); the next slot is "
                + (next ? shortText(*next) : "far"),
            {}, {}, {}};
    }
    return {};
}

void ScriptedCms::turnClock(std::chrono::minutes ahead)
{
    now += ahead;
    for (core::ChangeRequest &request : requests) {
        if (!request.schedule || !request.schedule->suspendedBecause.empty()
            || request.state != core::RequestState::Approved || request.schedule->at > now)
            continue;
        if (const auto barrier = freezeBarrier(request, now)) {
            request.schedule->suspendedBecause = barrier->code + ": " + barrier->detail;
        } else {
            for (const core::RequestItem &item : request.items)
                request.appliedVersions.push_back(makeLive(item, request, *current));
            request.state = core::RequestState::Applied;
        }
        request.etag = nextTag();
        hint("change_request.update", "/v1/change-requests/" + request.id.text(), "At its time");
    }
}

core::CalendarRequest ScriptedCms::calendarRequest(
    const core::ChangeRequest &request, const core::EnvironmentId &environment)
{
    const auto paths = pathsIn(request, environment);
    const core::Schedule &schedule = *request.schedule;
    core::CalendarRequest shown{request.id, request.title, schedule.at, schedule.zone,
        schedule.graceMinutes, schedule.byName, {paths.begin(), paths.end()},
        schedule.suspendedBecause, isLifted(request), false, {}, {}};
    const core::FreezeCalendar &calendar = freezes[environment];
    if (const auto closure = calendar.closureAt(paths, schedule.at)) {
        shown.collidesWith = closure->windows;
        shown.isFrozen = closure->severity == core::FreezeSeverity::Hard || !shown.isOverridden;
    }
    shown.nextSlot = calendar.nextOpen(paths, schedule.at, shortestSlot);
    return shown;
}

Call ScriptedCms::changeCalendar(
    const client::CalendarQuery &query, Handler<core::ChangeCalendar> done)
{
    using Answer = core::ChangeCalendar;
    return answer<Answer>("changeCalendar", std::move(done), [&]() -> Result<Answer> {
        Answer report;
        report.environment = query.environment;
        report.from = query.from.value_or(now);
        report.to = query.to.value_or(report.from + std::chrono::days(31));
        if (const auto fault = freezeFaults.find(query.environment); fault != freezeFaults.end()) {
            report.fault = fault->second;
            return report;
        }
        const core::FreezeCalendar &calendar = freezes[query.environment];
        const core::Interval range{report.from, report.to};
        for (const core::FreezeWindow &window : calendar.windows()) {
            report.windows.push_back({window.id, window.title, window.reason,
                std::string(core::name(window.kind)), std::string(core::name(window.severity)),
                window.zone.name(), window.paths, {}});
            for (const auto &[from, to] : core::occurrences(window, range))
                report.windows.back().spans.push_back({from, to});
        }
        std::set<std::string> paths;
        for (const core::Config &config : configs)
            paths.insert(config.path);
        for (const core::ChangeRequest &request : requests) {
            if (request.id == query.request)
                paths = pathsIn(request, query.environment);
            if (request.schedule && request.state == core::RequestState::Approved
                && request.schedule->at >= report.from && request.schedule->at < report.to
                && !pathsIn(request, query.environment).empty())
                report.requests.push_back(calendarRequest(request, query.environment));
        }
        for (const core::ClosedStretch &stretch : calendar.closed(paths, range))
            report.closed.push_back({stretch.from, stretch.to,
                std::string(core::name(stretch.severity)), stretch.windows});
        report.nextSlot = calendar.nextOpen(paths, now, shortestSlot);
        return report;
    });
}

namespace {

// Another one that waits for its time to go to one of the same targets.
std::optional<core::ChangeRequestId> scheduledBeside(
    const std::vector<core::ChangeRequest> &requests, const core::ChangeRequest &request)
{
    const auto hasTarget = [](const core::ChangeRequest &other, const core::RequestItem &item) {
        return std::ranges::any_of(other.items, [&](const core::RequestItem &theirs) {
            return theirs.config == item.config && theirs.environment == item.environment;
        });
    };
    for (const core::ChangeRequest &other : requests) {
        const bool isBeside = other.id != request.id && other.schedule
            && std::ranges::any_of(request.items,
                [&](const core::RequestItem &item) { return hasTarget(other, item); });
        if (isBeside)
            return other.id;
    }
    return {};
}

} // namespace

Call ScriptedCms::schedule(const core::ChangeRequestId &id, const core::NewSchedule &asked,
    const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("schedule", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                if (request.state != core::RequestState::Approved)
                    return anError(ErrorKind::Conflict, "state-conflict");
                if (auto barrier = freezeBarrier(request, asked.at))
                    return barrier;
                const auto ahead = scheduledBeside(requests, request);
                if (ahead && !asked.queue.value_or(false)) {
                    auto error = anError(ErrorKind::Conflict, "state-conflict");
                    error.detail = ahead->text() + " is to be applied to the same target";
                    error.fields.push_back({"/items/0", "rollout-active", "", {}, 0, 0});
                    return error;
                }
                request.schedule
                    = core::Schedule{asked.at, asked.zone, asked.graceMinutes.value_or(15),
                        current->principal.id, current->principal.displayName, {}};
                request.schedule->behind = ahead;
                return {};
            });
    });
}

Call ScriptedCms::unschedule(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("unschedule", std::move(done), [&] {
        return change(id, expected, [](core::ChangeRequest &request) -> std::optional<core::Error> {
            request.schedule.reset();
            return {};
        });
    });
}

Call ScriptedCms::overrideFreeze(const core::ChangeRequestId &id,
    const core::NewFreezeOverride &asked, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("overrideFreeze", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                auto lifted = request;
                lifted.freezeOverride = core::FreezeOverride{request.cycle, asked.reason,
                    asked.ticket, current->principal.id, current->principal.displayName, now};
                if (auto barrier = freezeBarrier(lifted, now))
                    return barrier;
                request = lifted;
                return {};
            });
    });
}

} // namespace chancery::support
