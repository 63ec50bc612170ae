// SPDX-License-Identifier: Apache-2.0
#include "facettree.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>

namespace chancery::views {

using audit::Dimension;
using models::toQt;

namespace {

constexpr int valueRole = Qt::UserRole + 1;
constexpr int dimensionRole = Qt::UserRole + 2;

std::string &valueIn(audit::AuditFilter &filter, Dimension dimension)
{
    switch (dimension) {
    case Dimension::Actor:
        return filter.actor;
    case Dimension::Event:
        return filter.event;
    case Dimension::Environment:
        return filter.environment;
    case Dimension::Outcome:
        break;
    }
    return filter.outcome;
}

} // namespace

FacetTree::FacetTree(models::Stores &stores, QWidget *parent)
    : QTreeWidget(parent)
    , m_stores(stores)
{
    setObjectName(QStringLiteral("auditFacets"));
    setAccessibleName(tr("Filters by actor, event, environment and outcome"));
    setColumnCount(2);
    setHeaderHidden(true);
    setFrameShape(NoFrame);
    setRootIsDecorated(false);
    setIndentation(8);
    setUniformRowHeights(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const QString &title : {tr("Actor"), tr("Event"), tr("Environment"), tr("Outcome")}) {
        auto *group = new QTreeWidgetItem(this, {title});
        group->setFlags(Qt::ItemIsEnabled);
        QFont font = group->font(0);
        font.setWeight(QFont::DemiBold);
        group->setFont(0, font);
    }
    expandAll();
    connect(this, &QTreeWidget::itemClicked, this, &FacetTree::toggle);
}

QString FacetTree::textOf(Dimension dimension, const std::string &value) const
{
    if (value.empty())
        return tr("None");
    if (dimension == Dimension::Actor)
        return m_stores.people.nameOf(core::PrincipalId(value));
    if (dimension == Dimension::Environment)
        return m_stores.places.titleOf(core::EnvironmentId(value));
    return toQt(value);
}

void FacetTree::show(const audit::AuditOverview &overview, const audit::AuditFilter &filter)
{
    m_filter = filter;
    const QString current
        = currentItem() ? currentItem()->data(0, valueRole).toString() : QString();
    const int group = currentItem() ? currentItem()->data(0, dimensionRole).toInt() : -1;
    for (const auto dimension : audit::dimensions)
        fill(*topLevelItem(int(dimension)), dimension, overview);
    // The keys stay where they were.
    for (int at = 0; group >= 0 && at < topLevelItem(group)->childCount(); ++at) {
        if (topLevelItem(group)->child(at)->data(0, valueRole).toString() == current)
            setCurrentItem(topLevelItem(group)->child(at));
    }
}

// Of too many entries only the newest are counted; which facets that is about stands with each.
void FacetTree::mark(QTreeWidgetItem &group, bool isPartial)
{
    const QString title = group.text(0);
    group.setText(1, isPartial ? tr("newest only") : QString());
    group.setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    const QString why
        = tr("Too many events match to count them all: these counts are of the newest.");
    group.setData(0, Qt::ToolTipRole, isPartial ? safeToolTip(why) : QString());
    group.setData(0, Qt::AccessibleTextRole,
        isPartial ? tr("%1, of the newest events only").arg(title) : title);
}

void FacetTree::fill(
    QTreeWidgetItem &group, Dimension dimension, const audit::AuditOverview &overview)
{
    const bool isPartial = overview.isFacetPartial(dimension);
    mark(group, isPartial);
    const QLocale locale(QLocale::English);
    const auto &wanted = valueIn(m_filter, dimension);
    qDeleteAll(group.takeChildren());
    auto shown = overview.facet(dimension);
    // What is chosen can be given back, also where nothing has it.
    if (!wanted.empty()
        && std::ranges::find(shown, wanted, &audit::FacetValue::value) == shown.end())
        shown.insert(shown.begin(), {wanted, 0});
    for (const auto &value : shown) {
        const bool isChosen = !wanted.empty() && value.value == wanted;
        const QString text = safeText(textOf(dimension, value.value));
        auto *item = new QTreeWidgetItem(&group,
            {isChosen ? QStringLiteral("✓ ") + text : text,
                (isPartial ? QStringLiteral("≥ ") : QString())
                    + locale.toString(qlonglong(value.events))});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, valueRole, toQt(value.value));
        item->setData(0, dimensionRole, int(dimension));
        item->setData(0, Qt::AccessibleTextRole,
            isChosen ? tr("%1, %n event(s), chosen", nullptr, int(value.events)).arg(text)
                     : tr("%1, %n event(s)", nullptr, int(value.events)).arg(text));
        item->setData(0, Qt::ToolTipRole, safeToolTip(toQt(value.value)));
        QFont font = item->font(0);
        font.setBold(isChosen);
        item->setFont(0, font);
        // Nothing filters by the absence of a value.
        if (value.value.empty())
            item->setFlags(Qt::ItemIsEnabled);
    }
}

void FacetTree::toggle(QTreeWidgetItem *item)
{
    const std::string value = models::fromQt(item->data(0, valueRole).toString());
    if (!item->parent() || value.empty())
        return;
    auto &wanted = valueIn(m_filter, Dimension(item->data(0, dimensionRole).toInt()));
    wanted = wanted == value ? std::string() : value;
    const auto filter = m_filter;
    Q_EMIT chosen(filter);
}

void FacetTree::keyPressEvent(QKeyEvent *event)
{
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Space;
    if (chooses && currentItem())
        toggle(currentItem());
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace chancery::views
