// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/composition.h"
#include "tests/support/demoworld.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace chancery::support {

// The real composition with the real window on a scripted server, and the verbs of somebody who
// sits before it. The only place of the journeys that knows object names.
class Console : public models::ServerLauncher {
public:
    explicit Console(views::Theme::Kind theme = views::Theme::Kind::Light);
    ~Console() override;

    ScriptedCms &cms() { return *m_cms; }
    app::ShellWindow &window() { return m_composition->window(); }
    app::Composition &composition() { return *m_composition; }

    core::Call launch(
        const models::Profile &profile, core::Handler<models::Endpoint> done) override;

    // Nothing more reaches the disk, the program is gone, and another one begins on what is there.
    void crashAndBeginAgain();
    int unsavedTextCount() const;

    bool connectToServer();
    bool signIn(const QString &name);
    bool signOut();
    bool chooseEnvironment(const QString &id);
    bool openView(const QString &id);
    bool openConfig(const QString &path);
    bool openRequest(const QString &id);
    bool trigger(const QString &action);
    bool click(const QString &button);
    bool write(const QString &field, const QString &text);
    bool answerPrompt(const QString &reason, const QString &confirmation = {});
    bool select(const QString &table, const QString &cellText);
    // No operation of a store runs any more.
    bool isAtRest() const { return m_composition->stores()->operations.running().empty(); }
    QString textOf(const QString &label) const;
    QStringList rowsOf(const QString &table) const;
    template <typename T>
    T *find(const QString &name) const
    {
        for (T *widget : window_().findChildren<T *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    QAction *action(const QString &name) const;
    // Into the folder named by CHANCERY_PICTURES, if it is set.
    void picture(const QString &name);

private:
    app::ShellWindow &window_() const { return m_composition->window(); }

    class FixedClock : public core::Clock {
    public:
        core::Instant now() const override { return instant; }
        core::Instant instant;
    };

    void begin();

    std::vector<std::unique_ptr<QTemporaryDir>> m_folders; // the last one is in use
    app::Options m_options;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::shared_ptr<ScriptedCms> m_cms;
    FixedClock m_clock;
    std::unique_ptr<app::Composition> m_composition;
};

} // namespace chancery::support
