// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Alarm;
using audit::AuditCache;
using support::TestCache;

namespace {

using std::chrono::minutes;

std::int64_t alarmsIn(AuditCache &cache)
{
    return cache.database().integer("SELECT count(*) FROM alarm").value();
}

std::string alarmOf(const AuditCache &cache)
{
    return cache.alarm() ? std::string(audit::name(cache.alarm()->alarm)) : "none";
}

} // namespace

// What a server has promised of our actions, it is held to: once for each promise.
class TestAuditReceipts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneNumberForTwoRequestsIsAnAlarm();
    void theSameReceiptTwiceIsOne();
    void anEntryThatNeverComesIsAnAlarm_data();
    void anEntryThatNeverComesIsAnAlarm();
    void anEntryThatComesLateIsJudged();
    void whatWasAcknowledgedIsNotRaisedAgain();
    void whatWaitsIsCounted();
    void aReceiptThatCannotBeWrittenIsToldSo();
    void theSameAlarmIsOnRecordOnce();
};

void TestAuditReceipts::oneNumberForTwoRequestsIsAnAlarm()
{
    TestCache test;
    test.fill(3);
    {
        auto cache = test.open();
        QVERIFY(cache->addReceipt(4, "req-4").ok());
        QVERIFY(!cache->alarm());
        QVERIFY(cache->addReceipt(4, "req-of-ours").ok());
        QCOMPARE(alarmOf(*cache), std::string("receipt-doubled"));
        QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(4));
        QCOMPARE(cache->openReceipts().value(), 2);
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    }
    // Both are held to the entry when it comes.
    test.log.append(2);
    auto cache = test.open();
    QVERIFY(!cache->alarm());
    QVERIFY(cache->append(test.log.batchFrom(3)).ok());
    QCOMPARE(alarmOf(*cache), std::string("receipt-broken"));
    QCOMPARE(cache->openReceipts().value(), 0);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditReceipts::theSameReceiptTwiceIsOne()
{
    TestCache test;
    test.fill(1);
    auto cache = test.open();
    for (int i = 0; i < 3; ++i)
        QVERIFY(cache->addReceipt(2, "req-2").ok());
    QCOMPARE(cache->openReceipts().value(), 1);
    QVERIFY(!cache->alarm());
}

void TestAuditReceipts::anEntryThatNeverComesIsAnAlarm_data()
{
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<bool>("grows");
    QTest::newRow("the log stands") << qint64(3) << false;
    QTest::newRow("the log grows, not so far") << qint64(5) << true;
    QTest::newRow("a number that no log reaches") << std::numeric_limits<qint64>::max() << true;
}

void TestAuditReceipts::anEntryThatNeverComesIsAnAlarm()
{
    QFETCH(qint64, seq);
    QFETCH(bool, grows);
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    QVERIFY(cache->addReceipt(seq, "req-of-ours").ok());
    test.clock.turn(minutes(4));
    QVERIFY(cache->append(test.log.batchFrom(3)).ok());
    QVERIFY(!cache->alarm());
    test.clock.turn(minutes(2));
    QVERIFY(!test.open()->alarm()); // without a fresh checkpoint nothing is known
    test.log.append(grows ? 1 : 0);
    QVERIFY(cache->append(test.log.batchFrom(3)).ok());
    QCOMPARE(alarmOf(*cache), std::string("receipt-overdue"));
    QCOMPARE(cache->alarm()->firstBad, std::optional<std::uint64_t>(std::uint64_t(seq)));
    QCOMPARE(alarmOf(*test.open()), std::string("receipt-overdue"));
    QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
    // Said once.
    test.clock.turn(minutes(60));
    QVERIFY(cache->append(test.log.batchFrom(cache->size())).ok());
    QVERIFY(!cache->alarm());
    QVERIFY(!test.open()->alarm());
    QCOMPARE(cache->openReceipts().value(), 1);
}

void TestAuditReceipts::anEntryThatComesLateIsJudged()
{
    for (const bool isOurs : {true, false}) {
        TestCache test;
        test.fill(3);
        auto cache = test.open();
        QVERIFY(cache->addReceipt(3, isOurs ? "req-3" : "req-of-ours").ok());
        test.clock.turn(minutes(6));
        QVERIFY(cache->append(test.log.batchFrom(3)).ok());
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        test.log.append(1);
        QVERIFY(cache->append(test.log.batchFrom(3)).ok());
        QCOMPARE(alarmOf(*cache), std::string(isOurs ? "none" : "receipt-broken"));
        QCOMPARE(cache->openReceipts().value(), 0);
    }
}

void TestAuditReceipts::whatWasAcknowledgedIsNotRaisedAgain()
{
    TestCache test;
    test.fill(3);
    {
        auto cache = test.open();
        QVERIFY(cache->addReceipt(1, "req-of-ours").ok());
        QVERIFY(cache->addReceipt(2, "req-of-ours-too").ok());
        QCOMPARE(alarmOf(*cache), std::string("receipt-broken"));
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        QCOMPARE(alarmOf(*cache), std::string("receipt-broken")); // of the other entry
        QVERIFY(cache->acknowledgeAlarm("usr_ada").ok());
        QVERIFY(!cache->alarm());
    }
    auto cache = test.open();
    QVERIFY(!cache->alarm());
    test.log.append(1);
    QVERIFY(cache->append(test.log.batchFrom(3)).ok());
    QVERIFY(cache->brokenReceipts().value().empty());
    QVERIFY(!cache->alarm());
    QCOMPARE(alarmsIn(*cache), 2);
    QVERIFY(!cache->verifyLocal()->finding);
}

void TestAuditReceipts::whatWaitsIsCounted()
{
    TestCache test;
    test.fill(2);
    auto cache = test.open();
    QVERIFY(cache->addReceipt(1, "req-1").ok());
    QVERIFY(cache->addReceipt(2, "req-2").ok());
    QVERIFY(cache->addReceipt(3, "req-3").ok());
    QCOMPARE(cache->openReceipts().value(), 2);
    test.log.append(1);
    QVERIFY(cache->append(test.log.batchFrom(2)).ok());
    QCOMPARE(cache->openReceipts().value(), 1);
}

void TestAuditReceipts::aReceiptThatCannotBeWrittenIsToldSo()
{
    TestCache test;
    test.fill(2);
    auto cache = test.open();
    QVERIFY(cache->database().execute("PRAGMA query_only = ON").ok());
    QVERIFY(!cache->addReceipt(3, "req-3").ok());
    QCOMPARE(cache->openReceipts().value(), 0);
    QVERIFY(cache->database().execute("PRAGMA query_only = OFF").ok());
    QVERIFY(cache->addReceipt(3, "req-3").ok());
    QCOMPARE(cache->openReceipts().value(), 1);
}

void TestAuditReceipts::theSameAlarmIsOnRecordOnce()
{
    TestCache test;
    test.fill(3);
    auto cache = test.open();
    for (int i = 0; i < 2; ++i) {
        static_cast<void>(cache->report(Alarm::EntriesWithheld, "a note", "none"));
        static_cast<void>(cache->report(Alarm::ProofUnreadable, "a note", "none"));
    }
    QCOMPARE(alarmsIn(*cache), 2);
}

QTEST_GUILESS_MAIN(TestAuditReceipts)
#include "tst_auditreceipts.moc"
