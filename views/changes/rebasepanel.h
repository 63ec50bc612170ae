// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>

namespace chancery::views {

// Says that live has moved on under the request that is selected, and offers to put it onto what is
// live, or to leave out the config that is shown. Hidden where nothing has.
class RebasePanel : public QWidget {
    Q_OBJECT

public:
    // The action is the page's own.
    RebasePanel(ViewContext &context, QAction &rebase, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return {m_drop}; }
    // The request that is selected, and which of its items is shown; null: none.
    void show(const core::ChangeRequest *request, const core::RequestItem *item);

private:
    void readAction(const core::ChangeRequest *request, const core::RequestItem *item);
    void drop();

    ViewContext &m_context;
    models::RequestStore &m_requests;
    QLabel *m_text;
    QAction *m_drop;
    core::RebaseItem m_shown; // the config that is shown
    QString m_path; // of that one
};

} // namespace chancery::views
