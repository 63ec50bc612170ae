// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeprivacy.h"
#include "engine/core/signednote.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using server::Response;
using support::ServiceWorld;

// The beginning of the log goes when it is old enough, and everything can still be proved.
class TestPruning : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void entriesGoAndProofsStay();
    void theRestVerifiesFromTheSignedRecord();
    void notBeforeTheirTime();
    void onlyWholeTiles_data();
    void onlyWholeTiles();
    void notWhileAnythingIsHeld();
    void notByWhoLiftedTheHold();
    void theLogGoesOnAfterARestart();
    void nothingGoesByItself();
    void theWriterReadsNoEntries();
    void whoMayNotIsToldBeforeAnythingIsRead();
    void aLongLookIsNotTooLate();

private:
    Response prune(int before);
    void growTo(std::size_t size);
    std::size_t size() const { return leaves().size(); }
    std::map<std::uint64_t, std::string> leaves() const;
    std::vector<core::Sha256> hashesOf(const std::string &path, const std::string &query);

    ServiceWorld m_world;
    int m_made = 0;
    server::MemoryStore::Map m_beginning;
    core::Instant m_then;
};

void TestPruning::init()
{
    if (m_beginning.empty()) {
        m_world.begin();
        growTo(600);
        m_world.tick(std::chrono::hours(24) * 2600, std::chrono::hours(24) * 2600);
        m_beginning = m_world.store->snapshot();
        m_then = m_world.clock.time;
    }
    m_world.clock.time = m_then;
    m_world.open(m_beginning);
    m_world.tick(std::chrono::hours(2));
}

std::map<std::uint64_t, std::string> TestPruning::leaves() const
{
    std::map<std::uint64_t, std::string> leaves;
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        if (key.starts_with("audit-leaf/"))
            leaves[std::stoull(key.substr(11), nullptr, 16)] = *value;
    }
    return leaves;
}

void TestPruning::growTo(std::size_t size)
{
    for (auto have = leaves().size(); have < size; ++have)
        (void)m_world.ask("POST", "/v1/namespaces",
            R"({"id":"","slug":"n)" + std::to_string(++m_made)
                + R"(","title":"","owner":"","etag":""})");
    QVERIFY(leaves().size() >= size);
}

Response TestPruning::prune(int before)
{
    return m_world.ask("POST", "/v1/audit:prune",
        R"({"before":)" + std::to_string(before) + R"(,"reason":"old","ticket":"RET-1"})");
}

std::vector<core::Sha256> TestPruning::hashesOf(const std::string &path, const std::string &query)
{
    const auto answer = m_world.ask("GET", path, {}, {}, query);
    std::vector<core::Sha256> hashes;
    const auto reading = core::readJson(*answer.body);
    for (const auto &hash : reading.tree().root()["hashes"])
        hashes.push_back(*core::sha256FromBytes(*core::fromBase64(hash.value().text())));
    return hashes;
}

void TestPruning::entriesGoAndProofsStay()
{
    const auto before = leaves();
    QCOMPARE(prune(512).status, 200);
    const auto after = leaves();
    QCOMPARE(after.begin()->first, std::uint64_t(512));
    const auto end = after.rbegin()->first + 1;
    QVERIFY(after.rbegin()->second.find(R"("event":"audit.prune")") != std::string::npos);
    QVERIFY(after.rbegin()->second.find(R"("id":"0-511")") != std::string::npos);
    core::MerkleTree tree;
    for (const auto &[number, leaf] : before)
        tree.append(core::leafHash(leaf));
    const auto rootBefore = tree.root();
    for (auto number = std::uint64_t(before.size()); number < end; ++number)
        tree.append(core::leafHash(after.at(number)));
    for (const std::uint64_t number : {0U, 1U, 255U, 511U, 512U, 599U}) {
        const auto leaf = before.at(number);
        const auto proof = hashesOf("/v1/audit/proof/inclusion",
            "sequence=" + std::to_string(number) + "&size=" + std::to_string(end));
        QVERIFY(core::verifyInclusion(number, end, core::leafHash(leaf), proof, tree.root()));
    }
    const auto grown = hashesOf("/v1/audit/proof/consistency",
        "from=" + std::to_string(before.size()) + "&to=" + std::to_string(end));
    QVERIFY(core::verifyConsistency(before.size(), end, grown, rootBefore, tree.root()));
    // Nobody is given later entries for those that have gone.
    QCOMPARE(m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=600").status, 410);
    QCOMPARE(m_world.ask("GET", "/v1/audit/entries", {}, {}, "from=512&to=600").status, 200);
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored)
        QVERIFY(!key.starts_with("personal/00000000000000"));
}

void TestPruning::theRestVerifiesFromTheSignedRecord()
{
    QCOMPARE(ServiceWorld::at(m_world.ask("GET", "/v1/audit/pruned"), "/before"), std::string("0"));
    QCOMPARE(prune(256).status, 200);
    QCOMPARE(prune(512).status, 200);
    const auto record = m_world.read<core::PruneRecord>(m_world.ask("GET", "/v1/audit/pruned"));
    QVERIFY(record.ok());
    QCOMPARE(record->before, std::uint64_t(512));
    const auto key = ServiceWorld::at(m_world.ask("GET", "/v1/audit/keys"), "/items/0");
    const auto verifier = core::readVerifier(key);
    QVERIFY(verifier.ok());
    const auto checkpoint
        = core::openCheckpoint(record->note, verifier->name, std::span(&*verifier, 1));
    QVERIFY(checkpoint.ok());
    QCOMPARE(checkpoint->size, std::uint64_t(512));
    QCOMPARE(record->hashes.size(), std::size_t(1));
    auto tree = core::MerkleTree::restore(512, [&](int, std::uint64_t) {
        return core::Result<core::Sha256>(
            *core::sha256FromBytes(*core::fromBase64(record->hashes.front())));
    });
    QVERIFY(tree.ok());
    QVERIFY(tree->root() == checkpoint->root);
    const auto rest = leaves();
    for (const auto &[number, leaf] : rest)
        tree->append(core::leafHash(leaf));
    const auto note = *m_world.ask("GET", "/v1/audit/checkpoint").body;
    QVERIFY(note.find(core::toBase64(core::bytesOf(tree->root()))) != std::string::npos);
}

void TestPruning::notBeforeTheirTime()
{
    growTo(900); // today
    const auto young = prune(768);
    QCOMPARE(young.status, 422);
    QVERIFY2(young.body->find("2557 days") != std::string::npos, young.body->c_str());
    QCOMPARE(leaves().begin()->first, std::uint64_t(0));
    QCOMPARE(prune(512).status, 200);
}

void TestPruning::onlyWholeTiles_data()
{
    QTest::addColumn<int>("before");
    QTest::newRow("none") << 0;
    QTest::newRow("half") << 128;
    QTest::newRow("one more") << 257;
    QTest::newRow("more than there is") << 1024;
}

void TestPruning::onlyWholeTiles()
{
    QFETCH(int, before);
    const auto refused = prune(before);
    QCOMPARE(refused.status, 422);
    QCOMPARE(leaves().begin()->first, std::uint64_t(0));
    QCOMPARE(
        m_world.ask("POST", "/v1/audit:prune", R"({"before":256,"reason":"","ticket":"RET-1"})")
            .status,
        422);
    QCOMPARE(prune(256).status, 200);
    QCOMPARE(prune(256).status, 200); // asked again, the files are written anew once more
    QCOMPARE(leaves().begin()->first, std::uint64_t(256));
}

void TestPruning::notWhileAnythingIsHeld()
{
    const auto me = ServiceWorld::at(m_world.ask("GET", "/v1/sessions/current"), "/principal/id");
    QCOMPARE(m_world
                 .ask("POST", "/v1/legal-holds",
                     R"({"principal":")" + me + R"(","reason":"case","ticket":"CASE-1"})")
                 .status,
        201);
    const auto refused = prune(256);
    QCOMPARE(refused.status, 409);
    QCOMPARE(ServiceWorld::at(refused, "/code"), std::string("legal-hold"));
    QCOMPARE(leaves().begin()->first, std::uint64_t(0));
}

void TestPruning::notByWhoLiftedTheHold()
{
    const auto hold = m_world.ask(
        "POST", "/v1/legal-holds", R"({"principal":"","reason":"case","ticket":"CASE-1"})");
    m_world.signUp("second", {"admin"});
    m_world.as("second");
    QCOMPARE(m_world
                 .ask("POST", "/v1/legal-holds/" + ServiceWorld::at(hold, "/id") + ":lift",
                     R"({"reason":"settled"})", hold.etag)
                 .status,
        204);
    QCOMPARE(prune(256).status, 403);
    QCOMPARE(leaves().begin()->first, std::uint64_t(0));
    // Another hold that another one lifts changes nothing of that.
    const auto next = m_world.ask(
        "POST", "/v1/legal-holds", R"({"principal":"","reason":"case","ticket":"CASE-2"})");
    m_world.as();
    QCOMPARE(m_world
                 .ask("POST", "/v1/legal-holds/" + ServiceWorld::at(next, "/id") + ":lift",
                     R"({"reason":"settled"})", next.etag)
                 .status,
        204);
    m_world.as("second");
    QCOMPARE(prune(256).status, 403);
    m_world.as();
    QCOMPARE(prune(256).status, 403);
    m_world.signUp("third", {"admin"});
    m_world.as("third");
    QCOMPARE(prune(256).status, 200);
}

void TestPruning::theLogGoesOnAfterARestart()
{
    QCOMPARE(prune(512).status, 200);
    const auto end = leaves().rbegin()->first + 1;
    m_world.open(m_world.store->snapshot());
    m_world.tick(std::chrono::hours(2));
    growTo(leaves().size() + 3);
    QVERIFY(leaves().rbegin()->first > end);
    QCOMPARE(leaves().rbegin()->first - leaves().begin()->first + 1, leaves().size());
    QCOMPARE(m_world.ask("GET", "/v1/environments/dev/suspects").status, 200);
}

void TestPruning::nothingGoesByItself()
{
    const auto before = size();
    for (int i = 0; i < 5; ++i)
        m_world.tick(std::chrono::hours(24) * 2600);
    QVERIFY(size() >= before);
    QCOMPARE(leaves().begin()->first, std::uint64_t(0));
}

// Everybody waits for the writer, and tens of thousands may go at once.
void TestPruning::theWriterReadsNoEntries()
{
    m_world.store->leavesRead = 0;
    QCOMPARE(prune(512).status, 200);
    QVERIFY(m_world.store->leavesRead < 5);
    QCOMPARE(prune(512).status, 200); // once more: the files are written anew
}

void TestPruning::whoMayNotIsToldBeforeAnythingIsRead()
{
    m_world.signUp("vera", {"viewer"});
    std::atomic<int> reads = 0; // of who looks how far the log was pruned already
    m_world.store->beforeGet = [&reads, own = std::this_thread::get_id()](std::string_view key) {
        if (key == "audit-pruned" && std::this_thread::get_id() != own)
            ++reads;
    };
    QCOMPARE(prune(512).status, 403);
    QCOMPARE(int(reads), 0);
    m_world.as();
    QCOMPARE(prune(7).status, 422);
    QCOMPARE(int(reads), 0);
    QCOMPARE(prune(256).status, 200);
    QVERIFY(reads > 0);
}

// A large log is looked through for longer than a tick takes; the clock is watched meanwhile.
void TestPruning::aLongLookIsNotTooLate()
{
    std::atomic<bool> isTurned = false;
    m_world.store->beforeGet = [this, &isTurned, own = std::this_thread::get_id()](
                                   std::string_view key) {
        if (key == "audit-pruned" && std::this_thread::get_id() != own && !isTurned.exchange(true))
            m_world.post(
                [this] { m_world.tick(std::chrono::seconds(90), std::chrono::seconds(90)); });
    };
    QCOMPARE(prune(512).status, 200);
    QVERIFY(isTurned);
    m_world.store->beforeGet = {};
}

QTEST_GUILESS_MAIN(TestPruning)
#include "tst_pruning.moc"
