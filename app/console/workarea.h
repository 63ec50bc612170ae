// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/viewlist.h"
#include "views/common/banner.h"
#include "views/emergency/emergencybanner.h"

#include <QButtonGroup>
#include <QStackedWidget>
#include <QToolButton>

namespace chancery::app {

// Everything that is on screen during a session: the edge in the environment's colour, the top bar,
// the banner, the rail and the views, which are made when they are first wanted.
class WorkArea : public QWidget, public views::Navigator {
    Q_OBJECT

public:
    struct Services {
        views::Look &look;
        views::Prompt &prompt;
        const core::Clock &clock;
        core::Executor &compute;
        QSettings &settings;
    };

    WorkArea(models::Stores &stores, const QString &serverName, const Services &services,
        QWidget *parent = nullptr);
    ~WorkArea() override;

    void goTo(const views::Destination &destination) override;
    // The way to sign out: each view goes in an event of its own, because together they keep the
    // window for too long.
    void takeDown();
    // Null before the first is made and while they are taken down.
    views::View *currentView() const;
    QString currentId() const;
    QString currentTitle() const;
    const std::vector<const views::ViewDescriptor *> &offered() const { return m_offered; }
    QList<views::View *> madeViews() const;

Q_SIGNALS:
    void viewChanged();
    // No view is left; whoever made this may sign out.
    void takenDown();

private:
    QWidget *makeTopBar(const QString &serverName);
    QWidget *makeAccountButton();
    QWidget *makeRail();
    void fillEnvironments();
    void showEnvironment();
    void showBanner();
    void showFirst();
    void showWaiting();
    void showCount(std::string_view id, int count);
    void makeView(std::size_t index);
    views::View *viewAt(std::size_t index);

    models::Stores &m_stores;
    views::Look &m_look;
    views::ViewContext m_context;
    std::vector<const views::ViewDescriptor *> m_offered;
    std::vector<views::View *> m_views;
    QFrame *m_edge;
    views::Banner *m_banner;
    views::EmergencyBanner *m_emergency;
    QButtonGroup *m_railButtons;
    QButtonGroup *m_environmentButtons;
    QWidget *m_environmentSwitch = nullptr;
    QToolButton *m_account = nullptr;
    QStackedWidget *m_stack;
    std::size_t m_current = 0;
    QList<QWidget *> m_undressed; // parts of a view that is being made
    bool m_hasShown = false;
    bool m_isLeaving = false;
};

} // namespace chancery::app
