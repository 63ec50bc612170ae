// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/auditstore.h"
#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "tests/models/bentlog.h"

#include <QTemporaryDir>
#include <QTest>

namespace chancery::support {

// A console's store on a log that somebody bends.
struct AuditWorld {
    QTemporaryDir folder;
    std::shared_ptr<core::Mailbox> mailbox = std::make_shared<core::Mailbox>();
    models::MailPump pump{mailbox};
    core::Executor storage{mailbox};
    HandClock clock;
    BentLog server{mailbox};
    core::Secret key = core::Secret(std::string(32, 'k'));
    std::unique_ptr<models::AuditStore> store;

    AuditWorld() { begin(); }
    QString file(const QString &suffix = {}) const
    {
        return QString::fromStdString(place().file.string()) + suffix;
    }
    // Nothing of the storage thread is left to do.
    bool settle()
    {
        bool isDone = false;
        const auto call
            = storage.run<core::Done>([](const core::CancelToken &) { return core::Done(); },
                [&isDone](const auto &) { isDone = true; });
        return QTest::qWaitFor([&isDone] { return isDone; });
    }
    models::AuditPlace place() const
    {
        models::AuditPlace place;
        place.file = models::fromQt(folder.filePath(QStringLiteral("audit/log.sqlite")));
        place.origin = TestLog::origin;
        place.verifierKey = core::toVkey({TestLog::origin, server.log.key().publicKey()});
        place.key = key;
        place.keyFile = models::fromQt(folder.filePath(QStringLiteral("drafts.key")));
        return place;
    }
    // As a console that was started again.
    void begin()
    {
        store.reset();
        store = std::make_unique<models::AuditStore>(server, storage, clock, place());
    }
    bool isAtRest() const
    {
        return !store->syncing().isRunning() && !store->searching().isRunning();
    }
    bool sync()
    {
        store->sync();
        return QTest::qWaitFor([this] { return isAtRest(); });
    }
    // Twenty entries, then five more: two checkpoints are trusted.
    bool trust()
    {
        if (!sync())
            return false;
        server.log.append(5);
        return sync() && store->size() == 25;
    }
};

} // namespace chancery::support
