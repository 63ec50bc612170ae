// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionstate.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;
class BlastRadius;
class RequestFacts;
class ChecksPanel;
class SchedulePanel;
class SchemaPanel;
class RebasePanel;
class ThreadsPanel;
class DifferenceKeeper;
class ProofPanel;
class SchemaShelf;

// One change request: why, what it still needs, the difference it makes, what has been said, and
// the actions, each of which names what it binds.
class RequestPage : public QWidget {
    Q_OBJECT

public:
    RequestPage(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const;

Q_SIGNALS:
    void revertWanted(const core::ChangeRequest &request);
    void rebaseWanted(const core::ChangeRequest &request);

private:
    void makeCommands();
    QAction *addCommand(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    QWidget *makeHeader();
    QWidget *makeSide();
    QWidget *makeDifference();
    void read();
    void readActions(const core::ChangeRequest &request);
    void readRequirements(const core::ChangeRequest &request);
    void readTimeline(const core::ChangeRequest &request);
    void readItems(const core::ChangeRequest &request);
    void showItem(int row);
    void readOutcome();
    void approve();
    void ask(const QString &title, const QString &text, const QString &reasonLabel,
        std::function<void(const QString &)> act);

    ViewContext &m_context;
    models::RequestStore &m_store;
    SchemaShelf *m_schemas;
    Banner *m_banner;
    SchedulePanel *m_schedule;
    ChecksPanel *m_checks;
    RebasePanel *m_outdated = nullptr;
    ThreadsPanel *m_threads;
    ProofPanel *m_proof;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_digest = nullptr;
    QWidget *m_requirements = nullptr;
    QVBoxLayout *m_requirementRows = nullptr;
    QLabel *m_timeline = nullptr;
    RequestFacts *m_facts = nullptr;
    BlastRadius *m_reach = nullptr;
    QListWidget *m_items = nullptr;
    SchemaPanel *m_schemaPanel = nullptr;
    editors::DiffView *m_difference = nullptr;
    DifferenceKeeper *m_keeper = nullptr;
    QAction *m_approve = nullptr;
    QAction *m_requestChanges = nullptr;
    QAction *m_comment = nullptr;
    QAction *m_reject = nullptr;
    QAction *m_apply = nullptr;
    QAction *m_withdraw = nullptr;
    QAction *m_claim = nullptr;
    QAction *m_revert = nullptr;
    QAction *m_rebase = nullptr;
    QToolButton *m_claimButton = nullptr;
    QToolButton *m_revertButton = nullptr;
    QString m_shown; // which texts the difference shows
};

} // namespace chancery::views
