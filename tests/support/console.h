// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/consoledriver.h"
#include "tests/support/demoworld.h"

#include <QTemporaryDir>

namespace chancery::support {

// The console on a scripted server.
class Console : public ConsoleDriver, public models::ServerLauncher {
public:
    using Fill = void (*)(ScriptedCms &);

    explicit Console(
        views::Theme::Kind theme = views::Theme::Kind::Light, Fill fill = fillDemoWorld);
    ~Console() override;

    ScriptedCms &cms() { return *m_cms; }
    std::shared_ptr<core::Mailbox> mailbox() const { return m_mailbox; }
    // Of the next beginning; this desktop's own are never used.
    models::SignInAids aids;
    std::optional<QStringList> languages;
    QString translationsFolder;
    core::Call launch(
        const models::Profile &profile, core::Handler<models::Endpoint> done) override;
    bool connectToServer();
    // Nothing more reaches the disk, the program is gone, and another one begins on what is there.
    void crashAndBeginAgain();
    // Another program's folder, as it was left.
    void beginOn(const QString &folder);
    QString folder() const { return m_folders.back()->path(); }
    int unsavedTextCount() const;

protected:
    QString passwordOf(const QString &name) const override
    {
        return name + QStringLiteral("-password");
    }

private:
    class FixedClock : public core::Clock {
    public:
        core::Instant now() const override { return instant; }
        core::Instant instant;
    };

    void beginHere();

    std::vector<std::unique_ptr<QTemporaryDir>> m_folders; // the last one is in use
    app::Options m_options;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::shared_ptr<ScriptedCms> m_cms;
    FixedClock m_clock;
};

} // namespace chancery::support
