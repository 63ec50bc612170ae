// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>
#include <QTreeWidget>
#include <QWidget>

namespace chancery::models {
struct ActionState;
}

namespace chancery::views {

class Banner;

// One emergency session: who, where, why and until when; what was done in it and what became of
// that; who was told; and the steps that can be taken, each of which says why it cannot.
class SessionPage : public QWidget {
    Q_OBJECT

public:
    explicit SessionPage(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return m_commands; }

Q_SIGNALS:
    void changeWanted();
    void reviewWanted();

private:
    using Step = void (SessionPage::*)();

    void makeCommands();
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, Step step);
    QWidget *makeHeader();
    QWidget *makeContent();
    void read();
    void readActions(const core::EmergencySession &session);
    void readFacts(const core::EmergencySession &session);
    void readStates();
    void readTime();
    void readOutcome();
    void openRow(QTreeWidgetItem *item, int column);
    void change() { Q_EMIT changeWanted(); }
    void review() { Q_EMIT reviewWanted(); }
    void confirm();
    QString passwordLabel() const;
    void extend();
    void end();
    void ratify();

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    Banner *m_banner;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_time = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_hint = nullptr;
    QTreeWidget *m_actions = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_told = nullptr;
    QAction *m_change = nullptr;
    QAction *m_confirm = nullptr;
    QAction *m_extend = nullptr;
    QAction *m_end = nullptr;
    QAction *m_review = nullptr;
    QAction *m_ratify = nullptr;
    QList<QAction *> m_commands;
};

} // namespace chancery::views
