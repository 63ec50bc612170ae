// SPDX-License-Identifier: Apache-2.0
#include "embeddedserver.h"

#include "engine/core/document/value.h"
#include "models/qtconvert.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace chancery::app {

using namespace std::chrono_literals;

namespace {

core::Error problem(const char *code, const QString &detail)
{
    return {core::ErrorKind::Offline, code, models::fromQt(detail), {}, {}, {}};
}

} // namespace

EmbeddedServer::EmbeddedServer(
    QString programFolder, QString root, std::shared_ptr<core::Mailbox> mailbox, Welcome welcome)
    : m_programFolder(std::move(programFolder))
    , m_root(std::move(root))
    , m_mailbox(std::move(mailbox))
    , m_welcome(welcome)
{
    m_look.setInterval(15ms);
    connect(&m_look, &QTimer::timeout, this, &EmbeddedServer::lookForReadyFile);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            answer(problem("server-missing", m_process.errorString()));
    });
    connect(&m_process, &QProcess::finished, this, [this] {
        m_url.clear();
        answer(problem(
            "server-ended", QString::fromUtf8(m_process.readAllStandardError()).right(2000)));
    });
}

EmbeddedServer::~EmbeddedServer()
{
    disconnect(&m_process, nullptr, this, nullptr);
    stop();
}

core::Call EmbeddedServer::launch(
    const models::Profile &profile, core::Handler<models::Endpoint> done)
{
    m_token = std::make_shared<core::CancelToken>();
    m_done = std::move(done);
    const auto token = m_token;
    m_dataFolder = QDir(m_root).filePath(QStringLiteral("servers/") + profile.id);
    if (m_process.state() == QProcess::NotRunning)
        start();
    else if (!m_url.empty())
        answer(models::Endpoint{m_url, {}, takeToken()});
    return core::Call(token);
}

void EmbeddedServer::start()
{
    QDir().mkpath(m_dataFolder);
    QFile::setPermissions(m_dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_readyFile = m_dataFolder + QStringLiteral("/ready");
    QFile::remove(m_readyFile);
    const QString program = QDir(m_programFolder).filePath(QStringLiteral("chancery-cms"));
    if (!QFileInfo(program).isExecutable()) {
        answer(problem("server-missing", program));
        return;
    }
    m_process.setStandardOutputFile(QProcess::nullDevice());
    QStringList arguments{QStringLiteral("--data"), m_dataFolder, QStringLiteral("--listen"),
        QStringLiteral("127.0.0.1:0"), QStringLiteral("--ready-file"), m_readyFile,
        QStringLiteral("--stop-on-stdin-close")};
    if (m_welcome == Welcome::Demo)
        arguments << QStringLiteral("--lasting-passwords");
    m_process.start(program, arguments);
    m_look.start();
}

void EmbeddedServer::lookForReadyFile()
{
    QFile file(m_readyFile);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const core::Reading reading = core::read(file.readAll().toStdString(), core::Format::Json);
    if (!reading)
        return;
    m_look.stop();
    m_url = std::string(reading.tree().root()["url"].text());
    answer(models::Endpoint{m_url, {}, takeToken()});
}

// Without a token a name and a password are asked for.
core::Secret EmbeddedServer::takeToken()
{
    if (m_welcome == Welcome::Demo)
        return {};
    QFile file(bootstrapTokenFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return core::Secret(file.readAll().trimmed().toStdString());
}

void EmbeddedServer::answer(core::Result<models::Endpoint> result)
{
    if (!result)
        m_look.stop();
    if (!m_done)
        return;
    auto letter = std::make_shared<core::Result<models::Endpoint>>(std::move(result));
    m_mailbox->post(std::exchange(m_token, nullptr),
        [letter, done = std::exchange(m_done, nullptr)] { done(std::move(*letter)); });
}

void EmbeddedServer::stop()
{
    m_look.stop();
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(3000))
        m_process.kill();
    m_process.waitForFinished(1000);
}

} // namespace chancery::app
