// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/composition.h"

#include <QtTest/QtTest>

namespace chancery::support {

// The real composition with the real window, and the verbs of somebody who sits before it. The only
// place of the journeys that knows object names. What the composition stands on is the heir's, who
// ends it before that goes.
class ConsoleDriver {
public:
    virtual ~ConsoleDriver();

    app::ShellWindow &window() { return m_composition->window(); }
    app::Composition &composition() { return *m_composition; }

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
    // In the page of a rollback, once it is known what it would do.
    bool rollBack(const QString &reason, const QString &confirmation);
    bool select(const QString &table, const QString &cellText);
    // No operation of a store runs any more.
    bool isAtRest() const
    {
        const models::Stores *stores = m_composition->stores();
        return !stores || stores->operations.running().empty();
    }
    QString textOf(const QString &label) const;
    // Of all banners on screen.
    QStringList banners() const;
    QStringList rowsOf(const QString &table) const;
    template <typename T>
    T *find(const QString &name) const
    {
        for (T *widget : m_composition->window().findChildren<T *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    QAction *action(const QString &name) const;
    // Into the folder named by CHANCERY_PICTURES, if it is set.
    void picture(const QString &name);

protected:
    ConsoleDriver();
    void begin(const app::Options &options, app::Parts parts);
    void end() { m_composition.reset(); }
    bool waitForSignIn();
    virtual QString passwordOf(const QString &name) const = 0;

private:
    std::unique_ptr<app::Composition> m_composition;
};

} // namespace chancery::support
