// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

#include <sqlite3.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace chancery;
using audit::Alarm;
using support::TestCache;
using support::TestLog;

namespace {

// The connection that was opened last to a file, so that a test can make it fail at any step.
sqlite3 *lastConnection = nullptr;

int remember(sqlite3 *connection, char **, const sqlite3_api_routines *)
{
    const char *file = sqlite3_db_filename(connection, "main");
    if (file && *file)
        lastConnection = connection;
    return SQLITE_OK;
}

// Interrupts once, or from then on for a while, so that a rollback is hit as well.
struct Fault {
    int steps = 0;
    int times = 1;
};

int failWhenSpent(void *context)
{
    auto *fault = static_cast<Fault *>(context);
    return --fault->steps < 0 && --fault->times >= 0 ? 1 : 0;
}

std::int64_t rows(audit::AuditCache &cache, const std::string &table)
{
    return cache.database().integer("SELECT count(*) FROM " + table).value();
}

} // namespace

class TestAuditCache : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aNewCacheIsEmpty();
    void syncsAreKeptOverRestarts();
    void nothingNewChangesNothing();
    void aNoteOfAnotherKeyIsNotTaken();
    void aShrunkLogIsAnAlarm();
    void aSplitViewIsAnAlarm();
    void rewrittenHistoryIsAnAlarm();
    void foreignLeavesAreAnAlarm();
    void incompleteBatchesAreRefused();
    void alarmsStandUntilSomebodyAcknowledges();
    void theNotesOfAnAlarmAreKept();
    void aFailureAtAnyStepLeavesNothingHalf_data() { plainAndSealed(); }
    void aFailureAtAnyStepLeavesNothingHalf();
    void aFullDiskLeavesNothingHalf_data() { plainAndSealed(); }
    void aFullDiskLeavesNothingHalf();
    void aKilledProgramLeavesNothingHalf_data() { plainAndSealed(); }
    void aKilledProgramLeavesNothingHalf();
    void leavesCannotBeChangedOrDeleted();
    void aForeignSchemaIsRefused_data();
    void aForeignSchemaIsRefused();
    void aNewerCacheIsRefused();
    void unreadableLeavesAreKeptAsEvidence();
    void receiptsFindOmissions();
    void proofsComeFromTheCache();

private:
    static void plainAndSealed()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("plain") << QByteArray();
        QTest::newRow("sealed") << QByteArray(32, 'k');
    }
};

void TestAuditCache::aNewCacheIsEmpty()
{
    TestCache test;
    auto cache = test.open();
    QVERIFY2(cache.ok(), cache.ok() ? "" : cache.error().detail.c_str());
    QCOMPARE(cache->size(), 0u);
    QCOMPARE(cache->trusted().size, 0u);
    QVERIFY(!cache->alarm());
    QCOMPARE(cache->verifyLocal()->checked, 0u);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditCache::syncsAreKeptOverRestarts()
{
    TestCache test;
    for (const int count : {1, 2, 5, 8, 1}) {
        auto cache = test.open();
        QVERIFY(!cache->alarm());
        test.log.append(count);
        const auto appended = cache->append(test.log.batchFrom(cache->size()));
        QVERIFY2(appended.ok(), appended.ok() ? "" : appended.error().code.c_str());
        QCOMPARE(cache->size(), test.log.size());
    }
    auto cache = test.open();
    QCOMPARE(cache->trustedNote(), test.log.note());
    QCOMPARE(rows(*cache, "leaf"), 17);
    QCOMPARE(rows(*cache, "event"), 17);
    QCOMPARE(rows(*cache, "checkpoint"), 5);
    QCOMPARE(cache->verifyLocal()->checked, 17u);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditCache::nothingNewChangesNothing()
{
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    QVERIFY(cache->append({test.log.note(), {}, {}}).ok());
    QCOMPARE(rows(*cache, "checkpoint"), 1);
}

void TestAuditCache::aNoteOfAnotherKeyIsNotTaken()
{
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    TestLog other('o');
    other.append(5);
    QCOMPARE(cache->append(other.batchFrom(3)).error().code, std::string("key-unknown"));
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QCOMPARE(
        cache->append({"nonsense", {}, {}}).error().code, std::string("checkpoint-unreadable"));
    QCOMPARE(cache->size(), 3u);
    // The pinned key itself is another: there is nothing to trust.
    QCOMPARE(audit::AuditCache::open(test.file(), other.identity(), test.clock).error().code,
        std::string("note-unknown-key"));
}

void TestAuditCache::aShrunkLogIsAnAlarm()
{
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    const auto refused = cache->append({test.log.note(3), {}, {}});
    QCOMPARE(refused.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(refused.error().code, std::string("log-shrank"));
    QCOMPARE(cache->alarm()->alarm, Alarm::LogShrank);
    QCOMPARE(cache->size(), 5u);
}

void TestAuditCache::aSplitViewIsAnAlarm()
{
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    auto checkpoint = cache->trusted();
    checkpoint.root[7] ^= 1;
    QCOMPARE(
        cache->append({test.log.sign(checkpoint), {}, {}}).error().code, std::string("split-view"));
    QCOMPARE(cache->alarm()->alarm, Alarm::SplitView);
}

void TestAuditCache::rewrittenHistoryIsAnAlarm()
{
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    // The same key signs another history, with a proof that is right for it.
    TestLog rewritten;
    for (int i = 0; i < 9; ++i) {
        auto event = TestLog::event();
        event.reason = i == 2 ? "another" : "";
        rewritten.append(event);
    }
    QCOMPARE(cache->append(rewritten.batchFrom(5)).error().code, std::string("history-rewritten"));
    QCOMPARE(cache->alarm()->alarm, Alarm::HistoryRewritten);
    QCOMPARE(cache->size(), 5u);
}

void TestAuditCache::foreignLeavesAreAnAlarm()
{
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    test.log.append(3);
    auto batch = test.log.batchFrom(5);
    batch.leaves[1] += ' ';
    QCOMPARE(cache->append(batch).error().code, std::string("leaves-do-not-match"));
    QCOMPARE(cache->alarm()->alarm, Alarm::LeavesDoNotMatch);
    QCOMPARE(rows(*cache, "leaf"), 5);
}

void TestAuditCache::incompleteBatchesAreRefused()
{
    TestCache test;
    auto cache = test.open();
    test.log.append(4);
    auto batch = test.log.batchFrom(0);
    batch.leaves.pop_back();
    QCOMPARE(cache->append(batch).error().code, std::string("batch-incomplete"));
    QVERIFY(!cache->alarm());
    batch.leaves.resize(5);
    QCOMPARE(cache->append(batch).error().code, std::string("entries-surplus"));
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
}

void TestAuditCache::alarmsStandUntilSomebodyAcknowledges()
{
    TestCache test;
    test.fill(5);
    {
        auto cache = test.open();
        QVERIFY(!cache->append({test.log.note(3), {}, {}}).ok());
    }
    auto cache = test.open();
    QCOMPARE(cache->alarm()->alarm, Alarm::LogShrank);
    test.log.append(2);
    QCOMPARE(
        cache->append(test.log.batchFrom(5)).error().code, std::string("alarm-not-acknowledged"));
    QCOMPARE(cache->acknowledgeAlarm("").error().code, std::string("acknowledged-by-nobody"));
    QVERIFY(cache->alarm());
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QVERIFY(!cache->alarm());
    QVERIFY(cache->append(test.log.batchFrom(5)).ok());
    // What happened stays on record.
    QCOMPARE(cache->database().text("SELECT acknowledged_by FROM alarm").value(),
        std::string("usr_ada"));
}

void TestAuditCache::theNotesOfAnAlarmAreKept()
{
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    QVERIFY(!cache->append({test.log.note(3), {}, {}}).ok());
    auto again = test.open();
    QCOMPARE(again->alarm()->trustedNote, test.log.note());
    QCOMPARE(again->alarm()->presentedNote, test.log.note(3));
    QCOMPARE(again->alarm()->raised, test.clock.now());
}

void TestAuditCache::aFailureAtAnyStepLeavesNothingHalf()
{
    QFETCH(QByteArray, key);
    TestCache test;
    test.key = core::Secret(key.toStdString());
    test.fill(2);
    QCOMPARE(sqlite3_auto_extension(reinterpret_cast<void (*)()>(&remember)), SQLITE_OK);
    auto cache = test.open();
    sqlite3_reset_auto_extension();
    test.log.append(3);
    const auto batch = test.log.batchFrom(2);
    int failed = 0;
    for (int limit = 0;; limit += 13) {
        Fault fault{limit, 1 + failed % 2};
        sqlite3_progress_handler(lastConnection, 1, &failWhenSpent, &fault);
        const auto appended = cache->append(batch);
        sqlite3_progress_handler(lastConnection, 0, nullptr, nullptr);
        if (appended)
            break;
        ++failed;
        QCOMPARE(appended.error().kind, core::ErrorKind::Storage);
        QCOMPARE(cache->size(), 2u);
        QCOMPARE(rows(*cache, "leaf"), 2);
        QCOMPARE(rows(*cache, "event"), 2);
        QCOMPARE(rows(*cache, "checkpoint"), 1);
        QVERIFY(!cache->alarm());
    }
    qInfo("audit append: failed at %d steps, then once through", failed);
    QVERIFY(failed > 20);
    QCOMPARE(cache->size(), 5u);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditCache::aFullDiskLeavesNothingHalf()
{
    QFETCH(QByteArray, key);
    TestCache test;
    test.key = core::Secret(key.toStdString());
    test.fill(2);
    auto cache = test.open();
    const auto pages = cache->database().integer("PRAGMA page_count").value();
    QVERIFY(cache->database().execute("PRAGMA max_page_count = " + std::to_string(pages + 4)).ok());
    test.log.append(200);
    QCOMPARE(cache->append(test.log.batchFrom(2)).error().code, std::string("sqlite-full"));
    QCOMPARE(cache->size(), 2u);
    QCOMPARE(rows(*cache, "leaf"), 2);
    QVERIFY(cache->database().execute("PRAGMA max_page_count = 100000").ok());
    QVERIFY(cache->append(test.log.batchFrom(2)).ok());
    QVERIFY(!cache->verifyLocal()->finding);
}

// Killed somewhere in the append after the one that it told of, in as many rounds.
void TestAuditCache::aKilledProgramLeavesNothingHalf()
{
    QFETCH(QByteArray, key);
    TestCache test;
    test.key = core::Secret(key.toStdString());
    test.log.append(400);
    for (int round = 1; round < 9; ++round) {
        std::array<int, 2> told{};
        QCOMPARE(::pipe(told.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto cache = test.open();
            for (auto at = cache->size(); at < 400; at += 3) {
                const auto to = std::min<std::uint64_t>(at + 3, 400);
                if (!cache->append(test.log.pieceOf(at, to, at ? 400 : 0)))
                    ::_exit(1);
                static_cast<void>(!::write(told[1], "x", 1));
            }
            ::_exit(0);
        }
        ::close(told[1]);
        char byte = 0;
        for (int heard = 0; heard < round * 2 && ::read(told[0], &byte, 1) == 1; ++heard) { }
        ::kill(child, SIGKILL);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        ::close(told[0]);
        auto cache = test.open();
        QVERIFY2(cache.ok(), cache ? "" : core::toString(cache.error()).c_str());
        QVERIFY(!cache->alarm());
        QVERIFY(cache->size() >= std::uint64_t(round) * 6);
        const auto verification = cache->verifyLocal();
        QVERIFY(!verification->finding);
        QCOMPARE(verification->checked, cache->size());
    }
}

void TestAuditCache::leavesCannotBeChangedOrDeleted()
{
    TestCache test;
    test.fill(2);
    auto cache = test.open();
    QCOMPARE(cache->database().execute("UPDATE leaf SET raw = 'x'").error().code,
        std::string("sqlite-constraint"));
    QCOMPARE(cache->database().execute("DELETE FROM leaf").error().code,
        std::string("sqlite-constraint"));
}

void TestAuditCache::aForeignSchemaIsRefused_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("no trigger") << "DROP TRIGGER leaf_is_not_changed";
    QTest::newRow("another trigger") << "CREATE TRIGGER t AFTER INSERT ON leaf"
                                        " BEGIN DELETE FROM event; END";
    QTest::newRow("another table") << "CREATE TABLE t(a)";
    QTest::newRow("no index") << "DROP INDEX event_by_actor";
    QTest::newRow("another column") << "ALTER TABLE event ADD COLUMN more TEXT";
    QTest::newRow("a view") << "CREATE VIEW v AS SELECT 1";
}

void TestAuditCache::aForeignSchemaIsRefused()
{
    QFETCH(QString, sql);
    TestCache test;
    test.fill(1);
    QVERIFY(core::Database::open(test.file())->execute(sql.toStdString()).ok());
    QCOMPARE(test.open().error().code, std::string("audit-cache-schema"));
}

void TestAuditCache::aNewerCacheIsRefused()
{
    TestCache test;
    test.fill(1);
    QVERIFY(core::Database::open(test.file())->execute("PRAGMA user_version = 4").ok());
    QCOMPARE(test.open().error().code, std::string("audit-cache-newer"));
}

void TestAuditCache::unreadableLeavesAreKeptAsEvidence()
{
    TestCache test;
    test.log.append(1);
    test.log.appendLeaf("{\"v\":2,\"new\":true}");
    test.log.appendLeaf(test.log.leaf(0)); // an entry at another's place
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    QCOMPARE(cache->database().integer("SELECT count(*) FROM event WHERE problem = ''").value(), 1);
    QCOMPARE(cache->database().text("SELECT problem FROM event WHERE seq = 2").value(),
        std::string("the entry calls itself 0"));
    QCOMPARE(cache->alarm()->alarm, Alarm::EntryOutOfPlace);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(2));
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditCache::receiptsFindOmissions()
{
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    QVERIFY(cache->addReceipt(1, "req-1").ok());
    QVERIFY(cache->addReceipt(2, "req-of-ours").ok());
    QVERIFY(cache->addReceipt(7, "req-7").ok()); // not here yet
    QVERIFY(cache->brokenReceipts().value().empty()); // said already
    QCOMPARE(cache->alarm()->alarm, Alarm::ReceiptBroken);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(2));
}

void TestAuditCache::proofsComeFromTheCache()
{
    TestCache test;
    test.fill(11);
    auto cache = test.open();
    const auto root = core::rootAt(7, cache->nodes());
    const auto proof = core::consistencyProof(7, 11, cache->nodes());
    QVERIFY(core::verifyConsistency(7, 11, *proof, *root, cache->trusted().root));
}

QTEST_GUILESS_MAIN(TestAuditCache)
#include "tst_auditcache.moc"
