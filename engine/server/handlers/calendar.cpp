// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describecalendar.h"
#include "engine/server/freezes.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::chrono::days shownAhead{31};
constexpr std::size_t mostRequests = 1000;

core::Instant instantOr(const Request &request, std::string_view name, core::Instant otherwise)
{
    const auto text = request.parameter(name);
    return text.empty() ? otherwise : orRefuse(core::fromRfc3339(text));
}

// What that request changes there, that path alone, or all that is live there.
std::set<std::string> pathsAsked(const Scene &scene, const std::string &environment)
{
    if (const auto id = scene.request.parameter("request"); !id.empty())
        return frozenPathsOf(
            scene.view, needRequest(scene.view, id))[core::EnvironmentId(environment)];
    if (auto path = scene.request.parameter("path"); !path.empty())
        return {path};
    std::set<std::string> paths;
    for (const auto &entry : scene.view.scan(KeyRange::under(keys::join(keys::configPath, "")))) {
        auto path = entry.key.substr(keys::configPath.size() + 1);
        const bool isGoverning = path.starts_with("sys/");
        if (!isGoverning && scene.view.get(keys::join(keys::head, *entry.value, environment)))
            paths.insert(std::move(path));
    }
    return paths;
}

core::CalendarWindow windowOf(const core::FreezeWindow &window, const core::Interval &range)
{
    core::CalendarWindow shown{window.id, window.title, window.reason,
        std::string(name(window.kind)), std::string(name(window.severity)), window.zone.name(),
        window.paths, {}};
    for (const auto &[from, to] : occurrences(window, range))
        shown.spans.push_back({from, to});
    return shown;
}

core::CalendarRequest requestOf(const View &view, const core::ChangeRequest &request,
    const core::FreezeCalendar &calendar, const std::set<std::string> &paths)
{
    const auto &schedule = *request.schedule;
    core::CalendarRequest shown{request.id, request.title, schedule.at, schedule.zone,
        schedule.graceMinutes, schedule.byName, {paths.begin(), paths.end()},
        schedule.suspendedBecause, isOverridden(view, request, schedule.at), false, {}, {}};
    if (const auto closure = calendar.closureAt(paths, schedule.at)) {
        shown.collidesWith = closure->windows;
        shown.isFrozen = closure->severity == core::FreezeSeverity::Hard || !shown.isOverridden;
    }
    shown.nextSlot = calendar.nextOpen(paths, schedule.at, shortestSlot);
    return shown;
}

// Those that wait and those that were stopped, with something in this environment.
std::vector<core::CalendarRequest> requestsIn(const Scene &scene,
    const core::EnvironmentId &environment, const core::Interval &range,
    const core::FreezeCalendar &calendar)
{
    std::vector<core::CalendarRequest> found;
    const auto kept = KeyRange::under(keys::join(keys::scheduleOf, ""));
    for (const auto &entry : scene.view.scan(kept)) {
        const auto request = needRequest(scene.view, entry.key.substr(kept.from.size()));
        if (!request.schedule || isFinal(request.state) || request.schedule->at < range.from
            || request.schedule->at >= range.to)
            continue;
        const bool isHere = std::ranges::any_of(request.items,
            [&](const core::RequestItem &item) { return item.environment == environment; });
        if (!isHere)
            continue;
        auto paths = frozenPathsOf(scene.view, request);
        found.push_back(requestOf(scene.view, request, calendar, paths[environment]));
    }
    std::ranges::sort(found, {}, [](const core::CalendarRequest &request) {
        return std::pair(request.at, request.request);
    });
    if (found.size() > mostRequests)
        found.resize(mostRequests);
    return found;
}

} // namespace

Response getChangeCalendar(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    scene.view.needBytes(keys::join(keys::environment, id), "environment " + id);
    core::ChangeCalendar report;
    report.environment = core::EnvironmentId(id);
    report.from = instantOr(scene.request, "from", scene.now);
    report.to = instantOr(scene.request, "to", report.from + shownAhead);
    const core::Interval range{report.from, report.to};
    if (range.to <= range.from || range.to - range.from > core::FreezeCalendar::horizon)
        refuse("bad-request", "Expected a time of at most 400 days");
    auto calendar = freezesOf(scene.view, report.environment);
    if (!calendar) {
        report.fault = calendar.error().detail;
        report.requests = requestsIn(scene, report.environment, range, {});
        for (auto &request : report.requests) {
            request.isFrozen = true;
            request.nextSlot.reset();
        }
        return Response::json(api::toJson(report));
    }
    for (const auto &window : calendar->windows()) {
        auto shown = windowOf(window, range);
        if (!shown.spans.empty() || window.kind == core::FreezeKind::Allow)
            report.windows.push_back(std::move(shown));
    }
    const auto paths = pathsAsked(scene, id);
    for (const auto &stretch : calendar->closed(paths, range))
        report.closed.push_back(
            {stretch.from, stretch.to, std::string(name(stretch.severity)), stretch.windows});
    report.requests = requestsIn(scene, report.environment, range, *calendar);
    report.nextSlot = calendar->nextOpen(paths, scene.now, shortestSlot);
    return Response::json(api::toJson(report));
}

} // namespace chancery::server
