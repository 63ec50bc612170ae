// SPDX-License-Identifier: Apache-2.0
#include "engine/server/store/sqlitestore.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::server;

// The store in SQLite where the disk does not do its part.
class TestSqliteStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aBatchThatSqliteHasUndoneTakesNothingMore();
    void onlyTheOwnerReadsTheFiles();
};

// SQLite rolls a whole transaction back by itself when a page cannot be written. A neighbour's
// savepoint would then begin a transaction of its own, and be committed without what it stands on.
void TestSqliteStore::aBatchThatSqliteHasUndoneTakesNothingMore()
{
    const QTemporaryDir folder;
    auto store = SqliteStore::open(folder.path().toStdString() + "/x.db");
    QVERIFY(store.ok());
    {
        auto batch = (*store)->begin();
        QVERIFY(batch.ok());
        auto &transaction = **batch;
        QVERIFY(transaction.mark().ok());
        QVERIFY(transaction.put("first", "1").ok());
        QVERIFY(transaction.keepToMark().ok());
        QVERIFY(transaction.mark().ok());
        {
            const support::FileLimit limit(rlim_t(1) << 20);
            bool isFull = false;
            for (int i = 0; i < 64 && !isFull; ++i)
                isFull = !transaction.put("large" + std::to_string(i), std::string(1 << 20, 'x'));
            QVERIFY(isFull);
        }
        // There is room again, as there is for a small neighbour of a large one.
        (void)transaction.undoToMark();
        const bool goesOn = transaction.mark().ok() && transaction.put("second", "2").ok()
            && transaction.keepToMark().ok();
        const bool isCommitted = transaction.commit().ok();
        QCOMPARE(goesOn, isCommitted);
    }
    auto reader = (*store)->openReader();
    QVERIFY(reader.ok());
    const auto entries = (*reader)->scan(KeyRange::under(""));
    QVERIFY(entries.ok());
    QCOMPARE(entries->size(), std::size_t(0));
}

void TestSqliteStore::onlyTheOwnerReadsTheFiles()
{
    const QTemporaryDir folder;
    auto store = SqliteStore::open(folder.path().toStdString() + "/x.db");
    QVERIFY(store.ok());
    auto batch = (*store)->begin();
    QVERIFY((*batch)->put("a", "b").ok());
    QVERIFY((*batch)->commit().ok());
    for (const auto &entry : std::filesystem::directory_iterator(folder.path().toStdString())) {
        const auto mode = entry.status().permissions() & std::filesystem::perms::mask;
        QVERIFY2(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write),
            entry.path().c_str());
    }
}

QTEST_GUILESS_MAIN(TestSqliteStore)
#include "tst_sqlitestore.moc"
