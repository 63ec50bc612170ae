// SPDX-License-Identifier: Apache-2.0
#include "audit/auditoverview.h"
#include "audit/auditquery.h"
#include "audit/evidence/evidencelog.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::TestCache;

namespace {

// A thousand entries, of which the first were pruned, and what came after.
struct World {
    TestCache test;
    core::PruneRecord record;

    explicit World(std::uint64_t before, bool isTold = true)
    {
        test.log.append(1000);
        record = test.log.prune(before, isTold);
        test.log.append(30);
    }
    audit::AuditBatch batch() const
    {
        auto batch = test.log.batchFrom(record.before);
        batch.consistency.clear();
        batch.pruned = record;
        return batch;
    }
};

QString alarmOf(const audit::AuditCache &cache)
{
    return cache.alarm() ? QString::fromStdString(std::string(audit::name(cache.alarm()->alarm)))
                         : QString();
}

QString found(audit::AuditCache &cache)
{
    const auto verified = cache.verifyLocal();
    if (!verified)
        return QString::fromStdString(verified.error().code);
    if (!verified->finding)
        return QStringLiteral("clean, %1").arg(verified->checked);
    return QString::fromStdString(verified->finding->part)
        + QStringLiteral(" %1..%2").arg(verified->finding->first).arg(verified->finding->last);
}

} // namespace

// Whoever begins a copy when the log's beginning has gone is not kept out, and is shown no less.
class TestPrunedCopy : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aCopyBeginsBehindWhatHasGone_data();
    void aCopyBeginsBehindWhatHasGone();
    void itGrowsAndComesInPieces();
    void entriesAreProvedFromThereOn();
    void aPruningThatNoEntryTellsOfIsAnAlarm();
    void aLogOfWhichNothingIsShownIsAnAlarm();
    void whoIsBehindIsToldByASignedRecordAlone();
    void aCrashBehindTheFirstPieceIsNoTampering();
    void thatItIsNotToldYetIsKnown();
    void aRecordThatIsNoneIsAnAlarm_data();
    void aRecordThatIsNoneIsAnAlarm();
    void moreThatGoesIsFound_data();
    void moreThatGoesIsFound();
    void anEarlierTrustBindsIt();
    void evidenceIsLookedForInWhatIsLeft();
};

void TestPrunedCopy::aCopyBeginsBehindWhatHasGone_data()
{
    QTest::addColumn<quint64>("before");
    for (const auto before : {256U, 512U, 768U})
        QTest::addRow("%u", before) << quint64(before);
}

void TestPrunedCopy::aCopyBeginsBehindWhatHasGone()
{
    QFETCH(quint64, before);
    const World world(before);
    {
        auto cache = world.test.open();
        const auto appended = cache->append(world.batch());
        QVERIFY2(appended.ok(), appended ? "" : core::toString(appended.error()).c_str());
        QCOMPARE(cache->first(), before);
        QCOMPARE(cache->size(), 1031u);
        QVERIFY(cache->root() == world.test.log.root());
    }
    auto again = world.test.open();
    QCOMPARE(alarmOf(*again), QString());
    QCOMPARE(again->first(), before);
    QCOMPARE(found(*again), QStringLiteral("clean, %1").arg(1031 - before));
    QCOMPARE(audit::count(*again, {}).value(), std::int64_t(1031 - before));
}

void TestPrunedCopy::itGrowsAndComesInPieces()
{
    World world(512);
    auto cache = world.test.open();
    auto piece = world.test.log.pieceOf(512, 700, 0);
    piece.pruned = world.record;
    QVERIFY(cache->append(piece).ok());
    QCOMPARE(found(*cache), QStringLiteral("clean, 188"));
    QVERIFY(cache->append(world.test.log.pieceOf(700, 1031, 0)).ok());
    world.test.log.append(300);
    QVERIFY(cache->append(world.test.log.batchFrom(1031)).ok());
    QCOMPARE(alarmOf(*cache), QString());
    QCOMPARE(found(*cache), QStringLiteral("clean, 819"));
}

void TestPrunedCopy::entriesAreProvedFromThereOn()
{
    const World world(768);
    auto cache = world.test.open();
    QVERIFY(cache->append(world.batch()).ok());
    for (const std::int64_t seq : {768, 769, 1000, 1030}) {
        const auto detail = audit::detail(*cache, seq);
        QVERIFY(detail.ok() && detail->isProved);
        QVERIFY(detail->proof == world.test.log.inclusionProof(std::uint64_t(seq), 1031));
    }
    QVERIFY(!audit::detail(*cache, 767));
}

void TestPrunedCopy::aPruningThatNoEntryTellsOfIsAnAlarm()
{
    const World world(512, false);
    auto cache = world.test.open();
    QVERIFY(!cache->append(world.batch()));
    QCOMPARE(alarmOf(*cache), QStringLiteral("entries-withheld"));
    QCOMPARE(cache->size(), 0u);
    QCOMPARE(cache->first(), 0u);
    auto again = world.test.open();
    QCOMPARE(again->size(), 0u);
    QCOMPARE(alarmOf(*again), QStringLiteral("entries-withheld"));
}

// All that was trusted of a copy that was put aside, and not one entry behind it.
void TestPrunedCopy::aLogOfWhichNothingIsShownIsAnAlarm()
{
    for (const bool isTrusted : {true, false}) {
        TestCache test;
        test.log.append(512);
        audit::AuditBatch batch{test.log.note(), {}, {}};
        batch.pruned = test.log.prune(512, false);
        auto cache = test.open();
        if (isTrusted) {
            audit::SideNote side;
            side.checkpoint = test.log.note();
            QVERIFY(cache->expect(side.toText(audit::RowMarks(test.key))).ok());
        }
        QVERIFY(!cache->append(batch));
        QCOMPARE(alarmOf(*cache), QStringLiteral("entries-withheld"));
        QCOMPARE(cache->first(), 0u);
        QCOMPARE(cache->size(), 0u);
    }
}

// A copy with entries cannot begin anew by itself; what it is told has to bear the log's signature.
void TestPrunedCopy::whoIsBehindIsToldByASignedRecordAlone()
{
    const auto judged = [](const std::function<void(const TestCache &, core::PruneRecord &)> &bend,
                            bool hasProof = true) {
        TestCache test;
        test.log.append(100);
        auto cache = test.open();
        if (!cache->append(test.log.batchFrom(0)))
            return QStringLiteral("no copy");
        test.log.append(900);
        auto record = test.log.prune(512);
        bend(test, record);
        audit::AuditBatch batch{test.log.note(), {}, {}};
        if (hasProof)
            batch.consistency = test.log.consistencyProof(100, test.log.size());
        batch.pruned = record;
        const auto done = cache->append(batch);
        return cache->alarm() ? alarmOf(*cache) : QString::fromStdString(done.error().code);
    };
    const auto asItIs = [](const TestCache &, core::PruneRecord &) { };
    QCOMPARE(judged(asItIs), QStringLiteral("audit-copy-behind"));
    QCOMPARE(judged(asItIs, false), QStringLiteral("history-rewritten"));
    const auto withheld = QStringLiteral("entries-withheld");
    QCOMPARE(
        judged([](auto &, auto &record) { record.before = std::uint64_t(1) << 60; }), withheld);
    QCOMPARE(judged([](auto &test, auto &record) { record.note = test.log.note(256); }), withheld);
    QCOMPARE(judged([](auto &, auto &record) { record.hashes.clear(); }), withheld);
    QCOMPARE(judged([](auto &test, auto &record) {
        auto longer = test.log;
        longer.append(1000);
        record = longer.prune(1536, false);
    }),
        withheld);
}

// The side note is the one of before; the piece is in the file.
void TestPrunedCopy::aCrashBehindTheFirstPieceIsNoTampering()
{
    const World world(512);
    audit::SideNote side;
    side.checkpoint = world.test.log.note(100);
    const auto text = side.toText(audit::RowMarks(world.test.key));
    {
        auto cache = world.test.open();
        QVERIFY(cache->expect(text).ok());
        auto piece = world.test.log.pieceOf(512, 700, 100);
        piece.pruned = world.record;
        QVERIFY(cache->append(piece).ok());
    }
    {
        auto cache = world.test.open();
        QVERIFY(cache->expect(text).ok());
        QCOMPARE(alarmOf(*cache), QString());
    }
    // One that the file has never seen is found.
    side.checkpoint = world.test.log.note(101);
    auto cache = world.test.open();
    QVERIFY(cache->expect(side.toText(audit::RowMarks(world.test.key))).ok());
    QCOMPARE(alarmOf(*cache), QStringLiteral("cache-changed"));
}

// The piece with the entry that tells of it is still missing.
void TestPrunedCopy::thatItIsNotToldYetIsKnown()
{
    const World world(512);
    auto cache = world.test.open();
    auto piece = world.test.log.pieceOf(512, 700, 0);
    piece.pruned = world.record;
    QVERIFY(cache->append(piece).ok());
    QCOMPARE(audit::overview(*cache, {})->first, 512);
    QVERIFY(!audit::overview(*cache, {})->isFirstTold);
    QVERIFY(cache->append(world.test.log.pieceOf(700, 1031, 0)).ok());
    QVERIFY(audit::overview(*cache, {})->isFirstTold);
}

void TestPrunedCopy::aRecordThatIsNoneIsAnAlarm_data()
{
    QTest::addColumn<int>("how");
    QTest::addColumn<QString>("code");
    QTest::newRow("another hash") << 0 << "pruned-differs";
    QTest::newRow("a hash too few") << 1 << "pruned-unreadable";
    QTest::newRow("another size") << 2 << "pruned-differs";
    QTest::newRow("half a tile") << 3 << "pruned-unreadable";
    QTest::newRow("signed by somebody else") << 4 << "pruned-unsigned";
    QTest::newRow("no note") << 5 << "pruned-unsigned";
    QTest::newRow("no hash") << 6 << "pruned-unreadable";
}

void TestPrunedCopy::aRecordThatIsNoneIsAnAlarm()
{
    QFETCH(int, how);
    QFETCH(QString, code);
    const World world(512);
    auto batch = world.batch();
    auto &record = *batch.pruned;
    if (how == 0)
        record.hashes[0][3] = record.hashes[0][3] == 'A' ? 'B' : 'A';
    else if (how == 1)
        record.hashes.clear();
    else if (how == 2)
        record.note = world.test.log.note(768);
    else if (how == 3)
        record.before = 500;
    else if (how == 4)
        record.note = support::TestLog('x').sign({support::TestLog::origin, 512, {}});
    else
        (how == 5 ? record.note : record.hashes[0]) = "nothing";
    auto cache = world.test.open();
    QVERIFY(!cache->append(batch));
    QCOMPARE(alarmOf(*cache), QStringLiteral("entries-withheld"));
    QVERIFY(cache->alarm()->detail.find(code.toStdString()) != std::string::npos);
    QCOMPARE(cache->size(), 0u);
}

void TestPrunedCopy::moreThatGoesIsFound_data()
{
    QTest::addColumn<QByteArray>("sql");
    const auto without = [](int before) {
        return QByteArray("DELETE FROM event WHERE seq < ") + QByteArray::number(before)
            + "; DELETE FROM leaf WHERE seq < " + QByteArray::number(before);
    };
    QTest::newRow("another tile") << without(768);
    QTest::newRow("one entry") << without(513);
    QTest::newRow("the record") << QByteArray("DELETE FROM checkpoint WHERE size = 512");
    QTest::newRow("a subtree of what has gone")
        << QByteArray("UPDATE node SET hash = zeroblob(32) WHERE level = 9 AND idx = 0");
    QTest::newRow("an entry before the first")
        << QByteArray("INSERT INTO leaf SELECT 5, raw, leaf_hash FROM leaf WHERE seq = 600");
}

void TestPrunedCopy::moreThatGoesIsFound()
{
    QFETCH(QByteArray, sql);
    const World world(512);
    {
        auto cache = world.test.open();
        QVERIFY(cache->append(world.batch()).ok());
    }
    world.test.tamper(sql.toStdString());
    auto cache = world.test.open();
    if (alarmOf(*cache).isEmpty())
        QVERIFY2(!found(*cache).startsWith(QStringLiteral("clean")), sql.constData());
    QCOMPARE(alarmOf(*cache), QStringLiteral("cache-changed"));
}

// Of a copy that was put aside, or lost: its checkpoint stands beside the file.
void TestPrunedCopy::anEarlierTrustBindsIt()
{
    World world(512);
    const auto trusted = world.test.log.note(100);
    audit::SideNote side;
    side.checkpoint = trusted;
    const auto text = side.toText(audit::RowMarks(world.test.key));
    {
        auto cache = world.test.open();
        QVERIFY(cache->expect(text).ok());
        QCOMPARE(cache->trusted().size, 100u);
        auto batch = world.batch();
        QVERIFY(!cache->append(batch)); // nothing proves that it goes on from there
        QCOMPARE(alarmOf(*cache), QStringLiteral("history-rewritten"));
        QVERIFY(cache->acknowledgeAlarm("ada").ok());
        batch.consistency = world.test.log.consistencyProof(100, 1031);
        const auto appended = cache->append(batch);
        QVERIFY2(appended.ok(), appended ? "" : core::toString(appended.error()).c_str());
    }
    auto again = world.test.open();
    QCOMPARE(alarmOf(*again), QString());
    QCOMPARE(found(*again), QStringLiteral("clean, 519"));
}

void TestPrunedCopy::evidenceIsLookedForInWhatIsLeft()
{
    const World world(256);
    auto cache = world.test.open();
    QVERIFY(cache->append(world.batch()).ok());
    const auto log = audit::evidenceOf(*cache);
    QVERIFY(log);
    QCOMPARE(log->first, 256u);
    QCOMPARE(log->checkpoint.size, 1031u);
    QCOMPARE(log->prunedNote, world.record.note);
    QVERIFY(!log->leaf(255));
    QCOMPARE(log->leaf(256).value(), world.test.log.leaf(256));
    QVERIFY(!log->leaf(1031));
}

QTEST_GUILESS_MAIN(TestPrunedCopy)
#include "tst_prunedcopy.moc"
