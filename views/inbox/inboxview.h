// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>

namespace chancery::views {

class StateOverlay;
class TablePane;

struct InboxRow {
    core::Notification told;
    core::Instant now;

    QString id() const;
    friend bool operator==(const InboxRow &, const InboxRow &) = default;
};

// What the server told whoever is signed in, the newest first. A row leads to the request or the
// session that it is about, and is read by that.
class InboxView : public View {
    Q_OBJECT

public:
    explicit InboxView(ViewContext &context);
    ~InboxView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QWidget *makeTools();
    QAction *makeAction(
        const char *icon, const QString &text, const QString &name, const QKeySequence &key);
    void read();
    void readActions();
    void open(const QString &id);
    void markSelected();
    const core::Notification *current() const;

    ViewContext &m_context;
    models::InboxStore &m_store;
    std::unique_ptr<models::TableModel<InboxRow>> m_model;
    TablePane *m_table;
    StateOverlay *m_overlay;
    QLabel *m_summary;
    QAction *m_open;
    QAction *m_markRead;
    QAction *m_markAll;
    QAction *m_unreadOnly;
    QAction *m_more;
    QAction *m_reload;
};

} // namespace chancery::views
