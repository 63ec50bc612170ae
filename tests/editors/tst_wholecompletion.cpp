// SPDX-License-Identifier: Apache-2.0
#include "tests/editors/completions.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using tests::chosen;
using tests::namesOf;
using tests::split;

namespace {

// What a schema can say beyond that: objects whole, keys that others want, names, tables.
constexpr auto schema = R"({
  "type": "object",
  "properties": {
    "meta": {"type": "object", "required": ["team", "tier"],
      "properties": {"team": {"type": "string"}, "tier": {"const": 1}, "old": {"deprecated": true}}},
    "steps": {"type": "array", "items": {"$ref": "#/properties/meta"}},
    "maybe": {"type": ["object", "null"], "required": ["at"]},
    "free": {"type": "object"},
    "kind": {"const": "gateway"},
    "obj": {"enum": [{"a": 1, "b c": ["x", true]}, null]},
    "lim": {"type": "array", "default": [1, "two"]},
    "auth": {"type": "object",
      "properties": {"mode": {"enum": ["tls", "none"]}, "key": {"type": "string"},
        "cert": {"type": "string"}},
      "if": {"properties": {"mode": {"const": "tls"}}, "required": ["mode"]},
      "then": {"required": ["cert"]}, "dependentRequired": {"cert": ["key"]}},
    "zones": {"type": "object", "propertyNames": {"enum": ["east", "west"]},
      "additionalProperties": {"type": "integer"}}
  }
})";

constexpr auto modes = R"({"properties": {"mode": {"enum": ["fast", "safe"], "default": "safe"}}})";

} // namespace

// Objects and arrays as a whole, and what conditions, names and constants say.
class TestWholeCompletion : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void offersWhatOthersAskFor_data();
    void offersWhatOthersAskFor();
    void writesWholeValues_data();
    void writesWholeValues();
    void tellsWhatStandsThere_data();
    void tellsWhatStandsThere();
    void deprecatedKeysComeLastAndSaySo();
};

void TestWholeCompletion::offersWhatOthersAskFor_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char *name, Format format, const char *text, const char *names) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(names);
    };
    row("json: what a condition asks for", Format::Json, R"({"auth": {"mode": "tls" ¦}})",
        "cert key");
    row("yaml: what a condition asks for", Format::Yaml, "auth:\n  mode: tls\n  ¦\n", "cert key");
    row("yaml: a condition that is not met", Format::Yaml, "auth:\n  mode: none\n  ¦\n",
        "key cert");
    row("yaml: what a key asks for", Format::Yaml, "auth:\n  cert: a\n  ¦\n", "key mode");
    row("json: names of a map", Format::Json, R"({"zones": {"west": 1, ¦}})", "east");
    row("yaml: names of a map", Format::Yaml, "zones:\n  ¦\n", "east west");
    row("json: a constant", Format::Json, R"({"kind": ¦})", "gateway");
    row("yaml: a constant", Format::Yaml, "kind: ¦\n", "gateway");
    row("json: an object", Format::Json, R"({"meta": ¦})", "{team, tier}");
    row("json: an object or null", Format::Json, R"({"maybe": ¦})", "null {at}");
    row("yaml: an item", Format::Yaml, "steps:\n  - ¦\n", "{team, tier} team tier old");
    row("yaml: an item that has a key", Format::Yaml, "steps:\n  - tier: 1\n    ¦\n", "team old");
    row("toml: objects of an enumeration", Format::Toml, "obj = ¦", R"({"a":1,"b c":["x",true]})");
    row("toml: an array by default", Format::Toml, "lim = ¦", R"([1,"two"] [])");
}

void TestWholeCompletion::offersWhatOthersAskFor()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, names);
    const auto [plain, caret] = split(text);
    QCOMPARE(namesOf(tests::listFor(schema, format, plain, caret)), names);
}

void TestWholeCompletion::writesWholeValues_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *title, Format format, const char *text, const char *name,
                         const char *result) {
        QTest::newRow(title) << format << QByteArray(text) << QByteArray(name)
                             << QByteArray(result);
    };
    row("json: behind a colon", Format::Json, R"({"meta": ¦})", "{team, tier}",
        R"({"meta": {"team": "¦", "tier": 1}})");
    row("json: behind a key", Format::Json, "{¦}", "meta", R"({"meta": {"team": "¦", "tier": 1}})");
    row("json: an item", Format::Json, R"({"steps": [¦]})", "{team, tier}",
        R"({"steps": [{"team": "¦", "tier": 1}]})");
    row("json: an item more", Format::Json, R"({"steps": [{} ¦]})", "{team, tier}",
        R"({"steps": [{}, {"team": "¦", "tier": 1}]})");
    row("json: or null", Format::Json, "{¦}", "maybe", R"({"maybe": {"at": ¦}})");
    row("json: nothing has to be in it", Format::Json, R"({"free": ¦})", "{}", R"({"free": {¦}})");
    row("yaml: behind a colon", Format::Yaml, "meta: ¦\nkind: gateway\n", "{team, tier}",
        "meta:\n  team: ¦\n  tier: 1\nkind: gateway\n");
    row("yaml: further in", Format::Yaml, "steps:\n  - meta: x\nmaybe:  ¦\n", "{at}",
        "steps:\n  - meta: x\nmaybe:\n  at: ¦\n");
    row("yaml: an item", Format::Yaml, "steps:\n  - ¦\n", "{team, tier}",
        "steps:\n  - team: ¦\n    tier: 1\n");
    row("yaml: a comment stays", Format::Yaml, "kind: ¦gate # why\n", "gateway",
        "kind: gateway¦ # why\n");
    row("yaml: a comment stays behind quotes", Format::Yaml, "kind: ¦\"a # b\" # why\n", "gateway",
        "kind: gateway¦ # why\n");
    row("toml: a comment stays", Format::Toml, "kind = ¦\"gate\" # why\n", "gateway",
        "kind = \"gateway\"¦ # why\n");
    row("yaml: an array", Format::Yaml, "steps: ¦\n", "[]", "steps:\n  - ¦\n");
    row("yaml: in brackets", Format::Yaml, "{meta: ¦}", "{team, tier}",
        "{meta: {team: ¦, tier: 1}}");
    row("toml: behind its sign", Format::Toml, "meta = ¦", "{team, tier}",
        "meta = {team = \"¦\", tier = 1}");
    row("toml: of an enumeration", Format::Toml, "obj = ¦", R"({"a":1,"b c":["x",true]})",
        R"(obj = {a = 1, "b c" = ["x", true]}¦)");
    row("toml: an array by default", Format::Toml, "lim = ¦", R"([1,"two"])",
        R"(lim = [1, "two"]¦)");
}

void TestWholeCompletion::writesWholeValues()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, result);
    const auto [plain, caret] = split(text);
    QCOMPARE(
        chosen(tests::listFor(schema, format, plain, caret), name.toStdString(), plain), result);
}

// The list begins with the default, but what stands there is where one chooses from.
void TestWholeCompletion::tellsWhatStandsThere_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("present");
    QTest::newRow("json") << Format::Json << QByteArray(R"({"mode": ¦"fast"})")
                          << QByteArray("fast");
    QTest::newRow("yaml") << Format::Yaml << QByteArray("mode: ¦fast # why\n")
                          << QByteArray("fast");
    QTest::newRow("toml") << Format::Toml << QByteArray("mode = ¦\"fast\"\n") << QByteArray("fast");
    QTest::newRow("nothing") << Format::Json << QByteArray(R"({"mode": ¦})") << QByteArray();
    QTest::newRow("a key") << Format::Json << QByteArray(R"({"mo¦de": 1})") << QByteArray();
}

void TestWholeCompletion::tellsWhatStandsThere()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, present);
    const auto [plain, caret] = split(text);
    QCOMPARE(
        QByteArray::fromStdString(tests::listFor(modes, format, plain, caret).present), present);
}

void TestWholeCompletion::deprecatedKeysComeLastAndSaySo()
{
    const auto list = tests::listFor(schema, Format::Json, R"({"meta": {}})", 10);
    QCOMPARE(namesOf(list), QByteArray("team tier old"));
    QCOMPARE(QByteArray::fromStdString(list.items.back().note), QByteArray("deprecated"));
    QVERIFY(list.items.front().note.find("deprecated") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestWholeCompletion)
#include "tst_wholecompletion.moc"
