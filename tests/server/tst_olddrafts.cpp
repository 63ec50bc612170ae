// SPDX-License-Identifier: Apache-2.0
#include "tests/server/drafttextsworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;

// What an earlier server left in plain, and this one finds.
class TestOldDrafts : public support::TestCase, protected DraftTextsWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void anEarlierServersDraftsAreEncrypted();
    void anOldRowIsReadAndRewrittenBySaving();
    void whatIsParkedInPlainIsEncryptedLater();
    void whatCannotBeReadStopsNoOther();
    void theFilesAreWrittenAnewWithoutARow();
};

// As an earlier server left them.
void TestOldDrafts::anEarlierServersDraftsAreEncrypted()
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

void TestOldDrafts::anOldRowIsReadAndRewrittenBySaving()
{
    const auto made = create(textWith(canary));
    const auto path = "/v1/drafts/" + at(made, "/id");
    // Behind the server's back, after it has looked for old ones.
    change([&](MemoryStore::Map &map) { map[only(map, "draft/")] = made.body; });
    QCOMPARE(at(ask("GET", path), "/text"), textWith(canary));
    QCOMPARE(ask("PUT", path, draftBody(m_config, textWith(canary)), made.etag).status, 200);
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
}

// While nothing can be encrypted it stays in the form that the next start looks for.
void TestOldDrafts::whatIsParkedInPlainIsEncryptedLater()
{
    publish(R"({"a": 1})");
    publish(R"({"a": 2})");
    const auto made = create(textWith(canary));
    const auto aside = keyFile().string() + ".aside";
    change([&](MemoryStore::Map &map) {
        std::filesystem::rename(keyFile(), aside);
        makePlain(map, made);
    });
    rollBack();
    QCOMPARE(keysWith(*m_store->present(), canary).size(), std::size_t(1));
    QVERIFY(m_store->present()->at(only(*m_store->present(), "draft/"))->starts_with(R"({"id":)"));
    change([&](MemoryStore::Map &) { std::filesystem::rename(aside, keyFile()); });
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
    const auto parked = ask("GET", "/v1/drafts/" + at(made, "/id"));
    QCOMPARE(at(parked, "/text"), textWith(canary));
    QVERIFY(!at(parked, "/parkedAs").empty());
    // Where there is a key it is used at once.
    const auto other = create(textWith(canary));
    change([&](MemoryStore::Map &map) {
        makePlain(map, other);
        map["drafts-sealed"] = other.body;
    });
    publish(R"({"a": 3})");
    rollBack();
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>({"drafts-sealed"}));
}

// More than one piece of them, and rows among them that nobody can read.
void TestOldDrafts::whatCannotBeReadStopsNoOther()
{
    const auto made = create(textWith(canary), "the-same-key-0001");
    const auto once = "once/" + at(made, "/author") + "/createDraft/";
    change([&](MemoryStore::Map &map) {
        makePlain(map, made);
        const auto broken = std::make_shared<const std::string>("{\"id\":");
        map["draft/a/broken"] = broken;
        for (int i = 0; i < 1100; ++i)
            map[once + "a-" + std::to_string(1000 + i)] = broken;
    });
    QCOMPARE(keysWith(*m_store->present(), canary), std::vector<std::string>());
    QVERIFY(m_store->present()->contains("drafts-sealed"));
    QVERIFY(m_store->present()->contains("draft/a/broken"));
    // Whoever runs the server is told which row it is, and nothing of what is in it.
    const auto told = m_journal.errors();
    QVERIFY(std::ranges::count(told, "drafts.broken row=draft/a/broken") == 1);
    for (const auto &line : told)
        QVERIFY2(line.find(canary) == std::string::npos, line.c_str());
    QVERIFY(!m_store->present()->contains(once + "a-1000"));
    QVERIFY(!m_store->present()->contains(once + "a-2099"));
    QCOMPARE(at(ask("GET", "/v1/drafts/" + at(made, "/id")), "/text"), textWith(canary));
    QCOMPARE(*create(textWith(canary), "the-same-key-0001").body, *made.body);
}

void TestOldDrafts::theFilesAreWrittenAnewWithoutARow()
{
    QCOMPARE(int(m_store->scrubs), 0); // there is nothing old in a new store
    change([](MemoryStore::Map &map) { map.erase("drafts-sealed"); });
    QCOMPARE(int(m_store->scrubs), 1);
    open({});
    QCOMPARE(int(m_store->scrubs), 0);
}

QTEST_GUILESS_MAIN(TestOldDrafts)
#include "tst_olddrafts.moc"
