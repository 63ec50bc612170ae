// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/shellwindow.h"
#include "app/console/tourstops.h"

#include <QTimer>

namespace chancery::app {

// "--tour": walks through the workspaces in both themes and saves a picture of each when it has
// come to rest. What a stop promises and is not there (its command, its view, what its picture is
// of) is named on the way, and makes the tour incomplete.
class Tour : public QObject {
    Q_OBJECT

public:
    Tour(ShellWindow &window, views::Look &look, QString folder,
        std::span<const TourStop> stops = tourStops());

    void start(models::Stores &stores);

Q_SIGNALS:
    void finished(bool isComplete);

private:
    void next();
    void settle();
    bool isAtRest() const;
    bool give(const QString &command);
    bool triggerAction(const QString &name);
    bool changeText(const QString &command);
    bool isInSight(const TourStop &stop) const;
    QPixmap picture() const;
    void save(const TourStop &stop);
    void miss(const TourStop &stop, const QString &what);
    int stopCount() const { return int(m_stops.size()); }
    const TourStop &stop() const { return m_stops[std::size_t(m_step % stopCount())]; }

    ShellWindow &m_window;
    views::Look &m_look;
    models::Stores *m_stores = nullptr;
    QString m_folder;
    std::span<const TourStop> m_stops;
    QTimer m_timer;
    int m_step = -1;
    int m_calm = 0;
    int m_looks = 0; // at one stop
    bool m_isGiven = true; // the command of the stop
    bool m_isComplete = true;
};

} // namespace chancery::app
