// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "models/reportstore.h"
#include "tests/audit/reportworld.h"
#include "tests/models/bentlog.h"
#include "tests/support/programpath.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace chancery::support {

// The stores of a console on the log of a small company's month, and where they keep things.
struct ReportConsole {
    ReportWorld world;
    QTemporaryDir folder;
    std::shared_ptr<core::Mailbox> mailbox = std::make_shared<core::Mailbox>();
    models::MailPump pump{mailbox};
    core::Executor storage{mailbox};
    core::Executor reports{mailbox};
    HandClock clock;
    BentLog server{mailbox};
    std::unique_ptr<models::AuditStore> audit;
    std::unique_ptr<models::ReportStore> store;

    ReportConsole()
    {
        server.log = world.story.log;
        models::AuditPlace place;
        place.file = path("audit/log.sqlite");
        place.origin = TestLog::origin;
        place.verifierKey = core::toVkey({TestLog::origin, server.log.key().publicKey()});
        place.key = core::Secret(std::string(32, 'k'));
        audit = std::make_unique<models::AuditStore>(server, storage, clock, std::move(place));
        store = std::make_unique<models::ReportStore>(server, *audit, reports);
        store->usePrograms(
            models::fromQt(QFileInfo(programPath(QStringLiteral("chancery-reportpdf"))).path()));
    }
    std::filesystem::path path(const char *name) const
    {
        return models::fromQt(folder.filePath(QString::fromLatin1(name)));
    }
    bool sync() const
    {
        audit->sync();
        return QTest::qWaitFor([this] { return !audit->syncing().isRunning(); });
    }
    // Whatever comes of it.
    bool run(const audit::ReportRequest &request) const
    {
        store->run(request);
        return QTest::qWaitFor([this] { return !store->running().isRunning(); }, 30'000);
    }
    bool write(const char *name, models::ReportFormat format) const
    {
        store->exportTo(path(name), format, {world.signer().name, path("report.key")});
        return QTest::qWaitFor([this] { return !store->exporting().isRunning(); }, 60'000);
    }
    // What "chancery-cli report key" would have made of the world's key.
    void writeKey() const
    {
        QFile file(folder.filePath(QStringLiteral("report.key")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no key");
        file.write(QByteArray(32, 'r').toBase64() + '\n');
    }
    QStringList files() const
    {
        return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
};

} // namespace chancery::support
