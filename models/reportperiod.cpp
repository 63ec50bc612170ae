// SPDX-License-Identifier: Apache-2.0
#include "reportperiod.h"

#include "models/calendardays.h"

namespace chancery::models {

core::Instant ReportPeriod::from() const
{
    return dayOf(first, zone).from;
}

core::Instant ReportPeriod::to() const
{
    return dayOf(end, zone).from;
}

ReportPeriod periodOf(PeriodChoice choice, const QDate &today, const QTimeZone &zone)
{
    static constexpr int monthsOfQuarter = 3;
    static constexpr int monthsOfYear = 12;
    const QDate month(today.year(), today.month(), 1);
    const QDate quarter = month.addMonths(-((today.month() - 1) % monthsOfQuarter));
    const QDate year(today.year(), 1, 1);
    switch (choice) {
    case PeriodChoice::LastMonth:
        return {month.addMonths(-1), month, zone};
    case PeriodChoice::LastQuarter:
        return {quarter.addMonths(-monthsOfQuarter), quarter, zone};
    case PeriodChoice::LastYear:
        return {year.addMonths(-monthsOfYear), year, zone};
    case PeriodChoice::ThisQuarter:
    case PeriodChoice::Custom:
        break;
    }
    return {quarter, quarter.addMonths(monthsOfQuarter), zone};
}

} // namespace chancery::models
