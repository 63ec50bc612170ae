// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendardays.h"
#include "models/calendarstore.h"

#include <QAbstractTableModel>

namespace chancery::models {

// The days of a month of one environment, a week in each row, or of a week with a row for each
// environment. What is in a day is said in words by every cell; how it is drawn is the view's.
class CalendarModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Span { Month, Week };
    struct Place {
        core::EnvironmentId environment;
        QString title;

        friend bool operator==(const Place &, const Place &) = default;
    };
    struct Cell {
        const Place *place = nullptr;
        CalendarDay day;
        const core::ChangeCalendar *calendar = nullptr; // null until it has come
        DayContent content;
        bool isOutside = false; // of the month
    };

    // The store outlives it.
    CalendarModel(const CalendarStore &store, QTimeZone zone, QObject *parent = nullptr);

    const QTimeZone &zone() const { return m_zone; }
    Span shownSpan() const { return m_span; }
    const QDate &anchor() const { return m_anchor; }
    const std::vector<Place> &places() const { return m_places; }
    // The days around the anchor; of the first place alone where it is a month.
    void show(Span span, const QDate &anchor, std::vector<Place> places);
    // What the store has by now.
    void read();
    // From the beginning of the first day to the end of the last.
    core::CalendarSpan range() const;
    // "December 2026", "30 November – 6 December 2026".
    QString title() const;
    const Cell &cell(const QModelIndex &index) const;
    // In the row of that environment, or in the first one; invalid where the day is not shown.
    QModelIndex indexOf(const QDate &date, const core::EnvironmentId &environment = {}) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void fill();
    QString describe(const Cell &cell) const;

    const CalendarStore &m_store;
    QTimeZone m_zone;
    Span m_span = Span::Month;
    QDate m_anchor;
    std::vector<Place> m_places;
    std::vector<CalendarDay> m_days;
    std::vector<Cell> m_cells; // row by row
};

} // namespace chancery::models
