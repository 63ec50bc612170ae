// SPDX-License-Identifier: Apache-2.0
#include "frozencolumns.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace chancery::views {

FrozenColumns::FrozenColumns(QTableView &table)
    : QTableView(&table)
    , m_table(table)
{
    setObjectName(table.objectName() + QStringLiteral("Frozen"));
    setAccessibleName(table.accessibleName());
    setModel(table.model());
    setSelectionModel(table.selectionModel());
    setItemDelegate(table.itemDelegate());
    setFocusPolicy(Qt::NoFocus);
    viewport()->setFocusPolicy(Qt::NoFocus);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(table.verticalScrollMode());
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(table.verticalHeader()->defaultSectionSize());
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(table.horizontalHeader()->defaultAlignment());
    hide();
    table.viewport()->installEventFilter(this);
    follow();
}

void FrozenColumns::follow()
{
    QHeaderView *header = m_table.horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, &FrozenColumns::place);
    connect(header, &QHeaderView::sortIndicatorChanged, horizontalHeader(),
        &QHeaderView::setSortIndicator);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, &m_table, [this, header](int column) {
        const bool isRising = header->sortIndicatorSection() == column
            && header->sortIndicatorOrder() == Qt::AscendingOrder;
        m_table.sortByColumn(column, isRising ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(true);
    connect(m_table.horizontalScrollBar(), &QScrollBar::valueChanged, this, &FrozenColumns::place);
    connect(m_table.verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
        &QScrollBar::setValue);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_table.verticalScrollBar(),
        &QScrollBar::setValue);
    connect(model(), &QAbstractItemModel::modelReset, this, &FrozenColumns::place);
    // After the table has scrolled to it.
    connect(
        m_table.selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex &cell) { uncover(cell); }, Qt::QueuedConnection);
}

void FrozenColumns::freeze(int columns)
{
    m_columns = columns;
    place();
}

void FrozenColumns::place()
{
    int width = 0;
    for (int column = 0; column < model()->columnCount(); ++column) {
        setColumnHidden(column, column >= m_columns);
        setColumnWidth(column, m_table.columnWidth(column));
        width += column < m_columns ? m_table.columnWidth(column) : 0;
    }
    const QRect area = m_table.viewport()->geometry();
    const QHeaderView *header = m_table.horizontalHeader();
    horizontalHeader()->setFixedHeight(header->height());
    setGeometry(area.left(), header->geometry().top(), width, header->height() + area.height());
    verticalScrollBar()->setValue(m_table.verticalScrollBar()->value());
    const bool isScrolled = m_table.horizontalScrollBar()->value() > 0;
    setVisible(m_columns > 0 && isScrolled && 2 * width <= area.width());
}

void FrozenColumns::uncover(const QModelIndex &cell)
{
    if (!cell.isValid() || cell.column() < m_columns || isHidden())
        return;
    const int covered = width() - m_table.visualRect(cell).left();
    if (covered > 0)
        m_table.horizontalScrollBar()->setValue(m_table.horizontalScrollBar()->value() - covered);
}

bool FrozenColumns::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table.viewport() && event->type() == QEvent::Resize)
        place();
    return QTableView::eventFilter(watched, event);
}

} // namespace chancery::views
