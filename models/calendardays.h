// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changecalendar.h"

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <vector>

// Days as people in a zone have them, of 23 or 25 hours where the clock is put forward or back, and
// what of a change calendar lies in them.
namespace chancery::models {

struct CalendarDay {
    QDate date;
    core::Instant from;
    core::Instant to; // the beginning of the next one

    int minutes() const;
    bool has(core::Instant instant) const { return instant >= from && instant < to; }
    // Which part of the day has passed then, from 0 to 1.
    double partAt(core::Instant instant) const;
    friend bool operator==(const CalendarDay &, const CalendarDay &) = default;
};

CalendarDay dayOf(const QDate &date, const QTimeZone &zone);
std::vector<CalendarDay> daysFrom(const QDate &first, int count, const QTimeZone &zone);
QDate dateOf(core::Instant instant, const QTimeZone &zone);
// The Monday of its week.
QDate weekOf(const QDate &date);
// When the clock shows that hour for the first time; the moment of the leap where it leaves it out.
core::Instant hourOf(const CalendarDay &day, int hour, const QTimeZone &zone);

struct DayContent {
    bool isKnown = false; // the calendar is of this whole day
    std::vector<core::CalendarClosure> closed; // clipped to the day
    std::vector<core::CalendarRequest> requests;

    bool isEmpty() const { return closed.empty() && requests.empty(); }
};
// Of no calendar, null, nothing is known.
DayContent contentOf(const core::ChangeCalendar *calendar, const CalendarDay &day);

// "07:00", or "24:00" for the end of the day.
QString clockText(core::Instant instant, const CalendarDay &day, const QTimeZone &zone);
// "4 Jan 2027 08:00:00 CET": all that stands beside the days is told by their clock.
QString timeText(core::Instant instant, const QTimeZone &zone);
// "Sunday 20 December 2026".
QString dateText(const QDate &date);
// "23 hours: the clock is put forward", empty for a day of 24.
QString lengthText(const CalendarDay &day);
// Whether a request will be applied: "waits", "collides with “Year end” (hard)", …
QString outlookText(const core::ChangeCalendar &calendar, const core::CalendarRequest &request);
// The same times in UTC, line by line.
QString utcText(const DayContent &content);
// All that is in a day in words, line by line, for a screen reader and a tool tip.
QString contentText(const core::ChangeCalendar *calendar, const CalendarDay &day,
    const DayContent &content, const QTimeZone &zone);

} // namespace chancery::models
