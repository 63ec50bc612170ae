// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionstate.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QTabBar>

class QSplitter;
class QStackedWidget;
class QTableView;

namespace chancery::editors {
class ProblemsModel;
}

namespace chancery::views {

class ConfigTreePane;
class DocumentPage;
class Inspector;
class StateOverlay;

// The home: tree of configs, tabs of editors, Inspector and Problems. A tab is one config in one
// environment; changing the environment of the window opens the same config there.
class ConfigView : public View {
    Q_OBJECT

public:
    explicit ConfigView(ViewContext &context);
    ~ConfigView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    bool canUndo() const override;
    bool canRedo() const override;
    void undo() override;
    void redo() override;
    void focusFilter() override;
    bool isSettled() const override;

private:
    QAction *addCommand(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    void makeCommands();
    QWidget *makeBarOverPages();
    QWidget *makeProblems();
    QWidget *makeDocuments();
    void open(const core::ConfigId &id);
    void openIn(const core::Config &config, const core::EnvironmentId &environment);
    void connectPage(DocumentPage *page);
    QWidget *makeCloseButton(QWidget *page);
    void close(int index);
    void showPage(int index);
    void followEnvironment();
    void focusLoaded();
    void openWanted();
    void readAgain();
    void refresh();
    void refreshChips(const DocumentPage &page);
    void updateProblems();
    void updateCursor();
    void discard();
    DocumentPage *current() const;
    static void set(QAction *action, const models::ActionState &state);

    ViewContext &m_context;
    ConfigTreePane *m_tree;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    StateOverlay *m_overlay = nullptr;
    Inspector *m_inspector;
    editors::ProblemsModel *m_problems;
    QTableView *m_problemTable = nullptr;
    QLabel *m_problemCount = nullptr;
    QWidget *m_bar = nullptr;
    QLabel *m_path = nullptr;
    QLabel *m_placeChip = nullptr;
    QLabel *m_formatChip = nullptr;
    QLabel *m_draftChip = nullptr;
    QAction *m_submit = nullptr;
    QAction *m_compare = nullptr;
    QAction *m_save = nullptr;
    QAction *m_discard = nullptr;
    QAction *m_lineage = nullptr;
    QAction *m_nextProblem = nullptr;
    QAction *m_closeTab = nullptr;
    QString m_wantedPath;
    bool m_isFollowing = false;
    bool m_focusWhenLoaded = false;
};

} // namespace chancery::views
