// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/schema/schema.h"
#include "engine/core/sealing/openedtree.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::Secret;

namespace {

const std::string knownSeal
    = R"({"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
      R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})";

core::Tree parsed(const std::string &text, Format format = Format::Json)
{
    auto reading = core::read(text, format);
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

Secret countedKey()
{
    std::string bytes;
    for (char i = 0; i < 32; ++i)
        bytes += i;
    return Secret(bytes);
}

core::SealPlace knownPlace()
{
    return core::sealPlace("payments/app/api", "prod", "/db/password");
}

core::SealedValue known()
{
    return *core::sealedValue(parsed(knownSeal).root());
}

// What opens there, or the code of the refusal.
std::string opened(const core::SealedValue &sealed, const core::SealPlace &place)
{
    const auto value = core::openValue(countedKey(), sealed, place);
    return value ? value->reveal() : value.error().code;
}

core::CompiledSchema compiled(const std::string &text)
{
    auto schema = core::CompiledSchema::compile(parsed(text), {}, {});
    if (!schema)
        qFatal("%s: %s", text.c_str(), schema.error().detail.c_str());
    return *schema;
}

std::string replacedIn(std::string text, const std::string &what, const std::string &with)
{
    return text.replace(text.find(what), what.size(), with);
}

// The document opened with these values, in the order of its sealed ones.
core::OpenedTree openedWith(const core::Tree &tree, const std::vector<std::string> &values)
{
    std::vector<core::OpenedValue> opened;
    for (const auto &spot : core::sealedSpots(tree))
        opened.push_back({spot.node, parsed(values[opened.size()])});
    return core::openedTree(tree, opened);
}

} // namespace

class TestSealing : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void knownAnswer();
    void opensInItsPlaceOnly_data();
    void opensInItsPlaceOnly();
    void everyChangedBitIsRefused();
    void onlyTheExactFormIsOne_data();
    void onlyTheExactFormIsOne();
    void everySealIsAnother();
    void anyValueComesBack_data();
    void anyValueComesBack();
    void refusesWhatCannotBeSealed();
    void spotsAreFoundInEveryFormat_data();
    void spotsAreFoundInEveryFormat();
    void anOpenedTreeKeepsThePlaces();
    void anOpenedTreeKeepsItsNeighbours();
    void anOpenedTextChangesOnlyTheValue_data();
    void anOpenedTextChangesOnlyTheValue();
};

// The vector of standards.md ENC-2 with the associated data that is really bound.
void TestSealing::knownAnswer()
{
    QCOMPARE(opened(known(), knownPlace()), std::string(R"("s3cr3t")"));
    QCOMPARE(core::toJson(known()), knownSeal);
}

void TestSealing::opensInItsPlaceOnly_data()
{
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("environment");
    QTest::addColumn<std::string>("pointer");
    const auto row = [](const char *path, const char *environment, const char *pointer) {
        QTest::addRow("%s %s %s", path, environment, pointer)
            << std::string(path) << std::string(environment) << std::string(pointer);
    };
    row("payments/app/api", "staging", "/db/password");
    row("payments/app/api", "prod", "/db/user");
    row("payments/app/other", "prod", "/db/password");
    row("search/app/api", "prod", "/db/password");
    row("payments/app", "prod", "/api/db/password");
}

void TestSealing::opensInItsPlaceOnly()
{
    QFETCH(std::string, path);
    QFETCH(std::string, environment);
    QFETCH(std::string, pointer);
    const auto place = core::sealPlace(path, environment, pointer);
    QCOMPARE(opened(known(), place), std::string("seal-refused"));
    auto renamed = known();
    renamed.kid = "dek-8";
    QCOMPARE(opened(renamed, knownPlace()), std::string("seal-refused"));
}

void TestSealing::everyChangedBitIsRefused()
{
    const auto flipped = [](std::string bytes, std::size_t bit) {
        bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << (bit % 8)));
        return bytes;
    };
    for (std::size_t bit = 0; bit < 8 * known().ciphertext.size(); ++bit) {
        auto changed = known();
        changed.ciphertext = flipped(changed.ciphertext, bit);
        QCOMPARE(opened(changed, knownPlace()), std::string("seal-refused"));
    }
    for (std::size_t bit = 0; bit < 8 * known().nonce.size(); ++bit) {
        auto changed = known();
        changed.nonce = flipped(changed.nonce, bit);
        QCOMPARE(opened(changed, knownPlace()), std::string("seal-refused"));
    }
    auto cut = known();
    cut.ciphertext.pop_back();
    QCOMPARE(opened(cut, knownPlace()), std::string("seal-refused"));
    cut.ciphertext.resize(3);
    QCOMPARE(opened(cut, knownPlace()), std::string("seal-refused"));
    QVERIFY(!core::openValue(Secret(std::string(32, 'k')), known(), knownPlace()).ok());
}

void TestSealing::onlyTheExactFormIsOne_data()
{
    QTest::addColumn<std::string>("from");
    QTest::addColumn<std::string>("to");
    const auto row = [](const char *name, const char *from, const char *to) {
        QTest::addRow("%s", name) << std::string(from) << std::string(to);
    };
    row("another version", R"("v":1)", R"("v":2)");
    row("a version that is text", R"("v":1)", R"("v":"1")");
    row("a version spelled otherwise", R"("v":1)", R"("v":1.0)");
    row("another algorithm", "A256GCM", "A128GCM");
    row("another key", "dek-7", "key-7");
    row("no number", "dek-7", "dek-");
    row("a leading zero", "dek-7", "dek-07");
    row("a missing member", R"("v":1,)", "");
    row("one member more", R"("v":1)", R"("v":1,"w":1)");
    row("something beside it", R"({"$sealed")", R"({"a":1,"$sealed")");
    row("a short nonce", "AAECAwQFBgcICQoL", "AAECAwQFBgcI");
    row("padding", "AAECAwQFBgcICQoL", "AAECAwQFBgcICQo=");
    row("the other alphabet", "AAECAwQFBgcICQoL", "AAECAwQFBgcICQ+/");
    row("a number for a nonce", R"("AAECAwQFBgcICQoL")", "1");
    row("no ciphertext", "ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh", "");
    row("only a tag", "ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh", "AAECAwQFBgcICQoLDA0ODw");
    row("spare bits", "ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh", "AAECAwQFBgcICQoLDA0ODxB");
}

void TestSealing::onlyTheExactFormIsOne()
{
    QFETCH(std::string, from);
    QFETCH(std::string, to);
    const auto tree = parsed(replacedIn(knownSeal, from, to));
    QVERIFY(core::isMarkedSealed(tree.root()));
    QVERIFY(!core::isSealed(tree.root()));
}

void TestSealing::everySealIsAnother()
{
    const auto value = parsed(R"("s3cr3t")");
    const auto one = core::sealValue(countedKey(), "dek-7", knownPlace(), value.root());
    const auto two = core::sealValue(countedKey(), "dek-7", knownPlace(), value.root());
    QVERIFY(one->nonce != two->nonce);
    QVERIFY(one->ciphertext != two->ciphertext);
    QCOMPARE(opened(*one, knownPlace()), opened(*two, knownPlace()));
}

void TestSealing::anyValueComesBack_data()
{
    QTest::addColumn<std::string>("json");
    for (const char *json : {R"("")", R"("ü\n\u0000")", "0", "1.5", "true", "null", "[]", "{}",
             R"({"b":[1,{"a":null}],"a":"x"})"})
        QTest::addRow("%s", json) << std::string(json);
}

void TestSealing::anyValueComesBack()
{
    QFETCH(std::string, json);
    const auto value = parsed(json);
    const auto sealed = core::sealValue(countedKey(), "dek-1", knownPlace(), value.root());
    const auto again = core::sealedValue(parsed(core::toJson(*sealed)).root());
    QCOMPARE(*again, *sealed);
    const auto secret = core::openValue(countedKey(), *again, knownPlace());
    const auto tree = core::readSecretJson(*secret);
    QCOMPARE(core::canonicalJson(tree->root()), core::canonicalJson(value.root()));
}

void TestSealing::refusesWhatCannotBeSealed()
{
    const auto code = [](const std::string &json) {
        const auto tree = parsed(json);
        return core::sealValue(countedKey(), "dek-1", knownPlace(), tree.root()).error().code;
    };
    QCOMPARE(code(knownSeal), std::string("nested-seal"));
    QCOMPARE(code("[{\"a\":" + knownSeal + "}]"), std::string("nested-seal"));
    QCOMPARE(code('"' + std::string(core::largestSealedValue, 'x') + '"'),
        std::string("seal-too-large"));
    // Only what is under way into the box is looked at, not what stands beside it.
    const auto tree = parsed(R"({"a":"x","b":)" + knownSeal + '}');
    QVERIFY(core::sealValue(countedKey(), "dek-1", knownPlace(), tree.root()["a"]).ok());
    QVERIFY(!core::readSecretJson(Secret("not json")).ok());
}

void TestSealing::spotsAreFoundInEveryFormat_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("text");
    QTest::addRow("json") << Format::Json
                          << R"({"a/b":[1,)" + knownSeal + R"(],"c":{"$sealed":0},"d":"$sealed"})";
    QTest::addRow("yaml")
        << Format::Yaml
        << std::string("a/b:\n  - 1\n  - $sealed:\n      v: 1\n"
                       "      alg: A256GCM\n      kid: dek-7\n      n: AAECAwQFBgcICQoL\n"
                       "      ct: ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh\nc: {$sealed: 0}\nd: $sealed\n");
    QTest::addRow("toml") << Format::Toml
                          << std::string("\"a/b\" = [1, {\"$sealed\" = {v = 1, alg = \"A256GCM\", "
                                         "kid = \"dek-7\", n = \"AAECAwQFBgcICQoL\", "
                                         "ct = \"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh\"}}]\n"
                                         "d = \"$sealed\"\nc.\"$sealed\" = 0\n");
}

void TestSealing::spotsAreFoundInEveryFormat()
{
    QFETCH(Format, format);
    QFETCH(std::string, text);
    const auto tree = parsed(text, format);
    std::string found;
    for (const auto &spot : core::sealedSpots(tree))
        found += spot.pointer + (core::isSealed({tree, spot.node}) ? " sealed " : " marked ");
    QCOMPARE(found, std::string("/a~1b/1 sealed /c marked "));
    QVERIFY(core::mentionsSeal(tree));
    QVERIFY(!core::mentionsSeal(parsed("d: $sealed\n", Format::Yaml)));
}

// What is wrong inside is told at the place that the author sees.
void TestSealing::anOpenedTreeKeepsThePlaces()
{
    const auto tree = parsed("{\n  \"password\":\n" + knownSeal + ",\n  \"port\": \"x\"}");
    const auto opened = openedWith(tree, {"12"});
    const auto schema
        = compiled(R"({"properties":{"password":{"type":"string"},"port":{"type":"integer"}}})");
    QVERIFY(!schema.accepts(opened.tree.root()));
    const core::LineIndex lines(opened.tree.source());
    std::string told;
    for (const auto &violation : schema.validate(opened.tree.root()).violations) {
        const auto field = core::toFieldError(violation, lines);
        told += std::to_string(field.line) + ' ' + field.pointer + ' ' + field.code + '\n';
        QVERIFY(field.message.find("12") == std::string::npos);
    }
    QCOMPARE(told, std::string("3 /password type\n4 /port type\n"));
    QCOMPARE(opened.tree.source(), tree.source());
    const auto node = opened.tree.root()["password"].index();
    QCOMPARE(core::pointerOf(tree, opened.origins[node]), std::string("/password"));
}

void TestSealing::anOpenedTreeKeepsItsNeighbours()
{
    const auto tree = parsed(
        "[" + knownSeal + ",{\"a\":" + knownSeal + ",\"b\":[true]}," + knownSeal + ",null]");
    const auto opened = openedWith(tree, {R"({"x":[1,2],"y":"z"})", "[]", R"("s")"});
    QCOMPARE(core::canonicalJson(opened.tree.root()),
        std::string(R"([{"x":[1,2],"y":"z"},{"a":[],"b":[true]},"s",null])"));
    QCOMPARE(core::canonicalJson(openedWith(parsed(knownSeal), {R"({"a":1})"}).tree.root()),
        std::string(R"({"a":1})"));
    QCOMPARE(core::canonicalJson(openedWith(parsed(R"({"a":1})"), {}).tree.root()),
        std::string(R"({"a":1})"));
}

void TestSealing::anOpenedTextChangesOnlyTheValue_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("wanted");
    QTest::addRow("json") << Format::Json
                          << "{\"a\":  " + knownSeal + ", \"b\": [" + knownSeal + "] }\n"
                          << std::string("{\"a\":  \"s3cr3t\", \"b\": [\"two\"] }\n");
    QTest::addRow("yaml") << Format::Yaml
                          << "# kept\na: " + knownSeal + "\nb: [" + knownSeal + "]\n"
                          << std::string("# kept\na: s3cr3t\nb: [two]\n");
    QTest::addRow("yaml in blocks")
        << Format::Yaml
        << std::string("a:\n  $sealed:\n    v: 1\n    alg: A256GCM\n    kid: dek-7\n"
                       "    n: AAECAwQFBgcICQoL\n    ct: ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh\nb: 1\n")
        << std::string("a:\n  s3cr3t\nb: 1\n");
    QTest::addRow("toml") << Format::Toml
                          << std::string("# kept\na = {\"$sealed\" = {v = 1, alg = \"A256GCM\", "
                                         "kid = \"dek-7\", n = \"AAECAwQFBgcICQoL\", ct = "
                                         "\"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh\"}}\nb = 1\n")
                          << std::string("# kept\na = \"s3cr3t\"\nb = 1\n");
}

void TestSealing::anOpenedTextChangesOnlyTheValue()
{
    QFETCH(Format, format);
    QFETCH(std::string, text);
    QFETCH(std::string, wanted);
    const auto tree = parsed(text, format);
    std::vector<core::OpenedValue> values;
    for (const auto &spot : core::sealedSpots(tree))
        values.push_back({spot.node, parsed(values.empty() ? R"("s3cr3t")" : R"("two")")});
    const auto opened = core::openedText(tree, values);
    QCOMPARE(QByteArray::fromStdString(opened ? opened->reveal() : opened.error().code),
        QByteArray::fromStdString(wanted));
}

QTEST_GUILESS_MAIN(TestSealing)
#include "tst_sealing.moc"
