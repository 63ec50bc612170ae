// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarmodel.h"
#include "views/common/look.h"

#include <QStyledItemDelegate>

namespace chancery::views {

// Draws a day: its length as a bar on which hard freezes are filled and soft ones hatched, at the
// hours of its own clock, and below it in words what freezes it and what is scheduled.
class CalendarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CalendarDelegate(const models::CalendarModel &model, Look &look, const core::Clock &clock,
        QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    using Cell = models::CalendarModel::Cell;
    struct Line {
        QString text;
        Token token;
    };

    void paintTop(QPainter &painter, const QRect &rect, const Cell &cell) const;
    void paintBar(QPainter &painter, const QRect &rect, const Cell &cell) const;
    void paintHours(QPainter &painter, const QRect &rect, const Cell &cell) const;
    void paintLines(QPainter &painter, const QRect &rect, const Cell &cell) const;
    std::vector<Line> linesOf(const Cell &cell) const;
    QColor colour(Token token) const { return m_look.theme().colour(token); }

    const models::CalendarModel &m_model;
    Look &m_look;
    const core::Clock &m_clock;
};

} // namespace chancery::views
