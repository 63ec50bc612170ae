// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/merkle.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::MerkleStore;
using core::MerkleTree;
using core::Sha256;

namespace {

std::string hex(const Sha256 &hash)
{
    return core::toHex(core::bytesOf(hash));
}

std::string base64(const Sha256 &hash)
{
    return core::toBase64(core::bytesOf(hash));
}

std::optional<Sha256> hashOf(core::Value base64Text)
{
    return core::sha256FromBytes(core::fromBase64(base64Text.text()).value_or(""));
}

// Some vectors have roots that are no hashes, for they are only compared.
Sha256 rootOf(core::Value base64Text)
{
    return hashOf(base64Text).value_or(core::sha256(base64Text.text()));
}

// What the wire can carry is a hash of 32 bytes; anything else is refused where it is read.
std::optional<std::vector<Sha256>> proofOf(core::Value array)
{
    std::vector<Sha256> proof;
    for (const auto &item : array) {
        const auto hash = hashOf(item.value());
        if (!hash)
            return std::nullopt;
        proof.push_back(*hash);
    }
    return proof;
}

// Some vectors count beyond what the strict reader lets a number be; as a text it passes.
std::string withReadableNumbers(std::string vector)
{
    const std::string most = "18446744073709551615";
    if (const auto place = vector.find(most); place != std::string::npos)
        vector.replace(place, most.size(), '"' + most + '"');
    return vector;
}

std::uint64_t numberOf(core::Value number)
{
    return std::stoull(std::string(number.text()));
}

bool accepts(core::Value vector)
{
    const auto proof = proofOf(vector["proof"]);
    if (vector["leafIdx"]) {
        const auto leaf = hashOf(vector["leafHash"]);
        const auto root = hashOf(vector["root"]);
        return proof && leaf && root
            && core::verifyInclusion(
                numberOf(vector["leafIdx"]), numberOf(vector["treeSize"]), *leaf, *proof, *root);
    }
    return proof
        && core::verifyConsistency(numberOf(vector["size1"]), numberOf(vector["size2"]), *proof,
            rootOf(vector["root1"]), rootOf(vector["root2"]));
}

struct Log {
    MerkleTree tree;
    MerkleStore store;
    std::vector<Sha256> leaves;
    std::vector<Sha256> roots{core::merkleRoot({})};

    void append(const std::string &data)
    {
        leaves.push_back(core::leafHash(data));
        std::vector<core::MerkleNode> completed;
        tree.append(leaves.back(), &completed);
        store.add(completed);
        roots.push_back(tree.root());
    }
};

Log logOf(int size)
{
    Log log;
    for (int i = 0; i < size; ++i)
        log.append("{\"seq\":" + std::to_string(i) + '}');
    return log;
}

// RFC 6962's own recursion, kept apart from the product's code.
Sha256 slowRoot(std::span<const Sha256> leaves)
{
    if (leaves.empty())
        return core::sha256({});
    if (leaves.size() == 1)
        return leaves.front();
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    return core::nodeHash(slowRoot(leaves.first(split)), slowRoot(leaves.subspan(split)));
}

} // namespace

class TestMerkle : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void knownHashes();
    void knownRootsOfRfc6962();
    void knownLogOfStandards();
    void everyVectorIsJudgedRightly_data();
    void everyVectorIsJudgedRightly();
    void rootsAgreeWithTheDefinition();
    void everyInclusionProofVerifiesAtEverySize();
    void everyConsistencyProofVerifies();
    void aChangedBitIsRefused();
    void numbersWithoutSenseAreRefused();
    void endlessProofsAreRefused();
    void aTreeIsRestoredFromItsNodes();
    void aMissingNodeIsAnError();
};

void TestMerkle::knownHashes()
{
    QCOMPARE(hex(core::merkleRoot({})),
        std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QVERIFY(hex(core::leafHash("")).starts_with("6e340b9c"));
    QVERIFY(hex(core::leafHash("L123456")).starts_with("395aa064"));
    const auto document = R"({"a":1,"b":[true,null,"€"],"n":1e-7,"z":9007199254740991})";
    QCOMPARE(hex(core::leafHash(document)),
        std::string("28eb9b779004eadbbc7d83de552f5052d850f848682d9489e9fff57bfd034304"));
}

void TestMerkle::knownRootsOfRfc6962()
{
    // The eight leaves of the reference implementations.
    const std::vector<std::string> leaves{"", "00", "10", "2021", "3031", "40414243",
        "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    Log log;
    for (const auto &leaf : leaves)
        log.append(core::fromHex(leaf).value());
    QCOMPARE(hex(log.tree.root()),
        std::string("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"));
}

void TestMerkle::knownLogOfStandards()
{
    const auto log = logOf(3);
    QCOMPARE(hex(log.leaves[0]),
        std::string("a402b0e36f5aae85457360fcf00a2545b87dd47f310553e7b0d32d6d0ac4400d"));
    QCOMPARE(hex(log.leaves[1]),
        std::string("b119a77a4864308c481efb947ff723d6bd4ea1e7fab902eb8ca98bd759e46aee"));
    QCOMPARE(hex(log.leaves[2]),
        std::string("d3e0a62a8f7a9256c8beb715afded83e4326d2c47379d259b1709a840ad2f11d"));
    QCOMPARE(hex(log.roots[2]),
        std::string("fc52d71a368a798fd96ec7e5b7ee5f8f9fdd10c7ff9ab146c4eac1e6a0a1b10a"));
    QCOMPARE(hex(log.roots[3]),
        std::string("3db67665eea8c26de341668c1d3199f61de4b780a828569a898ce48c28d931f3"));

    const auto consistency = core::consistencyProof(2, 3, log.store.lookup());
    QCOMPARE(consistency->size(), 1u);
    QCOMPARE(
        base64(consistency->front()), std::string("0+CmKo96klbIvrcVr97YPkMm0sRzedJZsXCahArS8R0="));
    const auto inclusion = core::inclusionProof(1, 3, log.store.lookup());
    QCOMPARE(inclusion->size(), 2u);
    QCOMPARE(
        base64(inclusion->front()), std::string("pAKw429aroVFc2D88AolRbh91H8xBVPnsNMtbQrEQA0="));
    QCOMPARE(
        base64(inclusion->back()), std::string("0+CmKo96klbIvrcVr97YPkMm0sRzedJZsXCahArS8R0="));
}

void TestMerkle::everyVectorIsJudgedRightly_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("inclusion") << "inclusion";
    QTest::newRow("consistency") << "consistency";
}

void TestMerkle::everyVectorIsJudgedRightly()
{
    const auto corpus = support::corpus("merkle");
    if (!corpus)
        QSKIP(support::corpusIsAbsent);
    QFETCH(QString, folder);
    int run = 0;
    int good = 0;
    for (const auto &file : support::filesIn(*corpus / folder.toStdString(), ".json")) {
        const auto reading = core::readJson(withReadableNumbers(support::contentOf(file)));
        QVERIFY2(reading.ok(), file.c_str());
        const auto vector = reading.tree().root();
        const bool isBad = vector["wantErr"].isTrue();
        QVERIFY2(accepts(vector) != isBad, file.c_str());
        good += isBad ? 0 : 1;
        ++run;
    }
    qInfo("merkle %s: %d run / 0 skipped (%d good)", qPrintable(folder), run, good);
    QCOMPARE(run, 98);
    QVERIFY(good > 0);
}

void TestMerkle::rootsAgreeWithTheDefinition()
{
    const auto log = logOf(70);
    for (std::size_t size = 0; size <= log.leaves.size(); ++size) {
        const std::span leaves = std::span(log.leaves).first(size);
        QCOMPARE(hex(log.roots[size]), hex(slowRoot(leaves)));
        QCOMPARE(core::rootAt(size, log.store.lookup()).value(), log.roots[size]);
        QCOMPARE(core::merkleRoot(leaves), log.roots[size]);
    }
}

void TestMerkle::everyInclusionProofVerifiesAtEverySize()
{
    const auto log = logOf(40);
    for (std::uint64_t size = 1; size <= 40; ++size) {
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = core::inclusionProof(index, size, log.store.lookup());
            QVERIFY(core::verifyInclusion(index, size, log.leaves[index], *proof, log.roots[size]));
            QVERIFY(!core::verifyInclusion(
                        (index + 1) % size, size, log.leaves[index], *proof, log.roots[size])
                || size == 1);
        }
    }
}

void TestMerkle::everyConsistencyProofVerifies()
{
    const auto log = logOf(40);
    for (std::uint64_t to = 1; to <= 40; ++to) {
        for (std::uint64_t from = 1; from <= to; ++from) {
            const auto proof = core::consistencyProof(from, to, log.store.lookup());
            QVERIFY(core::verifyConsistency(from, to, *proof, log.roots[from], log.roots[to]));
            QVERIFY(!core::verifyConsistency(from, to, *proof, log.roots[from - 1], log.roots[to]));
        }
    }
}

void TestMerkle::aChangedBitIsRefused()
{
    const auto log = logOf(13);
    const auto inclusion = core::inclusionProof(5, 13, log.store.lookup()).value();
    const auto consistency = core::consistencyProof(6, 13, log.store.lookup()).value();
    for (std::size_t hash = 0; hash < inclusion.size(); ++hash) {
        auto changed = inclusion;
        changed[hash][hash] ^= 4;
        QVERIFY(!core::verifyInclusion(5, 13, log.leaves[5], changed, log.roots[13]));
    }
    for (std::size_t hash = 0; hash < consistency.size(); ++hash) {
        auto changed = consistency;
        changed[hash][31 - hash] ^= 128;
        QVERIFY(!core::verifyConsistency(6, 13, changed, log.roots[6], log.roots[13]));
    }
    QVERIFY(!core::verifyInclusion(5, 13, log.leaves[6], inclusion, log.roots[13]));
}

void TestMerkle::numbersWithoutSenseAreRefused()
{
    const auto log = logOf(3);
    const auto lookup = log.store.lookup();
    QCOMPARE(core::inclusionProof(3, 3, lookup).error().code, std::string("index-beyond-size"));
    QCOMPARE(core::consistencyProof(0, 3, lookup).error().code, std::string("sizes-out-of-order"));
    QCOMPARE(core::consistencyProof(3, 2, lookup).error().code, std::string("sizes-out-of-order"));
    QVERIFY(!core::verifyInclusion(0, 0, log.leaves[0], {}, log.roots[0]));
    QVERIFY(!core::verifyConsistency(0, 0, {}, log.roots[0], log.roots[0]));
    QVERIFY(!core::verifyConsistency(0, 3, {}, log.roots[0], log.roots[3]));
    QVERIFY(core::verifyConsistency(3, 3, {}, log.roots[3], log.roots[3]));
    QVERIFY(!core::sha256FromBytes("short"));
}

void TestMerkle::endlessProofsAreRefused()
{
    const auto log = logOf(1);
    const std::vector<Sha256> proof(64);
    const auto most = std::numeric_limits<std::uint64_t>::max();
    QVERIFY(!core::verifyInclusion(most - 1, most, log.leaves[0], proof, log.roots[1]));
    QVERIFY(!core::verifyConsistency(most - 1, most, proof, log.roots[1], log.roots[1]));
}

void TestMerkle::aTreeIsRestoredFromItsNodes()
{
    auto log = logOf(45);
    for (std::uint64_t size = 0; size <= 44; ++size) {
        auto restored = MerkleTree::restore(size, log.store.lookup());
        QCOMPARE(restored->size(), size);
        QCOMPARE(restored->root(), log.roots[size]);
        restored->append(log.leaves[size]);
        QCOMPARE(restored->root(), log.roots[size + 1]);
    }
}

void TestMerkle::aMissingNodeIsAnError()
{
    const auto log = logOf(5);
    QCOMPARE(core::rootAt(6, log.store.lookup()).error().kind, core::ErrorKind::NotFound);
    QCOMPARE(MerkleTree::restore(8, log.store.lookup()).error().kind, core::ErrorKind::NotFound);
    QVERIFY(!core::inclusionProof(0, 9, log.store.lookup()).ok());
}

QTEST_GUILESS_MAIN(TestMerkle)
#include "tst_merkle.moc"
