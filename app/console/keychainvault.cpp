// SPDX-License-Identifier: Apache-2.0
#include "keychainvault.h"

#include "models/qtconvert.h"

#include <qt6keychain/keychain.h>

namespace chancery::app {

namespace {

QString service()
{
    return QStringLiteral("Chancery");
}

// A job deletes itself when it is through.
void prepare(QKeychain::Job &job, const QString &name)
{
    job.setKey(name);
    job.setAutoDelete(true);
    job.setInsecureFallback(false);
}

} // namespace

core::Call KeychainVault::read(const QString &name, core::Handler<core::Secret> done)
{
    const auto token = std::make_shared<core::CancelToken>();
    auto *job = new QKeychain::ReadPasswordJob(service(), this);
    prepare(*job, name);
    connect(job, &QKeychain::Job::finished, this, [job, token, done = std::move(done)] {
        if (token->isCancelled())
            return;
        if (job->error() == QKeychain::NoError)
            done(core::Secret(job->textData().toStdString()));
        else
            done(core::Error{core::ErrorKind::NotFound, "keychain",
                models::fromQt(job->errorString()), {}, {}, {}});
    });
    job->start();
    return core::Call(token);
}

void KeychainVault::keep(const QString &name, const core::Secret &token)
{
    auto *job = new QKeychain::WritePasswordJob(service(), this);
    prepare(*job, name);
    job->setTextData(models::toQt(token.reveal()));
    connect(job, &QKeychain::Job::finished, this,
        [this, job, name] { Q_EMIT settled(name, job->error() ? job->errorString() : QString()); });
    job->start();
}

void KeychainVault::forget(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(service(), this);
    prepare(*job, name);
    connect(job, &QKeychain::Job::finished, this,
        [this, job, name] { Q_EMIT settled(name, job->error() ? job->errorString() : QString()); });
    job->start();
}

} // namespace chancery::app
