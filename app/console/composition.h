// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/demo.h"
#include "app/console/demofolder.h"
#include "app/console/draftkey.h"
#include "app/console/keychainvault.h"
#include "app/console/options.h"
#include "app/console/shellwindow.h"
#include "app/console/systembrowser.h"
#include "app/console/tour.h"
#include "app/console/translations.h"
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
    std::optional<QStringList> languages; // none: the desktop's
    QString translationsFolder; // empty: what is shipped
    std::optional<models::SignInAids> aids; // none: this desktop's browser and keychain
};

// Everything there is, in the order in which it needs each other, taken down in reverse. The only
// place that names concrete classes.
class Composition {
public:
    explicit Composition(const Options &options, Parts parts = {});
    ~Composition();

    // What the command line asked for, once the window is painted.
    void begin();
    models::SessionStore &session() { return m_session; }
    ShellWindow &window() { return m_window; }
    views::Look &look() { return m_look; }
    models::Stores *stores() { return m_stores.get(); }
    EmbeddedServer &server() { return m_server; }
    QString dataFolder() const { return m_dataFolder; }

private:
    QString keyFile() const; // where there is no keychain
    models::AuditPlace auditPlace(const core::Result<core::Secret> &draftKey);
    models::VaultSetup vaultSetup(core::Result<core::Secret> key) const;
    models::ApiFactory factoryOf(Parts &parts);
    void beginSession(core::Result<core::Secret> draftKey);
    void endTour(bool isComplete);
    void endSession();

    Options m_options;
    Translations m_translations;
    std::unique_ptr<DemoFolder> m_demoFolder; // null: no demo
    QString m_dataFolder;
    QString m_programFolder;
    std::chrono::microseconds m_skew{0}; // of this computer's clock, before there are stores
    QSettings m_settings;
    core::SystemClock m_systemClock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    models::MailPump m_pump;
    core::Executor m_storage;
    core::Executor m_compute;
    core::Executor m_reports;
    const core::Clock &m_clock;
    views::Look m_look;
    EmbeddedServer m_server;
    SystemBrowser m_browser;
    KeychainVault m_vault;
    models::SignInAids m_aids;
    DraftKey m_draftKey;
    models::SessionStore m_session;
    std::unique_ptr<models::Stores> m_stores;
    ShellWindow m_window;
    Demo m_demo;
    Tour m_tour;
};

} // namespace chancery::app
