// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/reportapi.h"

#include <QString>

// What of a report is shown beside its own numbers: pure functions over a finished run.
namespace chancery::models {

enum class TrendStep { Week, Month };

// One bar: what of a population fell into one week (from Monday) or one month, of UTC.
struct TrendBar {
    QString label; // "2 Nov 2026", of a month "November 2026"
    qint64 population = 0;
    qint64 exceptions = 0;
    friend bool operator==(const TrendBar &, const TrendBar &) = default;
};
// Every step that the period touches; of one query, or of all that are collected where none is
// named.
std::vector<TrendBar> trendOf(const audit::ReportRun &run, std::string_view query, TrendStep step);

struct CoverageCount {
    int full = 0;
    int partly = 0;
    int none = 0;
    int all() const { return full + partly + none; }
    friend bool operator==(const CoverageCount &, const CoverageCount &) = default;
};
CoverageCount coverageOf(const audit::ReportRun &run);
// Over all queries that are collected; one entry may stand in several.
qint64 populationOf(const audit::ReportRun &run);
const audit::ReportQuery *queryOf(const audit::ReportRun &run, std::string_view id);

} // namespace chancery::models
