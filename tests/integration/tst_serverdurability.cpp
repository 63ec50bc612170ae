// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

#include <atomic>
#include <mutex>
#include <thread>

using namespace chancery;
using namespace chancery::support;

// What was acknowledged is there after whatever happened, and the log still verifies.
class TestServerDurability : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void killedWhileWriting();
    void retriedAfterAKillIsDoneOnce();
    void fullDiskRefusesAndKeepsServing();
    void restartKeepsEverything();

private:
    static bool logVerifies(const ProbeClient &admin, std::uint64_t atLeast);
};

// Every leaf again, up to the root that the checkpoint signs.
bool TestServerDurability::logVerifies(const ProbeClient &admin, std::uint64_t atLeast)
{
    const auto verifier = core::readVerifier(at(admin.get("/v1/audit/keys"), "/items/0"));
    const auto note = admin.get("/v1/audit/checkpoint").body;
    const auto checkpoint = core::openCheckpoint(note, "chancery.local/audit", {&*verifier, 1});
    if (!checkpoint || checkpoint->size < atLeast)
        return false;
    core::MerkleTree tree;
    while (tree.size() < checkpoint->size) {
        const auto size = tree.size();
        const auto part = admin.get("/v1/audit/entries?from=" + std::to_string(size)
            + "&to=" + std::to_string(checkpoint->size));
        std::size_t begin = 0;
        for (auto end = part.body.find('\n'); end != std::string::npos;
            begin = end + 1, end = part.body.find('\n', begin)) {
            const auto leaf = part.body.substr(begin, end - begin);
            const auto event = core::fromLeaf(leaf);
            if (!event || event->seq != std::int64_t(tree.size()))
                return false;
            tree.append(core::leafHash(leaf));
        }
        if (tree.size() == size)
            return false;
    }
    return tree.root() == checkpoint->root;
}

void TestServerDurability::killedWhileWriting()
{
    const int rounds = qEnvironmentVariableIntValue("CHANCERY_KILLS") > 0
        ? qEnvironmentVariableIntValue("CHANCERY_KILLS")
        : 15;
    CmsProcess cms;
    QVERIFY(cms.start());
    makePlaces(cms.admin());
    const auto token = cms.token();
    std::mutex mutex;
    std::vector<std::string> acknowledged;
    std::uint64_t lastSequence = 0;
    for (int round = 0; round < rounds; ++round) {
        std::atomic<int> answers = 0;
        std::atomic<bool> isOver = false;
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&, writer] {
                const ProbeClient client(cms.port(), token);
                for (int i = 0; !isOver; ++i) {
                    const auto path = "payments/r" + std::to_string(round) + "/w"
                        + std::to_string(writer) + "/n" + std::to_string(i);
                    const auto answer = client.post("/v1/configs",
                        R"({"path":")" + path
                            + R"(","format":"json","schema":null,"description":"","owner":""})");
                    if (answer.status != 201)
                        return;
                    const std::lock_guard lock(mutex);
                    acknowledged.push_back(path);
                    lastSequence = std::max<std::uint64_t>(
                        lastSequence, std::stoull(answer.header("cms-audit-seq")));
                    ++answers;
                    answers.notify_one();
                }
            });
        }
        // At another moment each time, counted in answers.
        const int wanted = 1 + (round * 7) % 40;
        for (int seen = answers; seen < wanted; seen = answers)
            answers.wait(seen);
        cms.kill();
        isOver = true;
        for (auto &writer : writers)
            writer.join();
        QVERIFY(cms.start());
        QVERIFY(logVerifies(ProbeClient(cms.port(), token), lastSequence + 1));
    }
    const ProbeClient client(cms.port(), token);
    for (const auto &path : acknowledged)
        QVERIFY2(at(client.get("/v1/configs?path=" + path), "/items") == "[1]", path.c_str());
    qInfo("kills: %d, acknowledged writes: %d, none lost", rounds, int(acknowledged.size()));
}

void TestServerDurability::retriedAfterAKillIsDoneOnce()
{
    CmsProcess cms;
    QVERIFY(cms.start());
    makePlaces(cms.admin());
    const ProbeClient::Headers key{{"Idempotency-Key", "the-same-key-again"}};
    const std::string body
        = R"({"path":"payments/once","format":"json","schema":null,"description":"","owner":""})";
    const auto token = cms.token();
    const auto first = ProbeClient(cms.port(), token).post("/v1/configs", body, {}, key);
    QCOMPARE(first.status, 201);
    cms.kill();
    QVERIFY(cms.start());
    const auto second = ProbeClient(cms.port(), token).post("/v1/configs", body, {}, key);
    QCOMPARE(second.body, first.body);
    QCOMPARE(second.header("idempotency-replayed"), std::string("true"));
}

void TestServerDurability::fullDiskRefusesAndKeepsServing()
{
    CmsProcess cms;
    QVERIFY(cms.start({}, 700'000));
    const auto admin = cms.admin();
    makePlaces(admin);
    const std::string big(20'000, 'x');
    std::vector<std::string> made;
    ProbeAnswer answer;
    for (int i = 0; i < 200; ++i) {
        const auto path = "payments/big" + std::to_string(i);
        answer = admin.post("/v1/configs",
            R"({"path":")" + path + R"(","format":"json","schema":null,"description":")" + big
                + R"(","owner":""})");
        if (answer.status != 201)
            break;
        made.push_back(path);
    }
    QVERIFY(answer.status == 507 || answer.status == 503);
    QVERIFY(made.size() > 3);
    // What it has it still serves, and nothing of what was refused is there.
    QCOMPARE(at(admin.get("/v1/configs?prefix=payments/big&limit=500"), "/items"),
        '[' + std::to_string(made.size()) + ']');
    QVERIFY(logVerifies(admin, made.size()));
    const auto token = cms.token();
    cms.kill();
    QVERIFY(cms.start());
    const ProbeClient again(cms.port(), token);
    QCOMPARE(at(again.get("/v1/configs?prefix=payments/big&limit=500"), "/items"),
        '[' + std::to_string(made.size()) + ']');
    QVERIFY(!makeConfig(again, "payments/after").empty());
    QVERIFY(logVerifies(again, made.size()));
}

void TestServerDurability::restartKeepsEverything()
{
    CmsProcess cms;
    QVERIFY(cms.start());
    makePlaces(cms.admin());
    const auto token = cms.token();
    auto client = cms.admin();
    const auto config = makeConfig(client, "payments/kept");
    const auto request
        = client.post("/v1/change-requests", requestBody(config, "dev", "", R"({"a":1})"));
    QCOMPARE(client.post(verb(request, "apply"), "{}", request.etag()).status, 200);
    const auto head = client.get("/v1/configs/" + config + "/heads/dev").body;
    const auto changes = client.get("/v1/changes?since=1").body;
    QCOMPARE(cms.stop(), 0);
    QVERIFY(cms.start());
    client = ProbeClient(cms.port(), token);
    QCOMPARE(client.get("/v1/configs/" + config + "/heads/dev").body, head);
    QCOMPARE(client.get("/v1/changes?since=1").body, changes);
    const auto next = client.post("/v1/change-requests", requestBody(config, "prod", "", "{}"));
    QCOMPARE(at(next, "/id"), std::string("CR-2"));
    QVERIFY(logVerifies(client, 5));
}

QTEST_GUILESS_MAIN(TestServerDurability)
#include "tst_serverdurability.moc"
