// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/value.h"
#include "engine/server/service.h"
#include "engine/server/validator.h"
#include "tests/server/answered.h"
#include "tests/server/memorystore.h"
#include "tests/server/posted.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::server;

// The service without sockets, over a store that can be made to fail.
class TestService : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aFailedCommitChangesNothing();
    void gov31WithoutItsEntryNothingIsDone();
    void aRefusedNeighbourIsUndoneAlone();
    void manyShareOneCommit();
    void theLogGoesOnAfterAFailure();
    void aReaderNeverSeesWhatIsNotCommitted();
    void hintsComeAfterTheCommit();
    void noFastDigestOfAPasswordIsKept();

private:
    void open(); // a service of its own for each test
    Request request(
        const std::string &method, const std::string &path, const std::string &body = {});
    Response ask(Request request);
    std::string newConfig(const std::string &path) const;
    static std::string text(const Response &response, std::string_view pointer);

    QTemporaryDir m_folder;
    core::SystemClock m_clock;
    SilentJournal m_journal;
    std::unique_ptr<Posted> m_posted;
    MemoryStore *m_store = nullptr;
    std::unique_ptr<Service> m_service;
    std::string m_token;
    int m_keys = 0;
};

void TestService::open()
{
    m_service.reset();
    m_posted = std::make_unique<Posted>();
    auto store = std::make_unique<MemoryStore>();
    m_store = store.get();
    ServiceOptions options;
    options.data = m_folder.path().toStdString();
    options.passwordCost = {256, 1, 1};
    auto opened = Service::open(
        options, m_clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(store));
    QVERIFY(opened.ok());
    m_service = std::move(*opened);
    m_token = support::contentOf(options.data / "bootstrap-token");
    m_token.pop_back();
    QCOMPARE(ask(request("POST", "/v1/namespaces",
                     R"({"id":"","slug":"a","title":"","owner":"","etag":""})"))
                 .status,
        201);
}

Request TestService::request(
    const std::string &method, const std::string &path, const std::string &body)
{
    Request made;
    made.method = method;
    made.path = path;
    made.body = body;
    made.authorization = "Bearer " + m_token;
    made.idempotencyKey = "service-test-" + std::to_string(1000 + ++m_keys);
    made.requestId = "r" + std::to_string(m_keys);
    return made;
}

Response TestService::ask(Request made)
{
    return answered(*m_service, *m_posted, std::move(made));
}

std::string TestService::newConfig(const std::string &path) const
{
    return R"({"path":")" + path
        + R"(","format":"json","schema":null,"description":"","owner":""})";
}

std::string TestService::text(const Response &response, std::string_view pointer)
{
    const auto reading = core::readJson(*response.body);
    return reading.ok() ? std::string(reading.tree().root().resolve(pointer).text()) : "";
}

void TestService::aFailedCommitChangesNothing()
{
    open();
    const auto before = m_store->snapshot();
    m_store->failsCommit = true;
    const auto refused = ask(request("POST", "/v1/configs", newConfig("a/b")));
    QCOMPARE(refused.status, 507);
    QCOMPARE(text(refused, "/code"), std::string("storage-full"));
    QCOMPARE(m_store->snapshot().size(), before.size());
    m_store->failsCommit = false;
    QCOMPARE(ask(request("POST", "/v1/configs", newConfig("a/b"))).status, 201);
}

void TestService::gov31WithoutItsEntryNothingIsDone()
{
    open();
    m_store->failsPut = [](std::string_view key) { return key.starts_with("audit-leaf"); };
    const auto refused = ask(request("POST", "/v1/configs", newConfig("a/b")));
    QCOMPARE(refused.status, 503);
    QCOMPARE(text(refused, "/code"), std::string("audit-unavailable"));
    m_store->failsPut = nullptr;
    QCOMPARE(*ask(request("GET", "/v1/configs")).body, std::string(R"({"items":[],"next":""})"));
    QCOMPARE(ask(request("POST", "/v1/configs", newConfig("a/b"))).status, 201);
}

void TestService::aRefusedNeighbourIsUndoneAlone()
{
    open();
    // The third put of the bad one fails, when it has changed two keys already.
    m_store->failsPut = [](std::string_view key) { return key.starts_with("config-path/a/bad"); };
    std::vector<int> statuses;
    const auto note = [&](Response response) { statuses.push_back(response.status); };
    for (const auto *path : {"a/one", "a/bad", "a/two"})
        QVERIFY(!m_service->handle(request("POST", "/v1/configs", newConfig(path)), note));
    while (statuses.size() < 3)
        QVERIFY(m_posted->runOne());
    QCOMPARE(statuses, (std::vector<int>{201, 507, 201}));
    m_store->failsPut = nullptr;
    for (const auto &[key, value] : m_store->snapshot())
        QVERIFY2(value->find("a/bad") == std::string::npos, key.c_str());
}

void TestService::manyShareOneCommit()
{
    open();
    const int before = m_store->commits;
    int answered = 0;
    for (int i = 0; i < 200; ++i) {
        QVERIFY(
            !m_service->handle(request("POST", "/v1/configs", newConfig("a/n" + std::to_string(i))),
                [&](Response response) { answered += response.status == 201 ? 1 : 0; }));
    }
    for (int i = 0; i < 400 && answered < 200; ++i)
        QVERIFY(m_posted->runOne());
    QCOMPARE(answered, 200);
    QVERIFY(m_store->commits - before < 200);
}

void TestService::theLogGoesOnAfterAFailure()
{
    open();
    const auto first = ask(request("POST", "/v1/configs", newConfig("a/b")));
    m_store->failsCommit = true;
    (void)ask(request("POST", "/v1/configs", newConfig("a/c")));
    m_store->failsCommit = false;
    const auto next = ask(request("POST", "/v1/configs", newConfig("a/d")));
    QCOMPARE(next.auditSequence, first.auditSequence + 2); // audit.gap, and no number left out
    Request proof = request("GET", "/v1/audit/proof/inclusion");
    proof.query = "seq=0&size=" + std::to_string(next.auditSequence + 1);
    QCOMPARE(ask(std::move(proof)).status, 200);
}

void TestService::aReaderNeverSeesWhatIsNotCommitted()
{
    open();
    const auto made = ask(request("POST", "/v1/configs", newConfig("a/b")));
    const auto path = "/v1/configs/" + text(made, "/id");
    QCOMPARE(ask(request("GET", path)).status, 200);
    m_store->failsCommit = true;
    Request change = request("PUT", path + "/schema", R"({"schema":"sch_none"})");
    change.ifMatch = '"' + made.etag + '"';
    QCOMPARE(ask(std::move(change)).status, 507);
    m_store->failsCommit = false;
    QCOMPARE(ask(request("GET", path)).etag, made.etag);
}

void TestService::hintsComeAfterTheCommit()
{
    open();
    const auto response = ask(request("GET", "/v1/changes/stream"));
    QVERIFY(response.stream != nullptr);
    std::string received;
    response.stream->setSink([&](const Frame &frame) { received += *frame; });
    m_store->failsCommit = true;
    (void)ask(request("POST", "/v1/configs", newConfig("a/never")));
    m_store->failsCommit = false;
    QVERIFY(received.find("never") == std::string::npos);
    (void)ask(request("POST", "/v1/configs", newConfig("a/now")));
    QVERIFY(received.find("a/now was added") != std::string::npos);
}

void TestService::noFastDigestOfAPasswordIsKept()
{
    open();
    const std::string body
        = R"({"displayName":"","kind":"user","name":"ann","password":"correct horse","roles":[]})";
    auto made = request("POST", "/v1/principals", body);
    auto again = made;
    QCOMPARE(ask(std::move(made)).status, 201);
    const auto digest = core::toHex(core::bytesOf(core::sha256("POST\n/v1/principals\n" + body)));
    for (const auto &[key, value] : m_store->snapshot()) {
        QVERIFY2(value->find(digest) == std::string::npos, key.c_str());
        QVERIFY2(value->find("correct horse") == std::string::npos, key.c_str());
    }
    // The retry is still known, and so is another password under the same key.
    auto other = again;
    QVERIFY(ask(std::move(again)).isReplay);
    other.body.replace(other.body.find("horse"), 5, "house");
    QCOMPARE(ask(std::move(other)).status, 422);
}

QTEST_GUILESS_MAIN(TestService)
#include "tst_service.moc"
