// SPDX-License-Identifier: Apache-2.0
#include "audit/evidencewalk.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Evidence;
using audit::Finding;
using support::TestCache;

namespace {

constexpr int mostLevel = 6; // 64 entries, more than any log here has

std::vector<std::uint64_t> sizesTo(std::uint64_t count)
{
    std::vector<std::uint64_t> sizes;
    for (std::uint64_t size = 1; size <= count; ++size)
        sizes.push_back(size);
    return sizes;
}

// By so many connections at once.
core::Result<Evidence> walked(
    audit::AuditCache &cache, int level, std::size_t connections, const audit::Watch &watch = {})
{
    std::vector<core::Database> readers;
    std::vector<core::Database *> all;
    readers.reserve(connections);
    for (std::size_t i = 0; i < connections; ++i) {
        auto reader = cache.database().openReader();
        if (!reader)
            return reader.error();
        readers.push_back(*std::move(reader));
        all.push_back(&readers.back());
    }
    return audit::walkEvidence(all, sizesTo(cache.size()), watch, level);
}

QString text(const std::optional<Finding> &finding)
{
    return finding ? QString::fromStdString(finding->part)
            + QStringLiteral(" %1..%2").arg(finding->first).arg(finding->last)
                   : QStringLiteral("clean");
}

} // namespace

// Pieces by several threads, put together, are the log hashed from its first entry to its last.
class TestEvidenceWalk : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void piecesOfAnySizeGiveTheSameTree();
    void everyChangeIsNamedAlike();
    void rowsOutsideOfTheLogAreFound_data();
    void rowsOutsideOfTheLogAreFound();
    void aPageThatCannotBeReadIsAnError();
    void whoeverLooksOnEndsAllThreads();
};

void TestEvidenceWalk::piecesOfAnySizeGiveTheSameTree()
{
    for (const int count : {1, 2, 3, 7, 8, 9, 33, 48}) {
        TestCache test;
        test.fill(count);
        auto cache = test.open();
        core::MerkleTree tree;
        std::map<std::uint64_t, core::Sha256> roots;
        for (int seq = 0; seq < count; ++seq) {
            tree.append(core::leafHash(test.log.leaf(std::size_t(seq))));
            roots.emplace(tree.size(), tree.root());
        }
        const auto nodes = cache->database().integer("SELECT count(*) FROM node").value();
        for (int level = 0; level <= mostLevel; ++level) {
            const auto evidence = walked(*cache, level, 3);
            QVERIFY(evidence.ok());
            QVERIFY(!evidence->finding);
            QCOMPARE(evidence->entries, std::uint64_t(count));
            QCOMPARE(evidence->nodes, nodes);
            QVERIFY(evidence->root == tree.root());
            QVERIFY(evidence->roots == roots);
        }
    }
    TestCache empty;
    auto nothing = empty.open();
    const auto evidence = walked(*nothing, 2, 2);
    QCOMPARE(evidence->entries, 0u);
    QVERIFY(evidence->root == core::merkleRoot({}));
}

// The first one in the order of the log, in whichever piece it lies.
void TestEvidenceWalk::everyChangeIsNamedAlike()
{
    TestCache test;
    test.fill(37);
    std::vector<std::pair<std::string, QString>> changes;
    for (int seq = 0; seq < 37; ++seq)
        changes.emplace_back(
            "UPDATE leaf SET raw = x'00' WHERE seq IN (36, " + std::to_string(seq) + ')',
            QStringLiteral("leaf %1..%1").arg(seq));
    for (int level = 1; level <= 5; ++level) {
        for (int index = 0; index < 37 >> level; ++index)
            changes.emplace_back("UPDATE node SET hash = zeroblob(32) WHERE level = "
                    + std::to_string(level) + " AND idx = " + std::to_string(index),
                QStringLiteral("node %1..%2").arg(index << level).arg(((index + 1) << level) - 1));
    }
    const auto pristine = test.file().string() + ".pristine";
    std::filesystem::copy_file(test.file(), pristine);
    for (const auto &[sql, expected] : changes) {
        std::filesystem::copy_file(
            pristine, test.file(), std::filesystem::copy_options::overwrite_existing);
        test.tamper(sql);
        auto cache = test.open();
        for (int level = 0; level <= mostLevel; level += 2) {
            const auto evidence = walked(*cache, level, 2);
            QVERIFY(evidence.ok());
            QCOMPARE(text(evidence->finding), expected);
        }
    }
}

void TestEvidenceWalk::rowsOutsideOfTheLogAreFound_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *sql, const char *expected) {
        QTest::newRow(sql) << QString::fromLatin1(sql) << QString::fromLatin1(expected);
    };
    row("INSERT INTO leaf VALUES (-1, x'00', zeroblob(32))", "leaf 0..0");
    row("DELETE FROM event; DELETE FROM leaf;"
        "INSERT INTO leaf VALUES (-1, x'00', zeroblob(32))",
        "leaf 0..0");
    // The gap before it, and not a walk over all numbers that it claims.
    row("INSERT INTO leaf VALUES (9223372036854775806, x'00', zeroblob(32))", "leaf 9..9");
    row("INSERT INTO leaf VALUES (9223372036854775807, x'00', zeroblob(32))", "leaf 9..9");
}

void TestEvidenceWalk::rowsOutsideOfTheLogAreFound()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    TestCache test;
    test.fill(9);
    test.tamper(sql.toStdString());
    auto cache = test.open();
    for (int level = 0; level <= mostLevel; level += 3)
        QCOMPARE(text(walked(*cache, level, 2)->finding), expected);
}

void TestEvidenceWalk::aPageThatCannotBeReadIsAnError()
{
    TestCache test;
    test.fill(200);
    {
        auto cache = test.open();
        QVERIFY(cache->database().execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
    }
    const auto size = std::filesystem::file_size(test.file());
    auto cache = test.open();
    auto reader = cache->database().openReader();
    QVERIFY(reader.ok());
    std::filesystem::resize_file(test.file(), size / 4);
    core::Database *only = &*reader;
    const auto evidence = audit::walkEvidence({&only, 1}, {}, {}, 3);
    QVERIFY(!evidence.ok());
    QVERIFY(evidence.error().code.starts_with("sqlite-"));
}

void TestEvidenceWalk::whoeverLooksOnEndsAllThreads()
{
    TestCache test;
    test.fill(64);
    auto cache = test.open();
    for (int looks = 0; looks < 8; ++looks) {
        int asked = 0;
        audit::Watch watch;
        watch.isCancelled = [&asked, looks] { return ++asked > looks; };
        const auto evidence = walked(*cache, 2, 1, watch);
        QCOMPARE(evidence.error().code, std::string("cancelled"));
        QCOMPARE(asked, looks + 1);
    }
    audit::Watch ended;
    ended.isCancelled = [] { return true; };
    QCOMPARE(walked(*cache, 2, 3, ended).error().code, std::string("cancelled"));
}

QTEST_GUILESS_MAIN(TestEvidenceWalk)
#include "tst_evidencewalk.moc"
