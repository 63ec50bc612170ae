// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTimer>

namespace chancery::views {

class Banner;
class StateOverlay;
class TablePane;

// An event of the log, which never changes; its names are looked up when they are shown.
struct EventLine {
    audit::EventRow event;
    const models::Stores *stores;

    QString id() const;
    friend bool operator==(const EventLine &one, const EventLine &other)
    {
        return one.event.seq == other.event.seq;
    }
};

// The cached log: newest first, searched in the cache, with each event's evidence and proof.
class AuditView : public View {
    Q_OBJECT

public:
    explicit AuditView(ViewContext &context);
    ~AuditView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QWidget *makeBarOverTable();
    QWidget *makeDetail();
    void connectStore();
    void read();
    void readNames();
    void readDetail();
    void readState();

    ViewContext &m_context;
    models::AuditStore &m_store;
    std::unique_ptr<models::TableModel<EventLine>> m_model;
    TablePane *m_table;
    StateOverlay *m_overlay;
    Banner *m_banner;
    QLineEdit *m_search = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_detailTitle = nullptr;
    QLabel *m_proof = nullptr;
    QPlainTextEdit *m_leaf = nullptr;
    QAction *m_verify = nullptr;
    QAction *m_sync = nullptr;
    QTimer m_typing;
};

} // namespace chancery::views
