// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <QDate>
#include <QTimeZone>

namespace chancery::models {

// What a report is about: whole days as people in a zone have them, the last one exclusive. A
// value.
struct ReportPeriod {
    QDate first;
    QDate end; // exclusive
    QTimeZone zone = QTimeZone::utc();

    // The moments in which those days begin; clocks that are put forward or back are heeded.
    core::Instant from() const;
    core::Instant to() const;
    bool isValid() const { return first.isValid() && end.isValid() && first < end; }
    friend bool operator==(const ReportPeriod &, const ReportPeriod &) = default;
};

enum class PeriodChoice { LastMonth, LastQuarter, ThisQuarter, LastYear, Custom };
// As seen on that day. Custom gives this quarter, to begin from.
ReportPeriod periodOf(PeriodChoice choice, const QDate &today, const QTimeZone &zone);

} // namespace chancery::models
