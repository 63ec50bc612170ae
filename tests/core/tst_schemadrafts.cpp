// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::contentOf;
using support::corpus;

// What tells the five drafts apart; the official suite in the corpus has only two of them.
class TestSchemaDrafts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void applicators_data();
    void applicators();
    void remotes_data();
    void remotes();
    void metaschemas_data();
    void metaschemas();
};

namespace {

core::Tree parsed(const std::string &text)
{
    auto reading = core::readJson(text, core::Limits::wide());
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

// One letter an instance: "v" valid, "i" invalid, "e" when the schema does not compile.
std::string verdictsOf(const std::string &draft, const std::string &schema,
    const std::string &instances, const core::SchemaLibrary &library = {})
{
    core::CompileOptions options;
    options.defaultDraft = *core::draftFromName(draft);
    const auto compiled = core::CompiledSchema::compile(parsed(schema), options, library);
    if (!compiled)
        return "e";
    std::string letters;
    const auto list = parsed(instances);
    for (const auto &item : list.root())
        letters += compiled->accepts(item.value()) ? 'v' : 'i';
    return letters;
}

void columns()
{
    for (const auto *column : {"draft", "schema", "instances", "expected"})
        QTest::addColumn<std::string>(column);
}

// One test for every draft with its expected verdicts.
void row(const char *name, const char *schema, const char *instances,
    std::initializer_list<std::pair<const char *, const char *>> expected)
{
    for (const auto &[draft, letters] : expected)
        QTest::addRow("%s, draft %s", name, draft)
            << std::string(draft) << std::string(schema) << std::string(instances)
            << std::string(letters);
}

} // namespace

void TestSchemaDrafts::verdicts_data()
{
    columns();
    row("1.0 is an integer", R"({"type": "integer"})", "[1, 1.0, 1.5, 1e2]",
        {{"4", "viii"}, {"6", "vviv"}, {"7", "vviv"}, {"2019-09", "vviv"}, {"2020-12", "vviv"}});
    row("exclusive bounds as booleans", R"({"minimum": 1, "exclusiveMinimum": true})", "[1, 2]",
        {{"4", "iv"}, {"6", "vv"}, {"2020-12", "vv"}});
    row("exclusive bounds as numbers", R"({"exclusiveMaximum": 3})", "[2, 3]",
        {{"4", "vv"}, {"6", "vi"}, {"2019-09", "vi"}});
    row("id", R"({"id": "http://x/r", "definitions": {"a": {"id": "a", "type": "null"}},
        "properties": {"p": {"$ref": "http://x/a"}}})",
        R"([{"p": null}, {"p": 1}])", {{"4", "vi"}, {"6", "e"}, {"7", "e"}});
    row("$id", R"({"$id": "http://x/r", "definitions": {"a": {"$id": "a", "type": "null"}},
        "properties": {"p": {"$ref": "http://x/a"}}})",
        R"([{"p": null}, {"p": 1}])", {{"4", "e"}, {"6", "vi"}, {"2019-09", "vi"}});
    row("anchor as id", R"({"definitions": {"a": {"$id": "#a", "type": "null"}},
        "properties": {"p": {"$ref": "#a"}}})",
        R"([{"p": null}, {"p": 1}])", {{"6", "vi"}, {"7", "vi"}});
    row("$anchor", R"({"$defs": {"a": {"$anchor": "a", "type": "null"}},
        "properties": {"p": {"$ref": "#a"}}})",
        R"([{"p": null}, {"p": 1}])", {{"7", "e"}, {"2019-09", "vi"}, {"2020-12", "vi"}});
    row("siblings of $ref", R"({"definitions": {"a": {}},
        "properties": {"p": {"$ref": "#/definitions/a", "type": "null"}}})",
        R"([{"p": null}, {"p": 1}])",
        {{"4", "vv"}, {"6", "vv"}, {"7", "vv"}, {"2019-09", "vi"}, {"2020-12", "vi"}});
    row("boolean schemas", R"({"properties": {"a": true, "b": false}})", R"([{"a": 1}, {"b": 1}])",
        {{"6", "vi"}, {"7", "vi"}, {"2020-12", "vi"}});
}

void TestSchemaDrafts::applicators_data()
{
    columns();
    row("items as a list", R"({"items": [{"type": "null"}], "additionalItems": false})",
        "[[null], [1], [null, 1]]", {{"4", "vii"}, {"6", "vii"}, {"2019-09", "vii"}});
    row("prefixItems", R"({"prefixItems": [{"type": "null"}], "items": false})",
        "[[null], [1], [null, 1]]", {{"2019-09", "iii"}, {"2020-12", "vii"}});
    row("dependentRequired", R"({"dependentRequired": {"a": ["b"]}})",
        R"([{"a": 1, "b": 1}, {"a": 1}])", {{"7", "vv"}, {"2019-09", "vi"}, {"2020-12", "vi"}});
    row("minContains", R"({"contains": {"type": "null"}, "minContains": 2})",
        "[[null], [null, null]]", {{"7", "vv"}, {"2019-09", "iv"}, {"2020-12", "iv"}});
    row("contains and unevaluatedItems",
        R"({"contains": {"type": "null"}, "unevaluatedItems": false})", "[[null], [null, 1]]",
        {{"7", "vv"}, {"2019-09", "ii"}, {"2020-12", "vi"}});
    row("unevaluatedProperties", R"({"allOf": [{"properties": {"a": {}}}],
        "unevaluatedProperties": false})",
        R"([{"a": 1}, {"b": 1}])", {{"7", "vv"}, {"2019-09", "vi"}, {"2020-12", "vi"}});
    row("unevaluatedItems after a list",
        R"({"allOf": [{"items": [{}]}], "unevaluatedItems": false})", "[[1], [1, 2]]",
        {{"2019-09", "vi"}});
    row("$recursiveRef", R"({"$id": "http://x/strict", "$recursiveAnchor": true,
        "$ref": "http://x/tree", "unevaluatedProperties": false,
        "$defs": {"t": {"$id": "http://x/tree", "$recursiveAnchor": true,
            "properties": {"child": {"$recursiveRef": "#"}}}}})",
        R"([{"child": {}}, {"child": {"x": 1}}, {"child": {"child": {}}}])", {{"2019-09", "viv"}});
    row("$recursiveRef without anchor", R"({"$id": "http://x/strict", "$ref": "http://x/tree",
        "unevaluatedProperties": false, "$defs": {"t": {"$id": "http://x/tree",
            "$recursiveAnchor": true, "properties": {"child": {"$recursiveRef": "#"}}}}})",
        R"([{"child": {}}, {"child": {"x": 1}}])", {{"2019-09", "vv"}});
    row("later keywords are known early", R"({"const": 1, "if": {"const": 1}, "then": {}})",
        "[1, 2]", {{"4", "vi"}, {"6", "vi"}, {"7", "vi"}});
    row("$schema wins", R"({"$schema": "http://json-schema.org/draft-04/schema#",
        "minimum": 1, "exclusiveMinimum": true})",
        "[1, 2]", {{"2020-12", "iv"}});
    row("an unknown $schema", R"({"$schema": "http://example.com/mine", "exclusiveMinimum": 1})",
        "[1, 2]", {{"7", "iv"}, {"4", "vv"}});
}

void TestSchemaDrafts::verdicts()
{
    QFETCH(std::string, draft);
    QFETCH(std::string, schema);
    QFETCH(std::string, instances);
    QFETCH(std::string, expected);
    QCOMPARE(verdictsOf(draft, schema, instances), expected);
}

void TestSchemaDrafts::applicators()
{
    verdicts();
}

void TestSchemaDrafts::remotes_data()
{
    columns();
    const auto remote
        = [](const char *draft, const char *path, const char *instances, const char *expected) {
              QTest::addRow("%s %s", draft, path)
                  << std::string(draft)
                  << R"({"$ref": "http://localhost:1234/)" + std::string(path) + "\"}"
                  << std::string(instances) << std::string(expected);
          };
    remote("4", "integer.json", R"([1, "a"])", "vi");
    remote("4", "draft4/subSchemas.json#/definitions/integer", R"([1, "a"])", "vi");
    remote("4", "draft4/subSchemas.json#/definitions/refToInteger", R"([1, "a"])", "vi");
    remote("4", "draft4/locationIndependentIdentifier.json#/definitions/refToInteger",
        R"([1, "a"])", "vi");
    remote("4", "draft4/name.json#/definitions/orNull", R"(["a", null, 1])", "vvi");
    remote("6", "draft6/ref-and-definitions.json", R"([{"bar": "a"}, {"bar": 1}])", "vi");
    remote("6", "draft6/locationIndependentIdentifier.json#/definitions/refToInteger",
        R"([1, "a"])", "vi");
    remote("2019-09", "draft2019-09/subSchemas.json#/$defs/refToInteger", R"([1, "a"])", "vi");
    remote("2019-09", "draft2019-09/ref-and-defs.json", R"([{"bar": "a"}, {"bar": 1}])", "vi");
    remote("2019-09", "draft2019-09/nested/foo-ref-string.json", R"([{"foo": "a"}, {"foo": 1}])",
        "vi");
    remote("2019-09", "draft2019-09/missing.json", "[1]", "e");
}

void TestSchemaDrafts::remotes()
{
    const auto folder = corpus("json-schema-test-suite");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    core::SchemaLibrary library;
    for (const auto &file : support::filesIn(*folder / "remotes", ".json")) {
        const auto path = std::filesystem::relative(file, *folder / "remotes").generic_string();
        library.add("http://localhost:1234/" + path, parsed(contentOf(file)));
    }
    QFETCH(std::string, draft);
    QFETCH(std::string, schema);
    QFETCH(std::string, instances);
    QFETCH(std::string, expected);
    QCOMPARE(verdictsOf(draft, schema, instances, library), expected);
}

// Every metaschema compiles, accepts itself and refuses a schema that is none.
void TestSchemaDrafts::metaschemas_data()
{
    QTest::addColumn<std::string>("draft");
    for (const auto *draft : {"4", "6", "7", "2019-09", "2020-12"})
        QTest::newRow(draft) << std::string(draft);
}

void TestSchemaDrafts::metaschemas()
{
    QFETCH(std::string, draft);
    const core::SchemaLibrary library;
    const auto metaschema = library.metaschema(*core::draftFromName(draft));
    QVERIFY(metaschema != nullptr);
    const auto schema = core::CompiledSchema::compile(metaschema, {}, library);
    QVERIFY2(schema.ok(), draft.c_str());
    QCOMPARE(core::name(schema->draft()), std::string_view(draft));
    QVERIFY(schema->accepts(metaschema->root()));
    const auto good = parsed(R"({"properties": {"a": {"type": ["string", "null"]}}})");
    QVERIFY(schema->accepts(good.root()));
    for (const auto *text : {R"({"type": "strin"})", R"({"properties": {"a": {"minLength": -1}}})",
             R"({"items": {"anyOf": []}})", "1"}) {
        const auto bad = parsed(text);
        QVERIFY2(!schema->accepts(bad.root()), text);
    }
}

QTEST_GUILESS_MAIN(TestSchemaDrafts)
#include "tst_schemadrafts.moc"
