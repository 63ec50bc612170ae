// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/embeddedserver.h"
#include "app/console/options.h"
#include "app/console/shellwindow.h"
#include "models/mailpump.h"

#include <QSettings>

namespace chancery::app {

// What stands for the outer world; tests give other parts.
struct Parts {
    models::ApiFactory makeApi; // empty: HTTP
    models::ServerLauncher *launcher = nullptr; // null: the embedded server
    std::shared_ptr<core::Mailbox> mailbox; // null: its own
    const core::Clock *clock = nullptr; // null: the system's
    QString programFolder; // empty: where this program is
};

// Everything there is, in the order in which it needs each other, taken down in reverse. The only
// place that names concrete classes.
class Composition {
public:
    explicit Composition(const Options &options, Parts parts = {});
    ~Composition();

    models::SessionStore &session() { return m_session; }
    ShellWindow &window() { return m_window; }
    views::Look &look() { return m_look; }
    models::Stores *stores() { return m_stores.get(); }
    EmbeddedServer &server() { return m_server; }
    QString dataFolder() const { return m_dataFolder; }

private:
    void beginSession();
    void endSession();

    QString m_dataFolder;
    QSettings m_settings;
    core::SystemClock m_systemClock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    models::MailPump m_pump;
    core::Executor m_compute;
    views::Look m_look;
    EmbeddedServer m_server;
    models::SessionStore m_session;
    std::unique_ptr<models::Stores> m_stores;
    ShellWindow m_window;
};

} // namespace chancery::app
