// SPDX-License-Identifier: Apache-2.0
#include "demo.h"

#include "models/qtconvert.h"
#include "views/common/errortext.h"

#include <QFile>

namespace chancery::app {

Demo::Demo(models::SessionStore &session, EmbeddedServer &server, core::Executor &executor)
    : m_session(session)
    , m_server(server)
    , m_executor(executor)
{
    connect(&session, &models::SessionStore::changed, this, &Demo::follow);
    connect(&session.connecting(), &models::Operation::changed, this, [this] {
        if (m_session.connecting().hasFailed())
            Q_EMIT failed(views::errorDetails(m_session.connecting().error()));
    });
    connect(&m_loading, &models::Operation::changed, this, [this] {
        if (m_loading.hasFailed())
            Q_EMIT failed(views::errorDetails(m_loading.error()));
    });
}

void Demo::start()
{
    m_session.connectTo(models::Profile(m_session.profiles().front()));
}

void Demo::follow()
{
    if (m_session.stage() == models::SessionStore::Stage::SigningIn
        && !std::exchange(m_hasBegun, true))
        load();
}

void Demo::load()
{
    QFile file(m_server.bootstrapTokenFile());
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT failed(tr("The embedded server left no token in “%1”.").arg(file.fileName()));
        return;
    }
    const std::string token = file.readAll().trimmed().toStdString();
    m_loading.start<DemoWorkspace>(
        tr("Loading the demo workspace"),
        [this, token](core::Handler<DemoWorkspace> done) {
            return m_executor.run<DemoWorkspace>(
                [url = m_server.url(), token](
                    const core::CancelToken &cancelled) { return loadDemo(url, token, cancelled); },
                std::move(done));
        },
        [this](const DemoWorkspace &workspace) {
            Q_EMIT loaded();
            m_session.signIn(models::toQt(workspace.signIn), QString::fromLatin1(demoPassword));
        });
}

} // namespace chancery::app
