// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/scheduleapi.h"
#include "models/liveupdates.h"
#include "models/operation.h"

#include <QTimer>

#include <vector>

namespace chancery::models {

// The change calendars of one or several environments for a stretch of time: asked for one after
// the other, asked again when something became live or a request changed, and, where they are asked
// from now on, when a freeze begins or ends by the server's clock. What is there stays while it is
// asked again and when that fails. Of the GUI thread.
class CalendarStore : public QObject {
    Q_OBJECT

public:
    // Both outlive it.
    CalendarStore(client::ScheduleApi &api, LiveUpdates &live);

    // Forgets what is there unless it answers the same questions.
    void show(std::vector<client::CalendarQuery> queries);
    void reload();
    // In the order of the questions; empty until all have come for the first time.
    const std::vector<core::ChangeCalendar> &calendars() const { return m_calendars; }
    // Null until it has come.
    const core::ChangeCalendar *find(const core::EnvironmentId &environment) const;
    Operation &loading() { return m_loading; }
    const Operation &loading() const { return m_loading; }

Q_SIGNALS:
    void changed();

private:
    void loadNext();
    void waitForNextTurn();

    client::ScheduleApi &m_api;
    std::vector<client::CalendarQuery> m_queries;
    std::vector<core::ChangeCalendar> m_calendars;
    std::vector<core::ChangeCalendar> m_coming;
    Operation m_loading;
    QTimer m_turn; // of a freeze
};

} // namespace chancery::models
