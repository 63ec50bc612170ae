// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

#include <sqlite3.h>

using namespace chancery;
using support::TestCache;

namespace {

// Writes to an index and leaves its table alone, as no statement of SQL can.
void changeIndex(const std::filesystem::path &file, const std::string &index, const char *change)
{
    sqlite3 *raw = nullptr;
    if (sqlite3_open(file.c_str(), &raw) != SQLITE_OK)
        qFatal("the file does not open");
    const auto run = [raw](const std::string &sql) {
        if (sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(raw));
    };
    sqlite3_stmt *root = nullptr;
    sqlite3_prepare_v2(raw,
        ("SELECT rootpage FROM sqlite_schema WHERE name = '" + index + '\'').c_str(), -1, &root,
        nullptr);
    sqlite3_step(root);
    const int page = sqlite3_column_int(root, 0);
    sqlite3_finalize(root);
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, raw, "main", 1, page);
    run("CREATE TABLE entries(v, s, r, PRIMARY KEY(v, s, r)) WITHOUT ROWID");
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, raw, "main", 0, 0);
    run(change);
    sqlite3_close(raw);
}

} // namespace

// The indexes beside the table of entries: what is not in them is not found by a search, and nobody
// would miss it.
class TestAuditIndexes : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyChangeOfAnIndexIsFound_data();
    void everyChangeOfAnIndexIsFound();
    void aSealedCopyIsVerifiedAsWell();
    void aCopyThatWasMovedIsNotTakenForAnother();
    void manyValuesAreSoundInEveryIndex();
};

void TestAuditIndexes::everyChangeOfAnIndexIsFound_data()
{
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("change");
    for (const char *index : {"event_by_event", "event_by_actor", "event_by_outcome",
             "event_by_env", "event_by_target", "event_by_correlation"}) {
        for (const char *change :
            {"DELETE FROM entries WHERE s = 5", "INSERT INTO entries VALUES ('usr_x', 5, 5)",
                "INSERT INTO entries VALUES ('usr_x', 99, 99)",
                "UPDATE entries SET v = v || 'x' WHERE s = 5",
                "UPDATE entries SET v = CAST(v AS BLOB) WHERE s = 5",
                "UPDATE entries SET v = NULL WHERE s = 5", "UPDATE entries SET s = 40 WHERE s = 7",
                "UPDATE entries SET s = 4.5 WHERE s = 5", "UPDATE entries SET r = 6 WHERE s = 5",
                "DELETE FROM entries WHERE s = 6; UPDATE entries SET s = 6, r = 6 WHERE s = 5",
                "DELETE FROM entries"})
            QTest::addRow("%s: %s", index, change)
                << QString::fromLatin1(index) << QString::fromLatin1(change);
    }
}

void TestAuditIndexes::everyChangeOfAnIndexIsFound()
{
    QFETCH(QString, index);
    QFETCH(QString, change);
    TestCache test;
    test.fill(12, 3);
    QVERIFY(!test.open()->verifyLocal()->finding);
    changeIndex(test.file(), index.toStdString(), change.toLatin1().constData());
    auto cache = test.open();
    // Opening a plain file looks at its pages as well, and may find it first.
    if (!cache) {
        QCOMPARE(cache.error().code, std::string("audit-cache-damaged"));
        return;
    }
    const auto verification = cache->verifyLocal();
    QVERIFY(verification.ok());
    QVERIFY(verification->finding);
    // By the smallest index the entries are counted, before it is looked at itself.
    const auto &part = verification->finding->part;
    QVERIFY2(part == "search" || part == "event", part.c_str());
    QVERIFY(cache->alarm());
}

void TestAuditIndexes::aSealedCopyIsVerifiedAsWell()
{
    TestCache test;
    test.key = core::Secret(std::string(32, 's'));
    test.fill(300, 3);
    auto cache = test.open();
    const auto verification = cache->verifyLocal();
    QVERIFY(verification.ok());
    QVERIFY(!verification->finding);
    QCOMPARE(verification->checked, 300u);
    // It goes on as before.
    test.log.append(3);
    QVERIFY(cache->append(test.log.batchFrom(300)).ok());
    QCOMPARE(cache->verifyLocal()->checked, 303u);
}

// No second connection is made to what stands in its place by now.
void TestAuditIndexes::aCopyThatWasMovedIsNotTakenForAnother()
{
    TestCache test;
    test.fill(12, 3);
    test.tamper("UPDATE event SET actor = 'usr_bob' WHERE seq = 8");
    auto cache = test.open();
    const auto aside = test.file().parent_path() / "aside.sqlite";
    std::filesystem::rename(test.file(), aside);
    TestCache other;
    other.fill(12, 3);
    std::filesystem::copy_file(other.file(), test.file());
    QVERIFY(!cache->verifyLocal().ok());
    QVERIFY(cache->alarm());
    QVERIFY(cache->alarm()->detail.starts_with("another file"));
}

void TestAuditIndexes::manyValuesAreSoundInEveryIndex()
{
    TestCache test;
    const char *texts[]{"", "a", "aa", "b", "ä", "漢", "Z", "zz"};
    for (int i = 0; i < 500; ++i) {
        auto event = support::TestLog::event();
        event.actor.id = texts[i % 8];
        event.environment = texts[i % 7];
        event.target.id = texts[i % 5];
        event.correlationId = texts[i % 3];
        test.log.append(event);
    }
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    QVERIFY(!cache->verifyLocal()->finding);
}

QTEST_GUILESS_MAIN(TestAuditIndexes)
#include "tst_auditindexes.moc"
