// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "models/inboxstore.h"
#include "models/notificationwords.h"

#include <QAction>
#include <QSettings>
#include <QWidget>

class QMenu;
class QSystemTrayIcon;

namespace chancery::app {

// Tells the desktop, where it has a tray, that something came into the inbox while nobody looked at
// the window. Quiet when it is told to be, and at the hours that were chosen. Lives as long as a
// session.
class Bell : public QObject {
    Q_OBJECT

public:
    Bell(models::InboxStore &inbox, QWidget &window, const core::Clock &clock, QSettings &settings);
    ~Bell() override;

    static models::QuietTimes quietTimes(const QSettings &settings);

Q_SIGNALS:
    // What the desktop is told, also where there is no tray to tell it.
    void rung(const chancery::models::DesktopMessage &message);
    void inboxWanted();

private:
    void ring(const std::vector<core::Notification> &fresh);
    void showUnread();
    void showWindow();

    models::InboxStore &m_inbox;
    QWidget &m_window;
    const core::Clock &m_clock;
    QSettings &m_settings;
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon *m_tray = nullptr; // null: there is none
};

// "Do Not Disturb" and the hours of quiet, kept in the settings; for a menu of the window.
void addQuietActions(QMenu &menu, QSettings &settings);

} // namespace chancery::app
