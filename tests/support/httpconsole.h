// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/consoledriver.h"

#include <QTemporaryDir>

namespace chancery::support {

// The console of one person at a computer of their own, as it is shipped: HTTP, the system's clock,
// the storage on disk. Several may be open beside each other.
class HttpConsole : public ConsoleDriver {
public:
    HttpConsole();
    ~HttpConsole() override;

    // Adds the server's address to the list and connects to it.
    bool connectTo(const QString &url);
    // Where it keeps what it keeps.
    QString folder() const { return m_folder.path(); }
    // The same, until somebody is signed in and looks at an environment.
    bool arrive(int port, const QString &name, const QString &environment);
    // As keys pressed in the editor that is on screen: the caret goes behind the text, then types.
    bool putCaretBehind(const QString &text);
    bool type(const QString &text);
    bool press(Qt::Key key, int times = 1);

protected:
    // As makePerson() gives it.
    QString passwordOf(const QString &) const override { return QStringLiteral("correct horse"); }

private:
    QWidget *editor() const;

    QTemporaryDir m_folder;
};

} // namespace chancery::support
