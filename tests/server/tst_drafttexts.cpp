// SPDX-License-Identifier: Apache-2.0
#include "tests/server/drafttextsworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;

// What people are still writing, as it lies in the store.
class TestDraftTexts : public support::TestCase, protected DraftTextsWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void aDraftStandsNowhereInPlain();
    void aTagSaysNothingOfTheWords();
    void aRepeatedRequestGetsItsAnswer();
    void aLostKeyIsSaidAndNothingIsLost();
    void aBrokenRowTakesNoOther_data();
    void aBrokenRowTakesNoOther();
    void oneThatDoesNotOpenTakesNoOther();
    void aRollbackParksWhatCannotBeOpened();
    void aMissingKeyOfAPlaceIsNoneOfDrafts();
    void aRowOpensInItsPlaceOnly();
    void aFailedSaveLosesNoKey();
    void aNewWrappingKeyOpensThemAll();
    void whatNeedsTheTextGoesOn();
};

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
    const auto said = "The draft " + at(made, "/id") + " of a/b in dev is kept, but cannot be";
    QVERIFY2(at(read, "/detail").starts_with(said), at(read, "/detail").c_str());
    QCOMPARE(at(ask("GET", "/v1/drafts"), "/items/0/unreadable"), std::string("true"));
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
    rollBack();
    change([&](MemoryStore::Map &) { std::filesystem::rename(aside, keyFile()); });
    const auto parked = ask("GET", path);
    QCOMPARE(at(parked, "/text"), textWith(canary));
    QVERIFY(!at(parked, "/parkedAs").empty());
}

void TestDraftTexts::aBrokenRowTakesNoOther_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half") << QByteArray(R"({"draft":{"id":"drf_1")");
    QTest::newRow("no text") << QByteArray("\xff\xfe");
    QTest::newRow("another thing") << QByteArray(R"({"draft":[],"sealed":7})");
    QTest::newRow("the old form") << QByteArray(R"({"id":"drf_1"})");
}

void TestDraftTexts::aBrokenRowTakesNoOther()
{
    QFETCH(QByteArray, row);
    const std::string text = R"({"host": "needle-7"})";
    const auto good = create(text);
    const auto bad = ask("POST", "/v1/drafts", draftBody(newConfig("a/c"), "{}"));
    change([&](MemoryStore::Map &map) {
        map["draft/" + at(bad, "/author") + '/' + at(bad, "/id")]
            = std::make_shared<const std::string>(row.toStdString());
    });
    const auto list = ask("GET", "/v1/drafts");
    QCOMPARE(list.status, 200);
    QCOMPARE(at(list, "/items/0/text"), text);
    QVERIFY(at(list, "/items/1/id").empty());
    const auto found = ask("POST", "/v1/search",
        R"({"pattern":"needle-7","expression":false,"matchCase":true,"wholeWords":false,)"
        R"("within":"anywhere","places":"","environment":"","path":"","drafts":true})");
    QVERIFY2(at(found, "/items/0/draft") == at(good, "/id"), found.body->c_str());
}

void TestDraftTexts::oneThatDoesNotOpenTakesNoOther()
{
    const std::string text = R"({"host": "needle-7"})";
    const auto good = create(text);
    const auto bad = ask("POST", "/v1/drafts", draftBody(newConfig("a/c"), textWith(canary)));
    change([&](MemoryStore::Map &map) {
        auto &row = map["draft/" + at(bad, "/author") + '/' + at(bad, "/id")];
        auto changed = *row;
        auto &letter = changed[changed.find(R"("sealed":)") + 60];
        letter = letter == 'A' ? 'B' : 'A';
        row = std::make_shared<const std::string>(changed);
    });
    const auto list = ask("GET", "/v1/drafts");
    QCOMPARE(list.status, 200);
    QCOMPARE(at(list, "/items/0/text"), text);
    QVERIFY(at(list, "/items/0/unreadable") != "true");
    QCOMPARE(at(list, "/items/1/id"), at(bad, "/id"));
    QCOMPARE(at(list, "/items/1/etag"), bad.etag);
    QCOMPARE(at(list, "/items/1/text"), std::string());
    QCOMPARE(at(list, "/items/1/unreadable"), std::string("true"));
    const auto found = ask("POST", "/v1/search",
        R"({"pattern":"needle-7","expression":false,"matchCase":true,"wholeWords":false,)"
        R"("within":"anywhere","places":"","environment":"","path":"","drafts":true})");
    QVERIFY2(at(found, "/items/0/draft") == at(good, "/id"), found.body->c_str());
    QCOMPARE(at(found, "/items/1/draft"), at(bad, "/id"));
    QCOMPARE(at(found, "/items/1/unreadable"), std::string("true"));
    const auto path = "/v1/drafts/" + at(bad, "/id");
    QVERIFY(at(ask("GET", path), "/detail").find(at(bad, "/id")) != std::string::npos);
    QCOMPARE(ask("PUT", path, draftBody(at(bad, "/config"), "{}"), bad.etag).status, 503);
    QCOMPARE(ask("DELETE", path, {}, bad.etag).status, 204);
}

void TestDraftTexts::aMissingKeyOfAPlaceIsNoneOfDrafts()
{
    const auto made = create(textWith(canary));
    change([](MemoryStore::Map &map) {
        auto other = *map[only(map, "seal-key/")];
        other.replace(other.find("kek-"), 20, "kek-0000000000000000");
        map["seal-key/a/dev/0000000000000001"] = std::make_shared<const std::string>(other);
    });
    const auto path = "/v1/drafts/" + at(made, "/id");
    QCOMPARE(at(ask("GET", path), "/text"), textWith(canary));
    QCOMPARE(ask("PUT", path, draftBody(m_config, "{}"), made.etag).status, 200);
    QCOMPARE(ask("POST", "/v1/seal-keys:rotate",
                 R"({"namespace":"","environment":"","reason":"a disk is lost"})")
                 .status,
        503);
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
