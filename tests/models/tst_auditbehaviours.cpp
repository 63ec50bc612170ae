// SPDX-License-Identifier: Apache-2.0
#include "tests/models/auditworld.h"
#include "tests/support/testcase.h"

#include <QDir>

using namespace chancery;
using support::Bend;
using support::TestLog;
using World = support::AuditWorld;

// A server that misbehaves: each way has its alarm, names the first bad entry, moves no trust and
// stands until somebody puts their name under it.
class AuditBehaviours : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyWayIsAnAlarm_data();
    void everyWayIsAnAlarm();
    void anHonestServerRaisesNone();
    void alarmsOutliveTheProgram();
    void onlyANameEndsAnAlarm();
    void aLogOfManyPiecesIsFetched();
    void aServerWithoutProofsIsAskedNoMore();
    void receiptsAreKeptUntilTheirEntryComes();
    void aCopyThatWasPutBackIsFound();
    void aCopyThatCannotBeUsedIsPutAside();
    void aKeyThatCannotBeHadIsSaid();
    void whatIsShownIsExported();
    void anExportThatFailsLeavesNothing();
};

void AuditBehaviours::everyWayIsAnAlarm_data()
{
    QTest::addColumn<Bend>("bend");
    QTest::addColumn<QString>("alarm");
    QTest::addColumn<int>("first");
    const auto row = [](const char *name, Bend bend, const char *alarm, int first) {
        QTest::newRow(name) << bend << QString::fromLatin1(alarm) << first;
    };
    row("shrunk", Bend::Shrinks, "log-shrank", 20);
    row("split view", Bend::ShowsAnotherRoot, "split-view", 12);
    row("history rewritten", Bend::RewritesHistory, "history-rewritten", 7);
    row("forked", Bend::Forks, "history-rewritten", 20);
    row("entry edited", Bend::EditsAnEntry, "leaves-do-not-match", 29);
    row("entries swapped", Bend::SwapsEntries, "entry-out-of-place", 29);
    row("entry left out", Bend::LeavesOneOut, "entry-out-of-place", 29);
    row("entry doubled", Bend::DoublesOne, "entry-out-of-place", 30);
    row("tail kept back", Bend::KeepsTheTail, "entries-withheld", 25);
    row("more than asked", Bend::GivesMore, "entries-surplus", 25);
    row("a huge entry", Bend::GivesAHugeEntry, "entry-oversized", 30);
    row("bad consistency proof", Bend::GivesABadProof, "history-rewritten", -1);
    row("no proof", Bend::GivesNoProof, "proof-unreadable", 25);
    row("endless proof", Bend::GivesAnEndlessProof, "proof-unreadable", 25);
    row("signed by another key", Bend::SignsWithAnotherKey, "key-unknown", -1);
    row("garbage for a signature", Bend::SignsBadly, "signature-bad", -1);
    row("another log", Bend::SignsAnotherLog, "other-log", -1);
    row("garbage for a checkpoint", Bend::GivesGarbage, "checkpoint-unreadable", -1);
    row("receipt's entry replaced", Bend::ReplacesTheReceipt, "receipt-broken", 27);
    row("entry signed twice", Bend::SignsAnEntryTwice, "entry-out-of-place", 30);
}

void AuditBehaviours::everyWayIsAnAlarm()
{
    QFETCH(Bend, bend);
    QFETCH(QString, alarm);
    QFETCH(int, first);
    World world;
    QVERIFY(world.trust());
    if (bend == Bend::ReplacesTheReceipt)
        world.store->addReceipt(27, "req-of-ours");
    world.server.bendTo(bend);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), alarm);
    QTRY_VERIFY(world.store->raisedAlarm());
    const auto named = [&] {
        const auto &known = world.store->raisedAlarm()->firstBad;
        return known ? int(*known) : -1;
    };
    QTRY_COMPARE(named(), first);
    QVERIFY(world.server.questions < 20);
    const bool isLogged = bend == Bend::SignsAnEntryTwice || bend == Bend::ReplacesTheReceipt;
    QCOMPARE(world.store->size(), isLogged ? 35 : 25);
    // An honest answer later changes nothing.
    world.server.bend = Bend::Honest;
    QVERIFY(world.sync());
    QCOMPARE(world.store->alarm(), alarm);
    QCOMPARE(world.store->size(), isLogged ? 35 : 25);
    // What is here is still what was signed.
    world.store->verify();
    QTRY_VERIFY(world.store->verification());
    QVERIFY(!world.store->verification()->finding);
}

void AuditBehaviours::anHonestServerRaisesNone()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
    QVERIFY(world.store->alarm().isEmpty());
    QVERIFY(!world.store->syncing().hasFailed());
}

void AuditBehaviours::alarmsOutliveTheProgram()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::RewritesHistory);
    QVERIFY(world.sync());
    QTRY_VERIFY(world.store->raisedAlarm() && world.store->raisedAlarm()->firstBad);
    const auto alarm = *world.store->raisedAlarm();
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->raisedAlarm(), std::optional(alarm));
    QCOMPARE(world.store->size(), 25);
}

void AuditBehaviours::onlyANameEndsAnAlarm()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::EditsAnEntry);
    QVERIFY(world.sync());
    QTRY_VERIFY(world.store->raisedAlarm());
    world.store->acknowledge("");
    QTRY_VERIFY(world.store->acknowledging().hasFailed());
    QVERIFY(!world.store->alarm().isEmpty());
    world.server.bend = Bend::Honest;
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
}

void AuditBehaviours::aLogOfManyPiecesIsFetched()
{
    World world;
    world.server.log.append(21'000);
    world.store->sync();
    // Each piece can be searched before the next is there.
    QTRY_COMPARE_WITH_TIMEOUT(world.store->size(), 20'000, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(world.store->size(), 21'020, 60'000);
    QVERIFY(world.store->alarm().isEmpty());
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 21'020);
    QVERIFY(world.store->alarm().isEmpty());
}

void AuditBehaviours::aServerWithoutProofsIsAskedNoMore()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::SignsBadly);
    QVERIFY(world.sync());
    QTRY_VERIFY(world.store->raisedAlarm());
    QCOMPARE(world.server.questions, 0);
}

void AuditBehaviours::receiptsAreKeptUntilTheirEntryComes()
{
    World world;
    QVERIFY(world.trust());
    for (const int seq : {25, 26, 27, 28})
        world.store->addReceipt(std::uint64_t(seq), "req-" + std::to_string(seq));
    world.store->addReceipt(29, "req-of-ours");
    QTRY_VERIFY(!world.store->noting().isRunning());
    world.begin();
    world.server.bendTo(Bend::Honest);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-broken"));
    QCOMPARE(world.store->raisedAlarm()->firstBad, std::optional<std::uint64_t>(29));
}

void AuditBehaviours::aCopyThatWasPutBackIsFound()
{
    World world;
    QVERIFY(world.sync());
    world.store.reset();
    const QString file = QString::fromStdString(world.place().file.string());
    QTRY_VERIFY(!QFile::exists(file + QStringLiteral("-wal")));
    QVERIFY(QFile::copy(file, file + QStringLiteral(".old")));
    world.begin();
    QVERIFY(world.trust());
    world.store.reset();
    QTRY_VERIFY(!QFile::exists(file + QStringLiteral("-wal")));
    QVERIFY(QFile::remove(file));
    QVERIFY(QFile::copy(file + QStringLiteral(".old"), file));
    world.begin();
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
}

void AuditBehaviours::aCopyThatCannotBeUsedIsPutAside()
{
    World world;
    QVERIFY(world.trust());
    world.key = core::Secret(std::string(32, 'x'));
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->syncing().error().code, std::string("sqlite-not-a-database"));
    world.store->startAnew();
    // Whether there were alarms cannot be read with that key.
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("cache-changed"));
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 25);
    const QDir folder(world.folder.filePath(QStringLiteral("audit")));
    QCOMPARE(folder.entryList({QStringLiteral("log.sqlite.evidence-*")}).size(), 2);
    // What was trusted before is trusted still.
    world.store->verify();
    QTRY_VERIFY(world.store->verification() && !world.store->verification()->finding);
    world.server.bendTo(Bend::RewritesHistory);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("history-rewritten"));
}

void AuditBehaviours::aKeyThatCannotBeHadIsSaid()
{
    World world;
    world.store.reset();
    auto place = world.place();
    place.keyFault = core::Error{core::ErrorKind::NotFound, "keychain-key-missing", "", {}, {}, {}};
    world.store
        = std::make_unique<models::AuditStore>(world.server, world.storage, world.clock, place);
    QVERIFY(world.sync());
    QCOMPARE(world.store->syncing().error().code, std::string("keychain-key-missing"));
    QVERIFY(!QFile::exists(QString::fromStdString(place.file.string())));
}

void AuditBehaviours::whatIsShownIsExported()
{
    World world;
    QVERIFY(world.trust());
    audit::AuditFilter filter;
    filter.text = "req-7";
    world.store->setFilter(filter);
    QTRY_COMPARE(world.store->rows().size(), 1u);
    QTRY_VERIFY(world.store->overview() && world.store->overview()->total == 1);
    const QString file = world.folder.filePath(QStringLiteral("events.csv"));
    QSignalSpy exported(world.store.get(), &models::AuditStore::exported);
    world.store->exportTo(models::fromQt(file), audit::ExportFormat::Csv);
    QTRY_COMPARE(exported.count(), 1);
    QCOMPARE(exported.first().first().toLongLong(), 1);
    // The log is told who took what of it.
    QTRY_COMPARE(world.server.told.size(), 1u);
    QVERIFY(world.server.told[0].kind == core::AuditActivityKind::LogExport);
    QCOMPARE(world.server.told[0].subject, std::string("1 entries as csv"));
    QCOMPARE(world.server.told[0].treeSize, std::int64_t(25));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count('\n'), 2);
    QVERIFY(!QFile::exists(file + QStringLiteral(".part")));
}

void AuditBehaviours::anExportThatFailsLeavesNothing()
{
    World world;
    QVERIFY(world.trust());
    const QString file = world.folder.filePath(QStringLiteral("nowhere/events.csv"));
    world.store->exportTo(models::fromQt(file), audit::ExportFormat::Leaves);
    QTRY_VERIFY(world.store->exporting().hasFailed());
    QCOMPARE(world.store->exporting().error().code, std::string("file-not-made"));
    QVERIFY(world.server.told.empty());
    QVERIFY(world.store->alarm().isEmpty());
}

QTEST_GUILESS_MAIN(AuditBehaviours)
#include "tst_auditbehaviours.moc"
