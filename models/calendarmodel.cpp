// SPDX-License-Identifier: Apache-2.0
#include "calendarmodel.h"

#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace chancery::models {

namespace {

constexpr int daysInWeek = 7;

// From Monday on.
constexpr std::array weekdays{QT_TRANSLATE_NOOP("CalendarModel", "Monday"),
    QT_TRANSLATE_NOOP("CalendarModel", "Tuesday"), QT_TRANSLATE_NOOP("CalendarModel", "Wednesday"),
    QT_TRANSLATE_NOOP("CalendarModel", "Thursday"), QT_TRANSLATE_NOOP("CalendarModel", "Friday"),
    QT_TRANSLATE_NOOP("CalendarModel", "Saturday"), QT_TRANSLATE_NOOP("CalendarModel", "Sunday")};

constexpr std::array shortWeekdays{QT_TRANSLATE_NOOP("CalendarModel", "Mon"),
    QT_TRANSLATE_NOOP("CalendarModel", "Tue"), QT_TRANSLATE_NOOP("CalendarModel", "Wed"),
    QT_TRANSLATE_NOOP("CalendarModel", "Thu"), QT_TRANSLATE_NOOP("CalendarModel", "Fri"),
    QT_TRANSLATE_NOOP("CalendarModel", "Sat"), QT_TRANSLATE_NOOP("CalendarModel", "Sun")};

QString textOf(const std::array<const char *, daysInWeek> &names, const QDate &date)
{
    return QCoreApplication::translate("CalendarModel", names[std::size_t(date.dayOfWeek() - 1)]);
}

QString inEnglish(const QDate &date, const QString &format)
{
    return QLocale(QLocale::English).toString(date, format);
}

} // namespace

CalendarModel::CalendarModel(const CalendarStore &store, QTimeZone zone, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_zone(std::move(zone))
{
}

void CalendarModel::show(Span span, const QDate &anchor, std::vector<Place> places)
{
    beginResetModel();
    m_span = span;
    m_anchor = anchor;
    m_places = std::move(places);
    if (span == Span::Month) {
        const QDate month(anchor.year(), anchor.month(), 1);
        const QDate first = weekOf(month);
        const QDate last = weekOf(month.addDays(month.daysInMonth() - 1));
        m_days = daysFrom(first, int(first.daysTo(last)) + daysInWeek, m_zone);
    } else {
        m_days = daysFrom(weekOf(anchor), daysInWeek, m_zone);
    }
    fill();
    endResetModel();
}

void CalendarModel::read()
{
    if (m_cells.empty())
        return;
    fill();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, daysInWeek - 1));
}

void CalendarModel::fill()
{
    m_cells.clear();
    const std::size_t shown = m_span == Span::Month ? 1 : m_places.size();
    for (std::size_t i = 0; i < std::min(shown, m_places.size()); ++i) {
        const core::ChangeCalendar *calendar = m_store.find(m_places[i].environment);
        for (const CalendarDay &day : m_days)
            m_cells.push_back({&m_places[i], day, calendar, contentOf(calendar, day),
                m_span == Span::Month && day.date.month() != m_anchor.month()});
    }
}

core::CalendarSpan CalendarModel::range() const
{
    return m_days.empty() ? core::CalendarSpan()
                          : core::CalendarSpan{m_days.front().from, m_days.back().to};
}

QString CalendarModel::title() const
{
    if (m_span == Span::Month)
        return inEnglish(m_anchor, QStringLiteral("MMMM yyyy"));
    if (m_days.empty())
        return {};
    return tr("%1 – %2").arg(inEnglish(m_days.front().date, QStringLiteral("d MMMM")),
        inEnglish(m_days.back().date, QStringLiteral("d MMMM yyyy")));
}

const CalendarModel::Cell &CalendarModel::cell(const QModelIndex &index) const
{
    return m_cells[std::size_t(index.row() * daysInWeek + index.column())];
}

QModelIndex CalendarModel::indexOf(const QDate &date, const core::EnvironmentId &environment) const
{
    QModelIndex first;
    for (int at = 0; at < int(m_cells.size()); ++at) {
        const Cell &cell = m_cells[std::size_t(at)];
        if (cell.day.date != date)
            continue;
        const QModelIndex found = index(at / daysInWeek, at % daysInWeek);
        if (cell.place->environment == environment)
            return found;
        if (!first.isValid())
            first = found;
    }
    return first;
}

int CalendarModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_cells.size()) / daysInWeek;
}

int CalendarModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : daysInWeek;
}

QString CalendarModel::describe(const Cell &cell) const
{
    return tr("%1, %2\n%3")
        .arg(dateText(cell.day.date), cell.place->title,
            contentText(cell.calendar, cell.day, cell.content, m_zone));
}

QVariant CalendarModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Cell &shown = cell(index);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return describe(shown);
    case Qt::ToolTipRole: {
        const QString utc = utcText(shown.content);
        return utc.isEmpty() ? describe(shown) : tr("%1\n\n%2").arg(describe(shown), utc);
    }
    default:
        return {};
    }
}

QVariant CalendarModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const bool isMonth = m_span == Span::Month;
    if (orientation == Qt::Horizontal) {
        if (section >= int(m_days.size()))
            return {};
        const QDate &date = m_days[std::size_t(section)].date;
        return isMonth ? textOf(weekdays, date)
                       : tr("%1 %2").arg(
                             textOf(shortWeekdays, date), inEnglish(date, QStringLiteral("d MMM")));
    }
    if (!isMonth)
        return section < int(m_places.size()) ? m_places[std::size_t(section)].title : QString();
    const auto day = std::size_t(section * daysInWeek);
    return day < m_days.size() ? tr("Week %1").arg(m_days[day].date.weekNumber()) : QString();
}

} // namespace chancery::models
