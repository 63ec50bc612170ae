// SPDX-License-Identifier: Apache-2.0
#include "reportrows.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/reports/reporttexts.h"

#include <QCoreApplication>

namespace chancery::views {

using models::Column;
using models::toQt;

namespace {

QString timeOf(const EvidenceLine &line)
{
    return line.hasEntry() && line.fact.isReadable
        ? models::fullTime(core::Instant(std::chrono::microseconds(line.fact.time)))
        : QString();
}

QString actorOf(const EvidenceLine &line)
{
    return line.fact.actor.empty() ? QString()
                                   : line.stores->people.nameOf(core::PrincipalId(line.fact.actor));
}

QString environmentOf(const EvidenceLine &line)
{
    return line.fact.env.empty() ? QString()
                                 : line.stores->places.titleOf(core::EnvironmentId(line.fact.env));
}

constexpr Column<EvidenceLine> columns[]{
    {.key = "entry",
        .title = QT_TRANSLATE_NOOP("columns", "Entry"),
        .text =
            [](const EvidenceLine &line) {
                return line.hasEntry() ? QString::number(*line.row.seq) : QString();
            },
        .sort
        = [](const EvidenceLine &line) { return QVariant(qlonglong(line.row.seq.value_or(-1))); },
        .isNumber = true,
        .width = 72},
    {.key = "time",
        .title = QT_TRANSLATE_NOOP("columns", "Time"),
        .text = timeOf,
        .sort = [](const EvidenceLine &line) { return QVariant(qlonglong(line.fact.time)); },
        .width = 176},
    {.key = "event",
        .title = QT_TRANSLATE_NOOP("columns", "Event"),
        .text = [](const EvidenceLine &line) { return toQt(line.fact.event); },
        .isCode = true,
        .width = 192},
    {.key = "actor", .title = QT_TRANSLATE_NOOP("columns", "Actor"), .text = actorOf, .width = 120},
    {.key = "environment",
        .title = QT_TRANSLATE_NOOP("columns", "Environment"),
        .text = environmentOf,
        .width = 104},
    {.key = "request",
        .title = QT_TRANSLATE_NOOP("columns", "Request"),
        .text = [](const EvidenceLine &line) { return toQt(line.fact.request); },
        .width = 80},
    {.key = "detail",
        .title = QT_TRANSLATE_NOOP("columns", "Detail"),
        .text =
            [](const EvidenceLine &line) {
                return toQt(line.row.detail.empty() ? line.row.id : line.row.detail);
            },
        .tip = [](const EvidenceLine &line) { return toQt(line.row.detail); },
        .width = 240},
};

const std::vector<audit::EvidenceRow> &rowsOf(const audit::EvidenceResult &result, RowKind kind)
{
    if (kind == RowKind::Exceptions)
        return result.exceptions;
    return kind == RowKind::Listed ? result.listed : result.population;
}

} // namespace

QString EvidenceLine::id() const
{
    return toQt(row.id);
}

std::span<const Column<EvidenceLine>> evidenceColumns()
{
    return columns;
}

QString rowKindText(RowKind kind, qint64 count)
{
    const char *text = nullptr;
    switch (kind) {
    case RowKind::Exceptions:
        text = QT_TRANSLATE_NOOP("ReportTexts", "Exceptions (%1)");
        break;
    case RowKind::Listed:
        text = QT_TRANSLATE_NOOP("ReportTexts", "Listed, no exceptions (%1)");
        break;
    case RowKind::Sample:
        text = QT_TRANSLATE_NOOP("ReportTexts", "Sample (%1)");
        break;
    case RowKind::Population:
        text = QT_TRANSLATE_NOOP("ReportTexts", "Population (%1)");
        break;
    }
    return QCoreApplication::translate("ReportTexts", text).arg(numberText(count));
}

qint64 countOf(const audit::ReportQuery &query, RowKind kind)
{
    return qint64(
        kind == RowKind::Sample ? query.sample.size() : rowsOf(query.result, kind).size());
}

std::vector<EvidenceLine> linesOf(const audit::ReportRun &run, const audit::ReportQuery &query,
    RowKind kind, std::size_t most, const models::Stores &stores)
{
    std::vector<EvidenceLine> lines;
    const auto add = [&](const audit::EvidenceRow &row) {
        EvidenceLine line{row, {}, &stores};
        if (row.seq)
            line.fact = run.facts->at(*row.seq);
        lines.push_back(std::move(line));
    };
    const auto &rows = rowsOf(query.result, kind);
    if (kind == RowKind::Sample) {
        // In the order in which the seed has drawn them.
        for (const auto &id : query.sample) {
            const auto row = std::ranges::find(rows, id, &audit::EvidenceRow::id);
            if (row != rows.end() && lines.size() < most)
                add(*row);
        }
        return lines;
    }
    for (std::size_t at = 0; at < rows.size() && at < most; ++at)
        add(rows[at]);
    return lines;
}

} // namespace chancery::views
