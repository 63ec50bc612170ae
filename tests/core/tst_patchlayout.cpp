// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/patch.h"
#include "tests/support/randomtexts.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;

namespace {

core::Tree treeOf(const QByteArray &text, Format format)
{
    auto reading = core::read(text.toStdString(), format);
    return reading ? std::move(reading).tree() : core::Tree();
}

// The patched text, or the code of the refusal.
QByteArray patched(const core::Tree &tree, const core::Result<core::TextPatch> &patch)
{
    return QByteArray::fromStdString(
        patch ? patch->appliedTo(tree.source()) : '!' + patch.error().code);
}

} // namespace

// What an edit leaves as it was besides values: the form of long texts, comments, line ends and the
// other places of a key.
class TestPatchLayout : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void longTextsStayAsTheyAreWritten_data();
    void longTextsStayAsTheyAreWritten();
    void longFoldedTextsAreFollowed();
    void commentsStayWithTheirItems_data();
    void commentsStayWithTheirItems() { changes(); }
    void blocksGiveUpTheCommentsOfWhatGoes_data();
    void blocksGiveUpTheCommentsOfWhatGoes() { changes(); }
    void whatGoesTakesItsCommentsAlone_data();
    void whatGoesTakesItsCommentsAlone();
    void keysAreRenamedWhereverTheyStand_data();
    void keysAreRenamedWhereverTheyStand() { changes(); }
    void tablesKeepTheirComments_data();
    void tablesKeepTheirComments() { changes(); }

private:
    static void columns()
    {
        QTest::addColumn<Format>("format");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("result");
    }
    static void row(const char *name, Format format, const char *text, const char *action,
        const char *pointer, const char *result)
    {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(action)
                            << QByteArray(pointer) << QByteArray(result);
    }
    static void changes();
};

void TestPatchLayout::longTextsStayAsTheyAreWritten_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, Format format, const char *text, const char *pointer,
                         const char *json, const char *result) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(pointer) << QByteArray(json)
                            << QByteArray(result);
    };
    row("yaml: block text of lines stays one", Format::Yaml, "a: |\n  x\n  y\nb: 1\n", "/a",
        R"("x\nz # no comment\n\n w\n")", "a: |\n  x\n  z # no comment\n\n   w\nb: 1\n");
    row("yaml: block text, other end", Format::Yaml, "a: | # why\n  x\n  y\nb: 1\n", "/a",
        R"("x\nz")", "a: |- # why\n  x\n  z\nb: 1\n");
    row("yaml: block text, all of its line breaks", Format::Yaml, "a: |-\n  x\nb: 1\n", "/a",
        R"("x\ny\n\n")", "a: |+\n  x\n  y\n\nb: 1\n");
    row("yaml: block text of Windows", Format::Yaml, "a: |\r\n  x\r\n  y\r\nb: 1\r\n", "/a",
        R"("x\nz\n")", "a: |\r\n  x\r\n  z\r\nb: 1\r\n");
    row("yaml: folded text stays folded", Format::Yaml,
        "a: >\n  one two\n  three four\n  five\n\n  next\nb: 1\n", "/a",
        R"("one two three 4 five\nnext\nlast\n")",
        "a: >\n  one two\n  three 4\n  five\n\n  next\n\n  last\nb: 1\n");
    row("yaml: what no block can hold is quoted", Format::Yaml, "a: |\n  x\n  y\n", "/a",
        R"("x\n\u0001\n")", "a: \"x\\n\\u0001\\n\"\n");
    row("toml: a text is no date", Format::Toml, "a = 1\n", "/a", "\"1980-01-02\"",
        "a = \"1980-01-02\"\n");
    row("toml: lines in quotes", Format::Toml, "a = \"\"\"\nx \\u00e4\ny\n\"\"\"\nb = 1\n", "/a",
        R"("x ä\nz \\ \"\"\"\n")", "a = \"\"\"\nx \\u00e4\nz \\\\ \"\"\\\"\n\"\"\"\nb = 1\n");
    row("toml: literal lines", Format::Toml, "a = '''\nx\ny'''\n", "/a", R"("c:\\x\nz")",
        "a = '''\nc:\\x\nz'''\n");
    row("toml: lines in quotes of Windows", Format::Toml, "a = \"\"\"\r\nx\r\ny\"\"\"\r\n", "/a",
        R"("x\nz")", "a = \"\"\"\r\nx\r\nz\"\"\"\r\n");
}

void TestPatchLayout::longTextsStayAsTheyAreWritten()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, result);
    const auto tree = treeOf(text, format);
    QCOMPARE(
        patched(tree, core::setValue(tree, pointer.toStdString(), json.toStdString())), result);
}

// Were each old paragraph looked at for each new one, the program would meet its time limit.
void TestPatchLayout::longFoldedTextsAreFollowed()
{
    QByteArray paragraphs = "a: >\n";
    QByteArray lines = "a: >\n";
    QByteArray paragraphsJson = "\"";
    QByteArray linesJson = "\"first";
    for (int i = 0; i < 40000; ++i) {
        const auto number = QByteArray::number(i);
        paragraphs += "  p" + number + "\n  q\n\n";
        paragraphsJson += (i == 20000 ? "other" : "p" + number) + " q\\n";
        lines += "  p" + number + "\n";
        linesJson += i == 0 ? QByteArray() : " p" + number;
    }
    const auto many = treeOf(paragraphs, Format::Yaml);
    const auto one = treeOf(lines, Format::Yaml);
    const auto manyNow
        = patched(many, core::setValue(many, "/a", (paragraphsJson + '"').toStdString()));
    const auto oneNow
        = patched(one, core::setValue(one, "/a", (linesJson + "\\n\"").toStdString()));
    QVERIFY(manyNow.startsWith("a: >"));
    QVERIFY(manyNow.contains("  p19999\n  q\n\n  other\n  q\n\n  p20001\n  q\n"));
    QVERIFY(oneNow.startsWith("a: >\n  first\n  p1\n  p2\n"));
}

void TestPatchLayout::changes()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, result);
    const auto tree = treeOf(text, format);
    const auto place = pointer.toStdString();
    const bool isTable = format == Format::Toml && text.contains("[[l]]");
    const auto *item = isTable ? R"({"id": 2})" : "7";
    QCOMPARE(action == "insert"    ? patched(tree, core::insertMember(tree, place, "new", "7"))
            : action == "append"   ? patched(tree, core::appendItem(tree, place, item))
            : action == "set"      ? patched(tree, core::setValue(tree, place, R"({"z": 2})"))
            : action == "remove"   ? patched(tree, core::removeValue(tree, place))
            : action == "exchange" ? patched(tree, core::moveItem(tree, place, false))
                                   : patched(tree, core::renameKey(tree, place, "new")),
        result);
}

void TestPatchLayout::commentsStayWithTheirItems_data()
{
    columns();
    // What is said of another item stays with it.
    row("toml: remove the last of lines", Format::Toml, "a = [\n  1, # one\n  2, # two\n]\n",
        "remove", "/a/1", "a = [\n  1, # one\n]\n");
    row("toml: remove the last of lines, without a comma", Format::Toml,
        "a = [\n  1, # one\n  2 # two\n]\n", "remove", "/a/1", "a = [\n  1, # one\n]\n");
    row("toml: remove the first of lines", Format::Toml,
        "a = [\n  1, # one\n  # above two\n  2, # two\n]\n", "remove", "/a/0",
        "a = [\n  # above two\n  2, # two\n]\n");
    row("toml: remove an item with its own comment", Format::Toml,
        "a = [\n  # one\n  1,\n  # two\n  2,\n]\n", "remove", "/a/0", "a = [\n  # two\n  2,\n]\n");
    row("toml: append behind a comment", Format::Toml, "a = [\n  1, # one\n  2 # two\n]\n",
        "append", "/a", "a = [\n  1, # one\n  2, # two\n  7\n]\n");
    row("toml: append behind a comma and a comment", Format::Toml, "a = [\n  2, # two\n]\n",
        "append", "/a", "a = [\n  2, # two\n  7,\n]\n");
    row("toml: remove what ends with the bracket", Format::Toml, "a = [ 1, # one\n  2 ]\n",
        "remove", "/a/1", "a = [ 1, # one\n   ]\n");
    row("yaml: remove the last line of brackets", Format::Yaml,
        "a: {\n  x: 1, # one\n  y: 2 # two\n  }\n", "remove", "/a/y", "a: {\n  x: 1, # one\n  }\n");
    row("toml: a line of a text is no comment on the next item", Format::Toml,
        "a = [\n# on all\n\"\"\"\n# x\"\"\",\n1,\n]\n", "remove", "/a/0",
        "a = [\n# on all\n1,\n]\n");
    row("yaml: a line of a text is no comment on the next item", Format::Yaml,
        "a: [\n # on all\n \"\n # x\",\n 1,\n ]\n", "remove", "/a/0", "a: [\n # on all\n 1,\n ]\n");
    row("json: remove the last line", Format::Json, "[\n  1,\n  2\n]", "remove", "/1", "[\n  1\n]");
    row("toml: insert at the root, below the head of the file", Format::Toml,
        "# licence\n# of all\n\n[t]\na = 1\n", "insert", "",
        "# licence\n# of all\n\nnew = 7\n[t]\na = 1\n");
    row("toml: insert at the root, above what is said of the first table", Format::Toml,
        "# about t\n[t]\na = 1\n", "insert", "", "new = 7\n# about t\n[t]\na = 1\n");
    row("toml: insert at the root, below the head of a file of Windows", Format::Toml,
        "# licence\r\n\r\n# about t\r\n[t]\r\na = 1\r\n", "insert", "",
        "# licence\r\n\r\nnew = 7\r\n# about t\r\n[t]\r\na = 1\r\n");
    row("toml: insert at the root, Windows", Format::Toml, "[t]\r\na = 1\r\n", "insert", "",
        "new = 7\r\n[t]\r\na = 1\r\n");
}

void TestPatchLayout::blocksGiveUpTheCommentsOfWhatGoes_data()
{
    columns();
    const char *const list = "a:\n  # one\n  - 1\n  # two\n  # more\n  - 2 # behind\n  - 3\n";
    row("yaml: an item", Format::Yaml, list, "remove", "/a/1", "a:\n  # one\n  - 1\n  - 3\n");
    row("yaml: the first item", Format::Yaml, list, "remove", "/a/0",
        "a:\n  # two\n  # more\n  - 2 # behind\n  - 3\n");
    row("yaml: a heading of the list", Format::Yaml, "a:\n  # all\n  - 1\n  - 2\n", "remove",
        "/a/0", "a:\n  # all\n  - 2\n");
    row("yaml: the only item", Format::Yaml, "a:\n  # all\n  - 1\n", "remove", "/a/0",
        "a:\n  # all\n  []\n");
    row("yaml: a comment apart", Format::Yaml, "- 1\n# apart\n\n- 2\n- 3\n", "remove", "/1",
        "- 1\n# apart\n\n- 3\n");
    row("yaml: a key", Format::Yaml, "# all\na: 1\n# b\nb:\n  x: 1\n# c\nc: 3\n", "remove", "/b",
        "# all\na: 1\n# c\nc: 3\n");
    row("yaml: the first key", Format::Yaml, "# top\na: 1\nb: 2\n", "remove", "/a",
        "# top\nb: 2\n");
    row("yaml: the heading of the file", Format::Yaml, "# licence\na: 1\n# b\nb: 2\n", "remove",
        "/a", "# licence\n# b\nb: 2\n");
    row("toml: the heading of the file", Format::Toml, "# licence\na = 1\n# b\nb = 2\n", "remove",
        "/a", "# licence\n# b\nb = 2\n");
    row("yaml: a heading apart", Format::Yaml, "# licence\n\n# a\na: 1\n# b\nb: 2\n", "remove",
        "/a", "# licence\n\n# b\nb: 2\n");
    row("yaml: a line of a text", Format::Yaml, "a: |\n  # x\nb: 1\nc: 2\n", "remove", "/b",
        "a: |\n  # x\nc: 2\n");
    const char *const dashes = "- # a - b\n  x: 1\n# n\n- &n-m !!int 2\n- 3\n";
    row("yaml: dashes elsewhere", Format::Yaml, "- &n-m 2\n- 3\n", "remove", "/0", "- 3\n");
    row("yaml: a dash in another line", Format::Yaml, dashes, "remove", "/0",
        "# n\n- &n-m !!int 2\n- 3\n");
    row("yaml: a dash before an anchor", Format::Yaml, dashes, "remove", "/1",
        "- # a - b\n  x: 1\n- 3\n");
    row("yaml: Windows", Format::Yaml, "- 1\r\n# two\r\n- 2\r\n- 3\r\n", "remove", "/1",
        "- 1\r\n- 3\r\n");
    row("toml: a key", Format::Toml, "[t]\na = 1\n# b\nb = 2\n# c\nc = 3\n", "remove", "/t/b",
        "[t]\na = 1\n# c\nc = 3\n");
    row("toml: a line of a text", Format::Toml, "a = \"\"\"\n# x\"\"\"\nb = 1\nc = 2\n", "remove",
        "/b", "a = \"\"\"\n# x\"\"\"\nc = 2\n");
}

void TestPatchLayout::whatGoesTakesItsCommentsAlone_data()
{
    QTest::addColumn<Format>("format");
    QTest::newRow("yaml") << Format::Yaml;
    QTest::newRow("toml") << Format::Toml;
}

// Each entry but the first, and each item of a YAML list, of documents as people write them: the
// text afterwards is the one that somebody would have written without it.
void TestPatchLayout::whatGoesTakesItsCommentsAlone()
{
    QFETCH(Format, format);
    int count = 0;
    const auto compare = [&](unsigned seed, const support::WrittenDocument &document,
                             const std::string &pointer, const support::WrittenDocument &without) {
        const auto tree = treeOf(QByteArray::fromStdString(document.text(format)), format);
        const auto patch = core::removeValue(tree, pointer);
        const auto is = patch ? patch->appliedTo(tree.source()) : patch.error().code;
        const auto should = without.text(format);
        QVERIFY2(is == should,
            ("seed " + std::to_string(seed) + ' ' + pointer + " of\n" + tree.source() + "\nis\n"
                + is)
                .c_str());
        ++count;
    };
    for (unsigned seed = 0; seed < 300 && !QTest::currentTestFailed(); ++seed) {
        const auto document = support::RandomTexts(seed).document();
        for (std::size_t entry = 1; entry < document.entries.size(); ++entry) {
            auto without = document;
            const auto &key = document.entries[entry].key;
            without.entries.erase(without.entries.begin() + std::ptrdiff_t(entry));
            compare(seed, document, '/' + key, without);
            const auto &items = document.entries[entry].items;
            for (std::size_t item = 0; format == Format::Yaml && item < items.size(); ++item) {
                without = document;
                auto &left = without.entries[entry].items;
                left.erase(left.begin() + std::ptrdiff_t(item));
                if (item == 0 && left.front().above.empty())
                    left.front().above = items.front().above; // about all of them
                compare(seed, document, '/' + key + '/' + std::to_string(item), without);
            }
        }
    }
    qInfo("removals: %d run, seeds 0 to 299", count);
}

void TestPatchLayout::keysAreRenamedWhereverTheyStand_data()
{
    columns();
    row("toml: rename in every heading", Format::Toml,
        "[a]\nx = 1 # a.b\n\n[ a . b ]\ny = 2\n[\"a\".c]\n[z]\na = 3\n", "rename", "/a",
        "[new]\nx = 1 # a.b\n\n[ new . b ]\ny = 2\n[\"new\".c]\n[z]\na = 3\n");
    row("toml: rename a list of tables", Format::Toml, "[[a]]\nx = 1\n[a.b]\n[[a]]\nx = 2\n",
        "rename", "/a", "[[new]]\nx = 1\n[new.b]\n[[new]]\nx = 2\n");
    row("toml: rename in one item", Format::Toml,
        "[[l]]\n[l.a]\nx = 1\n[l.a.b]\n[[l]]\n[l.a]\nx = 2\n", "rename", "/l/0/a",
        "[[l]]\n[l.new]\nx = 1\n[l.new.b]\n[[l]]\n[l.a]\nx = 2\n");
    row("toml: rename in dotted keys", Format::Toml, "a.b = 1\na.c = \"a.b\"\nb.a = 1\n", "rename",
        "/a", "new.b = 1\nnew.c = \"a.b\"\nb.a = 1\n");
}

void TestPatchLayout::tablesKeepTheirComments_data()
{
    columns();
    row("comments above go with their tables", Format::Toml,
        "# about a\n[a]\nx = 1\n\n# about b\n[b]\ny = 2\n", "remove", "/a",
        "# about b\n[b]\ny = 2\n");
    row("the head of the file stays", Format::Toml,
        "# licence\n\n# about a\n[a]\nx = 1\n\n# about b\n[b]\ny = 2\n", "remove", "/a",
        "# licence\n\n# about b\n[b]\ny = 2\n");
    row("the head of the file stays right above a table", Format::Toml,
        "# licence\n\n[a]\nx = 1\n\n[b]\ny = 2\n", "remove", "/a", "# licence\n\n[b]\ny = 2\n");
    row("the head of the file stays alone", Format::Toml, "# licence\n\n[a]\nx = 1\n", "remove",
        "/a", "# licence\n\n");
    row("the head of the file stays above the first item", Format::Toml,
        "# licence\n\n[[l]]\nid = 1\n\n[[l]]\nid = 2\n", "exchange", "/l/0",
        "# licence\n\n[[l]]\nid = 2\n\n[[l]]\nid = 1\n");
    const char *const texts = "[a]\nx = \"\"\"\n# foo\"\"\"\n[b]\ny = 1\n";
    row("remove a table with a line like a comment", Format::Toml, texts, "remove", "/a",
        "[b]\ny = 1\n");
    row("remove a table below a line like a comment", Format::Toml, texts, "remove", "/b",
        "[a]\nx = \"\"\"\n# foo\"\"\"\n");
    row("set a table below a line like a comment", Format::Toml, texts, "set", "/b",
        "[a]\nx = \"\"\"\n# foo\"\"\"\n\n[b]\nz = 2\n");
    row("exchange tables below a line like a comment", Format::Toml,
        "x = \"\"\"\n# foo\"\"\"\n[[l]]\nid = 1\n[[l]]\nid = 2\n", "exchange", "/l/0",
        "x = \"\"\"\n# foo\"\"\"\n[[l]]\nid = 2\n[[l]]\nid = 1\n");
    row("a comment above stays when its table is set", Format::Toml,
        "# about a\n[a]\nx = 1\n\n# about b\n[b]\n", "set", "/a",
        "# about a\n[a]\nz = 2\n\n# about b\n[b]\n");
    row("remove one of a list behind a dash", Format::Toml,
        "k = \"a-b\"\n[[l]]\nid = 1\n# two\n[[l]]\nid = 2\n", "remove", "/l/0",
        "k = \"a-b\"\n# two\n[[l]]\nid = 2\n");
    row("a row goes before what is said of the next table", Format::Toml,
        "[[l]]\nid = 1\n\n# about z\n[z]\n", "append", "/l",
        "[[l]]\nid = 1\n\n[[l]]\nid = 2\n\n# about z\n[z]\n");
    row("append a table, Windows", Format::Toml, "[[l]]\r\nid = 1\r\n\r\n[z]\r\n", "append", "/l",
        "[[l]]\r\nid = 1\r\n\r\n[[l]]\r\nid = 2\r\n\r\n[z]\r\n");
    row("append a table to the end, Windows", Format::Toml, "[[l]]\r\nid = 1\r\n", "append", "/l",
        "[[l]]\r\nid = 1\r\n\r\n[[l]]\r\nid = 2\r\n");
}

QTEST_GUILESS_MAIN(TestPatchLayout)
#include "tst_patchlayout.moc"
