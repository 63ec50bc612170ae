// SPDX-License-Identifier: Apache-2.0
#include "programs.h"

#include "tests/support/corpus.h"
#include "tests/support/programpath.h"

#include <QDir>
#include <QFile>

namespace chancery::support {

namespace {

constexpr int patience = 20'000;
constexpr int longPatience = 240'000; // an import of a thousand files

bool write(const QString &file, const QByteArray &content)
{
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(content) == content.size();
}

} // namespace

Shell::Shell(const QString &home)
    : m_home(home)
{
    QDir().mkpath(home);
}

bool Shell::login(int port, const QString &name) const
{
    return run({QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(port),
                   QStringLiteral("--name"), name, QStringLiteral("--password-stdin")},
               "correct horse\n")
               .exitCode
        == 0;
}

Outcome Shell::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home);
    process.setProcessEnvironment(environment);
    process.start(support::programPath(QStringLiteral("chancery-cli")), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(longPatience))
        return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
        process.readAllStandardError().toStdString()};
}

Outcome Shell::run(const char *arguments) const
{
    return run(QString::fromLatin1(arguments).split(QLatin1Char(' ')));
}

AgentProcess::AgentProcess(const QString &folder)
    : m_folder(folder)
{
    QDir().mkpath(folder);
}

AgentProcess::~AgentProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(patience);
}

bool AgentProcess::start(const QByteArray &settings, const std::string &token)
{
    if (!write(file(QStringLiteral("agent.yaml")), settings)
        || !write(file(QStringLiteral("token")), QByteArray::fromStdString(token) + '\n'))
        return false;
    m_process.setStandardErrorFile(file(QStringLiteral("log")));
    m_process.start(support::programPath(QStringLiteral("chancery-agent")),
        {QStringLiteral("--config"), file(QStringLiteral("agent.yaml")),
            QStringLiteral("--ready-file"), file(QStringLiteral("ready"))});
    return m_process.waitForStarted(patience);
}

int AgentProcess::stop()
{
    m_process.terminate();
    m_process.waitForFinished(patience);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

bool AgentProcess::isReady() const
{
    return contentOf(file(QStringLiteral("ready")).toStdString()) == "ready\n";
}

std::string AgentProcess::log() const
{
    return contentOf(file(QStringLiteral("log")).toStdString());
}

} // namespace chancery::support
