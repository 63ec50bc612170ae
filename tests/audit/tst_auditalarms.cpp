// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Alarm;
using audit::AuditCache;
using support::TestCache;
using support::TestLog;

namespace {

// A log of that size whose entries from there on are others.
TestLog logThatDiffersFrom(std::uint64_t size, std::uint64_t from)
{
    TestLog log;
    for (std::uint64_t seq = 0; seq < size; ++seq) {
        auto event = TestLog::event();
        event.reason = seq >= from ? "another" : "";
        log.append(event);
    }
    return log;
}

// One whose single entry there is another.
TestLog logThatDiffersAt(std::uint64_t size, std::uint64_t seq)
{
    TestLog log;
    for (std::uint64_t at = 0; at < size; ++at) {
        auto event = TestLog::event();
        event.reason = at == seq ? "another" : "";
        log.append(event);
    }
    return log;
}

// Asks the signer as long as the cache wants to know; the number of questions.
int investigate(AuditCache &cache, const TestLog &signer)
{
    int questions = 0;
    while (const auto wish = cache.wantedProof()) {
        ++questions;
        if (!cache.takeProof(signer.inclusionProof(wish->seq, wish->size)) || questions > 200)
            qFatal("the search does not end");
    }
    return questions;
}

} // namespace

// A log that is not what it was: which alarm, which entry first, and that it stands.
class TestAuditAlarms : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyAlarmHasAName();
    void aNoteIsJudged_data();
    void aNoteIsJudged();
    void theFirstForeignEntryIsNamed_data();
    void theFirstForeignEntryIsNamed();
    void theSearchAsksLittle();
    void aProofThatIsALieNamesItsEntry();
    void entriesThatAreMissingAreNamed();
    void leavesThatDoNotMatchAreNamed_data();
    void leavesThatDoNotMatchAreNamed();
    void aHugeEntryIsNotTaken();
    void aLongLogComesInPieces();
    void aPieceThatIsNotOfTheLogIsNotTaken();
    void aCacheThatIsNotCompleteYetIsVerified();
    void receiptsAreCheckedWhenTheirEntryComes();
    void acknowledgedAlarmsAreKept();
    void severalAlarmsAreAcknowledgedOneByOne();
    void anAlarmOutlivesAFullDisk();
    void anAlarmThatWasNeverWrittenIsMissed();
};

void TestAuditAlarms::everyAlarmHasAName()
{
    for (int i = 0; i < audit::alarmCount; ++i) {
        const auto alarm = Alarm(i);
        QCOMPARE(audit::alarmNamed(audit::name(alarm)), std::optional(alarm));
    }
    QVERIFY(!audit::alarmNamed("nothing"));
}

void TestAuditAlarms::aNoteIsJudged_data()
{
    QTest::addColumn<QByteArray>("note");
    QTest::addColumn<QByteArray>("expected");
    TestLog log;
    log.append(5);
    const auto note = log.note();
    TestLog stranger('s');
    stranger.append(5);
    auto bad = note;
    bad[bad.size() - 6] = bad[bad.size() - 6] == 'A' ? 'B' : 'A';
    const auto row = [](const char *name, const std::string &text, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(expected);
    };
    row("re-signed by an unknown key", stranger.note(), "key-unknown");
    row("a signature of garbage", bad, "signature-bad");
    row("of another log", log.sign({"cms.example/audit/dev", 5, {}}), "key-unknown");
    row("nothing", "", "checkpoint-unreadable");
    row("no note", "<html>", "checkpoint-unreadable");
    row("a note without its end", note.substr(0, note.size() / 2), "checkpoint-unreadable");
    row("shrunk", log.note(2), "log-shrank");
    row("shrunk to nothing", log.sign({TestLog::origin, 0, core::merkleRoot({})}), "log-shrank");
    row("another root", log.sign({TestLog::origin, 3, {}}), "split-view");
    row("grown without a proof", note, "history-rewritten");
}

void TestAuditAlarms::aNoteIsJudged()
{
    QFETCH(QByteArray, note);
    QFETCH(QByteArray, expected);
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    const auto refused = cache->append({note.toStdString(), {}, {}});
    QCOMPARE(refused.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(QByteArray::fromStdString(refused.error().code), expected);
    QCOMPARE(QByteArray::fromStdString(std::string(audit::name(cache->alarm()->alarm))), expected);
    QCOMPARE(cache->size(), 3u);
    QCOMPARE(cache->trusted().size, 3u);
    const auto again = test.open();
    QCOMPARE(again->alarm(), cache->alarm());
}

void TestAuditAlarms::theFirstForeignEntryIsNamed_data()
{
    QTest::addColumn<quint64>("cached");
    QTest::addColumn<quint64>("presented");
    QTest::addColumn<quint64>("first");
    for (const quint64 cached : {1U, 2U, 7U, 8U}) {
        for (const quint64 more : {0U, 1U, 9U}) {
            for (quint64 first = 0; first < cached; first += 1 + cached / 5)
                QTest::addRow("%d to %d from %d", int(cached), int(cached + more), int(first))
                    << cached << cached + more << first;
        }
    }
}

void TestAuditAlarms::theFirstForeignEntryIsNamed()
{
    QFETCH(quint64, cached);
    QFETCH(quint64, presented);
    QFETCH(quint64, first);
    for (const bool isAlone : {true, false}) {
        TestCache test;
        test.fill(int(cached));
        auto cache = test.open();
        const auto other
            = isAlone ? logThatDiffersAt(presented, first) : logThatDiffersFrom(presented, first);
        QVERIFY(!cache->append(other.batchFrom(presented > cached ? cached : 0)).ok());
        QVERIFY(!cache->alarm()->firstBad);
        investigate(*cache, other);
        QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(first));
        QCOMPARE(test.open()->alarm()->firstBad, std::optional<std::uint64_t>(first));
        QVERIFY(!cache->verifyLocal()->finding);
    }
}

void TestAuditAlarms::theSearchAsksLittle()
{
    TestCache test;
    test.fill(600);
    auto cache = test.open();
    const auto other = logThatDiffersAt(700, 389);
    QVERIFY(!cache->append(other.batchFrom(600)).ok());
    const int questions = investigate(*cache, other);
    QVERIFY2(questions <= 20, std::to_string(questions).c_str());
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(389));
}

void TestAuditAlarms::aProofThatIsALieNamesItsEntry()
{
    TestCache test;
    test.fill(9);
    auto cache = test.open();
    QVERIFY(!cache->append(logThatDiffersAt(12, 5).batchFrom(9)).ok());
    QCOMPARE(cache->wantedProof()->seq, 0u);
    QVERIFY(cache->takeProof({}).ok());
    QVERIFY(!cache->wantedProof());
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(0));
}

void TestAuditAlarms::entriesThatAreMissingAreNamed()
{
    TestCache test;
    test.fill(9);
    auto cache = test.open();
    QCOMPARE(cache->append({test.log.note(6), {}, {}}).error().code, std::string("log-shrank"));
    investigate(*cache, test.log);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(6));
}

void TestAuditAlarms::leavesThatDoNotMatchAreNamed_data()
{
    QTest::addColumn<QByteArray>("bend");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("first");
    const auto row = [](const char *bend, const char *expected, int first) {
        QTest::newRow(bend) << QByteArray(bend) << QByteArray(expected) << first;
    };
    row("edited", "leaves-do-not-match", 7);
    row("edited last", "leaves-do-not-match", 11);
    row("reordered", "entry-out-of-place", 7);
    row("left out", "entry-out-of-place", 7);
    row("doubled", "entry-out-of-place", 8);
    row("more than signed", "entries-surplus", 12);
    row("more than asked", "entry-out-of-place", 5);
}

void TestAuditAlarms::leavesThatDoNotMatchAreNamed()
{
    QFETCH(QByteArray, bend);
    QFETCH(QByteArray, expected);
    QFETCH(int, first);
    TestCache test;
    test.fill(5);
    auto cache = test.open();
    test.log.append(7);
    auto batch = test.log.batchFrom(5);
    auto &leaves = batch.leaves;
    if (bend.startsWith("edited")) {
        auto &leaf = bend == "edited" ? leaves[2] : leaves.back();
        leaf.replace(leaf.find("usr_ada"), 7, "usr_bob");
    } else if (bend == "reordered") {
        std::swap(leaves[2], leaves[3]);
    } else if (bend == "left out") {
        leaves.erase(leaves.begin() + 2);
        leaves.push_back(leaves.back());
    } else if (bend == "doubled") {
        leaves[3] = leaves[2];
    } else if (bend == "more than signed") {
        leaves.push_back(leaves.back());
    } else {
        leaves.insert(leaves.begin(), test.log.leaf(4));
        leaves.pop_back();
    }
    QCOMPARE(QByteArray::fromStdString(cache->append(batch).error().code), expected);
    investigate(*cache, test.log);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(first));
    QCOMPARE(cache->size(), 5u);
    QCOMPARE(cache->trusted().size, 5u);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditAlarms::aHugeEntryIsNotTaken()
{
    TestCache test;
    test.fill(2);
    auto cache = test.open();
    test.log.append(1);
    test.log.appendLeaf(std::string(audit::mostLeafBytes + 1, 'x'));
    QCOMPARE(cache->append(test.log.batchFrom(2)).error().code, std::string("entry-oversized"));
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(3));
}

void TestAuditAlarms::aLongLogComesInPieces()
{
    TestCache test;
    test.log.append(41);
    std::uint64_t trusted = 0;
    for (const std::uint64_t to : {1U, 8U, 8U, 20U, 33U}) {
        auto cache = test.open();
        QVERIFY(!cache->alarm());
        const auto appended = cache->append(test.log.pieceOf(cache->size(), to, trusted));
        QVERIFY2(appended.ok(), appended.ok() ? "" : core::toString(appended.error()).c_str());
        QCOMPARE(cache->size(), to);
        QCOMPARE(cache->trusted().size, 41u);
        trusted = 41;
    }
    // It grows meanwhile.
    test.log.append(4);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.pieceOf(33, 40, 41)).ok());
    QVERIFY(cache->append(test.log.pieceOf(40, 45, 45)).ok());
    QCOMPARE(cache->verifyLocal()->checked, 45u);
    QVERIFY(!test.open()->alarm());
}

void TestAuditAlarms::aPieceThatIsNotOfTheLogIsNotTaken()
{
    TestCache test;
    test.log.append(20);
    auto cache = test.open();
    auto batch = test.log.pieceOf(0, 9, 0);
    auto &leaf = batch.leaves[4];
    leaf.replace(leaf.find("usr_ada"), 7, "usr_bob");
    QCOMPARE(cache->append(batch).error().code, std::string("leaves-do-not-match"));
    investigate(*cache, test.log);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(4));
    QCOMPARE(cache->size(), 0u);
    QCOMPARE(cache->trusted().size, 0u);
}

void TestAuditAlarms::aCacheThatIsNotCompleteYetIsVerified()
{
    TestCache test;
    test.log.append(20);
    QVERIFY(test.open()->append(test.log.pieceOf(0, 9, 0)).ok());
    QCOMPARE(test.open()->verifyLocal()->checked, 9u);
    QVERIFY(!test.open()->verifyLocal()->finding);
    test.tamper("UPDATE trust SET remainder = zeroblob(length(remainder))");
    QCOMPARE(test.open()->alarm()->alarm, Alarm::CacheChanged);
}

void TestAuditAlarms::receiptsAreCheckedWhenTheirEntryComes()
{
    TestCache test;
    test.fill(2);
    auto cache = test.open();
    QVERIFY(cache->addReceipt(3, "req-3").ok());
    QVERIFY(cache->addReceipt(4, "req-of-ours").ok());
    QVERIFY(!cache->alarm());
    test.log.append(2);
    QVERIFY(cache->append(test.log.batchFrom(2)).ok());
    QVERIFY(!cache->alarm());
    test.log.append(1);
    QVERIFY(cache->append(test.log.batchFrom(4)).ok());
    QCOMPARE(cache->alarm()->alarm, Alarm::ReceiptBroken);
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(4));
}

void TestAuditAlarms::acknowledgedAlarmsAreKept()
{
    TestCache test;
    test.fill(4);
    auto cache = test.open();
    QVERIFY(!cache->append({test.log.note(2), {}, {}}).ok());
    test.clock.turn(std::chrono::hours(1));
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QVERIFY(!cache->alarm());
    QVERIFY(!cache->wantedProof());
    QVERIFY(!test.open()->alarm());
    QVERIFY(!cache->verifyLocal()->finding);
    // Whoever takes it off the record is found.
    for (const char *sql : {"UPDATE alarm SET acknowledged_by = 'usr_bob'", "DELETE FROM alarm",
             "UPDATE alarm SET detail = ''"}) {
        TestCache other;
        other.fill(4);
        QVERIFY(!other.open()->append({other.log.note(2), {}, {}}).ok());
        QVERIFY(other.open()->acknowledgeAlarm("usr_ada").ok());
        other.tamper(sql);
        QVERIFY2(other.open()->alarm(), sql);
        QCOMPARE(other.open()->alarm()->alarm, Alarm::CacheChanged);
    }
}

void TestAuditAlarms::severalAlarmsAreAcknowledgedOneByOne()
{
    TestCache test;
    test.fill(4);
    test.tamper("UPDATE event SET actor = 'x' WHERE seq = 1");
    auto cache = test.open();
    QVERIFY(!cache->append({test.log.note(2), {}, {}}).ok());
    QVERIFY(cache->verifyLocal()->finding);
    QCOMPARE(cache->alarm()->alarm, Alarm::LogShrank);
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QCOMPARE(cache->alarm()->alarm, Alarm::CacheChanged);
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QVERIFY(!cache->alarm());
}

void TestAuditAlarms::anAlarmOutlivesAFullDisk()
{
    TestCache test;
    test.fill(4);
    auto cache = test.open();
    {
        const support::FileLimit full(0);
        QCOMPARE(cache->append({test.log.note(2), {}, {}}).error().code, std::string("log-shrank"));
        QCOMPARE(cache->report(Alarm::EntriesWithheld, test.log.note(), "none").code,
            std::string("entries-withheld"));
        QVERIFY(!cache->recordPending());
        // No name stands under what is on no record.
        QVERIFY(!cache->acknowledgeAlarm("usr_ada").ok());
        QCOMPARE(cache->alarm()->alarm, Alarm::LogShrank);
    }
    QVERIFY(cache->recordPending().ok());
    cache = test.open();
    QCOMPARE(cache->alarm()->alarm, Alarm::LogShrank);
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    QCOMPARE(cache->alarm()->alarm, Alarm::EntriesWithheld);
}

// The program ends before the disk has room: what stands beside the file knows.
void TestAuditAlarms::anAlarmThatWasNeverWrittenIsMissed()
{
    TestCache test;
    test.fill(4);
    std::string side;
    {
        auto cache = test.open();
        const support::FileLimit full(0);
        QVERIFY(!cache->append({test.log.note(2), {}, {}}).ok());
        side = cache->sideNote().value();
    }
    auto cache = test.open();
    QVERIFY(!cache->alarm());
    QVERIFY(cache->expect(side).ok());
    QCOMPARE(cache->alarm()->alarm, Alarm::CacheChanged);
    QVERIFY(cache->alarm()->detail.find("0 of 1 alarms (1 were not acknowledged)")
        != std::string::npos);
}

QTEST_GUILESS_MAIN(TestAuditAlarms)
#include "tst_auditalarms.moc"
