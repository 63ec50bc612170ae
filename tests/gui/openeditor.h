// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "tests/support/console.h"

#include <QtTest/QTest>

namespace chancery::support {

// Alice's editor of a config in production, with the focus, once it has read the text. A large one
// is read in the executor, on a busy machine for some seconds. Null: it did not come to that.
inline editors::ConfigEditor *openEditor(Console &console, const char *path, int patience = 30'000)
{
    const bool isOpen = console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QString::fromLatin1(path));
    console.window().activateWindow();
    if (!isOpen || !QTest::qWaitForWindowActive(&console.window()))
        return nullptr;
    auto *editor = console.find<editors::ConfigEditor>(QString());
    editor->setFocus();
    return QTest::qWaitFor([editor] { return !editor->isBusy() && editor->line() > 0; }, patience)
        ? editor
        : nullptr;
}

} // namespace chancery::support
