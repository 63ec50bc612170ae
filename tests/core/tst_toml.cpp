// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/toml.h"
#include "tests/core/readings.h"

using namespace chancery;
using core::Value;
using support::repeated;

namespace {

core::Reading readToml(const std::string &text, const core::Limits &limits = {})
{
    return core::readToml(std::make_shared<const std::string>(text), limits);
}

std::string printed(const std::string &text, const core::Limits &limits = {})
{
    return support::printed(readToml(text, limits));
}

std::string span(const core::Tree &tree, Value value)
{
    return tree.source().substr(value.node().begin, value.node().end - value.node().begin);
}

} // namespace

class TestToml : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void refusesWithAPlace_data();
    void refusesWithAPlace();
    void refusesWhatIsDefinedTwice_data();
    void refusesWhatIsDefinedTwice();
    void refusesEveryControl();
    void everyPrefixIsSafe();
    void limitsHold_data();
    void limitsHold();
    void readsValues_data();
    void readsValues();
    void ordersAsTheSourceDoes();
    void collectsTablesInOrderOfAppearance();
    void spansAreThoseOfTheSource();
    void manyKeysAreRead();
    void everyRepeatedKeyIsFound();
    void positionsCountCodePoints();
};

void TestToml::refusesWithAPlace_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("no value", "a = \n", "1:5 malformed-toml");
    row("no equals sign", "a\n", "1:2 malformed-toml");
    row("no key", "= 1\n", "1:1 malformed-toml");
    row("two pairs on a line", "a = 1 b = 2\n", "1:7 malformed-toml");
    row("bare key beyond ASCII", "é = 1\n", "1:1 malformed-toml");
    row("no-break space",
        "a =\xC2\xA0"
        "1\n",
        "1:4 malformed-toml");
    row("value beyond ASCII", "a = é\n", "1:5 malformed-toml");
    row("vertical tab", "a = 1 \v\n", "1:7 malformed-toml");
    row("lone carriage return", "a = 1\rb = 2\n", "1:6 malformed-toml");
    row("escape beyond ASCII", "a = \"\\é\"\n", "1:7 malformed-toml");
    row("open string", "a = \"x\n", "1:7 malformed-toml");
    row("open array", "a = [1,\n", "1:8 malformed-toml");
    row("unknown escape", "a = \"\\q\"\n", "1:7 malformed-toml");
    row("surrogate escape", "a = \"\\ud800\"\n", "1:7 malformed-toml");
    row("control character", "a = \"x\001\"\n", "1:7 malformed-toml");
    row("leading zero", "a = 012\n", "1:5 malformed-toml");
    row("two underscores", "a = 1__2\n", "1:7 malformed-toml");
    row("point without digit", "a = 1.\n", "1:7 malformed-toml");
    row("signed hexadecimal", "a = +0xF\n", "1:5 malformed-toml");
    row("capital boolean", "a = True\n", "1:5 malformed-toml");
    row("month 13", "a = 2021-13-01\n", "1:10 malformed-toml");
    row("30 February", "a = 2021-02-30\n", "1:13 malformed-toml");
    row("inline table on two lines", "a = { b = 1,\n c = 2 }\n", "1:13 malformed-toml");
    row("comma at an inline table's end", "a = { b = 1, }\n", "1:14 malformed-toml");
    row("array brackets apart", "[ [a] ]\n", "1:3 malformed-toml");
    row("empty header", "[]\n", "1:2 malformed-toml");
    row("same key", "a = 1\na = 2\n", "2:1 duplicate-key");
    row("same table", "[a]\n[b]\n[a]\n", "3:1 duplicate-key");
    row("value, then table", "a = 1\n[a.b]\n", "2:1 duplicate-key");
    row("value, then table and more", "a = 1\n[a.b]\nc = 1\n", "2:1 duplicate-key");
    row("inline table extended", "a = {}\n[a.b]\n", "2:1 duplicate-key");
    row("array, then array of tables", "a = []\n[[a]]\n", "2:1 duplicate-key");
    row("infinite", "a = inf\n", "1:5 number-not-interoperable");
    row("not a number", "a = -nan\n", "1:5 number-not-interoperable");
    row("large integer", "a = 9007199254740992\n", "1:5 number-not-interoperable");
    row("large hexadecimal", "a = 0x20000000000000\n", "1:5 number-not-interoperable");
    row("not UTF-8", "a = \"\xff\"\n", "1:6 invalid-utf-8");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a = 1\n",
        "1:1 byte-order-mark");
}

void TestToml::refusesWithAPlace()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestToml::refusesWhatIsDefinedTwice_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("quoted and bare", "\"\\u0061\" = 1\na = 2", "2:1 duplicate-key");
    row("value, then dotted", "a.b = 1\na.b.c = 2", "2:3 duplicate-key");
    row("dotted, then value", "a.b.c = 1\na.b = 2", "2:3 duplicate-key");
    row("table in table, then value", "[a.b]\n[a]\nb = 1", "3:1 duplicate-key");
    row("dotted, then heading", "[a]\nb.c = 1\n[a.b]", "3:1 duplicate-key");
    row("dotted, then array of tables", "[a]\nb.c = 1\n[[a.b]]", "3:1 duplicate-key");
    row("dotted into a table with a heading", "[a.b]\nx = 1\n[a]\nb.y = 2", "4:1 duplicate-key");
    row("dotted into a table far below", "[a.b.c]\nx = 1\n[a]\nb.c.y.z = 2", "4:3 duplicate-key");
    row("dotted into an array of tables", "[[a.b]]\n[a]\nb.y = 2", "3:1 duplicate-key");
    row("dotted into an inline table", "a = {b = 1}\na.c = 2", "2:1 duplicate-key");
    row("dotted in braces", "a = {b = {x = 1}, b.y = 2}", "1:19 duplicate-key");
    row("same key in braces", "a = {b = 1, b = 2}", "1:13 duplicate-key");
    row("table of an item twice", "[[a]]\n[a.b]\n[a.b]", "3:1 duplicate-key");
    row("array of tables, then table", "[[a]]\n[a]", "2:1 duplicate-key");
    row("table, then array of tables", "[a]\n[[a]]", "2:1 duplicate-key");
    row("super-table, then array of tables", "[a.b]\n[[a]]", "2:1 duplicate-key");
    row("array of inline tables extended", "a = [{}]\n[a.b]", "2:1 duplicate-key");
}

void TestToml::refusesWhatIsDefinedTwice()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestToml::refusesEveryControl()
{
    for (int byte = 0; byte <= 0x7F; ++byte) {
        const bool isControl = (byte < 0x20 && byte != '\t') || byte == 0x7F;
        if (!isControl || byte == '\n')
            continue;
        const std::string control(1, char(byte));
        for (const std::string quote : {"\"", "'", "\"\"\"", "'''"}) {
            const auto place = std::to_string(6 + quote.size());
            QCOMPARE(printed("a = " + quote + "x" + control + "y" + quote),
                "1:" + place + " malformed-toml");
        }
        QCOMPARE(printed("# x" + control), std::string("1:4 malformed-toml"));
    }
}

// Cut anywhere, the text is read or refused, and what is refused has a place in it.
void TestToml::everyPrefixIsSafe()
{
    const std::string text
        = "# c\r\na.\"b\\u00e9\" = [1_0.5e-3, 0x1f, { c = 'd' }, # e\n]\n"
          "[f . g]\nh = \"\"\"\ni\\\n  j\"\"\"\"\"\nk = 1979-05-27 07:32:00.5+01:00\n"
          "[[l]]\nm = '''n'''\no = true\n";
    QVERIFY(readToml(text).ok());
    int refused = 0;
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto reading = readToml(text.substr(0, size));
        if (reading.ok())
            continue;
        ++refused;
        QCOMPARE(reading.problem().code, std::string("malformed-toml"));
        QVERIFY(reading.problem().begin <= reading.problem().end);
        QVERIFY(reading.problem().end <= size);
    }
    QVERIFY(refused > int(text.size()) / 2);
}

void TestToml::limitsHold_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *name, const std::string &text, const char *code) {
        QTest::newRow(name) << text << std::string(code);
    };
    row("open brackets", "a = " + std::string(4'000'000, '['), "too-deep");
    row("open braces", "a = " + repeated("{a=", 1'000'000), "too-deep");
    row("deep header", "[a" + repeated(".a", 1'000'000) + "]", "too-deep");
    row("deep key", "a" + repeated(".a", 1'000'000) + " = 1", "too-deep");
    row("deep key in braces", "a = { a" + repeated(".a", 500'000) + " = 1 }", "too-deep");
    row("deep by parts", "[" + repeated("a.", 30) + "a]\n" + repeated("b.", 30) + "b = [[[[]]]]",
        "too-deep");
    std::string pairs;
    std::string dotted;
    for (int i = 0; i < 150'000; ++i) {
        pairs += 'k' + std::to_string(i) + " = 1\n";
        dotted += 'k' + std::to_string(i) + ".x = 1\n";
    }
    row("many pairs", pairs, "too-many-nodes");
    row("many dotted keys", dotted, "too-many-nodes");
    row("many tables", repeated("[[a]]\n", 150'000), "too-many-nodes");
    row("many items", "a = [" + repeated("1,", 150'000) + "]", "too-many-nodes");
    row("large", std::string(5'000'000, ' '), "document-too-large");
    row("long string", "a = '" + std::string(2'000'000, 'x') + "'", "string-too-large");
    row("long key", std::string(2'000'000, 'x') + " = 1", "string-too-large");
}

void TestToml::limitsHold()
{
    QFETCH(std::string, text);
    QFETCH(std::string, code);
    const auto reading = readToml(text);
    QVERIFY(!reading.ok());
    QCOMPARE(reading.problem().code, code);
}

void TestToml::readsValues_data()
{
    support::addTextColumns();
    const auto row = support::addText;
    row("empty", "", "{}");
    row("comment only", "# nothing", "{}");
    row("keys", "a-b_1 = 1\n\"x y\" = 2\n'' = 3\n1 = 4", R"({"":3,"1":4,"a-b_1":1,"x y":2})");
    row("dotted keys", "a . \"b.c\" = 1\na.d = 2", R"({"a":{"b.c":1,"d":2}})");
    row("escapes", R"(a = "\b\t\n\f\r\"\\\u00e9\U0001F600")", R"({"a":"\b\t\n\f\r\"\\é😀"})");
    row("literal", R"(a = 'C:\x')", R"({"a":"C:\\x"})");
    row("multi-line", "a = \"\"\"\nx\\\n   y\nz\"\"\"\"", R"({"a":"xy\nz\""})");
    row("line-ending backslash and beyond ASCII", "a = \"\"\"x\\\n  é日\\ \n\n😀\"\"\"\nb = 1",
        R"({"a":"xé日😀","b":1})");
    row("characters of many planes", "'é日' = \"é\U0010FFFD\\U0010fffd\\U000F0000\\u00e9😀\"",
        "{\"é日\":\"é\U0010FFFD\U0010FFFD\U000F0000é😀\"}");
    row("multi-line literal", "a = '''\nI'm\n'''", R"({"a":"I'm\n"})");
    row("CRLF", "a = 1\r\nb = \"\"\"\r\nx\"\"\"\r\n", R"({"a":1,"b":"x"})");
    row("integers", "a = [+99, -17, 0, 1_000, 0xDEAD_beef, 0o755, 0b11]",
        R"({"a":[99,-17,0,1000,3735928559,493,3]})");
    row("floats", "a = [+1.0, 3.14, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991]",
        R"({"a":[1,3.14,5e+22,1000000,-0.02,6.626e-34,224617.445991]})");
    row("dates",
        "a = [1979-05-27T07:32:00Z, 1979-05-27t00:32:00.999-07:00, 1979-05-27 07:32:00z, "
        "1979-05-27T07:32:00, 1979-05-27, 07:32:00.5]",
        R"({"a":["1979-05-27T07:32:00Z","1979-05-27T00:32:00.999-07:00","1979-05-27T07:32:00Z",)"
        R"("1979-05-27T07:32:00","1979-05-27","07:32:00.5"]})");
    row("mixed array", "a = [ 1, # one\n \"x\", [ true ], {b = 2}, ]",
        R"({"a":[1,"x",[true],{"b":2}]})");
    row("tables", "[a.b]\nx = 1\n[a]\ny = 2\n[ c . 'd' ]",
        R"({"a":{"b":{"x":1},"y":2},"c":{"d":{}}})");
    row("arrays of tables", "[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\n[[a.c]]\nz = 3",
        R"({"a":[{"b":{"y":2},"x":1},{"c":[{"z":3}]}]})");
    row("signs of zero", "a = [-0, +0, -0.0, +0.0]", R"({"a":[0,0,0,0]})");
    row("quotes inside", "a = \"\"\"\"x\"\"y\"\"\"\"\"\nb = ''''x'''''",
        R"({"a":"\"x\"\"y\"\"","b":"'x''"})");
    row("blanks before the line break", "a = \"\"\"x \\ \t\r\n\r\n  y\"\"\"", R"({"a":"x y"})");
    row("line breaks of two bytes", "a = \"\"\"\r\nx\r\n\"\"\"\r\nb = '''x\r\ny'''",
        R"({"a":"x\n","b":"x\ny"})");
    row("array over lines", "a = [ # b\n\n 1 # c\r\n , # d\n 2,\n]", R"({"a":[1,2]})");
    row("keys that look like values", "1.2 = 3\ntrue = false\n1979-05-27 = 1\n- = 2",
        R"({"-":2,"1":{"2":3},"1979-05-27":1,"true":false})");
    row("table below a dotted key", "[a]\nb.c = 1\n[a.b.d]\ne = 2",
        R"({"a":{"b":{"c":1,"d":{"e":2}}}})");
    row("items with tables", "[[a]]\nb.c = 1\n[[a]]\nb.c = 2\n[a.b.d]",
        R"({"a":[{"b":{"c":1}},{"b":{"c":2,"d":{}}}]})");
    row("2^53-1", "a = 9007199254740991", R"({"a":9007199254740991})");
    row("brackets in strings",
        "a = \""
        "[[[[.\\\"[\" # [[[\nb = '''[[\n.''' \n",
        R"({"a":"[[[[.\"[","b":"[[\n."})");
}

void TestToml::readsValues()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printed(text), expected);
}

void TestToml::ordersAsTheSourceDoes()
{
    const auto reading = readToml("z = 1\nb.y = 1\na = 1\nb.x = 2\n[m]\n[c]\n[m.n]\n");
    QVERIFY(reading.ok());
    std::string keys;
    for (const auto &member : reading.tree().root())
        keys += std::string(member.key()) + ' ';
    QCOMPARE(keys, std::string("z b a m c "));
    std::string inner;
    for (const auto &member : reading.tree().root()["b"])
        inner += std::string(member.key()) + ' ';
    QCOMPARE(inner, std::string("y x "));
}

void TestToml::collectsTablesInOrderOfAppearance()
{
    const auto reading = readToml("[b.y]\n1 = 1\n[a]\n[b]\nz = 1\n[[c]]\n[a.d]\n[[c]]\n[b.x]\n");
    QVERIFY(reading.ok());
    const auto &tree = reading.tree();
    std::string keys;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        if (tree.node(index).type == core::NodeType::Key)
            keys += std::string(tree.text(tree.node(index))) + ' ';
    }
    QCOMPARE(keys, std::string("b y 1 z x a d c "));
    QCOMPARE(tree.root().resolve("/c").size(), std::size_t(2));
    QCOMPARE(span(tree, tree.root()["b"]), tree.source().substr(0, tree.source().size() - 1));
    QCOMPARE(span(tree, tree.root().resolve("/b/y")), std::string("[b.y]\n1 = 1"));
    QCOMPARE(span(tree, tree.root()["c"]), std::string("[[c]]\n[a.d]\n[[c]]"));
}

void TestToml::manyKeysAreRead()
{
    std::string text;
    for (int i = 0; i < 30'000; ++i)
        text += "a.k" + std::to_string(i) + ".x = " + std::to_string(i) + '\n';
    const auto reading = readToml(text);
    QVERIFY(reading.ok());
    QCOMPARE(reading.tree().root()["a"].size(), std::size_t(30'000));
    QCOMPARE(reading.tree().root().resolve("/a/k29999/x").integer(),
        std::optional<std::int64_t>(29'999));
    QCOMPARE(printed(text + "a.k15000.x = 1\n"), std::string("30001:10 duplicate-key"));
}

// Small tables and large ones are searched in different ways.
void TestToml::everyRepeatedKeyIsFound()
{
    std::string text = "[b]\nk0 = 1\n[a]\n";
    for (int size = 1; size <= 40; ++size) {
        text += "k" + std::to_string(size) + " = 1\n";
        QVERIFY(readToml(text).ok());
        for (int repeated = 1; repeated <= size; ++repeated) {
            const auto key = "k" + std::to_string(repeated);
            QCOMPARE(printed(text + key + " = 2"), std::to_string(size + 4) + ":1 duplicate-key");
        }
    }
}

void TestToml::spansAreThoseOfTheSource()
{
    const std::string text = "t = \"é\" # c\r\n\"k é\" = [ 'x', { y.z = 1_0 } ] # d\r\n"
                             "d = 1979-05-27 07:32:00 # e\r\n[ g . h ] # f\r\nv = true\r\n\r\n";
    const auto reading = readToml(text);
    QVERIFY(reading.ok());
    const auto &tree = reading.tree();
    const auto root = tree.root();
    QCOMPARE(span(tree, root), text);
    QCOMPARE(span(tree, root["t"]), std::string("\"é\""));
    QCOMPARE(span(tree, root["k é"]), std::string("[ 'x', { y.z = 1_0 } ]"));
    QCOMPARE(span(tree, root["k é"].at(0)), std::string("'x'"));
    QCOMPARE(span(tree, root["k é"].at(1)), std::string("{ y.z = 1_0 }"));
    QCOMPARE(span(tree, root.resolve("/k é/1/y/z")), std::string("1_0"));
    QCOMPARE(span(tree, root["d"]), std::string("1979-05-27 07:32:00"));
    QCOMPARE(span(tree, root.resolve("/g/h")), std::string("[ g . h ] # f\r\nv = true"));
    std::string keys;
    for (const auto &member : root)
        keys += span(tree, {tree, member.index()}) + ' ';
    QCOMPARE(keys, std::string("t \"k é\" d g "));
}

void TestToml::positionsCountCodePoints()
{
    QCOMPARE(printed("a = [\"é😀\", 1979-99-01]"), std::string("1:17 malformed-toml"));
    QCOMPARE(printed("a = [\"é😀\", inf]"), std::string("1:12 number-not-interoperable"));
}

QTEST_GUILESS_MAIN(TestToml)
#include "tst_toml.moc"
