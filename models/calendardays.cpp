// SPDX-License-Identifier: Apache-2.0
#include "calendardays.h"

#include "models/freezestate.h"
#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace chancery::models {

namespace {

constexpr int usualMinutes = 24 * 60;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CalendarDays)
};

core::Instant instantOf(const QDateTime &time)
{
    return core::Instant(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QDateTime timeIn(core::Instant instant, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(instant).time_since_epoch().count(), zone);
}

QString closureText(const core::ChangeCalendar &calendar, const core::CalendarClosure &closure,
    const CalendarDay &day, const QTimeZone &zone)
{
    return Words::tr("%1–%2 frozen: %3")
        .arg(clockText(closure.from, day, zone), clockText(closure.to, day, zone),
            windowTexts(calendar, closure.windows).join(QStringLiteral(", ")));
}

} // namespace

int CalendarDay::minutes() const
{
    return int(std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
}

double CalendarDay::partAt(core::Instant instant) const
{
    const auto passed = std::clamp(instant, from, to) - from;
    return double(passed.count()) / double((to - from).count());
}

CalendarDay dayOf(const QDate &date, const QTimeZone &zone)
{
    return {date, instantOf(date.startOfDay(zone)), instantOf(date.addDays(1).startOfDay(zone))};
}

std::vector<CalendarDay> daysFrom(const QDate &first, int count, const QTimeZone &zone)
{
    std::vector<CalendarDay> days;
    for (int i = 0; i < count; ++i)
        days.push_back(dayOf(first.addDays(i), zone));
    return days;
}

QDate dateOf(core::Instant instant, const QTimeZone &zone)
{
    return timeIn(instant, zone).date();
}

QDate weekOf(const QDate &date)
{
    return date.addDays(1 - date.dayOfWeek());
}

// Walked in quarters of an hour, because the library says nothing sure of times that come twice.
core::Instant hourOf(const CalendarDay &day, int hour, const QTimeZone &zone)
{
    core::Instant instant = day.from;
    while (instant < day.to && timeIn(instant, zone).time().hour() < hour)
        instant += std::chrono::minutes(15);
    return instant;
}

DayContent contentOf(const core::ChangeCalendar *calendar, const CalendarDay &day)
{
    DayContent content;
    content.isKnown = calendar && calendar->from <= day.from && calendar->to >= day.to;
    if (!calendar)
        return content;
    for (core::CalendarClosure closure : calendar->closed) {
        closure.from = std::max(closure.from, day.from);
        closure.to = std::min(closure.to, day.to);
        if (closure.from < closure.to)
            content.closed.push_back(std::move(closure));
    }
    std::ranges::copy_if(calendar->requests, std::back_inserter(content.requests),
        [&](const core::CalendarRequest &request) { return day.has(request.at); });
    return content;
}

QString clockText(core::Instant instant, const CalendarDay &day, const QTimeZone &zone)
{
    return instant >= day.to ? QStringLiteral("24:00")
                             : timeIn(instant, zone).time().toString(QStringLiteral("HH:mm"));
}

QString timeText(core::Instant instant, const QTimeZone &zone)
{
    const QDateTime time = timeIn(instant, zone);
    return QLocale(QLocale::English).toString(time, QStringLiteral("d MMM yyyy HH:mm:ss "))
        + zone.abbreviation(time);
}

QString dateText(const QDate &date)
{
    return QLocale(QLocale::English).toString(date, QStringLiteral("dddd d MMMM yyyy"));
}

QString lengthText(const CalendarDay &day)
{
    const int minutes = day.minutes();
    if (minutes == usualMinutes)
        return {};
    const QString hours = minutes % 60 == 0
        ? QString::number(minutes / 60)
        : QLocale(QLocale::English).toString(minutes / 60.0, 'f', 1);
    return (minutes < usualMinutes ? Words::tr("%1 hours: the clock is put forward")
                                   : Words::tr("%1 hours: the clock is put back"))
        .arg(hours);
}

QString outlookText(const core::ChangeCalendar &calendar, const core::CalendarRequest &request)
{
    if (!request.suspendedBecause.empty())
        return Words::tr("suspended: %1").arg(toQt(request.suspendedBecause));
    const QString windows = windowTexts(calendar, request.collidesWith).join(QStringLiteral(", "));
    if (request.isFrozen)
        return windows.isEmpty() ? Words::tr("collides with windows that cannot be read")
                                 : Words::tr("collides with %1").arg(windows);
    return windows.isEmpty() ? Words::tr("waits for its time")
                             : Words::tr("waits for its time; the freeze is overridden");
}

QString utcText(const DayContent &content)
{
    const QTimeZone utc = QTimeZone::utc();
    const auto text = [&](core::Instant instant) {
        return timeIn(instant, utc).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    };
    QStringList lines;
    for (const core::CalendarClosure &closure : content.closed)
        lines << Words::tr("UTC: %1 – %2").arg(text(closure.from), text(closure.to));
    for (const core::CalendarRequest &request : content.requests)
        lines << Words::tr("UTC: %1 %2").arg(text(request.at), toQt(request.request));
    return lines.join(u'\n');
}

QString contentText(const core::ChangeCalendar *calendar, const CalendarDay &day,
    const DayContent &content, const QTimeZone &zone)
{
    QStringList lines;
    if (const QString length = lengthText(day); !length.isEmpty())
        lines << length;
    if (!calendar || !content.isKnown) {
        lines << Words::tr("Not known yet");
        return lines.join(u'\n');
    }
    if (!calendar->fault.empty())
        lines << Words::tr("Nothing is applied: the freeze windows cannot be read");
    for (const core::CalendarClosure &closure : content.closed)
        lines << closureText(*calendar, closure, day, zone);
    for (const core::CalendarRequest &request : content.requests)
        lines << Words::tr("%1 %2 “%3” %4")
                     .arg(clockText(request.at, day, zone), toQt(request.request),
                         toQt(request.title), outlookText(*calendar, request));
    if (content.isEmpty() && calendar->fault.empty())
        lines << Words::tr("Nothing is frozen or scheduled");
    return lines.join(u'\n');
}

} // namespace chancery::models
