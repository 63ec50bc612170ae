// SPDX-License-Identifier: Apache-2.0
#include "calendargrid.h"

#include "views/calendar/calendardelegate.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace chancery::views {

namespace {

constexpr int daysInWeek = 7;
constexpr int smallestCell = 72;

} // namespace

CalendarGrid::CalendarGrid(
    models::CalendarModel &model, Look &look, const core::Clock &clock, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("calendarGrid"));
    setAccessibleName(tr("Days with what is frozen and scheduled"));
    setModel(&model);
    setItemDelegate(new CalendarDelegate(model, look, clock, this));
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    verticalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->setMinimumSectionSize(smallestCell);
    verticalHeader()->setSectionsClickable(false);
    verticalHeader()->setHighlightSections(false);
    verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignTop);
    connect(this, &QAbstractItemView::doubleClicked, this, &CalendarGrid::opened);
}

QDate CalendarGrid::currentDate() const
{
    return currentIndex().isValid() ? m_model.cell(currentIndex()).day.date : QDate();
}

void CalendarGrid::select(const QDate &date, const core::EnvironmentId &environment)
{
    const QModelIndex index = m_model.indexOf(date, environment);
    if (index.isValid())
        setCurrentIndex(index);
}

void CalendarGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentCellChanged();
}

bool CalendarGrid::goDays(int days)
{
    if (!currentIndex().isValid())
        return false;
    const auto &cell = m_model.cell(currentIndex());
    const QDate date = cell.day.date.addDays(days);
    if (m_model.indexOf(date).isValid())
        select(date, cell.place->environment);
    else
        Q_EMIT dateWanted(date);
    return true;
}

void CalendarGrid::keyPressEvent(QKeyEvent *event)
{
    const bool isMonth = m_model.shownSpan() == models::CalendarModel::Span::Month;
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    bool isDone = false;
    switch (isPlain ? event->key() : Qt::Key_unknown) {
    case Qt::Key_Left:
        isDone = goDays(-1);
        break;
    case Qt::Key_Right:
        isDone = goDays(1);
        break;
    case Qt::Key_Up:
        isDone = isMonth && goDays(-daysInWeek);
        break;
    case Qt::Key_Down:
        isDone = isMonth && goDays(daysInWeek);
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        Q_EMIT turned(event->key() == Qt::Key_PageUp ? -1 : 1);
        isDone = true;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT opened();
        isDone = true;
        break;
    default:
        break;
    }
    if (!isDone)
        QTableView::keyPressEvent(event);
}

} // namespace chancery::views
