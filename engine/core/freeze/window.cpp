// SPDX-License-Identifier: Apache-2.0
#include "window.h"

#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core {

namespace {

using std::chrono::days;
using LocalDay = std::chrono::local_days;

constexpr EnumNames<FreezeKind, 2> kinds{{"deny", "allow"}};
constexpr EnumNames<FreezeSeverity, 2> severities{{"soft", "hard"}};
constexpr EnumNames<FreezeOverrun, 3> overruns{{"finish", "pause", "rollback"}};

Interval intervalOf(const FreezeWindow &window, const OneTime &span)
{
    const auto &zone = window.zone;
    return window.kind == FreezeKind::Deny
        ? Interval{zone.firstAt(span.from), zone.lastAt(span.to)}
        : Interval{zone.lastAt(span.from), zone.firstAt(span.to)};
}

bool startsOn(const Recurring &every, LocalDay day)
{
    const std::chrono::year_month_day date(day);
    return std::ranges::find(every.days, std::chrono::weekday(day)) != every.days.end()
        || std::ranges::find(every.dates, date.month() / date.day()) != every.dates.end();
}

OneTime spanOn(const Recurring &every, LocalDay day)
{
    auto last = day;
    if (every.toDay)
        last += *every.toDay - std::chrono::weekday(day);
    if (last == day && every.to <= every.from)
        last += every.toDay ? days(7) : days(1);
    return {day + every.from, last + every.to};
}

bool meets(const Interval &left, const Interval &right)
{
    // A window that allows nothing but an hour which is left out is empty.
    return left.from < left.to && left.from < right.to && right.from < left.to;
}

} // namespace

std::string_view name(FreezeKind kind)
{
    return kinds[kind];
}

std::string_view name(FreezeSeverity severity)
{
    return severities[severity];
}

std::string_view name(FreezeOverrun overrun)
{
    return overruns[overrun];
}

bool FreezeWindow::isFor(std::string_view path) const
{
    return globs.empty()
        || std::ranges::any_of(globs, [&](const Glob &glob) { return glob.matches(path); });
}

std::vector<Interval> occurrences(const FreezeWindow &window, const Interval &range)
{
    std::vector<Interval> found;
    const auto add = [&](const OneTime &span) {
        const auto interval = intervalOf(window, span);
        if (meets(interval, range))
            found.push_back(interval);
    };
    if (const auto *once = std::get_if<OneTime>(&window.when)) {
        add(*once);
        return found;
    }
    const auto &every = std::get<Recurring>(window.when);
    // The longest goes from one day of a week to the same of the next.
    const auto first = std::chrono::floor<days>(window.zone.localAt(range.from)) - days(9);
    const auto last = std::chrono::floor<days>(window.zone.localAt(range.to)) + days(1);
    for (auto day = first; day <= last; day += days(1)) {
        if (startsOn(every, day))
            add(spanOn(every, day));
    }
    return found;
}

} // namespace chancery::core
