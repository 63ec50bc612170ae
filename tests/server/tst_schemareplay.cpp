// SPDX-License-Identifier: Apache-2.0
#include "engine/server/schemareplay.h"
#include "engine/server/validator.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <algorithm>

using namespace chancery;
using support::inQuotes;

// API-14: what a new text of a schema is called is held against what is live under the old one.
class TestSchemaReplay : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void whatRefusesALiveDocumentIsMajor();
    void whatIsWrongAlreadyDecidesNothing();
    void sealedValuesAreToldToNobody();
    void aTextThatCompilesNoMoreStandsInNobodysWay();
    void allThatIsLiveIsSeen();
    void mergedDocumentsAreSeenInAllPlaces();
    void whatWasNotLookedAtIsSaid();
    void whatHasComeSinceIsSeen();

private:
    // Of the schema's next text: its number and its level.
    std::string published(const std::string &uri, const std::string &text)
    {
        const auto answer = ask("POST", "/v1/schemas",
            R"({"uri":)" + inQuotes(uri) + R"(,"name":"","text":)" + inQuotes(text) + '}');
        return at(answer, "/semver") + ' ' + at(answer, "/level");
    }
};

// By the keywords alone a key that nothing was said of is used by nobody.
void TestSchemaReplay::whatRefusesALiveDocumentIsMajor()
{
    const auto *const before = R"({"properties":{"a":{"type":"integer"}}})";
    const auto *const after = R"({"properties":{"a":{"type":"integer"},"b":{"type":"integer"}}})";
    const auto used = support::publishSchema(*this, before, "urn:used");
    const auto unused = support::publishSchema(*this, before, "urn:unused");
    QVERIFY(!publish(config("a/used", used), "dev", R"({"a": 1, "b": "text"})").empty());
    QVERIFY(!publish(config("a/unused", unused), "dev", R"({"a": 1})").empty());
    QCOMPARE(published("urn:unused", after), std::string("1.1.0 minor"));
    QCOMPARE(published("urn:used", after), std::string("2.0.0 major"));
    // The log says why.
    const auto entries = store->snapshot();
    QVERIFY(std::ranges::any_of(entries, [](const auto &entry) {
        return entry.first.starts_with("audit-leaf/")
            && entry.second->find("what is live of a/used would be refused") != std::string::npos;
    }));
}

// A document that the old text refuses as well says nothing of the new one.
void TestSchemaReplay::whatIsWrongAlreadyDecidesNothing()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:x");
    const auto id = config("a/x", first);
    QVERIFY(!publish(id, "dev", R"({"a": "text", "b": 1})").empty());
    QCOMPARE(published("urn:x", R"({"properties":{"a":{"type":"integer"}}})"),
        std::string("2.0.0 major"));
    QCOMPARE(published("urn:x", R"({"properties":{"a":{"type":"integer"},"c":{}}})"),
        std::string("2.1.0 minor")); // though what is live hangs on the first one still
}

// Who may publish schemas may not ask with them for what others have sealed.
void TestSchemaReplay::sealedValuesAreToldToNobody()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:pin");
    const auto id = config("a/pin", first);
    const auto sealed = ask("POST", "/v1/configs/" + id + "/environments/dev:seal",
        R"({"pointer":"/pin","value":"6000","replaces":""})");
    QVERIFY(!publish(id, "dev", R"({"pin": )" + at(sealed, "/text") + '}').empty());
    QCOMPARE(published("urn:pin", R"({"properties":{"pin":{"maximum":5000}}})"),
        std::string("1.1.0 minor"));
    QCOMPARE(published("urn:pin", R"({"properties":{"pin":{"maximum":5000},"more":{}}})"),
        std::string("1.2.0 minor"));
}

// Of a store that an older release wrote, say.
void TestSchemaReplay::aTextThatCompilesNoMoreStandsInNobodysWay()
{
    const auto first
        = support::publishSchema(*this, R"({"properties":{"a":{},"b":{}}})", "urn:old");
    QVERIFY(!publish(config("a/old", first), "dev", R"({"c": "text"})").empty());
    auto kept = store->snapshot();
    kept["schema-text/" + first] = std::make_shared<const std::string>(
        R"({"properties":{"a":{},"b":{"$ref":"#/$defs/none"}}})");
    open(std::move(kept));
    QCOMPARE(published("urn:old", R"({"properties":{"a":{},"c":{"type":"integer"}}})"),
        std::string("1.1.0 minor"));
}

// Also what nobody has touched for long.
void TestSchemaReplay::allThatIsLiveIsSeen()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:many");
    QVERIFY(!publish(config("a/first", first), "dev", R"({"b": "text"})").empty());
    for (int i = 0; i < 210; ++i)
        QVERIFY(!publish(config("a/c" + std::to_string(i), first), "dev", R"({"a": 1})").empty());
    QCOMPARE(published("urn:many", R"({"properties":{"b":{"type":"integer"}}})"),
        std::string("2.0.0 major"));
}

void TestSchemaReplay::mergedDocumentsAreSeenInAllPlaces()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:merged");
    const auto whole = config("a/whole", first);
    const auto part = config("a/part");
    const auto declared = ask("PUT", "/v1/configs/" + whole + "/layers",
        R"({"layers":[{"kind":"region","name":"eu","config":")" + part
            + R"("}],"dependencies":[]})",
        ask("GET", "/v1/configs/" + whole + "/layers").etag);
    QCOMPARE(declared.status, 200);
    QVERIFY(!publish(whole, "dev", R"({"a": 1})").empty());
    QVERIFY(!publish(part, "dev", R"({"b": "text"})").empty());
    QCOMPARE(published("urn:merged", R"({"properties":{"c":{"type":"integer"}}})"),
        std::string("1.1.0 minor"));
    QCOMPARE(published(
                 "urn:merged", R"({"properties":{"c":{"type":"integer"},"b":{"type":"integer"}}})"),
        std::string("2.0.0 major"));
}

void TestSchemaReplay::whatWasNotLookedAtIsSaid()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:some");
    for (const auto *path : {"a/one", "a/two", "a/three"})
        QVERIFY(!publish(config(path, first), "dev", R"({"a": 1})").empty());
    const auto reader = store->openReader();
    const server::View view(**reader);
    server::Validator validator;
    core::NewSchema asked;
    asked.uri = "urn:some";
    asked.text = R"({"properties":{"b":{"type":"integer"}}})";
    server::SchemaReplay replay;
    server::replayLive(view, validator, asked, {2, 1 << 20, {}}, replay);
    QCOMPARE(replay.of, 3);
    QCOMPARE(replay.seen.size(), 2);
    QVERIFY(!replay.isWhole());
    server::SchemaReplay over;
    server::replayLive(view, validator, asked, {100, 1 << 20, [] { return true; }}, over);
    QVERIFY(over.seen.empty() && !over.isWhole());
    server::SchemaReplay all;
    server::replayLive(view, validator, asked, {100, 1 << 20, {}}, all);
    QVERIFY(all.isWhole());
}

// Between the look and the writer's turn.
void TestSchemaReplay::whatHasComeSinceIsSeen()
{
    const auto first = support::publishSchema(*this, R"({"properties":{}})", "urn:since");
    const auto one = config("a/one", first);
    QVERIFY(!publish(one, "dev", R"({"a": 1})").empty());
    const auto reader = store->openReader();
    const server::View view(**reader);
    server::Validator validator;
    core::NewSchema asked;
    asked.uri = "urn:since";
    asked.text = R"({"properties":{"b":{"type":"integer"}}})";
    server::SchemaReplay replay;
    server::replayLive(view, validator, asked, {100, 1 << 20, {}}, replay);
    QVERIFY(replay.isWhole() && !replay.refused);
    QVERIFY(!publish(one, "dev", R"({"b": "text"})").empty());
    server::replayLive(view, validator, asked, {100, 1 << 20, {}}, replay);
    QCOMPARE(replay.refused.value_or(""), std::string("a/one"));
}

QTEST_GUILESS_MAIN(TestSchemaReplay)
#include "tst_schemareplay.moc"
