// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace chancery::views {

// One event as it was logged, with the proof that it is in the signed log.
class EventPanel : public QWidget {
    Q_OBJECT

public:
    explicit EventPanel(ViewContext &context, QWidget *parent = nullptr);

private:
    void read();
    void readPerson();
    void verify();
    void copyProof();

    ViewContext &m_context;
    models::AuditStore &m_store;
    models::PersonalStore &m_personal;
    QLabel *m_title;
    QLabel *m_person;
    QLabel *m_proof;
    QLabel *m_steps;
    QPushButton *m_verify;
    QPushButton *m_copy;
    QPlainTextEdit *m_leaf;
    bool m_isAsked = false;
};

} // namespace chancery::views
