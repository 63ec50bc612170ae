// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarmodel.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QListWidget>

namespace chancery::views {

// One day in full: what freezes it, by whose clock and why, and each request with what will become
// of it and the next slot that fits.
class DayPanel : public QWidget {
    Q_OBJECT

public:
    DayPanel(ViewContext &context, QWidget *parent = nullptr);

    void show(const models::CalendarModel::Cell &cell, const QTimeZone &zone);
    void showNothing();
    // Of the one that is chosen; empty where there is none.
    QString currentRequest() const;
    QListWidget &requests() { return *m_requests; }

Q_SIGNALS:
    void currentRequestChanged();
    void opened();

private:
    void showRequests(const models::CalendarModel::Cell &cell, const QTimeZone &zone);

    ViewContext &m_context;
    QLabel *m_title;
    QLabel *m_length;
    QLabel *m_frozen;
    QLabel *m_scheduled;
    QListWidget *m_requests;
};

} // namespace chancery::views
