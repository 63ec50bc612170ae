// SPDX-License-Identifier: Apache-2.0
#include "tour.h"

#include "app/console/demoloader.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QPainter>

namespace chancery::app {

namespace {

// Where to go, which command to give there, and what the picture is called; none is taken on the
// way to somewhere.
struct Stop {
    const char *view;
    const char *subject;
    const char *command;
    const char *region; // that layers are looked at in
    const char *picture;
};

// Commands of the tour itself: a session of emergency access is open at some of its stops.
constexpr auto beginEmergency = "tourBeginEmergency";
constexpr auto endEmergency = "tourEndEmergency";
constexpr auto ownSession = "own";

constexpr Stop stops[]{
    {"configs", "shop/gateway/limits", "showText", "", "configs"},
    {"configs", "shop/gateway/limits#/plans/partner/requestsPerSecond", "showEffective", "eu-west",
        "layers"},
    {"configs", "shop/gateway/routes", "showText", "", ""},
    {"configs", "shop/gateway/routes#/upstreams/catalog/balance", "complete", "", "completion"},
    {"configs", "shop/gateway/limits#/plans/partner/requestsPerSecond", "describe", "", "hover"},
    {"configs", "shop/gateway/limits", "showForm", "", "form"},
    {"configs", "shop/gateway/limits", "showEnvironments", "", "matrix"},
    {"configs", "shop/assistant/models#/models/0/timeoutSeconds", "showProblems", "", "problems"},
    {"configs", "shop/assistant/models", "showTable", "", "table"},
    {"configs", "shop/orders/pool#/primary/host", "showKeyHistory", "", "references"},
    {"bulk", "find:timeout", "bulkLook", "", "bulk"},
    {"changes", "CR-10", "", "", "changes"}, // the one that waits
    {"changes", "CR-6", "", "", ""}, // of two configs, applied
    {"changes", "CR-6", "revertRequest", "", "revert"},
    {"lineage", "shop/orders/pool", "sideBySide", "", "lineage"},
    {"lineage", "shop/orders/pool", "keys", "", "difference"},
    {"lineage", "shop/orders/pool", "showSuspects", "", "suspects"},
    {"lineage", "shop/orders/pool", "showInstants", "", "instants"},
    {"lineage", "shop/orders/pool", "rollBackToInstant", "", "rollback"},
    {"dependencies", "", "", "", "dependencies"},
    {"fleet", "", "", "", "fleet"},
    {"emergency", "new:shop/gateway/limits", "", "", "emergency-access"},
    {"emergency", "new:shop/gateway/limits", beginEmergency, "", "emergency-change"},
    {"emergency", ownSession, "", "", "emergency"},
    {"emergency", ownSession, endEmergency, "", ""},
    {"audit", "", "", "", "audit"},
    {"reports", "soc2", "", "", "reports-asked"},
    {"reports", "", "runReport", "", "reports"},
    {"calendar", "", "", "", "calendar"},
    {"inbox", "", "", "", "inbox"},
};
constexpr int stopCount = int(std::size(stops));

} // namespace

Tour::Tour(ShellWindow &window, models::SessionStore &session, views::Look &look, QString folder)
    : m_window(window)
    , m_session(session)
    , m_look(look)
    , m_folder(std::move(folder))
{
    m_timer.setInterval(std::chrono::milliseconds(50));
    connect(&m_timer, &QTimer::timeout, this, &Tour::settle);
}

void Tour::start(models::Stores &stores)
{
    m_stores = &stores;
    QDir().mkpath(m_folder);
    m_window.resize(1440, 900);
    m_calm = 0;
    m_timer.start();
}

bool Tour::isAtRest() const
{
    return m_stores->places.current() && m_stores->operations.running().empty();
}

// At rest for ten looks in a row: also the editors' own work, which is no Operation, is through.
void Tour::settle()
{
    m_calm = isAtRest() ? m_calm + 1 : 0;
    if (m_calm < 10)
        return;
    if (m_step >= 0)
        m_isComplete = save() && m_isComplete;
    next();
}

void Tour::next()
{
    m_calm = 0;
    if (++m_step == 0)
        m_stores->places.setCurrent(m_stores->places.environments().back().id);
    if (m_step == stopCount)
        m_look.setKind(
            m_look.theme().isDark() ? views::Theme::Kind::Light : views::Theme::Kind::Dark);
    if (m_step == 2 * stopCount) {
        m_timer.stop();
        Q_EMIT finished(m_isComplete);
        return;
    }
    const Stop &stop = stops[m_step % stopCount];
    QString subject = QString::fromLatin1(stop.subject);
    if (subject == QLatin1String(ownSession))
        subject = QString::fromStdString(m_stores->emergencies.selectedId().text());
    m_window.workArea()->goTo({QString::fromLatin1(stop.view), subject});
    give(QString::fromLatin1(stop.command));
    core::HierarchyPlace place = m_stores->hierarchy.place();
    place.region = stop.region;
    m_stores->hierarchy.choose(place);
}

// To the window, or to the editor that is in front.
void Tour::give(const QString &command)
{
    if (command == QLatin1String(beginEmergency))
        m_stores->emergencies.activate(
            {m_stores->places.currentId(), {"shop"}, "Orders wait for connections since noon",
                "INC-4711", 30},
            QLatin1String(demoPassword));
    else if (command == QLatin1String(endEmergency))
        m_stores->emergencies.end(QStringLiteral("It was a rehearsal"));
    for (auto *action : m_window.findChildren<QAction *>(command)) {
        const auto *widget = qobject_cast<QWidget *>(action->parent());
        if (widget && !widget->isVisible())
            continue;
        action->trigger();
        return;
    }
}

// With the lists and tool tips that are open over it, which are windows of their own.
QPixmap Tour::picture() const
{
    QPixmap picture = m_window.grab();
    QPainter painter(&picture);
    for (QWidget *window : QApplication::topLevelWidgets()) {
        const bool isOver
            = window->windowType() == Qt::ToolTip || window->windowType() == Qt::Popup;
        if (isOver && window->isVisible())
            painter.drawPixmap(m_window.mapFromGlobal(window->pos()), window->grab());
    }
    return picture;
}

bool Tour::save()
{
    const QString theme
        = m_look.theme().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    const QString title = QString::fromLatin1(stops[m_step % stopCount].picture);
    if (title.isEmpty())
        return true;
    const QString name = QStringLiteral("%1-%2.png").arg(title, theme);
    return picture().save(QDir(m_folder).filePath(name));
}

} // namespace chancery::app
