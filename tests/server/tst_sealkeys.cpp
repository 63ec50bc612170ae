// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
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

// The keys of sealed values over a store that can be made to fail.
class TestSealKeys : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anAllowanceComesBackWithTime();
    void aKeyThatHasSealedEnoughIsReplaced();
    void aRotationThatIsNotStoredIsNone();
    void aFailedSealCountsNothing();

private:
    Response post(const std::string &path, const std::string &body);
    Response seal() { return post(m_place, R"({"pointer":"/p","value":"1","replaces":""})"); }
    static std::string text(const Response &response, std::string_view pointer);
    bool exists(const char *file) const
    {
        return std::filesystem::exists(m_folder->path().toStdString() + '/' + file);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    SilentJournal m_journal;
    std::unique_ptr<Posted> m_posted;
    MemoryStore *m_store = nullptr;
    std::unique_ptr<Service> m_service;
    std::string m_token;
    std::string m_place;
    int m_keys = 0;
};

void TestSealKeys::init()
{
    m_service.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_posted = std::make_unique<Posted>();
    auto store = std::make_unique<MemoryStore>();
    m_store = store.get();
    ServiceOptions options;
    options.data = m_folder->path().toStdString();
    options.passwordCost = {256, 1, 1};
    options.sealsPerKey = 3;
    auto opened = Service::open(
        options, m_clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(store));
    QVERIFY(opened.ok());
    m_service = std::move(*opened);
    m_token = support::contentOf(options.data / "bootstrap-token");
    m_token.pop_back();
    QCOMPARE(
        post("/v1/namespaces", R"({"id":"","slug":"a","title":"","owner":"","etag":""})").status,
        201);
    QCOMPARE(post("/v1/environments",
                 R"({"id":"dev","title":"","tier":0,"order":0,"gated":false,)"
                 R"("requiredApprovals":0,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    const auto config = post("/v1/configs",
        R"({"path":"a/b","format":"json","schema":null,"description":"","owner":""})");
    QCOMPARE(config.status, 201);
    m_place = "/v1/configs/" + text(config, "/id") + "/environments/dev:seal";
}

Response TestSealKeys::post(const std::string &path, const std::string &body)
{
    Request made;
    made.method = "POST";
    made.path = path;
    made.body = body;
    made.authorization = "Bearer " + m_token;
    made.idempotencyKey = "seal-keys-test-" + std::to_string(1000 + ++m_keys);
    made.requestId = "r" + std::to_string(m_keys);
    return answered(*m_service, *m_posted, std::move(made));
}

std::string TestSealKeys::text(const Response &response, std::string_view pointer)
{
    const auto reading = core::readJson(*response.body);
    const auto value = reading ? reading.tree().root().resolve(pointer) : core::Value();
    return value.isBool() ? value.isTrue() ? "true" : "false" : std::string(value.text());
}

void TestSealKeys::anAllowanceComesBackWithTime()
{
    Allowance allowance(2, std::chrono::seconds(6));
    const core::Instant begin{std::chrono::hours(1)};
    QCOMPARE(allowance.take("ann", begin).count(), 0);
    QCOMPARE(allowance.take("ann", begin).count(), 0);
    QCOMPARE(allowance.take("ann", begin).count(), 6);
    QCOMPARE(allowance.take("bob", begin).count(), 0);
    QCOMPARE(allowance.take("ann", begin + std::chrono::seconds(4)).count(), 2);
    QCOMPARE(allowance.take("ann", begin + std::chrono::seconds(7)).count(), 0);
    // A clock that goes back gives nothing and takes nothing.
    QCOMPARE(allowance.take("bob", begin - std::chrono::hours(1)).count(), 0);
}

void TestSealKeys::aKeyThatHasSealedEnoughIsReplaced()
{
    for (int i = 0; i < 3; ++i)
        QCOMPARE(text(seal(), "/kid"), std::string("dek-1"));
    QCOMPARE(text(seal(), "/kid"), std::string("dek-2"));
    const auto keys
        = post("/v1/seal-keys:rotate", R"({"namespace":"a","environment":"dev","reason":"test"})");
    QCOMPARE(text(keys, "/items/0/seals"), std::string("false"));
    QCOMPARE(text(keys, "/items/0/count"), std::string("3"));
    QCOMPARE(text(keys, "/items/2/seals"), std::string("true"));
    QCOMPARE(text(seal(), "/kid"), std::string("dek-3"));
}

void TestSealKeys::aRotationThatIsNotStoredIsNone()
{
    QCOMPARE(seal().status, 200);
    const std::string rotation = R"({"namespace":"","environment":"","reason":"test"})";
    m_store->failsCommit = true;
    QVERIFY(post("/v1/seal-keys:rotate", rotation).status >= 500);
    m_store->failsCommit = false;
    QVERIFY(!exists("sealing.key.next"));
    QCOMPARE(seal().status, 200);
    QCOMPARE(post("/v1/seal-keys:rotate", rotation).status, 200);
    QVERIFY(!exists("sealing.key.next"));
    QCOMPARE(seal().status, 200);
}

void TestSealKeys::aFailedSealCountsNothing()
{
    m_store->failsCommit = true;
    QVERIFY(seal().status >= 500);
    m_store->failsCommit = false;
    QCOMPARE(text(seal(), "/kid"), std::string("dek-1"));
    QVERIFY(post(m_place, R"({"pointer":"/p","value":"{","replaces":""})").status == 422);
    const auto keys
        = post("/v1/seal-keys:rotate", R"({"namespace":"a","environment":"dev","reason":"test"})");
    QCOMPARE(text(keys, "/items/0/count"), std::string("1"));
}

QTEST_GUILESS_MAIN(TestSealKeys)
#include "tst_sealkeys.moc"
