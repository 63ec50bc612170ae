// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/server/service.h"
#include "tests/server/answered.h"
#include "tests/server/serviceworld.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <filesystem>

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;

namespace {

constexpr auto canary = "c4n4ry-5Tq8-Lr3V-not-to-be-found";

std::string textWith(const std::string &value)
{
    return R"({"password": ")" + value + R"("})";
}

std::string draftBody(const std::string &config, const std::string &text)
{
    return R"({"config":)" + inQuotes(config) + R"(,"environment":"dev","base":null,"text":)"
        + inQuotes(text) + '}';
}

std::string at(const Response &response, std::string_view pointer)
{
    return support::ServiceWorld::at(response, pointer);
}

// Keys whose values hold the word, as it is or in base64 at any of its three places.
std::vector<std::string> keysWith(const MemoryStore::Map &map, const std::string &word)
{
    std::vector<std::string> found;
    std::vector<std::string> forms{word};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto coded = core::toBase64(std::string(i, 'x') + word);
        forms.push_back(coded.substr(4, coded.size() - 12));
    }
    for (const auto &[key, value] : map) {
        for (const auto &form : forms) {
            if (value->find(form) != std::string::npos) {
                found.push_back(key);
                break;
            }
        }
    }
    return found;
}

std::string only(const MemoryStore::Map &map, const std::string &prefix)
{
    const auto place = map.lower_bound(prefix);
    return place != map.end() && place->first.starts_with(prefix) ? place->first : std::string();
}

} // namespace

// What people are still writing, as it lies in the store.
class TestDraftTexts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDraftStandsNowhereInPlain();
    void aTagSaysNothingOfTheWords();
    void aRepeatedRequestGetsItsAnswer();
    void anEarlierServersDraftsAreEncrypted();
    void anOldRowIsReadAndRewrittenBySaving();
    void aLostKeyIsSaidAndNothingIsLost();
    void aRollbackParksWhatCannotBeOpened();
    void aRowOpensInItsPlaceOnly();
    void aFailedSaveLosesNoKey();
    void aNewWrappingKeyOpensThemAll();
    void whatNeedsTheTextGoesOn();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {}, const std::string &key = {});
    Response create(const std::string &text, const std::string &key = {})
    {
        return ask("POST", "/v1/drafts", draftBody(m_config, text), {}, key);
    }
    void open(std::optional<MemoryStore::Map> map);
    void change(const std::function<void(MemoryStore::Map &)> &how);
    std::string newConfig(const std::string &path);
    void publish(const std::string &text);
    std::filesystem::path keyFile() const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / "sealing.key";
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    SilentJournal m_journal;
    std::unique_ptr<Posted> m_posted;
    MemoryStore *m_store = nullptr;
    std::unique_ptr<Service> m_service;
    std::string m_token;
    std::string m_config;
    int m_keys = 0;
};

void TestDraftTexts::init()
{
    m_service.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    open(MemoryStore::Map());
    m_token = support::contentOf(m_folder->path().toStdString() + "/bootstrap-token");
    m_token.pop_back();
    ask("POST", "/v1/namespaces", R"({"id":"","slug":"a","title":"","owner":"","etag":""})");
    ask("POST", "/v1/environments",
        R"({"id":"dev","title":"","tier":0,"order":0,"gated":false,"requiredApprovals":0,)"
        R"("rollbackNeedsApproval":false,"etag":""})");
    m_config = newConfig("a/b");
    QVERIFY(!m_config.empty());
}

// Without a map: goes on from what is stored.
void TestDraftTexts::open(std::optional<MemoryStore::Map> map)
{
    if (!map)
        m_store->onEnd = [&map](const MemoryStore::Map &last) { map = last; };
    m_service.reset();
    m_posted = std::make_unique<Posted>();
    auto store = std::make_unique<MemoryStore>();
    m_store = store.get();
    store->replace(*std::move(map));
    ServiceOptions options;
    options.data = m_folder->path().toStdString();
    options.passwordCost = {256, 1, 1};
    auto opened = Service::open(
        options, m_clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(store));
    QVERIFY(opened.ok());
    m_service = std::move(*opened);
}

// What somebody who can write to the store does to it while the server stands still.
void TestDraftTexts::change(const std::function<void(MemoryStore::Map &)> &how)
{
    std::optional<MemoryStore::Map> map;
    m_store->onEnd = [&map](const MemoryStore::Map &last) { map = last; };
    m_service.reset();
    how(*map);
    open(std::move(map));
}

Response TestDraftTexts::ask(const std::string &method, const std::string &path,
    const std::string &body, const std::string &etag, const std::string &key)
{
    Request made;
    made.method = method;
    made.path = path;
    made.body = body;
    made.authorization = "Bearer " + m_token;
    if (!etag.empty())
        made.ifMatch = etag == "*" ? etag : '"' + etag + '"';
    made.requestId = "r" + std::to_string(++m_keys);
    made.idempotencyKey = key.empty() ? "draft-texts-test-" + std::to_string(1000 + m_keys) : key;
    return answered(*m_service, *m_posted, std::move(made));
}

std::string TestDraftTexts::newConfig(const std::string &path)
{
    return at(ask("POST", "/v1/configs",
                  R"({"path":)" + inQuotes(path)
                      + R"(,"format":"json","schema":null,"description":"","owner":""})"),
        "/id");
}

void TestDraftTexts::publish(const std::string &text)
{
    const auto head = at(ask("GET", "/v1/configs/" + m_config + "/heads/dev"), "/version");
    const auto request = ask("POST", "/v1/change-requests",
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[{"config":)"
            + inQuotes(m_config) + R"(,"environment":"dev","base":)"
            + (head.empty() ? "null" : inQuotes(head)) + R"(,"text":)" + inQuotes(text)
            + R"(}],"submit":true})");
    const auto done
        = ask("POST", "/v1/change-requests/" + at(request, "/id") + ":apply", "{}", request.etag);
    QVERIFY2(!at(done, "/appliedVersions/0").empty(), done.body->c_str());
}

void TestDraftTexts::aDraftStandsNowhereInPlain()
{
    const auto made = create(textWith(canary));
    QCOMPARE(made.status, 201);
    const auto path = "/v1/drafts/" + at(made, "/id");
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
    const auto saved
        = ask("PUT", path, draftBody(m_config, textWith(std::string(canary) + "2")), made.etag);
    QCOMPARE(saved.status, 200);
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
    const auto read = ask("GET", path);
    QCOMPARE(at(read, "/text"), textWith(std::string(canary) + "2"));
    QCOMPARE(read.etag, saved.etag);
    QCOMPARE(at(ask("GET", "/v1/drafts"), "/items/0/text"), at(read, "/text"));
    open({});
    QCOMPARE(at(ask("GET", path), "/text"), at(read, "/text"));
}

void TestDraftTexts::aTagSaysNothingOfTheWords()
{
    // The same words at the same revision, twice: whoever has the log cannot try them out.
    const auto before = m_store->snapshot();
    const auto first = create(textWith(canary)).etag;
    open(before);
    const auto second = create(textWith(canary)).etag;
    QCOMPARE(first.substr(0, first.find('-')), second.substr(0, second.find('-')));
    QVERIFY(first != second);
}

void TestDraftTexts::aRepeatedRequestGetsItsAnswer()
{
    const auto made = create(textWith(canary), "the-same-key-0001");
    const auto again = create(textWith(canary), "the-same-key-0001");
    QCOMPARE(again.status, 201);
    QVERIFY(again.isReplay);
    QCOMPARE(*again.body, *made.body);
    QCOMPARE(again.etag, made.etag);
    QCOMPARE(create(textWith("another"), "the-same-key-0001").status, 422);
}

// As an earlier server left them.
void TestDraftTexts::anEarlierServersDraftsAreEncrypted()
{
    const auto made = create(textWith(canary), "the-same-key-0001");
    const auto path = "/v1/drafts/" + at(made, "/id");
    change([&](MemoryStore::Map &map) {
        const auto bytes
            = [](std::string text) { return std::make_shared<const std::string>(std::move(text)); };
        map.erase("drafts-sealed");
        map[only(map, "draft/")] = made.body;
        const auto row = only(map, "once/" + at(made, "/author") + "/createDraft/");
        const auto reading = core::readJson(*map[row]);
        const auto old = reading.tree().root();
        map[row] = bytes(R"({"fingerprint":)" + inQuotes(std::string(old["fingerprint"].text()))
            + R"(,"status":201,"contentType":"application/json","body":)" + inQuotes(*made.body)
            + R"(,"etag":)" + inQuotes(made.etag) + R"(,"auditSequence":1,"at":)"
            + inQuotes(std::string(old["at"].text())) + '}');
        QCOMPARE(keysWith(map, canary).size(), std::size_t(2));
    });
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
    QCOMPARE(int(m_store->scrubs), 1); // nor in what the files no longer use
    const auto read = ask("GET", path);
    QCOMPARE(at(read, "/text"), textWith(canary));
    QCOMPARE(read.etag, made.etag); // whoever has it open goes on
    QCOMPARE(*create(textWith(canary), "the-same-key-0001").body, *made.body);
    open({});
    QCOMPARE(int(m_store->scrubs), 0);
}

void TestDraftTexts::anOldRowIsReadAndRewrittenBySaving()
{
    const auto made = create(textWith(canary));
    const auto path = "/v1/drafts/" + at(made, "/id");
    // Behind the server's back, after it has looked for old ones.
    change([&](MemoryStore::Map &map) { map[only(map, "draft/")] = made.body; });
    QCOMPARE(at(ask("GET", path), "/text"), textWith(canary));
    QCOMPARE(ask("PUT", path, draftBody(m_config, textWith(canary)), made.etag).status, 200);
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
}

void TestDraftTexts::aLostKeyIsSaidAndNothingIsLost()
{
    const auto made = create(textWith(canary), "the-same-key-0001");
    const auto path = "/v1/drafts/" + at(made, "/id");
    const auto aside = keyFile().string() + ".aside";
    change([&](MemoryStore::Map &) { std::filesystem::rename(keyFile(), aside); });
    const auto row = only(*m_store->present(), "draft/");
    const auto kept = *m_store->present()->at(row);
    const auto read = ask("GET", path);
    QCOMPARE(read.status, 503);
    QCOMPARE(at(read, "/code"), std::string("sealing-unavailable"));
    QVERIFY2(at(read, "/detail").starts_with("The draft of a/b in dev is kept, but cannot be"),
        at(read, "/detail").c_str());
    QCOMPARE(ask("GET", "/v1/drafts").status, 503);
    // Not even whoever knows its tag writes over it, and the place is not free either.
    QCOMPARE(ask("PUT", path, draftBody(m_config, "{}"), made.etag).status, 503);
    QCOMPARE(create("{}").status, 409);
    QCOMPARE(create(textWith(canary), "the-same-key-0001").status, 503);
    const auto other = newConfig("a/c");
    QCOMPARE(ask("POST", "/v1/drafts", draftBody(other, "{}")).status, 503);
    QVERIFY(!std::filesystem::exists(keyFile())); // none is made that could open nothing
    QCOMPARE(*m_store->present()->at(row), kept);
    change([&](MemoryStore::Map &) { std::filesystem::rename(aside, keyFile()); });
    QCOMPARE(at(ask("GET", path), "/text"), textWith(canary));
    // Whoever has lost it for good can let go of it.
    change([&](MemoryStore::Map &) { std::filesystem::remove(keyFile()); });
    QCOMPARE(ask("DELETE", path, {}, made.etag).status, 204);
    QCOMPARE(ask("GET", "/v1/drafts").status, 200);
}

void TestDraftTexts::aRollbackParksWhatCannotBeOpened()
{
    publish(R"({"a": 1})");
    publish(R"({"a": 2})");
    const auto made = create(textWith(canary));
    const auto path = "/v1/drafts/" + at(made, "/id");
    const auto aside = keyFile().string() + ".aside";
    change([&](MemoryStore::Map &) { std::filesystem::rename(keyFile(), aside); });
    const auto versions = ask("GET", "/v1/configs/" + m_config + "/versions");
    const auto head = ask("GET", "/v1/configs/" + m_config + "/heads/dev");
    const auto back = ask("POST", "/v1/configs/" + m_config + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(at(versions, "/items/1/id"))
            + R"(,"reason":"it is down","ticket":""})",
        head.etag);
    QVERIFY2(back.status < 300, back.body->c_str());
    change([&](MemoryStore::Map &) { std::filesystem::rename(aside, keyFile()); });
    const auto parked = ask("GET", path);
    QCOMPARE(at(parked, "/text"), textWith(canary));
    QVERIFY(!at(parked, "/parkedAs").empty());
}

// Whoever can write to the store can neither read a text in another's name nor put one into another
// config.
void TestDraftTexts::aRowOpensInItsPlaceOnly()
{
    const auto other = newConfig("a/c");
    const auto first = create(textWith(canary));
    const auto second = ask("POST", "/v1/drafts", draftBody(other, "{}"));
    const auto rowOf = [&](const Response &draft) {
        return "draft/" + at(draft, "/author") + '/' + at(draft, "/id");
    };
    const auto sealedIn
        = [](const std::string &row) { return row.substr(row.find(R"("sealed":)")); };
    const auto before = m_store->snapshot();
    change([&](MemoryStore::Map &map) {
        auto &row = map[rowOf(second)];
        const auto stolen = sealedIn(*map[rowOf(first)]);
        row = std::make_shared<const std::string>(
            row->substr(0, row->size() - sealedIn(*row).size()) + stolen);
    });
    const auto read = ask("GET", "/v1/drafts/" + at(second, "/id"));
    QCOMPARE(read.status, 503);
    QVERIFY(read.body->find(canary) == std::string::npos);
    // The same row as another config's.
    auto map = before;
    auto text = *map[rowOf(first)];
    text.replace(text.find(m_config), m_config.size(), other);
    map[rowOf(first)] = std::make_shared<const std::string>(text);
    open(map);
    QCOMPARE(ask("GET", "/v1/drafts/" + at(first, "/id")).status, 503);
    open(before);
    QCOMPARE(at(ask("GET", "/v1/drafts/" + at(first, "/id")), "/text"), textWith(canary));
}

// A key of a save that was never stored would open nothing later.
void TestDraftTexts::aFailedSaveLosesNoKey()
{
    m_store->failsCommit = true;
    QVERIFY(create(textWith(canary)).status >= 500);
    m_store->failsCommit = false;
    const auto made = create(textWith(canary));
    QCOMPARE(made.status, 201);
    open({});
    QCOMPARE(at(ask("GET", "/v1/drafts/" + at(made, "/id")), "/text"), textWith(canary));
}

void TestDraftTexts::aNewWrappingKeyOpensThemAll()
{
    const auto made = create(textWith(canary));
    const auto before = support::contentOf(keyFile());
    const auto turned = ask("POST", "/v1/seal-keys:rotate",
        R"({"namespace":"","environment":"","reason":"a disk is lost"})");
    QCOMPARE(turned.status, 200);
    // The server's own key is nobody's in particular.
    QCOMPARE(at(turned, "/items/0/kid"), std::string());
    QCOMPARE(at(ask("GET", "/v1/seal-keys"), "/items/0/kid"), std::string());
    open({});
    QVERIFY(support::contentOf(keyFile()) != before);
    QCOMPARE(at(ask("GET", "/v1/drafts/" + at(made, "/id")), "/text"), textWith(canary));
}

void TestDraftTexts::whatNeedsTheTextGoesOn()
{
    const auto target = newConfig("a/target");
    const auto made = create(R"({"host": "needle-7", "from": "${ref:/a/target#/x}"})");
    QCOMPARE(made.status, 201);
    const auto found = ask("POST", "/v1/search",
        R"({"pattern":"needle-7","expression":false,"matchCase":true,"wholeWords":false,)"
        R"("within":"anywhere","places":"","environment":"","path":"","drafts":true})");
    QVERIFY2(at(found, "/items/0/draft") == at(made, "/id"), found.body->c_str());
    const auto config = ask("GET", "/v1/configs/" + target);
    const auto refused = ask("DELETE", "/v1/configs/" + target, {}, config.etag);
    QCOMPARE(refused.status, 422);
    QVERIFY2(at(refused, "/detail").find("Your draft of a/b") != std::string::npos,
        refused.body->c_str());
    QCOMPARE(ask("GET", "/v1/drafts/" + at(made, "/id") + "/impact").status, 200);
}

QTEST_GUILESS_MAIN(TestDraftTexts)
#include "tst_drafttexts.moc"
