// SPDX-License-Identifier: Apache-2.0
#include "tablepane.h"

#include "views/common/celldelegate.h"
#include "views/common/safetext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPaintEvent>
#include <QPainter>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace chancery::views {

// Rows that contain the words, in any column. A new word changes the layout as a whole: row by row
// it would keep the window for as long as there are rows.
class RowFilter : public QSortFilterProxyModel {
public:
    RowFilter(models::TableShape &model, QObject *parent)
        : QSortFilterProxyModel(parent)
        , m_model(model)
    {
        setSourceModel(&model);
        setSortRole(models::SortRole);
    }

    void setWords(const QString &words)
    {
        m_words = words;
        invalidate();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        return m_words.isEmpty() || m_model.rowContains(row, m_words);
    }

private:
    models::TableShape &m_model;
    QString m_words;
};

// Paints its own ground: a style sheet takes from the viewport that it is opaque, and then every
// turn of the wheel paints all rows anew instead of moving those that are there.
class OpaqueTable : public QTableView {
public:
    explicit OpaqueTable(QWidget *parent)
        : QTableView(parent)
    {
        viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        {
            QPainter painter(viewport());
            for (const QRect &rect : event->region())
                painter.fillRect(rect, viewport()->palette().base());
        }
        QTableView::paintEvent(event);
    }
};

TablePane::TablePane(const QString &name, models::TableShape &model, Look &look,
    QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_model(model)
    , m_look(look)
    , m_settings(settings)
    , m_proxy(new RowFilter(model, this))
    , m_filter(new QLineEdit(this))
    , m_table(new OpaqueTable(this))
{
    m_filter->setObjectName(name + QStringLiteral("Filter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setProperty("role", QStringLiteral("filter"));
    m_filter->addAction(look.icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    setUpTable();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy->setWords(text);
        Q_EMIT rowsChanged();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this, &TablePane::rowsChanged);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &TablePane::rowsChanged);
    restoreColumns();
}

TablePane::~TablePane()
{
    saveColumns();
}

void TablePane::setUpTable()
{
    m_table->setObjectName(m_name + QStringLiteral("Table"));
    m_table->setModel(m_proxy);
    m_table->setItemDelegate(new CellDelegate(m_look, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(28);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setFixedHeight(28);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *copy = new QAction(tr("Copy as TSV"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(copy);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, &TablePane::copySelection);
    connect(header, &QWidget::customContextMenuRequested, this, &TablePane::showColumnMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this] { Q_EMIT currentChanged(currentId()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &TablePane::selectionChanged);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT activated(index.data(models::IdRole).toString());
    });
}

QString TablePane::currentId() const
{
    return m_table->currentIndex().data(models::IdRole).toString();
}

QStringList TablePane::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        ids << row.data(models::IdRole).toString();
    return ids;
}

void TablePane::selectId(const QString &id)
{
    const QModelIndexList found
        = m_proxy->match(m_proxy->index(0, 0), models::IdRole, id, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return;
    // A table that gets the focus makes its first row current, but does not select it.
    const QModelIndex &row = found.front();
    if (row.row() != m_table->currentIndex().row()
        || !m_table->selectionModel()->isRowSelected(row.row()))
        m_table->setCurrentIndex(row);
}

void TablePane::clearCurrent()
{
    m_table->selectionModel()->clear();
}

bool TablePane::isFilteredEmpty() const
{
    return m_proxy->rowCount() == 0 && m_model.rowCount() > 0;
}

void TablePane::clearFilter()
{
    m_filter->clear();
}

void TablePane::stretch(const QString &key)
{
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (m_model.keyOf(column) == key)
            header->setSectionResizeMode(column, QHeaderView::Stretch);
    }
}

void TablePane::copySelection()
{
    QModelIndexList rows;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        rows << m_proxy->mapToSource(row);
    QGuiApplication::clipboard()->setText(m_model.asTsv(rows));
}

void TablePane::restoreColumns()
{
    // The widths of other columns, of an earlier version, fit nothing. The model may be gone when
    // they are written down.
    m_columnsKey = QStringLiteral("tables/%1-%2").arg(m_name).arg(m_model.columnCount());
    const QByteArray state = m_settings.value(m_columnsKey).toByteArray();
    QHeaderView *header = m_table->horizontalHeader();
    if (!state.isEmpty() && header->restoreState(state)) {
        m_table->sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
        return;
    }
    for (int column = 0; column < m_model.columnCount(); ++column)
        m_table->setColumnWidth(column, m_model.widthOf(column));
}

void TablePane::saveColumns()
{
    m_settings.setValue(m_columnsKey, m_table->horizontalHeader()->saveState());
}

void TablePane::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 1; column < m_model.columnCount(); ++column) {
        QAction *action = menu->addAction(
            m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
            [header, column](bool isShown) { header->setSectionHidden(column, !isShown); });
    }
    menu->popup(header->mapToGlobal(position));
}

} // namespace chancery::views
