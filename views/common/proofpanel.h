// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/proofstore.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace chancery::views {

// Stands where the answer to an action would: the server opens it only to who was asked a moment
// ago who they are. Asks for that in place, and does the action again. Hidden while nothing waits
// for it.
class ProofPanel : public QFrame {
    Q_OBJECT

public:
    // The operation is the action; both live longer than the panel.
    ProofPanel(models::ProofStore &proof, models::Operation &action, QWidget *parent = nullptr);

private:
    void read();
    void confirm();
    void leave();

    models::ProofStore &m_proof;
    models::Operation &m_action;
    QLabel *m_text;
    QLineEdit *m_password;
    QPushButton *m_confirm;
    QLabel *m_problem;
};

} // namespace chancery::views
