// SPDX-License-Identifier: Apache-2.0
#include "audit/auditexport.h"
#include "audit/sidejobs.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Alarm;
using audit::Finding;
using support::TestCache;

namespace {

std::string printed(const std::optional<Finding> &finding)
{
    if (!finding)
        return "clean";
    return finding->part + ' ' + std::to_string(finding->first) + ".."
        + std::to_string(finding->last);
}

} // namespace

// What somebody may do who can write to the file.
class TestAuditVerify : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyChangeIsFound_data();
    void everyChangeIsFound();
    void aChangeCarriedThroughTheTreeIsFound();
    void everyColumnOfEveryEntryCounts();
    void aChangedEdgeIsFoundWhenOpening_data();
    void aChangedEdgeIsFoundWhenOpening();
    void aFindingIsAnAlarmAcrossRestarts();
    void everyByteOfALeafCounts();
    void aCopyThatWasPutRightIsTrustedAgain();
    void whoeverLooksOnCanEndIt();
    void whatRunsBesideIsEndedInAStatement();
};

void TestAuditVerify::everyChangeIsFound_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *sql, const char *found) { QTest::newRow(sql) << sql << found; };
    // Twelve entries, signed at four, eight and twelve.
    row("SELECT 1", "clean");
    row("UPDATE leaf SET raw = CAST(raw || ' ' AS BLOB) WHERE seq = 5", "leaf 5..5");
    row("UPDATE leaf SET leaf_hash = zeroblob(32) WHERE seq = 6", "leaf 6..6");
    row("UPDATE leaf SET raw = (SELECT raw FROM leaf WHERE seq = 2) WHERE seq = 3", "leaf 3..3");
    row("DELETE FROM event WHERE seq = 4; DELETE FROM leaf WHERE seq = 4", "leaf 4..4");
    row("DELETE FROM event WHERE seq > 9; DELETE FROM leaf WHERE seq > 9", "leaf 10..11");
    row("INSERT INTO leaf VALUES (12, x'00', zeroblob(32))", "leaf 12..12");
    row("UPDATE node SET hash = zeroblob(32) WHERE level = 2 AND idx = 1", "node 4..7");
    row("DELETE FROM node WHERE level = 1 AND idx = 3", "node 6..7");
    row("INSERT INTO node VALUES (9, 9, zeroblob(32))", "node 12..12");
    row("UPDATE event SET actor = 'usr_bob' WHERE seq = 8", "event 8..8");
    row("DELETE FROM event WHERE seq = 9", "event 9..9");
    row("INSERT INTO event SELECT 99, time_us, event, code, actor, action, outcome, env, ns,"
        " target_type, target_id, correlation, request_id, bg, reason, words, problem FROM event"
        " WHERE seq = 1",
        "event 12..12");
    row("UPDATE checkpoint SET note = replace(note, 'A', 'B') WHERE size = 8", "checkpoint 8..8");
    row("UPDATE checkpoint SET size = 7 WHERE size = 8", "checkpoint 7..7");
}

void TestAuditVerify::everyChangeIsFound()
{
    QFETCH(QString, sql);
    QFETCH(QString, found);
    TestCache test;
    test.fill(12, 3);
    test.tamper(sql.toStdString());
    auto cache = test.open();
    QVERIFY(cache.ok());
    const auto verification = cache->verifyLocal();
    QVERIFY(verification.ok());
    QCOMPARE(printed(verification->finding), found.toStdString());
    QCOMPARE(cache->alarm().has_value(), found != QLatin1String("clean"));
    if (cache->alarm())
        QCOMPARE(cache->alarm()->alarm, Alarm::CacheChanged);
}

// Leaf, hash, event and every node above, all made to agree: only the signatures know better.
void TestAuditVerify::aChangeCarriedThroughTheTreeIsFound()
{
    TestCache test;
    test.fill(12, 3);
    support::TestLog forged;
    for (int i = 0; i < 12; ++i) {
        auto event = support::TestLog::event();
        event.actor.id = i == 6 ? "usr_bob" : "usr_ada";
        forged.append(event);
    }
    core::MerkleTree tree;
    std::string sql;
    for (std::uint64_t seq = 0; seq < 12; ++seq) {
        std::vector<core::MerkleNode> completed;
        const auto &leaf = forged.leaf(seq);
        tree.append(core::leafHash(leaf), &completed);
        sql += "UPDATE leaf SET raw = x'" + core::toHex(leaf) + "', leaf_hash = x'"
            + core::toHex(core::bytesOf(completed[0].hash)) + "' WHERE seq = " + std::to_string(seq)
            + ';';
        for (std::size_t i = 1; i < completed.size(); ++i)
            sql += "UPDATE node SET hash = x'" + core::toHex(core::bytesOf(completed[i].hash))
                + "' WHERE level = " + std::to_string(completed[i].level)
                + " AND idx = " + std::to_string(completed[i].index) + ';';
    }
    test.tamper(sql + "UPDATE event SET actor = 'usr_bob' WHERE seq = 6");
    auto cache = test.open();
    QCOMPARE(cache->alarm()->alarm, Alarm::CacheChanged);
    const auto verification = cache->verifyLocal();
    QCOMPARE(printed(verification->finding), std::string("leaf 4..7"));
    QCOMPARE(verification->checked, 4u);
}

void TestAuditVerify::everyColumnOfEveryEntryCounts()
{
    for (const auto *column :
        {"time_us = 1", "event = 'x'", "code = 'x'", "actor = 'x'", "action = 'x'", "outcome = 'x'",
            "env = 'x'", "ns = 'x'", "target_type = 'x'", "target_id = 'x'", "correlation = 'x'",
            "request_id = 'x'", "bg = 'x'", "reason = 'x'", "words = 'x'", "problem = 'x'"}) {
        TestCache test;
        test.fill(3);
        test.tamper(std::string("UPDATE event SET ") + column + " WHERE seq = 1");
        auto cache = test.open();
        QVERIFY2(printed(cache->verifyLocal()->finding) == "event 1..1", column);
    }
}

void TestAuditVerify::aChangedEdgeIsFoundWhenOpening_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("node") << "UPDATE node SET hash = zeroblob(32) WHERE level = 2 AND idx = 0";
    QTest::newRow("no node") << "DELETE FROM node";
    QTest::newRow("fewer entries") << "DELETE FROM event WHERE seq > 3;"
                                      "DELETE FROM leaf WHERE seq > 3";
    QTest::newRow("no checkpoint") << "DELETE FROM checkpoint";
    QTest::newRow("older checkpoint") << "DELETE FROM checkpoint WHERE size = 6";
    QTest::newRow("broken note") << "UPDATE checkpoint SET note = 'x' WHERE size = 6";
}

void TestAuditVerify::aChangedEdgeIsFoundWhenOpening()
{
    QFETCH(QString, sql);
    TestCache test;
    test.fill(6, 2);
    test.tamper(sql.toStdString());
    auto cache = test.open();
    QVERIFY(cache.ok());
    QVERIFY(cache->alarm());
    QCOMPARE(cache->alarm()->alarm, Alarm::CacheChanged);
    test.log.append(1);
    QVERIFY(!cache->append(test.log.batchFrom(6)).ok());
}

void TestAuditVerify::aFindingIsAnAlarmAcrossRestarts()
{
    TestCache test;
    test.fill(4);
    test.tamper("UPDATE event SET actor = 'x' WHERE seq = 1");
    {
        auto cache = test.open();
        QVERIFY(!cache->alarm()); // the edge alone does not show it
        QVERIFY(cache->verifyLocal()->finding);
        QVERIFY(cache->verifyLocal()->finding); // said twice, kept once
    }
    auto cache = test.open();
    QCOMPARE(cache->alarm()->detail, std::string("event of entries 1 to 1"));
    QCOMPARE(cache->database().integer("SELECT count(*) FROM alarm").value(), 1);
}

void TestAuditVerify::everyByteOfALeafCounts()
{
    TestCache test;
    test.fill(2);
    const auto leaf = test.log.leaf(1);
    for (std::size_t i = 0; i < leaf.size(); i += 97) {
        auto changed = leaf;
        changed[i] ^= 1;
        test.tamper("UPDATE leaf SET raw = x'" + core::toHex(changed) + "' WHERE seq = 1");
        auto cache = test.open();
        QCOMPARE(printed(cache->verifyLocal()->finding), std::string("leaf 1..1"));
    }
}

// An alarm is a record beside the trust and changes nothing of it.
void TestAuditVerify::aCopyThatWasPutRightIsTrustedAgain()
{
    TestCache test;
    test.log.append(20);
    QVERIFY(test.open()->append(test.log.pieceOf(0, 6, 0)).ok());
    const auto node = core::toHex(core::bytesOf(test.open()->nodes()(2, 0).value()));
    test.tamper("UPDATE node SET hash = zeroblob(32) WHERE level = 2 AND idx = 0");
    QCOMPARE(test.open()->alarm()->alarm, Alarm::CacheChanged);
    test.tamper("UPDATE node SET hash = x'" + node + "' WHERE level = 2 AND idx = 0");
    QVERIFY(test.open()->alarm());
    QVERIFY(test.open()->acknowledgeAlarm("usr_ada").ok());
    auto cache = test.open();
    QVERIFY(!cache->alarm());
    QCOMPARE(cache->size(), 6u);
    QVERIFY(!cache->verifyLocal()->finding);
    QVERIFY(cache->append(test.log.pieceOf(6, 20, 20)).ok());
}

// Between two entries, and inside a statement that takes long.
void TestAuditVerify::whoeverLooksOnCanEndIt()
{
    TestCache test;
    test.fill(3000);
    auto cache = test.open();
    std::vector<std::int64_t> told;
    audit::Watch watch;
    watch.progress = [&told](std::int64_t done, std::int64_t total) {
        QCOMPARE(total, 6000);
        told.push_back(done);
    };
    // Once for the entries themselves, which is told, and once for what is made of them.
    watch.proved = [&told](std::int64_t entries) { told.push_back(-entries); };
    QVERIFY(!cache->verifyLocal(watch)->finding);
    QCOMPARE(told, (std::vector<std::int64_t>{0, 1024, 2048, -3000, 3000, 4024, 5048}));
    watch.proved = {};
    // As many as both walks over the entries and the steps around them have, whatever runs beside.
    for (int looks = 0; looks < 11; ++looks) {
        int asked = 0;
        watch.isCancelled = [&asked, looks] { return ++asked > looks; };
        told.clear();
        QCOMPARE(cache->verifyLocal(watch).error().code, std::string("cancelled"));
        QVERIFY(told.size() <= std::size_t(looks));
        QVERIFY(!cache->alarm());
    }
    QVERIFY(!cache->verifyLocal()->finding);
    watch.isCancelled = [&told] { return !told.empty(); };
    told.clear();
    std::size_t bytes = 0;
    const auto exported = audit::exportEntries(*cache, {}, audit::ExportFormat::Csv,
        [&bytes](std::string_view piece) {
            bytes += piece.size();
            return core::Result<>(core::Done());
        },
        {watch.isCancelled, [&told](std::int64_t done, std::int64_t) { told.push_back(done); }});
    QCOMPARE(exported.error().code, std::string("cancelled"));
    QCOMPARE(told.size(), 1u);
    QVERIFY(bytes > 0);
}

// A statement that would never end by itself.
void TestAuditVerify::whatRunsBesideIsEndedInAStatement()
{
    TestCache test;
    test.fill(12);
    auto cache = test.open();
    auto reader = cache->database().openReader();
    QVERIFY(reader.ok());
    core::Result<std::int64_t> counted = 0;
    audit::SideJobs jobs;
    reader->watch([&jobs] { return jobs.isEnding(); });
    jobs.start([&] {
        counted = reader->integer("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                  " SELECT count(*) FROM n");
    });
    int asked = 0;
    jobs.wait([&asked] { return ++asked == 2; });
    QCOMPARE(asked, 2);
    QCOMPARE(counted.error().code, std::string("sqlite-interrupt"));
    // Nothing is written through it.
    QVERIFY(!reader->execute("DELETE FROM tally"));
}

QTEST_GUILESS_MAIN(TestAuditVerify)
#include "tst_auditverify.moc"
