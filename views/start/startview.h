// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/sessionstore.h"
#include "views/common/look.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QWidget>

namespace chancery::views {

class Banner;
class ChoosePasswordPage;
class RecoveryPage;

// The first page: which server, then who. Says in words why a server cannot be used. The only view
// that is there without a session.
class StartView : public QWidget {
    Q_OBJECT

public:
    StartView(models::SessionStore &session, Look &look, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void beginSignIn();
    QWidget *makeCard();
    QWidget *makeProfilesPage();
    QWidget *makeNewServerPage();
    QWidget *makeConnectingPage();
    QWidget *makeSignInPage();
    QWidget *makeProviderPage();
    void readProfiles();
    void connectToSelected();
    void addServer();
    void removeSelected();
    void signIn();
    void showRecovery(bool isShown);
    void update();
    void updateConnecting();
    void updateSigningIn();
    void updateBanner();
    void updateSignInBanner();

    models::SessionStore &m_session;
    Look &m_look;
    Banner *m_banner = nullptr;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_profilesPage = nullptr;
    QWidget *m_newServerPage = nullptr;
    QWidget *m_connectingPage = nullptr;
    QWidget *m_signInPage = nullptr;
    QWidget *m_providerPage = nullptr;
    RecoveryPage *m_recoveryPage = nullptr;
    ChoosePasswordPage *m_choosePasswordPage = nullptr;
    QListWidget *m_profiles = nullptr;
    QPushButton *m_connectButton = nullptr;
    QPushButton *m_removeButton = nullptr;
    QLineEdit *m_serverName = nullptr;
    QLineEdit *m_serverUrl = nullptr;
    QLineEdit *m_authorityFile = nullptr;
    QLabel *m_serverProblem = nullptr;
    QLabel *m_connectingText = nullptr;
    QLabel *m_serverText = nullptr;
    QLineEdit *m_userName = nullptr;
    QLineEdit *m_password = nullptr;
    QPushButton *m_signInButton = nullptr;
    QPushButton *m_providerButton = nullptr;
    QPushButton *m_recoveryButton = nullptr;
    bool m_isRecovering = false; // the page of the recovery key was asked for
    QLabel *m_providerText = nullptr;
};

} // namespace chancery::views
