// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>

namespace chancery::views {

// Says that live has moved on under the request that is selected, and offers what may become of the
// items: all merged, or the one that is shown with theirs, with mine, or dropped. Hidden where
// nothing has.
class RebasePanel : public QWidget {
    Q_OBJECT

public:
    RebasePanel(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return {m_merge, m_theirs, m_mine, m_drop}; }
    // The request that is selected, and which of its items is shown; null: none.
    void show(const core::ChangeRequest *request, const core::RequestItem *item);

private:
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, void (RebasePanel::*give)());
    void readActions(const core::ChangeRequest *request, const core::RequestItem *item);
    void merge();
    void takeTheirs();
    void keepMine();
    void drop();
    void ask(const QString &title, const QString &text, core::RebaseWay way);

    ViewContext &m_context;
    models::RequestStore &m_requests;
    QLabel *m_text;
    QAction *m_merge = nullptr;
    QAction *m_theirs = nullptr;
    QAction *m_mine = nullptr;
    QAction *m_drop = nullptr;
    core::Rebase m_outdated; // all of them, to be merged
    core::RebaseItem m_shown; // the one that is shown
    QString m_path; // of that one
};

} // namespace chancery::views
