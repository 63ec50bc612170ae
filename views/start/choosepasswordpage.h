// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/sessionstore.h"
#include "views/start/passwordform.h"

namespace chancery::views {

// What stands in front of everything else while the password is one that an administrator issued:
// who issued it and when, and the choice of another.
class ChoosePasswordPage : public QWidget {
    Q_OBJECT

public:
    ChoosePasswordPage(models::SessionStore &session, QWidget *parent = nullptr);

    // current: what was typed to sign in; empty where nothing was.
    void begin(const QString &current);

private:
    void readOutcome();

    models::SessionStore &m_session;
    QLabel *m_text;
    PasswordForm *m_form;
};

} // namespace chancery::views
