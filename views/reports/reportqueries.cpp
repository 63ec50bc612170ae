// SPDX-License-Identifier: Apache-2.0
#include "reportqueries.h"

#include "models/qtconvert.h"
#include "models/reportlines.h"
#include "models/tablemodel.h"
#include "views/common/celldelegate.h"
#include "views/common/plaintext.h"
#include "views/reports/reporttexts.h"

#include <QHeaderView>
#include <QTreeWidgetItemIterator>

namespace chancery::views {

using models::Status;
using models::toQt;

namespace {

constexpr int queryRole = Qt::UserRole + 32; // beside those of the delegate
enum Place { Name, Population, Exceptions, Again, Said };

void setStatus(QTreeWidgetItem &item, int column, Status status)
{
    item.setData(column, models::StatusRole, int(status));
}

} // namespace

ReportQueries::ReportQueries(Look &look, QWidget *parent)
    : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("reportQueryTree"));
    setAccessibleName(tr("Queries by control"));
    setItemDelegate(new CellDelegate(look, this));
    setHeaderLabels({tr("Control and query"), tr("Population"), tr("Exceptions"),
        tr("Counted again"), tr("Coverage")});
    setUniformRowHeights(true);
    setIndentation(16);
    setFrameShape(NoFrame);
    setAllColumnsShowFocus(true);
    for (const int column : {Population, Exceptions, Again})
        headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    header()->setMinimumSectionSize(64);
    connect(this, &QTreeWidget::currentItemChanged, this, [this] {
        if (!m_isFilling)
            Q_EMIT chosen();
    });
}

QTreeWidgetItem *ReportQueries::addControl(const audit::ReportControl &control)
{
    auto *item = new QTreeWidgetItem(this,
        {safeText(tr("%1  %2").arg(toQt(control.control.id), toQt(control.control.wording)))});
    QFont font = item->font(Name);
    font.setWeight(QFont::DemiBold);
    item->setFont(Name, font);
    item->setText(Exceptions, numberText(control.exceptions));
    item->setTextAlignment(Exceptions, Qt::AlignRight | Qt::AlignVCenter);
    if (control.exceptions > 0)
        setStatus(*item, Exceptions, Status::Bad);
    item->setText(Said, coverageText(control.coverage));
    setStatus(*item, Said,
        control.coverage == audit::Coverage::Full         ? Status::Good
            : control.coverage == audit::Coverage::Partly ? Status::Attention
                                                          : Status::Muted);
    return item;
}

void ReportQueries::addQuery(QTreeWidgetItem *parent, const audit::ReportQuery &query)
{
    const auto &result = query.result;
    const QString name
        = safeText(tr("%1  %2").arg(toQt(result.definition.id), toQt(result.definition.name)));
    auto *item = parent ? new QTreeWidgetItem(parent, {name}) : new QTreeWidgetItem(this, {name});
    item->setData(Name, queryRole, toQt(result.definition.id));
    item->setData(Name, Qt::ToolTipRole, safeToolTip(verdictText(result)));
    if (!result.isCollected()) {
        setStatus(*item, Name, Status::Muted);
        setStatus(*item, Said, Status::Muted);
        item->setText(Said, tr("Not collected"));
        item->setData(Said, Qt::ToolTipRole, safeToolTip(toQt(result.definition.limits)));
        item->setData(Name, Qt::AccessibleTextRole,
            tr("%1, not collected: %2").arg(name, safeText(toQt(result.definition.limits))));
        return;
    }
    item->setText(Population, numberText(result.count().population));
    item->setText(Exceptions, numberText(result.count().exceptions));
    item->setText(Again, result.agrees() ? tr("The same") : tr("DIFFERS"));
    item->setText(Said, tr("Collected"));
    for (const int column : {Population, Exceptions, Again})
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    if (result.count().exceptions > 0)
        setStatus(*item, Exceptions, Status::Bad);
    if (!result.agrees())
        setStatus(*item, Again, Status::Bad);
    item->setData(Name, Qt::AccessibleTextRole, name + QStringLiteral(". ") + verdictText(result));
}

void ReportQueries::show(const audit::ReportRun &run)
{
    m_isFilling = true;
    clear();
    setRootIsDecorated(!run.controls.empty());
    for (const auto &control : run.controls) {
        auto *parent = addControl(control);
        for (const auto &id : control.control.queries) {
            if (const auto *query = models::queryOf(run, id))
                addQuery(parent, *query);
        }
    }
    for (const auto &query : run.queries) {
        if (run.controls.empty())
            addQuery(nullptr, query);
    }
    expandAll();
    QTreeWidgetItem *wanted = nullptr;
    for (QTreeWidgetItemIterator at(this); *at; ++at) {
        const auto id = models::fromQt((*at)->data(Name, queryRole).toString());
        const auto *query = id.empty() ? nullptr : models::queryOf(run, id);
        if (!query)
            continue;
        if (!wanted)
            wanted = *at;
        if (query->result.count().exceptions > 0) {
            wanted = *at;
            break;
        }
    }
    if (wanted) {
        setCurrentItem(wanted);
        scrollToItem(wanted->parent() ? wanted->parent() : wanted, PositionAtTop);
    }
    m_isFilling = false;
}

std::string ReportQueries::current() const
{
    return currentItem() ? models::fromQt(currentItem()->data(Name, queryRole).toString())
                         : std::string();
}

} // namespace chancery::views
