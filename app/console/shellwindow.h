// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/bell.h"
#include "app/console/workarea.h"
#include "models/sessionstore.h"
#include "views/common/finder.h"

#include <QMainWindow>

class QLabel;
class QProgressBar;

namespace chancery::app {

// The window: menus, status bar, and either the start page or the work area of a session. Binds the
// menus to whatever view is in front and knows no view by name.
class ShellWindow : public QMainWindow, public views::Prompt {
    Q_OBJECT

public:
    struct Services {
        views::Look &look;
        const core::Clock &clock;
        core::Executor &compute;
        QSettings &settings;
    };

    ShellWindow(models::SessionStore &session, const Services &services);
    ~ShellWindow() override;

    void ask(const views::Question &question,
        std::function<void(const views::PromptAnswer &)> done) override;
    void beginWork(models::Stores &stores);
    void endWork();
    WorkArea *workArea() { return m_work; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

Q_SIGNALS:
    void firstPainted();

private:
    void makeMenus();
    void makeFileMenu();
    void makeEditMenu();
    void makeViewMenu();
    void makeHelpMenu();
    void makeStatusBar();
    void fillGoMenu();
    void showView();
    void showOperations();
    void showAuditState();
    void findEverywhere();
    void goToEmergency();
    void onView(void (views::View::*command)());
    void updateUndo();
    void updateSession();
    // A disabled command says why, where the palette reads it too.
    static void allow(QAction &action, bool isPossible, const QString &whyNot);
    void openQuickly();
    void openPalette();
    void showKeys();
    void changePassword();
    views::Finder &openFinder(const QString &name, const QString &title);
    void toggleTheme();

    models::SessionStore &m_session;
    Services m_services;
    QStackedWidget *m_pages;
    WorkArea *m_work = nullptr;
    models::Stores *m_stores = nullptr;
    std::unique_ptr<Bell> m_bell;
    std::unique_ptr<QSettings> m_layout; // of this connection
    QMenu *m_goMenu = nullptr;
    QMenu *m_viewCommands = nullptr;
    QAction *m_signOut = nullptr;
    QAction *m_changePassword = nullptr;
    QAction *m_quickOpen = nullptr;
    QAction *m_filter = nullptr;
    QAction *m_findEverywhere = nullptr;
    QAction *m_emergency = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_redo = nullptr;
    QLabel *m_operationText = nullptr;
    QProgressBar *m_operationBar = nullptr;
    QLabel *m_noticeText = nullptr;
    QLabel *m_auditText = nullptr;
    QLabel *m_cursorText = nullptr;
    bool m_isPainted = false;
};

} // namespace chancery::app
