// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarmodel.h"
#include "views/common/look.h"

#include <QTableView>

namespace chancery::views {

// The days side by side. Left and Right go a day, also over the edge, Up and Down a week, or to the
// environment above and below; Page Up and Page Down a month or a week; Enter opens the day.
class CalendarGrid : public QTableView {
    Q_OBJECT

public:
    // The model and the clock outlive it.
    CalendarGrid(models::CalendarModel &model, Look &look, const core::Clock &clock,
        QWidget *parent = nullptr);

    QDate currentDate() const;
    // Of a day that is shown.
    void select(const QDate &date, const core::EnvironmentId &environment);

Q_SIGNALS:
    void currentCellChanged();
    // A day that is not shown.
    void dateWanted(const QDate &date);
    void turned(int direction); // -1 to the past, 1 to the future
    void opened();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    bool goDays(int days);

    models::CalendarModel &m_model;
};

} // namespace chancery::views
