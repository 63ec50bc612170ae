// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/yaml.h"
#include "tests/core/readings.h"

using namespace chancery;
using core::Value;
using support::repeated;

namespace {

core::Reading readYaml(const std::string &text, const core::Limits &limits = {})
{
    return core::readYaml(std::make_shared<const std::string>(text), limits);
}

std::string printed(const std::string &text, const core::Limits &limits = {})
{
    return support::printed(readYaml(text, limits));
}

std::string spanAt(const core::Tree &tree, std::uint32_t index)
{
    const auto &node = tree.node(index);
    return tree.source().substr(node.begin, node.end - node.begin);
}

std::string span(Value value)
{
    return spanAt(value.tree(), value.index());
}

} // namespace

class TestYaml : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void refusesWithAPlace_data();
    void refusesWithAPlace();
    void bombsEnd_data();
    void bombsEnd();
    void depthIsCountedAsInJson();
    void resolvesTheCoreSchema_data();
    void resolvesTheCoreSchema();
    void aliasesAndMergesApply_data();
    void aliasesAndMergesApply();
    void spansAreThoseOfTheSource();
    void spansOfBlockScalarsEndWithTheirText();
    void emptyValuesStandWhereAValueWould();
    void expandedNodesHaveTheSpanOfTheAlias();
    void lineBreaksOfAnyKindAreRead();
    void streamsHaveOneTreeEach();
    void whereAnyNumberIsReadItKeepsItsDigits();
};

void TestYaml::refusesWithAPlace_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("no colon", "a: 1\nb\nc: 2\n", "2:1 malformed-yaml");
    row("deeper than its neighbours", "a: 1\n  b: 2\n", "2:4 malformed-yaml");
    row("deeper item", "- [a]\n - b\n", "2:2 malformed-yaml");
    row("tab as indentation", "a:\n\tb: 1\n", "2:2 malformed-yaml");
    row("key within a line", "a: b: c\n", "1:5 malformed-yaml");
    row("open quote", "é: \"x\n y\n", "3:1 malformed-yaml");
    row("open quote at once", "'", "1:2 malformed-yaml");
    row("open bracket", "a: [1,\n", "2:1 malformed-yaml");
    row("bracket and more", "a: [1] 2\n", "1:8 malformed-yaml");
    row("no value in front of a comma", "[a,,b]\n", "1:4 malformed-yaml");
    row("unknown escape", "\"é\\q\"", "1:3 malformed-yaml");
    row("lone surrogate", R"("\ud800")", "1:2 lone-surrogate");
    row("beyond Unicode", R"("\U00110000")", "1:2 malformed-yaml");
    row("reserved indicator", "a: @b", "1:4 malformed-yaml");
    row("same key", "a: 1\nb: 2\n'a': 3\n", "3:1 duplicate-key");
    row("same key by type", "1: a\n'1': b\n", "2:1 duplicate-key");
    row("same merge key", "<<: {}\n<<: {}\n", "2:1 duplicate-key");
    row("sequence as key", "[a]: b\n", "1:1 key-not-scalar");
    row("mapping as key", "? a: b\n: c\n", "1:3 key-not-scalar");
    row("alias to a sequence as key", "- &x [a]\n- *x : b\n", "2:3 key-not-scalar");
    row("two documents", "a\n---\nb\n", "2:1 several-documents");
    row("unknown tag", "a: !x b\n", "1:7 unknown-tag");
    row("unknown tag of YAML", "!!binary eA==\n", "1:10 unknown-tag");
    row("unknown tag on a mapping", "!x\na: b\n", "2:1 unknown-tag");
    row("undeclared handle", "!x!y b\n", "1:1 malformed-yaml");
    row("tag of another type", "!!int x\n", "1:7 tag-mismatch");
    row("tag of another collection", "!!map [a]\n", "1:7 tag-mismatch");
    row("unknown anchor", "a: *x\n", "1:4 unknown-anchor");
    row("anchor that follows", "a: *x\nb: &x 1\n", "1:4 unknown-anchor");
    row("alias in its own node", "a: &x [*x]\n", "1:8 recursive-alias");
    row("two anchors", "&a &b c\n", "1:4 malformed-yaml");
    row("merge of a scalar", "<<: 1\n", "1:1 invalid-merge");
    row("merge of scalars", "<<: [{}, 1]\n", "1:1 invalid-merge");
    row("infinite", "a: -.inf\n", "1:4 number-not-interoperable");
    row("not a number", "a: .nan\n", "1:4 number-not-interoperable");
    row("large integer", "é: 9007199254740992\n", "1:4 number-not-interoperable");
    row("large hexadecimal", "a: 0x20000000000000\n", "1:4 number-not-interoperable");
    row("large float", "a: 1e999\n", "1:4 number-not-interoperable");
    row("version 2", "%YAML 2.0\n---\na\n", "1:1 malformed-yaml");
    row("not UTF-8", "a: \"\xff\"", "1:5 invalid-utf-8");
    row("not UTF-8 in a long line", "a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xC0\x80",
        "1:52 invalid-utf-8");
    row("control character", "a: \"\x01\"", "1:5 control-character");
    row("delete in a plain scalar", "a: b\x7F", "1:5 control-character");
    row("byte order mark in a comment", "a: b # \xEF\xBB\xBF", "1:8 control-character");
}

void TestYaml::refusesWithAPlace()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestYaml::bombsEnd_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *name, const std::string &text, const char *code) {
        QTest::newRow(name) << text << std::string(code);
    };
    row("brackets", std::string(4'000'000, '['), "too-deep");
    row("braces", std::string(4'000'000, '{'), "key-not-scalar");
    row("dashes", repeated("- ", 2'000'000), "too-deep");
    row("question marks", repeated("? ", 2'000'000), "key-not-scalar");
    row("question marks in brackets", "[" + repeated("? ", 2'000'000), "malformed-yaml");
    row("pairs in brackets", repeated("[a: ", 1'000'000), "too-deep");
    row("keys", repeated("a:\n ", 800'000), "too-many-nodes");
    row("anchors", repeated("&a ", 1'300'000), "malformed-yaml");
    row("anchors on lines", repeated("&a\n", 1'300'000), "malformed-yaml");
    row("tags", repeated("!a ", 1'300'000), "malformed-yaml");
    row("colons", repeated(": ", 2'000'000), "malformed-yaml");
    row("quotes", std::string(3'999'999, '"'), "malformed-yaml");
    row("empty lines in a scalar", "a" + std::string(3'999'990, '\n') + "b: c", "string-too-large");
    row("aliases", "[&a a" + repeated(",*a", 1'000'000), "too-many-nodes");
    row("documents", repeated("---\n", 1'000'000), "several-documents");
    row("items", repeated("- \n", 1'000'000), "too-many-nodes");
    row("keys that do not close", "- " + repeated("[[[[[[[[[[a],", 300'000), "too-deep");
    row("large", std::string(5'000'000, ' '), "document-too-large");
    row("long string", std::string(2'000'000, 'x'), "string-too-large");
    row("long block scalar", "|\n " + std::string(2'000'000, 'x'), "string-too-large");
    row("long key", "? " + std::string(2'000'000, 'x'), "string-too-large");
    std::string laughs = "a0: &a0 [lol]\n";
    for (int i = 1; i < 30; ++i) {
        const auto before = "*a" + std::to_string(i - 1) + ',';
        laughs += 'a' + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before, 9)
            + "]\n";
    }
    row("billion laughs", laughs, "too-many-nodes");
    std::string ladder = "- &a0 [x]\n";
    for (int i = 1; i < 100; ++i)
        ladder += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    row("ladder of aliases", ladder, "too-deep");
    std::string merges = "- &a0 {x: 1}\n";
    for (int i = 1; i < 40; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        merges += "- &a" + std::to_string(i) + " {<<: [" + before + ", " + before + "]}\n";
    }
    row("merges", merges, "too-many-nodes");
}

void TestYaml::bombsEnd()
{
    QFETCH(std::string, text);
    QFETCH(std::string, code);
    const auto reading = readYaml(text);
    QVERIFY(!reading.ok());
    QCOMPARE(reading.problem().code, code);
}

void TestYaml::depthIsCountedAsInJson()
{
    core::Limits limits;
    limits.depth = 3;
    QCOMPARE(printed("[[[1]]]", limits), std::string("[[[1]]]"));
    QCOMPARE(printed("[[[[1]]]]", limits), std::string("1:4 too-deep"));
    QCOMPARE(printed("- a:\n  - 1\n", limits), std::string(R"([{"a":[1]}])"));
    QCOMPARE(printed("- a:\n  - - 1\n", limits), std::string("2:5 too-deep"));
    QCOMPARE(core::read("[[[[1]]]]", core::Format::Json, limits).problem().code, "too-deep");
    QVERIFY(core::read("[[[1]]]", core::Format::Json, limits).ok());
}

void TestYaml::resolvesTheCoreSchema_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("empty document", "", "null");
    row("comment only", "# a\n", "null");
    row("marker only", "---\n", "null");
    row("nulls", "[~, null, Null, NULL, nUll, '']", R"([null,null,null,null,"nUll",""])");
    row("booleans", "[true, True, TRUE, false, False, FALSE, yes, on, tRUE]",
        R"([true,true,true,false,false,false,"yes","on","tRUE"])");
    row("integers", "[0, -0, +12, 007, 0o14, 0x3A, -1, 0o8, 0x, -0x1]",
        R"([0,0,12,7,12,58,-1,"0o8","0x","-0x1"])");
    row("floats", "[1.5, .5, 1., +12e03, -2E+05, 00.5, 1.e1, -.5]",
        R"([1.5,0.5,1,12000,-200000,0.5,10,-0.5])");
    row("strings like numbers", "[., .e1, 1e, 1e+, 1_0, 1.2.3, +, -x, 12:30]",
        R"([".",".e1","1e","1e+","1_0","1.2.3","+","-x","12:30"])");
    row("largest integer", "-9007199254740991", "-9007199254740991");
    row("quotes", R"(["1", '1', "\x41\u00e9\U0001F600\ud83d\ude00\0\e\_\N\L\P"])",
        R"(["1","1","Aé😀😀\u0000\u001b)"
        "\xC2\xA0\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\"]");
    row("tags",
        "[!!str 1, ! 2, !!int '3', !!float 4, !!bool 'true', !!null '', !!seq [], !!map {}]",
        R"(["1","2",3,4,true,null,[],{}])");
    row("declared handle", "%TAG !c! tag:yaml.org,2002:\n---\n!c!str 1\n", R"("1")");
    row("verbatim tag", "!<tag:yaml.org,2002:str> 1\n", R"("1")");
    row("keys that are not strings", "{1: a, 0x10: b, true: c, ~: d, 1.50: e, : f}",
        R"({"":"f","0x10":"b","1":"a","1.50":"e","true":"c","~":"d"})");
    row("JSON", R"({"a":[1,{"b":null}],"c":"d\/e"})", R"({"a":[1,{"b":null}],"c":"d/e"})");
    row("delete in quotes", "'\x7F'", "\"\x7F\"");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a: 1\n",
        R"({"a":1})");
    row("byte order mark and marker", "\xEF\xBB\xBF---\na: 1\n", R"({"a":1})");
    row("literal", "a: |2-\n    x\n\n   y\n\n", R"({"a":"  x\n\n y"})");
    row("folded", "a: >+\n x\n y\n\n z\n\n", R"({"a":"x y\nz\n\n"})");
}

void TestYaml::resolvesTheCoreSchema()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestYaml::aliasesAndMergesApply_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("scalar", "[&a x, *a, &b 0x10, *b, &c , *c]", R"(["x","x",16,16,null,null])");
    row("collection", "a: &a {b: [1, 2]}\nc: *a\n", R"({"a":{"b":[1,2]},"c":{"b":[1,2]}})");
    row("within an alias", "- &a [&b x]\n- &c [*a, *b]\n- *c\n",
        R"([["x"],[["x"],"x"],[["x"],"x"]])");
    row("anchor again", "[&a 1, *a, &a 2, *a]", "[1,1,2,2]");
    row("anchor of a key", "{&a 1: b, c: *a}", R"({"1":"b","c":1})");
    row("alias as a key", "[&a x, {*a : 1}, &b ~, {*b : 2}]", R"(["x",{"x":1},null,{"~":2}])");
    row("merge", "[&a {x: 1, y: 2}, {<<: *a, y: 3, z: 4}]",
        R"([{"x":1,"y":2},{"x":1,"y":3,"z":4}])");
    row("own member first", "{y: 3, <<: {x: 1, y: 2}}", R"({"x":1,"y":3})");
    row("several merges", "{<<: [{x: 1}, {x: 2, y: 2}, {y: 3, z: 3}]}", R"({"x":1,"y":2,"z":3})");
    row("merge of a merge", "[&a {x: 1}, &b {<<: *a, y: 2}, {<<: *b, z: {<<: *a}}]",
        R"([{"x":1},{"x":1,"y":2},{"x":1,"y":2,"z":{"x":1}}])");
    row("empty merge", "{<<: {}}", "{}");
    row("quoted merge key", "{'<<': 1}", R"({"<<":1})");
    row("merge key as a value", "[<<]", R"(["<<"])");
}

void TestYaml::aliasesAndMergesApply()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestYaml::spansAreThoseOfTheSource()
{
    const auto reading = readYaml("# top\r\né: &x !!str 'v' # c\r\nlist:\r\n  - a: 1\r\n"
                                  "    ? b\r\n    : [x, {y: z}] # d\r\n\r\n  - plain\r\n"
                                  "    text  \r\n# end\r\n");
    QVERIFY(reading.ok());
    const auto root = reading.tree().root();
    QCOMPARE(span(root["é"]), std::string("'v'"));
    QCOMPARE(span(root["list"]),
        std::string("- a: 1\r\n    ? b\r\n    : [x, {y: z}] # d\r\n\r\n  - plain\r\n    text"));
    QCOMPARE(span(root["list"].at(0)), std::string("a: 1\r\n    ? b\r\n    : [x, {y: z}]"));
    QCOMPARE(span(root.resolve("/list/0/b")), std::string("[x, {y: z}]"));
    QCOMPARE(span(root.resolve("/list/0/b/1/y")), std::string("z"));
    QCOMPARE(span(root["list"].at(1)), std::string("plain\r\n    text"));
    QCOMPARE(std::string(root["list"].at(1).text()), std::string("plain text"));
    const auto key = (*root.begin()).index();
    QCOMPARE(spanAt(reading.tree(), key), std::string("é"));
    const core::LineIndex lines(reading.tree().source());
    QCOMPARE(lines.position(root["é"].node().begin).line, 2);
    QCOMPARE(lines.position(root["é"].node().begin).column, 13);
}

void TestYaml::spansOfBlockScalarsEndWithTheirText()
{
    const auto reading = readYaml("a: |  # c\n  one\n\n  two\n\n\nb: >+\n  x\n\nc: |\nd: |-\n  y");
    QVERIFY(reading.ok());
    const auto root = reading.tree().root();
    QCOMPARE(span(root["a"]), std::string("|  # c\n  one\n\n  two"));
    QCOMPARE(span(root["b"]), std::string(">+\n  x\n"));
    QCOMPARE(span(root["c"]), std::string("|"));
    QCOMPARE(span(root["d"]), std::string("|-\n  y"));
    QCOMPARE(std::string(root["b"].text()), std::string("x\n\n"));
}

void TestYaml::emptyValuesStandWhereAValueWould()
{
    const std::string text = "a:  # c\nb: !!null\nc: {d: , e}\nf:\n-\n";
    const auto reading = readYaml(text);
    QVERIFY(reading.ok());
    const auto root = reading.tree().root();
    const auto place = [&](Value value) { return text.substr(0, value.node().begin); };
    QVERIFY(root["a"].isNull());
    QCOMPARE(place(root["a"]), std::string("a:"));
    QCOMPARE(span(root["a"]), std::string());
    QVERIFY(place(root["b"]).ends_with("!!null"));
    QVERIFY(place(root.resolve("/c/d")).ends_with("{d:"));
    QVERIFY(place(root.resolve("/c/e")).ends_with(", e"));
    QVERIFY(place(root.resolve("/f/0")).ends_with("f:\n-"));
}

void TestYaml::expandedNodesHaveTheSpanOfTheAlias()
{
    const auto reading = readYaml("base: &b {x: [1, 2]}\nuse: *b\nmerged: {<<: *b, y: 3}\n");
    QVERIFY(reading.ok());
    const auto root = reading.tree().root();
    QCOMPARE(span(root["use"]), std::string("*b"));
    QCOMPARE(span(root.resolve("/use/x/1")), std::string("*b"));
    QCOMPARE(root.resolve("/use/x/1").text(), std::string_view("2"));
    QCOMPARE(
        core::pointerOf(reading.tree(), root.resolve("/use/x/1").index()), std::string("/use/x/1"));
    QCOMPARE(span(root.resolve("/merged/x")), std::string("*b"));
    QCOMPARE(span(root.resolve("/merged/y")), std::string("3"));
    QCOMPARE(span(root["merged"]), std::string("{<<: *b, y: 3}"));
}

void TestYaml::lineBreaksOfAnyKindAreRead()
{
    const std::string lines
        = "a:\n  - 'x\n    y'\n  - |\n    p\n\n    q\n  - >-\n    r\n    s\nb: c\n d\n";
    const auto expected = printed(lines);
    QCOMPARE(expected, std::string(R"({"a":["x y","p\n\nq\n","r s"],"b":"c d"})"));
    for (const auto *lineBreak : {"\r\n", "\r"}) {
        std::string text;
        for (const char c : lines)
            text += c == '\n' ? std::string(lineBreak) : std::string(1, c);
        QCOMPARE(printed(text), expected);
    }
}

void TestYaml::streamsHaveOneTreeEach()
{
    const auto source
        = std::make_shared<const std::string>("---\na: 1\n---\n- b\n...\n# c\n--- d\n---\n");
    const auto stream = core::readYamlStream(source);
    QVERIFY(!stream.problem);
    QCOMPARE(stream.documents.size(), std::size_t(4));
    QCOMPARE(core::canonicalJson(stream.documents[0].root()), std::string(R"({"a":1})"));
    QCOMPARE(core::canonicalJson(stream.documents[1].root()), std::string(R"(["b"])"));
    QCOMPARE(span(stream.documents[2].root()), std::string("d"));
    QVERIFY(stream.documents[3].root().isNull());
    const auto broken = core::readYamlStream(std::make_shared<const std::string>("a\n---\n[\n"));
    QCOMPARE(broken.documents.size(), std::size_t(1));
    QCOMPARE(broken.problem->code, std::string("malformed-yaml"));
}

// For what is only compared: as JSON and TOML have it.
void TestYaml::whereAnyNumberIsReadItKeepsItsDigits()
{
    const auto reading
        = readYaml(std::string("a: 9007199254740993\nb: !!int +9007199254740993\nc: 1e999\n"),
            core::Limits::wide());
    QVERIFY(bool(reading));
    const auto root = reading.tree().root();
    QVERIFY(root["a"].isNumber());
    QCOMPARE(root["a"].text(), std::string_view("9007199254740993"));
    QCOMPARE(root["b"].text(), std::string_view("9007199254740993"));
    QCOMPARE(root["c"].text(), std::string_view("1e999"));
    for (const char *text : {"a: .inf\n", "a: .nan\n", "a: 0x20000000000000\n"})
        QVERIFY2(!readYaml(text, core::Limits::wide()), text);
}

QTEST_GUILESS_MAIN(TestYaml)
#include "tst_yaml.moc"
