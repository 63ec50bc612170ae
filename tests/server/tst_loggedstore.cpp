// SPDX-License-Identifier: Apache-2.0
#include "engine/server/store/loggedstore.h"
#include "engine/server/store/sqlitestore.h"
#include "tests/server/memorystore.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

using namespace chancery;
using namespace chancery::server;
namespace fs = std::filesystem;

namespace {

// A thread that carries nothing over unless it must.
LoggedStoreOptions slow()
{
    LoggedStoreOptions options;
    options.beat = std::chrono::hours(1);
    return options;
}

// One that does so all the time.
LoggedStoreOptions eager()
{
    LoggedStoreOptions options;
    options.turnAt = 2000;
    options.beat = std::chrono::milliseconds(1);
    return options;
}

core::Result<std::unique_ptr<LoggedStore>> openIn(
    const fs::path &folder, const LoggedStoreOptions &options = slow())
{
    auto log = RedoLog::open(folder / "x.redo");
    if (!log)
        return log.error();
    auto base = SqliteStore::open(folder / "x.db");
    if (!base)
        return base.error();
    return LoggedStore::open(std::move(*base), std::move(*log), options);
}

core::Result<> putOne(Store &store, const std::string &key, std::string value)
{
    auto batch = store.begin();
    if (!batch)
        return batch.error();
    if (auto put = (*batch)->put(key, std::move(value)); !put)
        return put;
    return (*batch)->commit();
}

std::string textOf(const core::Result<std::vector<Entry>> &entries)
{
    if (!entries)
        return "error " + entries.error().code;
    std::string text;
    for (const auto &entry : *entries)
        text += entry.key + '=' + *entry.value + ' ';
    return text;
}

std::string allOf(Store &store)
{
    auto reader = store.openReader();
    return reader ? textOf((*reader)->scan(KeyRange::under("k"))) : "no reader";
}

// What a crash leaves: the files as they are at this moment.
void copyFiles(const fs::path &from, const fs::path &to)
{
    for (const auto &entry : fs::directory_iterator(from))
        fs::copy_file(entry.path(), to / entry.path().filename());
}

fs::path pathOf(const QTemporaryDir &folder)
{
    return folder.path().toStdString();
}

} // namespace

// The redo log in front of a store: nothing that was committed is lost or seen too early, and
// readers see one map, wherever its parts are.
class TestLoggedStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void readsLikeOneMap_data();
    void readsLikeOneMap();
    void aReaderSeesOneMomentWhateverIsCarriedOver();
    void committedSurvivesACrash();
    void cutOffBatchIsNone();
    void damagedBatchBeforeOthersIsRefused();
    void olderTurnsAreNotReadAgain();
    void baseThatCannotTakeRefusesInTime();
    void fullLogLeavesEverythingAsItWas();
    void oneServerAtATime();
    void onlyTheOwnerReadsTheFiles();
    void cleanEndLeavesAllInTheBase();
    void scrubbedFilesHoldNothingThatIsGone_data();
    void scrubbedFilesHoldNothingThatIsGone();
    void scrubbingKeepsWhatIsThere();
};

void TestLoggedStore::readsLikeOneMap_data()
{
    QTest::addColumn<bool>("isEager");
    QTest::newRow("all in the log") << false;
    QTest::newRow("carried over all the time") << true;
}

void TestLoggedStore::readsLikeOneMap()
{
    QFETCH(const bool, isEager);
    const QTemporaryDir folder;
    auto store = openIn(pathOf(folder), isEager ? eager() : slow());
    QVERIFY(store.ok());
    auto reader = (*store)->openReader();
    QVERIFY(reader.ok());
    MemoryStore model;
    std::mt19937 random(7);
    const auto below = [&](unsigned limit) { return unsigned(random() % limit); };
    for (int round = 0; round < 300; ++round) {
        auto batch = (*store)->begin();
        auto same = model.begin();
        for (unsigned piece = below(4) + 1; piece > 0; --piece) {
            QVERIFY((*batch)->mark().ok() && (*same)->mark().ok());
            for (unsigned step = below(6); step > 0; --step) {
                const auto key = "k" + std::to_string(below(40));
                if (below(3) == 0) {
                    QVERIFY((*batch)->remove(key).ok() && (*same)->remove(key).ok());
                } else {
                    const std::string value(below(80), char('a' + below(26)));
                    QVERIFY((*batch)->put(key, value).ok() && (*same)->put(key, value).ok());
                }
            }
            if (below(4) == 0)
                QVERIFY((*batch)->undoToMark().ok() && (*same)->undoToMark().ok());
            else
                QVERIFY((*batch)->keepToMark().ok() && (*same)->keepToMark().ok());
        }
        KeyRange range{"k" + std::to_string(below(40)), "k" + std::to_string(below(40))};
        if (range.to < range.from)
            std::swap(range.from, range.to);
        if (below(2) == 0)
            range = KeyRange::under("k");
        range.limit = below(3) == 0 ? SIZE_MAX : below(12);
        range.bytes = below(3) == 0 ? below(400) + 1 : SIZE_MAX;
        range.backwards = below(2) == 0;
        QCOMPARE(textOf((*batch)->scan(range)), textOf((*same)->scan(range)));
        if (below(5) == 0)
            continue; // given up
        QVERIFY((*batch)->commit().ok() && (*same)->commit().ok());
        QCOMPARE(textOf((*reader)->scan(range)), textOf(scanMap(model.snapshot(), range)));
        const auto key = "k" + std::to_string(below(40));
        const auto value = (*reader)->get(key);
        const auto expected = findIn(model.snapshot(), key);
        QVERIFY(value.ok());
        QCOMPARE(*value ? **value : "none", expected ? *expected : "none");
    }
    const auto all = textOf(scanMap(model.snapshot(), KeyRange::under("k")));
    reader = core::Error{};
    (*store).reset();
    auto again = openIn(pathOf(folder));
    QVERIFY(again.ok());
    QCOMPARE(allOf(**again), all);
}

// Two values are always written together, so that nobody ever reads two different ones.
void TestLoggedStore::aReaderSeesOneMomentWhateverIsCarriedOver()
{
    const QTemporaryDir folder;
    auto store = openIn(pathOf(folder), eager());
    QVERIFY(store.ok());
    std::atomic<bool> isDone = false;
    std::atomic<int> looks = 0;
    std::string torn;
    std::thread reading([&] {
        auto reader = (*store)->openReader();
        while (reader && !isDone) {
            const auto both = (*reader)->scan(KeyRange::under("k"));
            ++looks;
            if (!both || (!both->empty() && *both->front().value != *both->back().value))
                torn = textOf(both);
        }
    });
    for (int i = 0; i < 400 || looks < 50; ++i) {
        auto batch = (*store)->begin();
        const auto value = std::to_string(i);
        if (!batch || !(*batch)->put("k1", value) || !(*batch)->put("k2", value)
            || textOf((*batch)->scan(KeyRange::under("k"))) != "k1=" + value + " k2=" + value + ' '
            || !(*batch)->commit()) {
            torn = "a batch failed";
            break;
        }
    }
    isDone = true;
    reading.join();
    QCOMPARE(torn, std::string());
}

void TestLoggedStore::committedSurvivesACrash()
{
    const QTemporaryDir folder;
    const QTemporaryDir crashed;
    auto store = openIn(pathOf(folder));
    QVERIFY(store.ok());
    QVERIFY(putOne(**store, "k1", "one").ok());
    QVERIFY(putOne(**store, "k2", "two").ok());
    auto open = (*store)->begin();
    QVERIFY((*open)->put("k3", "never committed").ok());
    copyFiles(pathOf(folder), pathOf(crashed));
    auto again = openIn(pathOf(crashed));
    QVERIFY(again.ok());
    QCOMPARE(allOf(**again), std::string("k1=one k2=two "));
    // And goes on from there.
    QVERIFY(putOne(**again, "k2", "other").ok());
    QCOMPARE(allOf(**again), std::string("k1=one k2=other "));
}

// Cut at every byte, the last batch is there whole or not at all, and those before it always.
void TestLoggedStore::cutOffBatchIsNone()
{
    const QTemporaryDir folder;
    std::size_t first = 0;
    std::size_t both = 0;
    {
        auto log = RedoLog::open(pathOf(folder) / "x.redo");
        QVERIFY(log.ok());
        const Changes changes{{"k", std::make_shared<const std::string>("value")}, {"l", nullptr}};
        QVERIFY((*log)->append(1, changes).ok());
        first = (*log)->used();
        QVERIFY((*log)->append(2, changes).ok());
        both = (*log)->used();
    }
    const auto file = pathOf(folder) / "x.redo.0";
    QCOMPARE(fs::file_size(file), both);
    for (auto size = both; size >= first; --size) {
        fs::resize_file(file, size);
        auto log = RedoLog::open(pathOf(folder) / "x.redo");
        QVERIFY(log.ok());
        const auto batches = (*log)->batchesAfter(0);
        QVERIFY(batches.ok());
        QCOMPARE(batches->size(), std::size_t(size == both ? 2 : 1));
        QCOMPARE(*batches->front().changes.at("k"), std::string("value"));
        QVERIFY(batches->front().changes.at("l") == nullptr);
    }
}

void TestLoggedStore::damagedBatchBeforeOthersIsRefused()
{
    const QTemporaryDir folder;
    const Changes changes{{"k", std::make_shared<const std::string>("value")}};
    {
        auto log = RedoLog::open(pathOf(folder) / "x.redo");
        QVERIFY((*log)->append(1, changes).ok());
        QVERIFY((*log)->append(2, changes).ok());
        (*log)->turn();
        QVERIFY((*log)->append(3, changes).ok());
    }
    {
        std::fstream file(
            pathOf(folder) / "x.redo.0", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(40);
        file.put('!');
    }
    const auto opened = openIn(pathOf(folder));
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, std::string("store-damaged"));
}

// What stands behind the newest batch is an older turn's; none of it comes back.
void TestLoggedStore::olderTurnsAreNotReadAgain()
{
    const QTemporaryDir folder;
    auto log = RedoLog::open(pathOf(folder) / "x.redo");
    QVERIFY(log.ok());
    const Changes changes{{"k", std::make_shared<const std::string>("value")}};
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence)
        QVERIFY((*log)->append(sequence, changes).ok());
    (*log)->turn();
    QVERIFY((*log)->append(4, changes).ok());
    (*log)->turn();
    QVERIFY((*log)->append(5, changes).ok());
    const auto batches = (*log)->batchesAfter(3);
    QVERIFY(batches.ok());
    QCOMPARE(batches->size(), std::size_t(2));
    QCOMPARE(batches->front().sequence, std::uint64_t(4));
    QCOMPARE(batches->back().sequence, std::uint64_t(5));
}

// Commits go on as long as the log has room, are refused then, and go on when the base can again.
void TestLoggedStore::baseThatCannotTakeRefusesInTime()
{
    const QTemporaryDir folder;
    auto base = std::make_unique<MemoryStore>();
    auto &memory = *base;
    memory.failsCommit = true;
    auto log = RedoLog::open(pathOf(folder) / "x.redo");
    QVERIFY(log.ok());
    auto options = eager();
    options.mostWaiting = 20'000;
    auto store = LoggedStore::open(std::move(base), std::move(*log), options);
    QVERIFY(store.ok());
    int count = 0;
    core::Result<> outcome = core::Done();
    for (; outcome && count < 1000; ++count)
        outcome = putOne(**store, "k" + std::to_string(count), std::string(1000, 'x'));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, std::string("sqlite-full"));
    QVERIFY(count > 10);
    // All that was taken is still read, the refused one is not.
    auto reader = (*store)->openReader();
    QCOMPARE((*reader)->scan(KeyRange::under("k"))->size(), std::size_t(count - 1));
    memory.failsCommit = false;
    QTRY_VERIFY(putOne(**store, "k", "again").ok());
    QTRY_VERIFY(memory.snapshot().contains("k"));
    QCOMPARE((*reader)->scan(KeyRange::under("k"))->size(), std::size_t(count));
}

void TestLoggedStore::fullLogLeavesEverythingAsItWas()
{
    const QTemporaryDir folder;
    auto store = openIn(pathOf(folder));
    QVERIFY(store.ok());
    QVERIFY(putOne(**store, "k1", "one").ok());
    {
        const support::FileLimit limit(rlim_t(2) << 20);
        const auto outcome = putOne(**store, "k2", std::string(std::size_t(9) << 20, 'x'));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, std::string("store-full"));
        QVERIFY(putOne(**store, "k3", "small").ok());
    }
    QCOMPARE(allOf(**store), std::string("k1=one k3=small "));
    (*store).reset();
    auto again = openIn(pathOf(folder));
    QVERIFY(again.ok());
    QCOMPARE(allOf(**again), std::string("k1=one k3=small "));
}

void TestLoggedStore::oneServerAtATime()
{
    const QTemporaryDir folder;
    const auto first = openIn(pathOf(folder));
    QVERIFY(first.ok());
    const auto second = openIn(pathOf(folder));
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, std::string("store-in-use"));
}

void TestLoggedStore::onlyTheOwnerReadsTheFiles()
{
    const QTemporaryDir folder;
    const auto store = openIn(pathOf(folder));
    QVERIFY(store.ok());
    QVERIFY(putOne(**store, "k", "v").ok());
    for (const auto &entry : fs::directory_iterator(pathOf(folder))) {
        const auto mode = entry.status().permissions() & fs::perms::mask;
        QVERIFY2(mode == (fs::perms::owner_read | fs::perms::owner_write), entry.path().c_str());
    }
}

void TestLoggedStore::cleanEndLeavesAllInTheBase()
{
    const QTemporaryDir folder;
    {
        auto store = openIn(pathOf(folder));
        QVERIFY(store.ok());
        for (int i = 0; i < 10; ++i)
            QVERIFY(putOne(**store, "k" + std::to_string(i), "v").ok());
    }
    auto base = SqliteStore::open(pathOf(folder) / "x.db");
    QVERIFY(base.ok());
    auto reader = (*base)->openReader();
    QCOMPARE((*reader)->scan(KeyRange::under("k"))->size(), std::size_t(10));
}

void TestLoggedStore::scrubbedFilesHoldNothingThatIsGone_data()
{
    QTest::addColumn<bool>("isEager");
    QTest::addColumn<bool>("isReplaced");
    for (const bool isEager : {false, true}) {
        QTest::addRow("removed, %d", int(isEager)) << isEager << false;
        QTest::addRow("replaced, %d", int(isEager)) << isEager << true;
    }
}

// Among thousands of others, so that pages were split and rows moved after the name was written.
void TestLoggedStore::scrubbedFilesHoldNothingThatIsGone()
{
    QFETCH(const bool, isEager);
    QFETCH(const bool, isReplaced);
    const QTemporaryDir folder;
    auto store = openIn(pathOf(folder), isEager ? eager() : slow());
    QVERIFY(store.ok());
    auto reader = (*store)->openReader();
    std::mt19937 random(11);
    for (int i = 0; i < 100; ++i) {
        auto batch = (*store)->begin();
        for (int one = 0; one < 30; ++one) {
            const auto key = "k" + std::to_string(random() % 100'000);
            const auto value = one % 3 == 0 ? "Ada King Lovelace " + key : std::string(200, 'v');
            QVERIFY((*batch)->put(key, value).ok());
        }
        QVERIFY((*batch)->commit().ok());
    }
    auto batch = (*store)->begin();
    const auto all = (*batch)->scan(KeyRange::under("k"));
    for (const auto &entry : *all) {
        if (entry.value->find("Lovelace") == std::string::npos)
            continue;
        QVERIFY(
            (isReplaced ? (*batch)->put(entry.key, "nobody") : (*batch)->remove(entry.key)).ok());
    }
    QVERIFY((*batch)->commit().ok());
    QVERIFY((*store)->scrub().ok());
    for (const auto &entry : fs::directory_iterator(pathOf(folder))) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        QVERIFY2(bytes.find("Lovelace") == std::string::npos, entry.path().c_str());
    }
    QVERIFY((*reader)->scan(KeyRange::under("k"))->size() > 1000);
}

void TestLoggedStore::scrubbingKeepsWhatIsThere()
{
    const QTemporaryDir folder;
    const QTemporaryDir copy;
    auto store = openIn(pathOf(folder));
    QVERIFY(store.ok());
    QVERIFY(putOne(**store, "k1", "a").ok());
    QVERIFY((*store)->scrub().ok());
    QVERIFY(putOne(**store, "k2", "b").ok());
    QCOMPARE(allOf(**store), std::string("k1=a k2=b "));
    // A crash after it finds both.
    copyFiles(pathOf(folder), pathOf(copy));
    auto again = openIn(pathOf(copy));
    QVERIFY(again.ok());
    QCOMPARE(allOf(**again), std::string("k1=a k2=b "));
}

QTEST_GUILESS_MAIN(TestLoggedStore)
#include "tst_loggedstore.moc"
