// SPDX-License-Identifier: Apache-2.0
#include "reportparameters.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace chancery::views {

using models::fromQt;
using models::toQt;

namespace {

enum Role { Id = Qt::UserRole + 1, Usual, Wording };
constexpr int shownRows = 5;

QString usualText(const core::evidence::ParameterDefinition &parameter)
{
    if (!parameter.isList)
        return QString::number(parameter.number);
    QStringList texts;
    for (const auto &text : parameter.texts)
        texts << toQt(text);
    return texts.join(QStringLiteral(", "));
}

std::vector<std::string> valuesOf(const QString &text)
{
    std::vector<std::string> values;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts))
        values.push_back(fromQt(part.trimmed()));
    return values;
}

} // namespace

ReportParameters::ReportParameters(QWidget *parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget(this))
    , m_wording(makeLabel({}, "muted", this))
{
    m_tree->setObjectName(QStringLiteral("reportParameters"));
    m_tree->setAccessibleName(tr("Parameters of the queries"));
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(0);
    m_tree->setColumnCount(2);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setFixedHeight((m_tree->fontMetrics().height() + 8) * shownRows + 4);
    m_tree->setProperty("role", QStringLiteral("boxed"));
    m_wording->setObjectName(QStringLiteral("reportWording"));
    m_wording->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_tree);
    layout->addWidget(m_wording);
    connect(m_tree, &QTreeWidget::itemActivated, this,
        [this](QTreeWidgetItem *item) { m_tree->editItem(item, 1); });
    connect(m_tree, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (column == 1 && !m_isFilling)
            take(*item);
    });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item && !m_isFilling)
            showText(m_wording, item->data(0, Wording).toString());
    });
}

void ReportParameters::take(const QTreeWidgetItem &item)
{
    const QString value = item.text(1).trimmed();
    const QString id = item.data(0, Id).toString();
    if (value.isEmpty() || value == item.data(0, Usual).toString())
        m_values.erase(id);
    else
        m_values[id] = value;
    Q_EMIT changed();
}

void ReportParameters::add(const core::evidence::Definition &definition,
    const core::evidence::ParameterDefinition &parameter)
{
    const QString id = toQt(definition.id + '.' + parameter.name);
    const auto known = m_values.find(id);
    auto *item = new QTreeWidgetItem(m_tree,
        {tr("%1  %2").arg(toQt(definition.id), toQt(parameter.name)),
            known == m_values.end() ? usualText(parameter) : known->second});
    item->setFlags(item->flags() | Qt::ItemIsEditable);
    item->setData(0, Id, id);
    item->setData(0, Usual, usualText(parameter));
    item->setData(0, Wording, toQt(parameter.wording));
    item->setData(
        0, Qt::AccessibleTextRole, tr("%1, %2").arg(toQt(definition.id), toQt(parameter.wording)));
    item->setData(0, Qt::ToolTipRole, safeToolTip(toQt(parameter.wording)));
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
}

void ReportParameters::show(const std::vector<core::evidence::Definition> &definitions,
    const std::set<std::string> &queries)
{
    m_isFilling = true;
    m_tree->clear();
    for (const auto &definition : definitions) {
        if (!definition.isCollected || !queries.contains(definition.id))
            continue;
        for (const auto &parameter : definition.parameters) {
            if (parameter.name != environments)
                add(definition, parameter);
        }
    }
    m_isFilling = false;
    const bool isEmpty = m_tree->topLevelItemCount() == 0;
    m_tree->setVisible(!isEmpty);
    m_wording->setText(isEmpty ? tr("These queries have none") : tr("Enter changes a value"));
}

core::evidence::Given ReportParameters::given() const
{
    core::evidence::Given given;
    for (int row = 0; row < m_tree->topLevelItemCount(); ++row) {
        const QString id = m_tree->topLevelItem(row)->data(0, Id).toString();
        if (const auto value = m_values.find(id); value != m_values.end())
            given[fromQt(id)] = valuesOf(value->second);
    }
    return given;
}

} // namespace chancery::views
