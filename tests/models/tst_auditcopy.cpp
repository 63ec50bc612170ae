// SPDX-License-Identifier: Apache-2.0
#include "tests/models/auditworld.h"
#include "tests/support/testcase.h"

#include <QDir>

#include <thread>

using namespace chancery;
using support::Bend;
using support::TestLog;
using World = support::AuditWorld;

namespace {

QByteArray bytesOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

// Without waiting for events: what the storage thread does at this moment.
bool appears(const QString &file)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!QFile::exists(file) && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    return QFile::exists(file);
}

} // namespace

// The files of the copy, and what takes long on them.
class AuditCopy : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aLostAlarmIsFound();
    void aNoteThatIsGoneIsFound();
    void nothingBeginsWithoutANote();
    void whatIsLeftOfAnAlarmIsPutAside();
    void alarmsAreNotPutAside();
    void alarmsBehindTheOldestAreNotPutAside();
    void aPlainCopyIsSealedOnce();
    void aPlainCopyThatWasChangedIsNotTaken();
    void aPlainCopyInThePlaceOfASealedOneIsNotTaken();
    void anExportThatIsCancelledLeavesNothing();
    void aVerificationIsCancelled();
    void aKeyInAFileIsSaid();
};

void AuditCopy::aLostAlarmIsFound()
{
    World world;
    QVERIFY(world.trust());
    world.store.reset();
    QVERIFY(world.settle());
    const auto before = bytesOf(world.file());
    world.begin();
    world.server.bendTo(Bend::SignsBadly);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("signature-bad"));
    world.store.reset();
    QVERIFY(world.settle());
    QFile file(world.file());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(before);
    file.close();
    world.begin();
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    QVERIFY(QString::fromStdString(world.store->raisedAlarm()->detail)
            .contains(QStringLiteral("0 of 1 alarms")));
}

void AuditCopy::aNoteThatIsGoneIsFound()
{
    World world;
    QVERIFY(world.trust());
    world.store.reset();
    QVERIFY(world.settle());
    QVERIFY(QFile::remove(world.file(QStringLiteral(".checkpoint"))));
    world.begin();
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    world.begin();
    QVERIFY(world.sync());
    QVERIFY(world.store->alarm().isEmpty());
}

// Or its absence would say nothing later.
void AuditCopy::nothingBeginsWithoutANote()
{
    World world;
    const QString note = world.file(QStringLiteral(".checkpoint"));
    QVERIFY(QDir().mkpath(note)); // nothing can be written in its place
    QVERIFY(world.sync());
    QVERIFY(world.store->syncing().hasFailed());
    QCOMPARE(world.store->size(), 0);
    QVERIFY(QDir().rmdir(note));
    world.begin();
    QVERIFY(world.trust());
    QVERIFY(!bytesOf(note).isEmpty());
    world.begin();
    QVERIFY(world.sync());
    QVERIFY(world.store->alarm().isEmpty());
}

void AuditCopy::whatIsLeftOfAnAlarmIsPutAside()
{
    World world;
    QVERIFY(world.trust());
    world.store->addReceipt(40, "req-of-ours");
    QTRY_VERIFY(!world.store->noting().isRunning());
    world.store->startAnew();
    const QDir folder(world.folder.filePath(QStringLiteral("audit")));
    QTRY_COMPARE(folder.entryList({QStringLiteral("log.sqlite.evidence-*")}).size(), 2);
    QTRY_VERIFY(world.isAtRest());
    QCOMPARE(world.store->size(), 25);
    QVERIFY(world.store->alarm().isEmpty());
    // The server is held to its promises all the same.
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->openReceipts(), 1);
}

// A copy of which nothing can be read any more: what it knew is known from beside it.
void AuditCopy::alarmsAreNotPutAside()
{
    World world;
    QVERIFY(world.trust());
    world.store->addReceipt(40, "req-40");
    world.store->addReceipt(41, "req-41");
    QTRY_VERIFY(!world.store->noting().isRunning());
    world.server.bendTo(Bend::SignsBadly);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("signature-bad"));
    world.server.bend = Bend::Honest;
    world.store.reset();
    QVERIFY(world.settle());
    QFile file(world.file());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(100));
    file.write("xxxxxxxx");
    file.close();
    world.begin();
    QVERIFY(world.sync());
    QVERIFY(world.store->syncing().hasFailed());
    world.store->startAnew();
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    QTRY_VERIFY(world.store->raisedAlarm());
    const auto said = QString::fromStdString(world.store->raisedAlarm()->detail);
    QVERIFY2(said.contains(QStringLiteral("with 1 alarms (1 were not")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("2 receipts, of which 0")), qPrintable(said));
    // It stands until there is a name under it, and is said once.
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    QCOMPARE(world.store->size(), 0);
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    world.begin();
    QVERIFY(world.sync());
    QVERIFY(world.store->alarm().isEmpty());
    QCOMPARE(world.store->size(), 35);
}

void AuditCopy::alarmsBehindTheOldestAreNotPutAside()
{
    World world;
    QVERIFY(world.trust());
    world.store->addReceipt(40, "req-40");
    world.store->addReceipt(40, "req-of-ours");
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-doubled"));
    QTRY_VERIFY(!world.store->noting().isRunning());
    world.store->startAnew();
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-doubled"));
    world.store->acknowledge("usr_carol");
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    const auto said = QString::fromStdString(world.store->raisedAlarm()->detail);
    QVERIFY2(said.contains(QStringLiteral("with 1 alarms (1 were not")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("2 receipts, of which 2")), qPrintable(said));
    QCOMPARE(world.store->openReceipts(), 2);
}

void AuditCopy::aPlainCopyIsSealedOnce()
{
    World world;
    world.key = {};
    world.begin();
    world.server.log.append(6'000);
    QVERIFY(world.sync());
    QTRY_COMPARE_WITH_TIMEOUT(world.store->size(), 6'020, 30'000);
    world.store->addReceipt(25, "req-of-ours");
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-broken"));
    const auto raised = *world.store->raisedAlarm();
    world.store.reset();
    QVERIFY(world.settle());
    QVERIFY(bytesOf(world.file()).startsWith("SQLite format 3"));
    // As a console from before there was a mark has left it.
    QFile note(world.file(QStringLiteral(".checkpoint")));
    QVERIFY(note.open(QIODevice::WriteOnly | QIODevice::Truncate));
    note.write(QByteArray::fromStdString(world.server.log.note()));
    note.close();
    world.key = core::Secret(std::string(32, 'k'));
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 6'020);
    QCOMPARE(world.store->raisedAlarm(), std::optional(raised));
    QVERIFY(!bytesOf(world.file()).contains("usr_ada"));
    const QDir folder(world.folder.filePath(QStringLiteral("audit")));
    for (const QString &name : folder.entryList(QDir::Files))
        QVERIFY2(!bytesOf(folder.filePath(name)).contains("usr_ada"), qPrintable(name));
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    world.store->verify();
    QTRY_VERIFY(world.store->verification());
    QVERIFY(!world.store->verification()->finding);
    world.begin();
    QVERIFY(world.sync());
    QVERIFY(world.store->alarm().isEmpty());
}

void AuditCopy::aPlainCopyThatWasChangedIsNotTaken()
{
    World world;
    world.key = {};
    world.begin();
    QVERIFY(world.trust());
    world.store.reset();
    QVERIFY(world.settle());
    {
        auto database = core::Database::open(world.place().file);
        QVERIFY(database
                ->execute("DROP TRIGGER leaf_is_not_changed; UPDATE leaf SET raw ="
                          " CAST(replace(raw, 'usr_ada', 'usr_bob') AS BLOB)"
                          " WHERE seq = 3")
                .ok());
    }
    const auto before = bytesOf(world.file());
    world.key = core::Secret(std::string(32, 'k'));
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->syncing().error().code, std::string("audit-cache-plain"));
    QVERIFY(bytesOf(world.file()) == before);
    QVERIFY(!QFile::exists(world.file(QStringLiteral(".sealing"))));
    // Kept as evidence, and begun anew: what it knew of alarms has no mark of ours.
    world.store->startAnew();
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 25);
    QVERIFY(!bytesOf(world.file()).contains("usr_ada"));
}

void AuditCopy::aPlainCopyInThePlaceOfASealedOneIsNotTaken()
{
    World world;
    QVERIFY(world.trust());
    world.store.reset();
    QVERIFY(world.settle());
    QVERIFY(QFile::remove(world.file()));
    {
        auto plain
            = audit::AuditCache::open(world.place().file, world.server.log.identity(), world.clock);
        QVERIFY(plain->append(world.server.log.batchFrom(0)).ok());
    }
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->syncing().error().code, std::string("audit-cache-plain"));
}

void AuditCopy::anExportThatIsCancelledLeavesNothing()
{
    World world;
    world.server.log.append(20'000);
    world.store->sync();
    QTRY_COMPARE_WITH_TIMEOUT(world.store->size(), 20'020, 60'000);
    QVERIFY(QTest::qWaitFor([&world] { return world.isAtRest(); }));
    const QString file = world.folder.filePath(QStringLiteral("events.csv"));
    QSignalSpy exported(world.store.get(), &models::AuditStore::exported);
    world.store->exportTo(models::fromQt(file), audit::ExportFormat::Csv);
    QVERIFY(appears(file + QStringLiteral(".part")));
    world.store->exporting().cancel();
    QVERIFY(!world.store->exporting().isRunning());
    QVERIFY(world.settle());
    QVERIFY(!QFile::exists(file + QStringLiteral(".part")));
    QVERIFY(!QFile::exists(file));
    QCOMPARE(exported.count(), 0);
    // And the next one is whole.
    world.store->exportTo(models::fromQt(file), audit::ExportFormat::Csv);
    QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, 60'000);
    QCOMPARE(exported.first().first().toLongLong(), 20'020);
}

void AuditCopy::aVerificationIsCancelled()
{
    World world;
    QVERIFY(world.trust());
    world.store->verify();
    world.store->verifying().cancel();
    QVERIFY(world.settle());
    QVERIFY(!world.store->verification());
    QVERIFY(!world.store->verifying().isRunning());
    QVERIFY(!world.store->verifying().hasFailed());
    world.store->verify();
    QTRY_VERIFY(world.store->verification());
}

// As long as it lies there, and no longer.
void AuditCopy::aKeyInAFileIsSaid()
{
    World world;
    QVERIFY(world.sync());
    QVERIFY(!world.store->isKeyInFile());
    QFile file(world.folder.filePath(QStringLiteral("drafts.key")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(world.sync());
    QVERIFY(world.store->isKeyInFile());
    QVERIFY(file.remove());
    QVERIFY(world.sync());
    QVERIFY(!world.store->isKeyInFile());
}

QTEST_GUILESS_MAIN(AuditCopy)
#include "tst_auditcopy.moc"
