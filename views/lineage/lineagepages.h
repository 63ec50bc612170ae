// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/view.h"
#include "views/viewcontext.h"

#include <QStackedWidget>
#include <QTabBar>

namespace chancery::views {

class HindsightPage;
class InstantsPage;
class LineageView;
class RollbackPanel;

// All that is about the past: the versions, what changed before something broke, what held at two
// instants; and the way back, which is entered from any of them.
class LineagePages : public View {
    Q_OBJECT

public:
    explicit LineagePages(ViewContext &context);
    ~LineagePages() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;
    QString configPath() const override;

private:
    enum Page { Versions, Before, Instants, Rollback };

    void connectParts();
    void makeCommands();
    void show(int page);
    RollbackPanel &rollbackPanel();
    void rollBack(const core::ConfigId &config, const core::VersionId &target);
    void rollBackToInstant();

    ViewContext &m_context;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    LineageView *m_versions;
    HindsightPage *m_before;
    InstantsPage *m_instants = nullptr; // these two are made when they are first wanted
    RollbackPanel *m_rollback = nullptr;
    QList<QAction *> m_commands;
};

} // namespace chancery::views
