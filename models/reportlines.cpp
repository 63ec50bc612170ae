// SPDX-License-Identifier: Apache-2.0
#include "reportlines.h"

#include "models/qtconvert.h"

#include <QDate>
#include <QLocale>

#include <map>

namespace chancery::models {

namespace {

QDate beginOf(std::int64_t time, TrendStep step)
{
    static constexpr std::int64_t microsOfMilli = 1000;
    const auto date = QDateTime::fromMSecsSinceEpoch(time / microsOfMilli, Qt::UTC).date();
    return step == TrendStep::Week ? date.addDays(1 - date.dayOfWeek())
                                   : QDate(date.year(), date.month(), 1);
}

std::map<QDate, TrendBar> emptyBars(const core::evidence::Period &period, TrendStep step)
{
    const QLocale english(QLocale::English);
    const auto last = beginOf(period.to - 1, step);
    std::map<QDate, TrendBar> bars;
    for (auto at = beginOf(period.from, step); at <= last;
        at = step == TrendStep::Week ? at.addDays(7) : at.addMonths(1)) {
        const auto shape
            = step == TrendStep::Week ? QStringLiteral("d MMM yyyy") : QStringLiteral("MMMM yyyy");
        bars[at].label = english.toString(at, shape);
    }
    return bars;
}

} // namespace

std::vector<TrendBar> trendOf(const audit::ReportRun &run, std::string_view query, TrendStep step)
{
    auto bars = emptyBars(run.period, step);
    const auto add = [&](const std::vector<audit::EvidenceRow> &rows, qint64 TrendBar::*member) {
        for (const auto &row : rows) {
            if (!row.seq)
                continue;
            const auto time = run.facts->at(*row.seq).time;
            if (time >= run.period.from && time < run.period.to)
                ++(bars[beginOf(time, step)].*member);
        }
    };
    for (const auto &one : run.queries) {
        if (!query.empty() && one.result.definition.id != query)
            continue;
        add(one.result.population, &TrendBar::population);
        add(one.result.exceptions, &TrendBar::exceptions);
    }
    std::vector<TrendBar> list;
    for (auto &[date, bar] : bars)
        list.push_back(std::move(bar));
    return list;
}

CoverageCount coverageOf(const audit::ReportRun &run)
{
    CoverageCount count;
    for (const auto &control : run.controls) {
        if (control.coverage == audit::Coverage::Full)
            ++count.full;
        else if (control.coverage == audit::Coverage::Partly)
            ++count.partly;
        else
            ++count.none;
    }
    return count;
}

qint64 populationOf(const audit::ReportRun &run)
{
    qint64 sum = 0;
    for (const auto &query : run.queries)
        sum += query.result.count().population;
    return sum;
}

const audit::ReportQuery *queryOf(const audit::ReportRun &run, std::string_view id)
{
    for (const auto &query : run.queries) {
        if (query.result.definition.id == id)
            return &query;
    }
    return nullptr;
}

} // namespace chancery::models
