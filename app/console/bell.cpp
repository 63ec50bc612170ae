// SPDX-License-Identifier: Apache-2.0
#include "bell.h"

#include "views/common/plaintext.h"

#include <QActionGroup>
#include <QDateTime>
#include <QMenu>
#include <QSystemTrayIcon>

#include <array>

namespace chancery::app {

namespace {

const QString neverKey = QStringLiteral("notifications/doNotDisturb");
const QString hoursKey = QStringLiteral("notifications/quietHours");

struct Hours {
    int from;
    int until;
};
// The first is none.
constexpr std::array<Hours, 4> offeredHours{Hours{0, 0}, {18, 8}, {20, 7}, {22, 6}};

QString keyOf(const Hours &hours)
{
    return QStringLiteral("%1-%2").arg(hours.from).arg(hours.until);
}

} // namespace

Bell::Bell(
    models::InboxStore &inbox, QWidget &window, const core::Clock &clock, QSettings &settings)
    : m_inbox(inbox)
    , m_window(window)
    , m_clock(clock)
    , m_settings(settings)
{
    connect(&inbox, &models::InboxStore::arrived, this, &Bell::ring);
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_tray = new QSystemTrayIcon(window.windowIcon(), this);
    m_menu = std::make_unique<QMenu>();
    QAction *open = m_menu->addAction(tr("Open Inbox"), this, &Bell::showWindow);
    open->setObjectName(QStringLiteral("trayOpenInbox"));
    addQuietActions(*m_menu, settings);
    m_tray->setContextMenu(m_menu.get());
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, &Bell::showWindow);
    connect(m_tray, &QSystemTrayIcon::activated, this,
        [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger)
                showWindow();
        });
    connect(&inbox, &models::InboxStore::changed, this, &Bell::showUnread);
    showUnread();
    m_tray->show();
}

Bell::~Bell() = default;

models::QuietTimes Bell::quietTimes(const QSettings &settings)
{
    models::QuietTimes quiet;
    quiet.isNeverWanted = settings.value(neverKey).toBool();
    const QStringList hours = settings.value(hoursKey).toString().split(u'-');
    if (hours.size() == 2) {
        quiet.from = QTime(hours.front().toInt(), 0);
        quiet.until = QTime(hours.back().toInt(), 0);
    }
    // What cannot be read is no reason to be silent.
    if (!quiet.from.isValid() || !quiet.until.isValid())
        quiet.from = quiet.until = QTime(0, 0);
    return quiet;
}

void Bell::ring(const std::vector<core::Notification> &fresh)
{
    const auto now
        = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now().time_since_epoch());
    const QTime time = QDateTime::fromMSecsSinceEpoch(now.count()).time();
    if (!models::mayTellDesktop(quietTimes(m_settings), time, m_window.isActiveWindow()))
        return;
    const auto message = models::desktopMessage(fresh);
    if (m_tray)
        m_tray->showMessage(message.title, message.text, m_window.windowIcon());
    Q_EMIT rung(message);
}

void Bell::showUnread()
{
    views::setPlainToolTip(*m_tray,
        m_inbox.unread() == 0
            ? tr("Chancery")
            : tr("Chancery: %n unread notification(s)", nullptr, int(m_inbox.unread())));
}

void Bell::showWindow()
{
    m_window.showNormal();
    m_window.raise();
    m_window.activateWindow();
    Q_EMIT inboxWanted();
}

void addQuietActions(QMenu &menu, QSettings &settings)
{
    QAction *never = menu.addAction(QCoreApplication::translate("bell", "Do Not Disturb"));
    never->setObjectName(QStringLiteral("doNotDisturb"));
    never->setCheckable(true);
    never->setChecked(settings.value(neverKey).toBool());
    never->setStatusTip(
        QCoreApplication::translate("bell", "The inbox is filled, the desktop is told nothing."));
    QObject::connect(never, &QAction::toggled, never,
        [&settings](bool isWanted) { settings.setValue(neverKey, isWanted); });
    QMenu *hours = menu.addMenu(QCoreApplication::translate("bell", "Quiet Hours"));
    auto *group = new QActionGroup(hours);
    const QString present = settings.value(hoursKey, keyOf(offeredHours.front())).toString();
    for (const Hours &offered : offeredHours) {
        const QString key = keyOf(offered);
        QAction *action = hours->addAction(offered.from == offered.until
                ? QCoreApplication::translate("bell", "None")
                : QCoreApplication::translate("bell", "%1:00 to %2:00")
                      .arg(offered.from)
                      .arg(offered.until));
        action->setObjectName(QStringLiteral("quietHours%1").arg(key));
        action->setCheckable(true);
        action->setChecked(key == present);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, action,
            [&settings, key] { settings.setValue(hoursKey, key); });
    }
    // Another menu may have been used meanwhile.
    QObject::connect(&menu, &QMenu::aboutToShow, never,
        [&settings, never] { never->setChecked(settings.value(neverKey).toBool()); });
}

} // namespace chancery::app
