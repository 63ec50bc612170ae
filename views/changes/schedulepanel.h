// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarstore.h"
#include "models/freezestate.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>

class QToolButton;

namespace chancery::views {

class ScheduleForm;

// For when a request is scheduled, whether it was stopped then, what freezes it and until when; and
// the ways to change that. Of the request that is selected.
class SchedulePanel : public QWidget {
    Q_OBJECT

public:
    SchedulePanel(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return {m_schedule, m_unschedule, m_override}; }
    void read();

private:
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, void (SchedulePanel::*give)());
    QWidget *makeStrip();
    void connectParts();
    void ask();
    void readState();
    void readActions(const core::ChangeRequest &request);
    QStringList linesOf(const core::ChangeRequest &request) const;
    QString utcOf(const core::ChangeRequest &request) const;
    models::FreezeState stateNow() const;
    models::FreezeState stateAtItsTime(const core::ChangeRequest &request) const;
    void openForm();
    void unschedule();
    void overrideFreeze();

    ViewContext &m_context;
    models::RequestStore &m_requests;
    models::CalendarStore m_calendars;
    core::ChangeRequestId m_shown;
    core::ETag m_asked; // for which state of it the calendars were asked
    QAction *m_schedule = nullptr;
    QAction *m_unschedule = nullptr;
    QAction *m_override = nullptr;
    QToolButton *m_unscheduleButton = nullptr;
    QToolButton *m_overrideButton = nullptr;
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    ScheduleForm *m_form;
};

} // namespace chancery::views
