// SPDX-License-Identifier: Apache-2.0
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

// The graph of dependencies beside its store: what a failure, a new start and a store of before
// leave of it.
class TestDependencyIndex : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aFailedCommitLeavesTheGraph();
    void aNewStartFindsTheGraphAgain();
    void storesOfBeforeAreCompleted();

private:
    void open(MemoryStore::Map map = {});
    void fill();
    Response ask(const std::string &method, const std::string &path, const std::string &body = {});
    std::string made(const std::string &path, const std::string &text);
    std::string map() { return *ask("GET", "/v1/dependencies?proposed=true").body; }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    SilentJournal m_journal;
    std::unique_ptr<Posted> m_posted;
    MemoryStore *m_store = nullptr;
    std::unique_ptr<Service> m_service;
    std::string m_token;
    std::string m_user; // id of a config
    int m_keys = 0;
};

void TestDependencyIndex::open(MemoryStore::Map map)
{
    m_service.reset();
    m_posted = std::make_unique<Posted>();
    auto store = std::make_unique<MemoryStore>();
    m_store = store.get();
    const bool isNew = map.empty();
    store->replace(std::move(map));
    if (isNew)
        m_folder = std::make_unique<QTemporaryDir>();
    ServiceOptions options;
    options.data = m_folder->path().toStdString();
    options.passwordCost = {256, 1, 1};
    auto opened = Service::open(
        options, m_clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(store));
    QVERIFY(opened.ok());
    m_service = std::move(*opened);
    if (!isNew)
        return;
    m_token = support::contentOf(options.data / "bootstrap-token");
    m_token.pop_back();
    fill();
}

Response TestDependencyIndex::ask(
    const std::string &method, const std::string &path, const std::string &body)
{
    Request request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    request.query = path.find('?') == std::string::npos ? "" : path.substr(path.find('?') + 1);
    request.body = body;
    request.authorization = "Bearer " + m_token;
    request.ifMatch = "*";
    request.idempotencyKey = "index-test-" + std::to_string(1000'000 + ++m_keys);
    request.requestId = "r" + std::to_string(m_keys);
    return answered(*m_service, *m_posted, std::move(request));
}

// A config with that text live; its id.
std::string TestDependencyIndex::made(const std::string &path, const std::string &text)
{
    const auto textAt = [](const Response &response, std::string_view pointer) {
        const auto reading = core::readJson(*response.body);
        return reading.ok() ? std::string(reading.tree().root().resolve(pointer).text()) : "";
    };
    const auto id = textAt(ask("POST", "/v1/configs",
                               R"({"path":")" + path
                                   + R"(","format":"json","schema":null,"description":"",)"
                                     R"("owner":""})"),
        "/id");
    const auto request = ask("POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
        R"({"config":")"
            + id + R"(","environment":"dev","base":null,"text":")" + text + R"("}]})");
    if (request.status == 201)
        (void)ask("POST", "/v1/change-requests/" + textAt(request, "/id") + ":apply", "{}");
    return id;
}

void TestDependencyIndex::fill()
{
    const auto space = R"({"id":"","slug":"a","title":"","owner":"","etag":""})";
    QCOMPARE(ask("POST", "/v1/namespaces", space).status, 201);
    const auto place = R"({"id":"dev","title":"Dev","tier":0,"order":0,"gated":false,)"
                       R"("requiredApprovals":0,"rollbackNeedsApproval":false,"etag":""})";
    QCOMPARE(ask("POST", "/v1/environments", place).status, 201);
    (void)made("a/needed", R"({\"v\": 1})");
    m_user = made("a/user", R"({\"v\": \"${ref:/a/needed#/v}\"})");
    const std::string draft = R"({\"v\": \"${ref:/a/lost#/v}\"})";
    const auto body = R"({"config":")" + m_user + R"(","environment":"dev","base":null,"text":")"
        + draft + R"("})";
    QCOMPARE(ask("POST", "/v1/drafts", body).status, 201);
    const std::string live = R"("kind":"refers","environment":"dev","holder":"")";
    QVERIFY(map().find(live) != std::string::npos);
    QVERIFY(map().find("a/lost") != std::string::npos);
}

void TestDependencyIndex::aFailedCommitLeavesTheGraph()
{
    open();
    const auto before = map();
    m_store->failsCommit = true;
    const auto refused
        = ask("PUT", "/v1/configs/" + m_user + "/layers", R"({"layers":[],"dependencies":[]})");
    QCOMPARE(refused.status, 507);
    QCOMPARE(map(), before);
}

void TestDependencyIndex::aNewStartFindsTheGraphAgain()
{
    open();
    const auto before = map();
    open(m_store->snapshot());
    QCOMPARE(map(), before);
}

// As a server left it that kept nothing of what texts refer to.
void TestDependencyIndex::storesOfBeforeAreCompleted()
{
    open();
    const auto before = map();
    auto kept = m_store->snapshot();
    std::size_t gone = 0;
    for (const auto kind : {keys::uses, keys::draftUses, keys::requestUses})
        gone += std::erase_if(
            kept, [&](const auto &entry) { return entry.first.starts_with(keys::join(kind, "")); });
    kept.erase(std::string(keys::usesKept));
    QVERIFY(gone >= 2);
    open(std::move(kept));
    QCOMPARE(map(), before);
}

QTEST_GUILESS_MAIN(TestDependencyIndex)
#include "tst_dependencyindex.moc"
