// SPDX-License-Identifier: Apache-2.0
#include "freezes.h"

#include "engine/api/describerecovery.h"
#include "engine/core/freeze/document.h"
#include "engine/server/access.h"
#include "engine/server/governing.h"
#include "engine/server/inheritors.h"

namespace chancery::server {

namespace {

constexpr std::string_view governing = "sys/";
// No id of a document: those have no blank.
constexpr std::string_view standingFreezeId = "at once";

std::string shortText(core::Instant instant)
{
    static constexpr std::size_t toTheSecond = std::string_view("2026-12-20T00:00:00").size();
    return core::toRfc3339(instant).substr(0, toTheSecond) + 'Z';
}

// "Year end" (hard), "Weekend" (soft)
std::string titlesOf(const core::FreezeCalendar &calendar, const core::Closure &closure)
{
    std::string titles;
    for (const auto &id : closure.windows) {
        const auto *window = calendar.find(id);
        titles += (titles.empty() ? "" : ", ")
            + std::string(window->kind == core::FreezeKind::Allow ? "being outside of " : "") + '"'
            + window->title + "\" (" + std::string(name(window->severity)) + ')';
    }
    return titles;
}

core::Error frozen(const core::FreezeCalendar &calendar, const core::Closure &closure,
    const core::EnvironmentId &environment, std::optional<core::Instant> next)
{
    std::string detail = environment.text() + " is frozen by " + titlesOf(calendar, closure);
    if (closure.until)
        detail += " until " + shortText(*closure.until);
    detail += next ? "; the next slot is " + shortText(*next)
                   : std::string("; there is no slot within 400 days");
    std::vector<core::FieldError> fields;
    for (const auto &id : closure.windows) {
        const auto *window = calendar.find(id);
        fields.push_back({"/windows/" + core::escapePointerToken(id),
            std::string(name(window->severity)), window->title, {}, 0, 0});
    }
    return api::problem("change-frozen", std::move(detail), std::move(fields));
}

core::Result<core::FreezeCalendar> windowsOf(
    const View &view, const core::EnvironmentId &environment)
{
    const auto head = governingHead(view, core::governing::Kind::Freezes, environment);
    if (!head)
        return core::FreezeCalendar();
    const auto reading
        = core::read(view.text(keys::join(keys::text, head->version.text())), head->format);
    return reading ? core::readFreezes(reading.tree()) : core::toError(reading.problem());
}

// One that was put on at once, as a hard window for every config.
std::optional<core::FreezeWindow> standingWindow(
    const View &view, const core::EnvironmentId &environment)
{
    const auto freeze
        = view.find<core::StandingFreeze>(keys::join(keys::standingFreeze, environment.text()));
    const auto zone = core::Zone::named("UTC");
    if (!freeze || !zone)
        return std::nullopt;
    // Windows know no parts of a second: it begins with the one that it was put on in, and ends
    // after the one that it ends in.
    const std::chrono::seconds second(1);
    const core::OneTime when{zone->localAt(freeze->from),
        zone->localAt(freeze->until + second - std::chrono::microseconds(1))};
    return core::FreezeWindow{std::string(standingFreezeId), freeze->by, freeze->reason,
        core::FreezeKind::Deny, core::FreezeSeverity::Hard, core::FreezeOverrun::Pause, *zone, when,
        {}, {}};
}

} // namespace

core::Result<core::FreezeCalendar> freezesOf(
    const View &view, const core::EnvironmentId &environment)
{
    auto calendar = windowsOf(view, environment);
    const auto standing = standingWindow(view, environment);
    if (!calendar || !standing)
        return calendar;
    auto windows = calendar->windows();
    windows.push_back(*standing);
    return core::FreezeCalendar(std::move(windows));
}

std::map<core::EnvironmentId, std::set<std::string>> frozenPathsOf(
    const View &view, const core::ChangeRequest &request)
{
    std::map<core::EnvironmentId, std::set<std::string>> paths;
    for (const auto &item : request.items) {
        if (item.path.starts_with(governing))
            continue;
        auto &here = paths[item.environment];
        here.insert(item.path);
        for (auto &path : inheritorsOf(view, item.config, item.path, item.environment))
            here.insert(std::move(path));
    }
    return paths;
}

bool isOverridden(const View &view, const core::ChangeRequest &request, core::Instant instant)
{
    return request.freezeOverride && request.freezeOverride->cycle == request.cycle
        && !accessBarrier(
            view, request.freezeOverride->by, core::Permission::FreezeOverride, request, instant);
}

std::optional<core::Error> freezeBarrier(
    const View &view, const core::ChangeRequest &request, core::Instant instant)
{
    for (const auto &[environment, paths] : frozenPathsOf(view, request)) {
        const auto calendar = freezesOf(view, environment);
        if (!calendar)
            return api::problem("change-frozen",
                "Nothing is applied in " + environment.text() + ": " + std::string(freezesPath)
                    + " cannot be read: " + calendar.error().detail,
                calendar.error().fields);
        const auto closure = calendar->closureAt(paths, instant);
        const bool isLifted = !closure
            || (closure->severity == core::FreezeSeverity::Soft
                && isOverridden(view, request, instant));
        if (!isLifted)
            return frozen(
                *calendar, *closure, environment, calendar->nextOpen(paths, instant, shortestSlot));
    }
    return std::nullopt;
}

std::vector<core::AuditRelated> windowsAt(
    const View &view, const core::ChangeRequest &request, core::Instant instant)
{
    std::vector<core::AuditRelated> related;
    for (const auto &[environment, paths] : frozenPathsOf(view, request)) {
        if (const auto head = governingHead(view, core::governing::Kind::Freezes, environment))
            related.push_back({"freezes", head->version.text(), {}, environment.text(), {}});
        const auto calendar = freezesOf(view, environment);
        const auto closure = calendar ? calendar->closureAt(paths, instant) : std::nullopt;
        if (!closure)
            continue;
        for (const auto &id : closure->windows)
            related.push_back({"window", id, std::string(name(calendar->find(id)->severity)),
                environment.text(), {}});
    }
    return related;
}

} // namespace chancery::server
