// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/sessionstore.h"
#include "views/start/passwordform.h"

#include <QDialog>

namespace chancery::views {

// Changes the password of who is signed in. Deletes itself when it is closed; closes by itself when
// the server has taken the new one.
class PasswordDialog : public QDialog {
    Q_OBJECT

public:
    PasswordDialog(models::SessionStore &session, QWidget *parent);

private:
    void readOutcome();

    models::SessionStore &m_session;
    PasswordForm *m_form;
};

} // namespace chancery::views
