// SPDX-License-Identifier: Apache-2.0
#include "choicetree.h"

#include "views/common/plaintext.h"

#include <QHeaderView>

namespace chancery::views {

namespace {

constexpr int idRole = Qt::UserRole + 1;

} // namespace

ChoiceTree::ChoiceTree(
    const QString &name, const QString &accessibleName, int rows, QWidget *parent)
    : QTreeWidget(parent)
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setHeaderHidden(true);
    setIndentation(0);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setSectionResizeMode(QHeaderView::Stretch);
    setFixedHeight((fontMetrics().height() + 8) * rows + 4);
    setProperty("role", QStringLiteral("boxed"));
    connect(this, &QTreeWidget::itemChanged, this, [this] {
        if (!m_isFilling)
            Q_EMIT changed();
    });
}

void ChoiceTree::add(const QString &id, const QString &text, bool isChecked)
{
    m_isFilling = true;
    auto *item = new QTreeWidgetItem(this, {safeText(text)});
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(0, isChecked ? Qt::Checked : Qt::Unchecked);
    item->setData(0, idRole, id);
    item->setData(0, Qt::ToolTipRole, safeToolTip(text));
    m_isFilling = false;
}

void ChoiceTree::addClosed(const QString &text, const QString &why)
{
    m_isFilling = true;
    auto *item = new QTreeWidgetItem(this, {safeText(text)});
    item->setFlags(Qt::NoItemFlags);
    item->setCheckState(0, Qt::Unchecked);
    item->setData(0, Qt::ToolTipRole, safeToolTip(why));
    m_isFilling = false;
}

void ChoiceTree::forget()
{
    m_isFilling = true;
    clear();
    m_isFilling = false;
}

QStringList ChoiceTree::checked() const
{
    QStringList ids;
    for (int row = 0; row < topLevelItemCount(); ++row) {
        if (topLevelItem(row)->checkState(0) == Qt::Checked)
            ids << topLevelItem(row)->data(0, idRole).toString();
    }
    return ids;
}

} // namespace chancery::views
