// SPDX-License-Identifier: Apache-2.0
//
// How merged texts are written: with the comments of both sides, blocks left as blocks, aliases
// left as aliases, texts of several lines merged by lines.
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/rewrite.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::MergeChoice;
using core::ThreeWayMerge;

namespace {

// The text, then a line for each conflict.
QByteArray printed(const ThreeWayMerge &merge)
{
    std::string out = merge.text();
    for (const auto &conflict : merge.conflicts())
        out += "! " + core::toString(conflict.place) + '\n';
    return QByteArray::fromStdString(out);
}

void column(const char *name, Format format, const char *base, const char *theirs, const char *mine,
    const char *expected)
{
    QTest::newRow(name) << format << std::string(base) << std::string(theirs) << std::string(mine)
                        << std::string(expected);
}

void addColumns()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("base");
    QTest::addColumn<std::string>("theirs");
    QTest::addColumn<std::string>("mine");
    QTest::addColumn<std::string>("expected");
}

void mergeRow()
{
    QFETCH(Format, format);
    QFETCH(std::string, base);
    QFETCH(std::string, theirs);
    QFETCH(std::string, mine);
    QFETCH(std::string, expected);
    const ThreeWayMerge merge({base, theirs, mine, format});
    QCOMPARE(printed(merge), QByteArray::fromStdString(expected));
}

} // namespace

class TestMergeTexts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aliasesStayAliases_data();
    void aliasesStayAliases() { mergeRow(); }
    void aliasesThatWouldDangleAreAConflict();
    void conflictsBesideAliasesAreAnswered();
    void blocksStayBlocks_data();
    void blocksStayBlocks() { mergeRow(); }
    void commentsOnTheSameLinesSurvive_data();
    void commentsOnTheSameLinesSurvive() { mergeRow(); }
    void aCommentWithoutAPlaceIsAConflict();
    void textsMergeByTheirLines_data();
    void textsMergeByTheirLines() { mergeRow(); }
    void textsStayAsTheyAreWritten_data();
    void textsStayAsTheyAreWritten();
};

void TestMergeTexts::aliasesStayAliases_data()
{
    addColumns();
    column("a new alias follows their change", Format::Yaml,
        "# header\ndefaults: &d\n  rate: 1 # per second\nshop: *d\nother: 1\n",
        "# header\ndefaults: &d\n  rate: 2 # per second\nshop: *d\nother: 1\n",
        "# header\ndefaults: &d\n  rate: 1 # per second\nshop: *d\n# cart, asked by Ann\ncart: *d\n"
        "other: 1\n",
        "# header\ndefaults: &d\n  rate: 2 # per second\nshop: *d\n# cart, asked by Ann\ncart: *d\n"
        "other: 1\n");
    column("a merge key", Format::Yaml, "d: &d\n  rate: 1\nshop:\n  <<: *d\n  a: 1\nz: 1\n",
        "d: &d\n  rate: 2\nshop:\n  <<: *d\n  a: 1\nz: 1\n",
        "d: &d\n  rate: 1\nshop:\n  <<: *d\n  a: 1\ncart:\n  <<: *d\n  b: 2 # mine\nz: 1\n",
        "d: &d\n  rate: 2\nshop:\n  <<: *d\n  a: 1\ncart:\n  <<: *d\n  b: 2 # mine\nz: 1\n");
    column("both change what an alias stands for", Format::Yaml,
        "d: &d {rate: 1, burst: 1}\nshop: *d\n", "d: &d {rate: 2, burst: 1}\nshop: *d\n",
        "d: &d {rate: 1, burst: 3}\nshop: *d\n", "d: &d {rate: 2, burst: 3}\nshop: *d\n");
    column("one conflict, not one at each alias", Format::Yaml, "d: &d\n  rate: 1\nshop: *d\n",
        "d: &d\n  rate: 2\nshop: *d\n", "d: &d\n  rate: 3\nshop: *d\n",
        "d: &d\n  rate: 3\nshop: *d\n! /d/rate\n");
    column("an alias given up and changed", Format::Yaml, "d: &d {rate: 1}\nshop: *d\n",
        "d: &d {rate: 1}\nshop: {rate: 5}\n", "d: &d {rate: 2}\nshop: *d\n",
        "d: &d {rate: 2}\nshop: {rate: 5}\n");
}

void TestMergeTexts::aliasesThatWouldDangleAreAConflict()
{
    const ThreeWayMerge merge(
        {"d: &d\n  rate: 1\nshop: *d\nz: 1\n", "d:\n  rate: 1\nshop:\n  rate: 1\nz: 1\n",
            "d: &d\n  rate: 1\nshop: *d\nz: 1\ncart: *d\n", Format::Yaml});
    QVERIFY(!merge.isClean());
    // Mine means the first anchor, and would mean theirs.
    const ThreeWayMerge twice({"a: &x 1\nb: *x\nz: 1\ny: 1\n",
        "a: &x 1\nb: *x\nc: &x 2\nz: 1\ny: 1\n", "a: &x 1\nb: *x\nz: 1\ny: *x\n", Format::Yaml});
    QVERIFY(!twice.isClean());
    const ThreeWayMerge named({"d: &d\n  rate: 1\nshop: *d\nz: 1\nl: [\"*d\", 1]\n",
        "d: &d\n  rate: 2\nshop: *d\nz: 1\nl: [\"*d\", 1]\n",
        "d: &d\n  rate: 1\nshop: *d\nz: 1\nl: [\"*d\", 2]\n", Format::Yaml});
    QVERIFY(!named.isClean() || named.text().find("*d\nz: 1\nl: [\"*d\", 2]") != std::string::npos);
}

void TestMergeTexts::conflictsBesideAliasesAreAnswered()
{
    const ThreeWayMerge merge(
        {"d: &d\n  rate: 1\nshop: *d\ncart: 1\n", "d: &d\n  rate: 1\nshop: *d\ncart: *d\n",
            "d: &d\n  rate: 1\nshop: *d\ncart: 7\n", Format::Yaml});
    QCOMPARE(printed(merge), QByteArray("d: &d\n  rate: 1\nshop: *d\ncart: 7\n! /cart\n"));
    QCOMPARE(merge.conflicts().front().theirs, std::optional<std::string>("\"*d\""));
    const auto answer = merge.answered("# new\n" + merge.text(), 0, MergeChoice::Theirs);
    QCOMPARE(*answer, std::string("# new\nd: &d\n  rate: 1\nshop: *d\ncart: *d\n"));
    QVERIFY(merge.answers(*answer) == ThreeWayMerge::Answers({MergeChoice::Theirs}));
    QCOMPARE(merge.answered("cart: 7\n", 0, MergeChoice::Theirs).error().code,
        std::string("cannot-patch"));
}

void TestMergeTexts::blocksStayBlocks_data()
{
    addColumns();
    column("they sort, I edit and comment", Format::Yaml,
        "l: # list\n  - name: a # one\n    port: 1\n  - name: b\n    port: 2\n  # three\n"
        "  - name: c\n    port: 3\n",
        "l: # list\n  # three\n  - name: c\n    port: 3\n  - name: a # one\n    port: 1\n"
        "  - name: b\n    port: 2\n",
        "l: # list\n  - name: a # one\n    port: 7 # seven\n  # mine\n  - name: b\n    port: 8\n"
        "  # three\n  - name: c\n    port: 3\n",
        "l: # list\n  # three\n  - name: c\n    port: 3\n  - name: a # one\n    port: 7 # seven\n"
        "  # mine\n  - name: b\n    port: 8\n");
    column("they turn it around, I edit two", Format::Yaml,
        "l: # list\n  - {name: a, port: 1} # one\n  - {name: b, port: 2}\n"
        "  - {name: c, port: 3} # three\n",
        "l: # list\n  - {name: c, port: 3} # three\n  - {name: b, port: 2}\n"
        "  - {name: a, port: 1} # one\n",
        "l: # list\n  # mine\n  - {name: a, port: 7} # seven\n  - {name: b, port: 2}\n"
        "  - {name: c, port: 9} # nine\n",
        "l: # list\n  - {name: c, port: 9} # nine\n  - {name: b, port: 2}\n  # mine\n"
        "  - {name: a, port: 7} # seven\n");
    column("both change neighbours in a list", Format::Yaml, "l:\n  - a\n  - b\n  - c\n",
        "l:\n  - a\n  - B # theirs\n  - c\n", "l:\n  - A\n  - b\n  - c # mine\n",
        "l:\n  - A\n  - B # theirs\n  - c # mine\n");
    column("JSON stays in lines", Format::Json,
        "{\n    \"l\": [\n        {\"name\": \"a\", \"p\": 1},\n        {\"name\": \"b\", \"p\": "
        "1}\n"
        "    ]\n}\n",
        "{\n    \"l\": [\n        {\"name\": \"b\", \"p\": 1},\n        {\"name\": \"a\", \"p\": "
        "1}\n"
        "    ]\n}\n",
        "{\n    \"l\": [\n        {\"name\": \"a\", \"p\": 2},\n        {\"name\": \"b\", \"p\": "
        "3}\n"
        "    ]\n}\n",
        "{\n    \"l\": [\n        {\"name\": \"b\", \"p\": 3},\n        {\"name\": \"a\", \"p\": "
        "2}\n"
        "    ]\n}\n");
}

void TestMergeTexts::commentsOnTheSameLinesSurvive_data()
{
    addColumns();
    column("their comment, my value", Format::Yaml, "rate: 1\n", "rate: 1 # agreed with ops\n",
        "rate: 2\n", "rate: 2 # agreed with ops\n");
    column("above and behind", Format::Yaml, "limits: {rate: 1, burst: 2}\n",
        "# why 10\nlimits: {rate: 10, burst: 2}\n", "limits: {rate: 1, burst: 20} # mine\n",
        "# why 10\nlimits: {rate: 10, burst: 20} # mine\n");
    column("both rewrite a comment", Format::Yaml, "# old\na: 1\n", "# theirs says\na: 1\n",
        "# mine says\na: 1\n", "# mine says\n# theirs says\na: 1\n");
    column("both rewrite one behind a value", Format::Yaml, "a: 1 # old\n", "a: 1 # theirs\n",
        "a: 1 # mine\n", "a: 1 # mine # theirs\n");
    column("both comment a value", Format::Yaml, "a: 1\n", "a: 1 # theirs\n", "a: 2 # mine\n",
        "a: 2 # mine # theirs\n");
    column("they comment what I move", Format::Yaml, "a: 1\nb: 1\nc: 1\n",
        "a: 1\n# about b\nb: 2\nc: 1\n", "b: 1\nc: 3\na: 1\n", "# about b\nb: 2\nc: 3\na: 1\n");
    column("toml", Format::Toml, "[t]\nrate = 1\n", "[t]\nrate = 1 # agreed\n", "[t]\nrate = 2\n",
        "[t]\nrate = 2 # agreed\n");
    column("toml: above and behind", Format::Toml, "limits = {rate = 1, burst = 2}\n",
        "# why 10\nlimits = {rate = 10, burst = 2}\n", "limits = {rate = 1, burst = 20} # mine\n",
        "# why 10\nlimits = {rate = 10, burst = 20} # mine\n");
    column("toml: both rewrite a comment", Format::Toml, "# old\na = 1\n", "# theirs says\na = 1\n",
        "# mine says\na = 1\n", "# mine says\n# theirs says\na = 1\n");
    column("at the end of the text", Format::Yaml, "a: 1\n", "a: 1\n# theirs\n", "a: 2\n# mine\n",
        "a: 2\n# mine\n# theirs\n");
    column("with line ends of Windows", Format::Yaml, "a: 1\r\nb: 1\r\n",
        "a: 1\r\n# theirs\r\nb: 2 # t\r\n", "b: 1 # m\r\na: 3\r\n",
        "# theirs\r\nb: 2 # m # t\r\na: 3\r\n");
    column("nothing but comments", Format::Yaml, "# a\n", "# b\n", "# c\n", "# c\n# b\n");
    column("a comment that both left stays", Format::Yaml, "# of both\na: {x: 1, y: 1}\n",
        "# of both\na: {x: 2, y: 1}\n", "# of both\na: {x: 1, y: 2}\n",
        "# of both\na: {x: 2, y: 2}\n");
    column("a comment that one took away goes", Format::Yaml, "a: 1 # gone\nb: 1\n", "a: 1\nb: 1\n",
        "a: 2 # gone\nb: 1\n", "a: 2\nb: 1\n");
}

void TestMergeTexts::aCommentWithoutAPlaceIsAConflict()
{
    const ThreeWayMerge merge({"a: 1\nb: 1\nc: 1\n", "a: 1\nb: 1 # agreed with ops\nc: 1\n",
        "a: 1\nc: 1\n", Format::Yaml});
    QVERIFY(!merge.isClean());
    QVERIFY(!merge.isByKey());
    QCOMPARE(
        merge.conflicts().front().theirs, std::optional<std::string>("b: 1 # agreed with ops\n"));
    QCOMPARE(*merge.answered(merge.text(), 0, MergeChoice::Theirs),
        std::string("a: 1\nb: 1 # agreed with ops\nc: 1\n"));
}

void TestMergeTexts::textsMergeByTheirLines_data()
{
    addColumns();
    column("a block of lines", Format::Yaml, "script: |\n  1\n  2\n  3\n  4\n  5\n  6\nz: 1\n",
        "script: |\n  1\n  two\n  3\n  4\n  5\n  6\nz: 1\n",
        "script: |\n  1\n  2\n  3\n  4\n  5\n  six\nz: 1\n",
        "script: |\n  1\n  two\n  3\n  4\n  5\n  six\nz: 1\n");
    column("in a list that they sort", Format::Yaml,
        "l:\n  - name: a\n    run: |-\n      1\n      2\n      3\n  - name: b\n",
        "l:\n  - name: b\n  - name: a\n    run: |-\n      one\n      2\n      3\n",
        "l:\n  - name: a # mine\n    run: |-\n      1\n      2\n      three\n  - name: b\n",
        "l:\n  - name: b\n  - name: a # mine\n    run: |-\n      one\n      2\n      three\n");
    column("JSON", Format::Json, "{\"s\": \"a\\nb\\nc\\n\"}", "{\"s\": \"A\\nb\\nc\\n\"}",
        "{\"s\": \"a\\nb\\nC\\n\"}", "{\"s\": \"A\\nb\\nC\\n\"}");
    column("TOML", Format::Toml, "s = \"\"\"\na\nb\nc\"\"\"\n", "s = \"\"\"\nA\nb\nc\"\"\"\n",
        "s = \"\"\"\na\nb\nC\"\"\" # mine\n", "s = \"\"\"\nA\nb\nC\"\"\" # mine\n");
    column("the same line", Format::Yaml, "s: |\n  a\n  b\n  c\n", "s: |\n  a\n  B\n  c\n",
        "s: |\n  a\n  bb\n  c\n", "s: |\n  a\n  bb\n  c\n! /s\n");
    column("other line ends are other lines", Format::Json, R"({"s": "a\nb\nc\n"})",
        R"({"s": "a\r\nb\r\nc\r\n"})", R"({"s": "a\nb\nC\n"})", "{\"s\": \"a\\nb\\nC\\n\"}! /s\n");
}

void TestMergeTexts::textsStayAsTheyAreWritten_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, Format format, const char *text, const char *target,
                         const char *expected) {
        QTest::newRow(name) << format << std::string(text) << std::string(target)
                            << std::string(expected);
    };
    row("a block of Windows", Format::Yaml, "s: |\r\n  a\r\n  b\r\nz: 1\r\n",
        R"({"s": "a\nc\n", "z": 2})", "s: |\r\n  a\r\n  c\r\nz: 2\r\n");
    row("a folded block", Format::Yaml, "s: >\n  a\n  b\n\n  c\nz: 1\n",
        R"({"s": "a b\nd\n", "z": 2})", "s: >\n  a\n  b\n\n  d\nz: 2\n");
    row("a block that ends otherwise", Format::Yaml, "s: |\n  a\n  b\nz: 1\n",
        R"({"s": "a\nc", "z": 2})", "s: |-\n  a\n  c\nz: 2\n");
    row("a block that keeps its sign", Format::Yaml, "s: |+\n  a\n  b\nz: 1\n",
        R"({"s": "a\nc\n", "z": 2})", "s: |+\n  a\n  c\nz: 2\n");
    row("lines in quotes, with signs", Format::Toml, "s = \"\"\"\n\\u00e4\nb\"\"\"\nz = 1\n",
        R"({"s": "ä\nc", "z": 2})", "s = \"\"\"\n\\u00e4\nc\"\"\"\nz = 2\n");
    row("lines in quotes of Windows", Format::Toml, "s = \"\"\"\r\na\r\nb\"\"\"\r\nz = 1\r\n",
        R"({"s": "a\nc", "z": 2})", "s = \"\"\"\r\na\r\nc\"\"\"\r\nz = 2\r\n");
}

void TestMergeTexts::textsStayAsTheyAreWritten()
{
    QFETCH(Format, format);
    QFETCH(std::string, text);
    QFETCH(std::string, target);
    QFETCH(std::string, expected);
    const auto present = core::read(text, format);
    const auto wanted = core::readJson(target);
    QVERIFY(present && wanted);
    const auto written = core::rewritten(present.tree(), wanted.tree().root(), {});
    QVERIFY(written);
    QCOMPARE(QByteArray::fromStdString(*written), QByteArray::fromStdString(expected));
}

QTEST_GUILESS_MAIN(TestMergeTexts)
#include "tst_mergetexts.moc"
