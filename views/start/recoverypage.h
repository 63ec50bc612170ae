// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/sessionstore.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

namespace chancery::views {

// Signing in with a key of recovery access: its file, what opens it, and why it is used. Beside
// name and password, for the day on which nobody can sign in with those.
class RecoveryPage : public QWidget {
    Q_OBJECT

public:
    RecoveryPage(models::SessionStore &session, QWidget *parent = nullptr);

    // With empty fields.
    void begin();

Q_SIGNALS:
    void left();

private:
    void connectAll(QPushButton *choose, QPushButton *back);
    void chooseFile();
    void submit();
    void read();

    models::SessionStore &m_session;
    QLineEdit *m_file;
    QLineEdit *m_passphrase;
    QLineEdit *m_reason;
    QLabel *m_problem;
    QPushButton *m_openButton;
};

} // namespace chancery::views
