// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/demoloader.h"
#include "app/console/embeddedserver.h"
#include "engine/core/executor.h"

namespace chancery::app {

// "--demo": starts the embedded server, loads the workspace if it is not there yet and signs in.
class Demo : public QObject {
    Q_OBJECT

public:
    Demo(models::SessionStore &session, EmbeddedServer &server, core::Executor &executor);

    void start();

Q_SIGNALS:
    void loaded();
    void failed(const QString &what);

private:
    void follow();
    void load();

    models::SessionStore &m_session;
    EmbeddedServer &m_server;
    core::Executor &m_executor;
    models::Operation m_loading;
    bool m_hasBegun = false;
};

} // namespace chancery::app
