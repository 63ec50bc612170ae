// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "models/mailpump.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace chancery::bench {

// An editor in a window of its own, on one file, with the executor that it needs.
class EditorWindow {
public:
    explicit EditorWindow(const std::string &file);

    editors::ConfigEditor &editor() { return m_editor; }
    QObject &context() { return m_editor; }
    // Compiles a schema file; false when it cannot be used.
    bool setSchema(const std::string &file);
    // Begins to open and calls once everything is painted, read and checked.
    void open(std::function<void()> whenReady);
    // The caret at that part of the text, at the beginning of a line and on screen.
    void goTo(double part);
    void press(int key, const QString &text);
    // Runs the event loop; the program's exit code.
    int run() { return QApplication::exec(); }

private:
    int m_count = 1;
    std::string m_name = "chancery-bench";
    char *m_arguments[2] = {m_name.data(), nullptr};
    QApplication m_application;
    std::string m_file;
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    models::MailPump m_pump;
    core::Executor m_executor;
    editors::ConfigEditor m_editor;
};

// Peak memory of this program in MiB.
double peakMemory();

} // namespace chancery::bench
