// SPDX-License-Identifier: Apache-2.0
#include "reportfacts.h"

#include "engine/core/digest.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/elidedlabel.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"
#include "views/reports/reporttexts.h"

#include <QGridLayout>

namespace chancery::views {

using models::toQt;

namespace {

constexpr int columnCount = 4;

} // namespace

ReportFacts::ReportFacts(QWidget *parent)
    : QWidget(parent)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 10, 16, 10);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(1);
    for (int column = 0; column < columnCount; ++column)
        grid->setColumnStretch(column, column == 0 ? 5 : 4); // the period is the longest
    add("Period", tr("Period"));
    add("Log", tr("Log"));
    add("Entries", tr("Entries"));
    add("Root", tr("Root"));
    add("Population", tr("Population"));
    add("Exceptions", tr("Exceptions"));
    add("Coverage", tr("Coverage"));
    add("Recount", tr("Counted again"));
    add("For", tr("Made for"));
    add("Environments", tr("Environments"));
    add("Gaps", tr("Gaps in the period"));
    add("Erased", tr("Erased fields"));
    add("Stamps", tr("Time stamps"));
    add("Pruned", tr("Pruned"));
}

void ReportFacts::add(const char *name, const QString &title)
{
    auto *grid = static_cast<QGridLayout *>(layout());
    const int place = int(m_values.size());
    const int row = place / columnCount * 3;
    grid->addWidget(makeLabel(title, "muted", this), row, place % columnCount);
    auto *value = new ElidedLabel(this, Qt::ElideRight);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    value->setObjectName(QStringLiteral("report%1").arg(QLatin1String(name)));
    value->setAccessibleName(title);
    value->setMinimumWidth(60);
    grid->addWidget(value, row + 1, place % columnCount);
    if (place % columnCount == 0 && place > 0)
        grid->setRowMinimumHeight(row - 1, 6);
    m_values.emplace(name, value);
}

void ReportFacts::set(const char *name, const QString &value, const QString &whole)
{
    QLabel *label = m_values.at(name);
    showText(label, value);
    setPlainToolTip(*label, whole.isEmpty() ? value : whole);
}

QString ReportFacts::prunedWords(const audit::ReportRun &run)
{
    if (run.firstEntry == 0)
        return tr("Nothing");
    const auto count = numberText(qint64(run.firstEntry));
    return run.reachesPruned() ? tr("Entries: %1, some perhaps of the period").arg(count)
                               : tr("Entries: %1, before the period").arg(count);
}

void ReportFacts::show(const models::ReportResult &result, const models::ReportPeriod &period,
    const QString &environments)
{
    const auto &run = result.run;
    const auto root = toQt(core::toBase64(core::bytesOf(run.checkpoint.root)));
    set("Period", periodText(period),
        tr("%1\nFrom %2 up to %3")
            .arg(periodText(period), models::fullTime(run.request.from),
                models::fullTime(run.request.to)));
    set("Log", toQt(run.checkpoint.origin));
    set("Entries",
        tr("%1, of which %2 in the period")
            .arg(numberText(qint64(run.checkpoint.size)), numberText(run.extent.count)));
    set("Root", root.left(16) + u'…', root);
    set("Population",
        tr("%1 in %2 of %3 queries")
            .arg(numberText(models::populationOf(run)))
            .arg(run.collected())
            .arg(run.queries.size()),
        tr("The sum over the queries that are collected; one entry may be looked at by several."));
    set("Exceptions", numberText(run.exceptions()));
    const auto coverage = models::coverageOf(run);
    set("Coverage",
        coverage.all() > 0 ? tr("%1 of %2 controls, %3 in part")
                                 .arg(coverage.full)
                                 .arg(coverage.all())
                                 .arg(coverage.partly)
                           : tr("No controls"),
        coverageText(coverage));
    set("Recount", run.agrees() ? tr("Agrees for every query") : tr("DIFFERS: see the queries"));
    showFor(result, {});
    set("Environments", environments);
    set("Stamps", stampsText(result.anchors), stampsHint(result.anchors));
    set("Gaps",
        run.isWithoutGap() ? tr("None: as many entries as numbers")
                           : tr("Entries of other times between"));
    set("Pruned", prunedWords(run),
        run.firstEntry == 0
            ? tr("Nothing of the log is missing.")
            : tr("Entries that were removed by a signed record. No query has looked at them."));
    set("Erased",
        run.erasedFields == 0 ? tr("None")
                              : tr("%1 of people").arg(numberText(qint64(run.erasedFields))),
        tr("Names and addresses that were erased for good. The entries themselves are whole."));
}

void ReportFacts::showFor(const models::ReportResult &result, const QString &told)
{
    const auto &by = result.run.request.by;
    const QString name = by.empty() ? tr("Nobody named") : toQt(by);
    set("For", told.isEmpty() ? name : tr("%1 (%2)").arg(name, told));
}

} // namespace chancery::views
