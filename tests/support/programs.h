// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QStringList>

#include <string>

namespace chancery::support {

struct Outcome {
    int exitCode = -1;
    std::string out;
    std::string errors;
};

// One person at a shell: the real chancery-cli with a home of its own, signed in to one server.
// Commands run one by one; each waits for its end. Used by one thread.
class Shell {
public:
    explicit Shell(const QString &home);

    // With the password that makePerson() gives.
    bool login(int port, const QString &name) const;
    Outcome run(const QStringList &arguments, const QByteArray &input = {}) const;
    // Words without blanks of their own.
    Outcome run(const char *arguments) const;

private:
    QString m_home;
};

// A chancery-agent of its own: the real program over one configuration file in a folder of its own.
// Ended with this object.
class AgentProcess {
public:
    // The settings file and the token are written there.
    explicit AgentProcess(const QString &folder);
    ~AgentProcess();

    bool start(const QByteArray &settings, const std::string &token);
    // By SIGTERM; the exit code.
    int stop();

    QString file(const QString &name) const { return m_folder + QLatin1Char('/') + name; }
    bool isReady() const;
    // Of the program that was started: another number would be a restart.
    qint64 processId() const { return m_process.processId(); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    std::string log() const;

private:
    QString m_folder;
    QProcess m_process;
};

} // namespace chancery::support
