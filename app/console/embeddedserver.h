// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"
#include "models/sessionstore.h"

#include <QProcess>
#include <QTimer>

namespace chancery::app {

// The server that the console keeps for itself: a child process on a free port of this machine,
// told apart from others by the file that it writes when it is ready. Stopped with the console.
class EmbeddedServer : public QObject, public models::ServerLauncher {
    Q_OBJECT

public:
    // Whether the console signs in with the token that the server leaves for who started it. In the
    // demo it signs in as one of the people, whose passwords everybody knows and nobody changes.
    enum class Welcome { Demo, SignIn };

    // The program is looked for in its folder; the data folder is made below root.
    EmbeddedServer(QString programFolder, QString root, std::shared_ptr<core::Mailbox> mailbox,
        Welcome welcome = Welcome::SignIn);
    ~EmbeddedServer() override;

    core::Call launch(
        const models::Profile &profile, core::Handler<models::Endpoint> done) override;
    void stop();
    const std::string &url() const { return m_url; }
    // The administrator's token that a server leaves for the one who started it.
    QString bootstrapTokenFile() const { return m_dataFolder + QStringLiteral("/bootstrap-token"); }

private:
    void start();
    void lookForReadyFile();
    core::Secret takeToken();
    void answer(core::Result<models::Endpoint> result);

    QString m_programFolder;
    QString m_root;
    std::shared_ptr<core::Mailbox> m_mailbox;
    Welcome m_welcome;
    QProcess m_process;
    QTimer m_look;
    QString m_dataFolder;
    QString m_readyFile;
    std::string m_url;
    core::Handler<models::Endpoint> m_done;
    std::shared_ptr<core::CancelToken> m_token;
};

} // namespace chancery::app
