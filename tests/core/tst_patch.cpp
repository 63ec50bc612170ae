// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/patch.h"
#include "tests/support/corpus.h"
#include "tests/support/places.h"
#include "tests/support/sharedplaces.h"
#include "tests/support/testcase.h"

#include <random>
#include <set>

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

struct Leaf {
    std::string pointer;
    std::uint32_t node = 0;
};

// A tag of YAML says of what type its value is, and is a part of it.
std::size_t valueBegin(const core::Tree &tree, const core::Node &node)
{
    const auto tag = tree.source().rfind("!!", node.begin);
    const bool isTagged
        = tag != std::string::npos && tree.source().find_first_of(" \n", tag) + 1 == node.begin;
    return isTagged ? tag : node.begin;
}

std::vector<Leaf> leavesOf(const core::Tree &tree)
{
    std::vector<Leaf> leaves;
    support::forEachPlace(tree.root(), "", [&](const std::string &pointer, core::Value value) {
        if (!value.isArray() && !value.isObject())
            leaves.push_back({pointer, value.index()});
    });
    return leaves;
}

} // namespace

class TestPatch : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void setsOneValue_data();
    void setsOneValue();
    void changesTheStructure_data();
    void changesTheStructure();
    void changesTablesOfToml_data();
    void changesTablesOfToml();
    void movesItems_data();
    void movesItems();
    void refusesWhatIsNotThere();
    void settingAValueChangesOnlyItsBytes();
    void movingThereAndBackChangesNothing();
};

void TestPatch::setsOneValue_data()
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
    row("json", Format::Json, "{ \"a\" : [1,  2 ] }", "/a/1", "\"x\"", "{ \"a\" : [1,  \"x\" ] }");
    row("json: root", Format::Json, " 1 ", "", "{\"a\":2}", " {\"a\": 2} ");
    row("toml: delete is escaped", Format::Toml, "a = 'x'\n", "/a", "\"\x7f\"",
        "a = \"\\u007f\"\n");
    row("yaml: comment stays", Format::Yaml, "a:   1   # one\nb: 2\n", "/a", "3",
        "a:   3   # one\nb: 2\n");
    row("yaml: plain stays plain", Format::Yaml, "a: x\n", "/a", "\"y z\"", "a: y z\n");
    for (const char *word : {"on", "Off", "yes", "No", "y", "n", "TRUE", "~", "<<", "=", "12:30:00",
             "190:20", "2026-01-01", "2026-01-01T10:00:00Z", "2026-1-1 10:00:00.5 +2", "1_000",
             "0b11", "0o17", "017", "0x1F", "+12", "1e3", ".5", "-.inf", ".NaN", "1_0.2_5"}) {
        const auto quoted = '"' + std::string(word) + '"';
        row(("yaml: others take it for something else: " + std::string(word)).c_str(), Format::Yaml,
            "a: x\n", "/a", quoted.c_str(), ("a: " + quoted + '\n').c_str());
    }
    for (const char *word : {"only", "one", "10.0.0.1", "1.2.3", "v1", "12 a", "2026-01", "10:99",
             "a=b", "5m", "0x", "e3", "nothing"}) {
        const auto quoted = '"' + std::string(word) + '"';
        row(("yaml: nobody takes it for something else: " + std::string(word)).c_str(),
            Format::Yaml, "a: x\n", "/a", quoted.c_str(),
            ("a: " + std::string(word) + '\n').c_str());
    }
    row("yaml: what would be a number is quoted", Format::Yaml, "a: x\n", "/a", "\"12\"",
        "a: \"12\"\n");
    row("yaml: a sign of a comment is quoted", Format::Yaml, "a: x\n", "/a", "\"y # z\"",
        "a: \"y # z\"\n");
    row("yaml: single quotes stay", Format::Yaml, "a: 'x'\n", "/a", "\"it's\"", "a: 'it''s'\n");
    row("yaml: double quotes stay", Format::Yaml, "a: \"x\"\n", "/a", "\"y\"", "a: \"y\"\n");
    row("yaml: block text", Format::Yaml, "a: |\n  x\n  y\nb: 1\n", "/a", "\"z\"", "a: z\nb: 1\n");
    row("yaml: implied null", Format::Yaml, "a:\nb: 1\n", "/a", "1", "a: 1\nb: 1\n");
    row("yaml: in brackets", Format::Yaml, "{a: [x, y], b: 1}\n", "/a/0", "\"p, q\"",
        "{a: [\"p, q\", y], b: 1}\n");
    row("yaml: behind an anchor", Format::Yaml, "a: &n 1\nb: 2\n", "/a", "3", "a: &n 3\nb: 2\n");
    row("yaml: an anchored value with aliases", Format::Yaml, "a: &n 1\nb: *n\n", "/a", "3",
        "!cannot-patch");
    row("yaml: a tag of its type stays", Format::Yaml, "a: !!str 1 # OK\n", "/a", "\"2\"",
        "a: !!str \"2\" # OK\n");
    row("yaml: a tag of another type goes", Format::Yaml, "- !!str  1 # OK\n", "/0", "true",
        "- true # OK\n");
    row("yaml: an alias", Format::Yaml, "a: &n 1\nb: *n\n", "/b", "3", "a: &n 1\nb: 3\n");
    row("yaml: inside an alias", Format::Yaml, "a: &n {x: 1}\nb: *n\n", "/b/x", "3",
        "!cannot-patch");
    row("toml", Format::Toml, "[t]\na = 1 # one\n", "/t/a", "2", "[t]\na = 2 # one\n");
    row("toml: literal stays literal", Format::Toml, "a = 'x'\n", "/a", "\"c:\\\\d\"",
        "a = 'c:\\d'\n");
    row("toml: a date", Format::Toml, "a = 1979-05-27\n", "/a", "\"1980-01-02\"",
        "a = 1980-01-02\n");
    row("toml: a table", Format::Toml, "a = { b = 1 }\n", "/a", "{\"c\": [1, true]}",
        "a = {c = [1, true]}\n");
    row("toml: has no null", Format::Toml, "a = 1\n", "/a", "null", "!cannot-patch");
}

void TestPatch::setsOneValue()
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

void TestPatch::changesTheStructure_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, Format format, const char *text, const char *action,
                         const char *pointer, const char *result) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(action)
                            << QByteArray(pointer) << QByteArray(result);
    };
    row("json: insert", Format::Json, "{\n  \"a\": 1\n}\n", "insert", "",
        "{\n  \"a\": 1,\n  \"new\": 7\n}\n");
    row("json: insert into a line", Format::Json, "{\"a\": 1, \"b\": 2}", "insert", "",
        "{\"a\": 1, \"b\": 2, \"new\": 7}");
    row("json: insert into nothing", Format::Json, "{\"a\": {}}", "insert", "/a",
        "{\"a\": {\"new\": 7}}");
    row("json: append", Format::Json, "[1,2]", "append", "", "[1,2,7]");
    row("json: remove the first", Format::Json, "{\"a\": 1, \"b\": 2}", "remove", "/a",
        "{\"b\": 2}");
    row("json: remove the last", Format::Json, "{\"a\": 1, \"b\": 2}", "remove", "/b",
        "{\"a\": 1}");
    row("json: remove the only", Format::Json, "{\"a\": [1]}", "remove", "/a/0", "{\"a\": []}");
    row("json: rename", Format::Json, "{\"a\": 1}", "rename", "/a", "{\"new\": 1}");
    row("json: no second of a name", Format::Json, "{\"a\": 1, \"new\": 2}", "rename", "/a",
        "!duplicate-key");
    row("yaml: insert", Format::Yaml, "a: 1 # one\n# end\n", "insert", "",
        "a: 1 # one\nnew: 7\n# end\n");
    row("yaml: insert further in", Format::Yaml, "x:\n  - a: 1\n    b: 2\ny: 1\n", "insert", "/x/0",
        "x:\n  - a: 1\n    b: 2\n    new: 7\ny: 1\n");
    row("yaml: insert without a last line break", Format::Yaml, "a: 1", "insert", "",
        "a: 1\nnew: 7");
    row("yaml: insert behind block text", Format::Yaml, "a: |\n  t\n", "insert", "",
        "a: |\n  t\nnew: 7\n");
    row("yaml: insert into brackets", Format::Yaml, "{a: 1}\n", "insert", "", "{a: 1, new: 7}\n");
    row("yaml: append", Format::Yaml, "a:\n- 1\n- 2 # two\nb: 1\n", "append", "/a",
        "a:\n- 1\n- 2 # two\n- 7\nb: 1\n");
    row("yaml: remove a line", Format::Yaml, "# top\na: 1 # one\nb: 2\n", "remove", "/a",
        "# top\nb: 2\n");
    row("yaml: remove an item's first key", Format::Yaml, "- a: 1\n  b: 2\n", "remove", "/0/a",
        "- b: 2\n");
    row("yaml: remove a block", Format::Yaml, "a:\n  x: 1\n  y: 2\nb: 2\n", "remove", "/a",
        "b: 2\n");
    row("yaml: remove the only", Format::Yaml, "a:\n  x: 1\nb: 2\n", "remove", "/a/x",
        "a:\n  {}\nb: 2\n");
    row("yaml: remove the only, beside its key", Format::Yaml, "a:\n- 1\nb: 2\n", "remove", "/a/0",
        "a:\n []\nb: 2\n");
    row("yaml: remove an item", Format::Yaml, "- 1\n- 2 # two\n- 3\n", "remove", "/1",
        "- 1\n- 3\n");
    row("yaml: rename", Format::Yaml, "'a': 1\n", "rename", "/a", "'new': 1\n");
    row("toml: insert", Format::Toml, "[t]\na = 1\n\n[u]\nb = 2\n", "insert", "/t",
        "[t]\na = 1\nnew = 7\n\n[u]\nb = 2\n");
    row("toml: insert at the root", Format::Toml, "[t]\na = 1\n", "insert", "",
        "new = 7\n[t]\na = 1\n");
    row("toml: append", Format::Toml, "a = [1, 2]\n", "append", "/a", "a = [1, 2, 7]\n");
    row("toml: remove", Format::Toml, "a = 1 # one\nb = 2\n", "remove", "/a", "b = 2\n");
    row("toml: rename", Format::Toml, "a = 1\n", "rename", "/a", "new = 1\n");
}

void TestPatch::changesTheStructure()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, result);
    const auto tree = treeOf(text, format);
    const auto place = pointer.toStdString();
    if (action == "insert")
        QCOMPARE(patched(tree, core::insertMember(tree, place, "new", "7")), result);
    else if (action == "append")
        QCOMPARE(patched(tree, core::appendItem(tree, place, "7")), result);
    else if (action == "remove")
        QCOMPARE(patched(tree, core::removeValue(tree, place)), result);
    else
        QCOMPARE(patched(tree, core::renameKey(tree, place, "new")), result);
}

// Whole tables with their headings.
void TestPatch::changesTablesOfToml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const char *text, const char *action, const char *pointer,
                         const char *json, const char *result) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(action) << QByteArray(pointer)
                            << QByteArray(json) << QByteArray(result);
    };
    row("a table with a heading", "[t]\na = 1\n\n[t.u]\nx = 1\n\n[z]\n", "set", "/t", R"({"b": 2})",
        "[t]\nb = 2\n\n[z]\n");
    row("one of a list of tables", "[[l]]\nid = 1\n\n[[l]]\nid = 2\n", "set", "/l/0",
        R"({"id": 3})", "[[l]]\nid = 3\n\n[[l]]\nid = 2\n");
    row("a table becomes a value", "[t]\na = 1\n[t.u]\nx = 1\n", "set", "/t/u", "5",
        "[t]\na = 1\nu = 5\n");
    row("what a date could have been", "[t]\na = 1\n", "set", "/t", R"({"b": "2020-01-01"})",
        "!cannot-patch");
    row("remove a table with all below it", "a = 1\n\n[t]\nb = 1\n\n[t.u]\nc = 1\n\n[z]\n",
        "remove", "/t", "7", "a = 1\n\n[z]\n");
    row("remove a list of tables", "a = 1\n[[l]]\nb = 1\n[[l]]\n[z]\n", "remove", "/l", "7",
        "a = 1\n[z]\n");
    row("insert where there is no heading", "[t.u]\nc = 1\n", "insert", "/t", "7",
        "[t]\nnew = 7\n\n[t.u]\nc = 1\n");
    row("append a table", "[[l]]\nid = 1\n\n[z]\n", "append", "/l", R"({"id": 2})",
        "[[l]]\nid = 1\n\n[[l]]\nid = 2\n\n[z]\n");
}

void TestPatch::changesTablesOfToml()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, result);
    const auto tree = treeOf(text, Format::Toml);
    const auto patch = action == "set"
        ? core::setValue(tree, pointer.toStdString(), json.toStdString())
        : action == "insert"
        ? core::insertMember(tree, pointer.toStdString(), "new", json.toStdString())
        : action == "append" ? core::appendItem(tree, pointer.toStdString(), json.toStdString())
                             : core::removeValue(tree, pointer.toStdString());
    QCOMPARE(patched(tree, patch), result);
}

void TestPatch::movesItems_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("direction");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, Format format, const char *text, const char *direction,
                         const char *pointer, const char *result) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(direction)
                            << QByteArray(pointer) << QByteArray(result);
    };
    row("json: up", Format::Json, "[1,  2, 3]", "up", "/1", "[2,  1, 3]");
    row("json: down in lines", Format::Json, "[\n  {\n    \"a\": 1\n  },\n  2\n]", "down", "/0",
        "[\n  2,\n  {\n    \"a\": 1\n  }\n]");
    row("json: the last goes no further", Format::Json, "[1, 2]", "down", "/1", "!no-such-place");
    row("json: the first neither", Format::Json, "[1, 2]", "up", "/0", "!no-such-place");
    row("json: a member has no order", Format::Json, "{\"0\": 1, \"1\": 2}", "up", "/1",
        "!no-such-place");
    row("yaml: down with its comments", Format::Yaml,
        "a:\n  # one\n  - 1 # first\n\n  # two\n  - 2\n  - 3\n", "down", "/a/0",
        "a:\n  # two\n  - 2\n\n  # one\n  - 1 # first\n  - 3\n");
    row("yaml: up to a line without end", Format::Yaml, "- a: 1\n  b: 2\n- c", "up", "/1",
        "- c\n- a: 1\n  b: 2");
    row("yaml: up, block text", Format::Yaml, "- 1\n- |\n  t\n\n- 3\n", "up", "/1",
        "- |\n  t\n- 1\n\n- 3\n");
    row("yaml: inside an item", Format::Yaml, "- - 1\n  - 2\n", "down", "/0/0", "- - 2\n  - 1\n");
    row("yaml: in brackets", Format::Yaml, "a: [x, {y: 1}]\n", "up", "/a/1", "a: [{y: 1}, x]\n");
    row("yaml: with its anchor", Format::Yaml, "- &n 1\n- 2\n- *n\n", "down", "/0",
        "- 2\n- &n 1\n- *n\n");
    row("yaml: not before its anchor", Format::Yaml, "- &n 1\n- *n\n", "down", "/0",
        "!cannot-patch");
    row("toml: in brackets", Format::Toml, "a = [\n  1, # one\n  2, # two\n]\n", "up", "/a/1",
        "a = [\n  2, # two\n  1, # one\n]\n");
    row("toml: without the last comma", Format::Toml, "a = [\n  1, # one\n  2 # two\n]\n", "up",
        "/a/1", "a = [\n  2, # one\n  1 # two\n]\n");
    row("toml: tables", Format::Toml,
        "[[s]]\nn = 1\n[s.t]\nx = 1\n\n# two\n[[s]]\nn = 2\n\n[z]\ny = 1\n", "down", "/s/0",
        "# two\n[[s]]\nn = 2\n\n[[s]]\nn = 1\n[s.t]\nx = 1\n\n[z]\ny = 1\n");
}

void TestPatch::movesItems()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, direction);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, result);
    const auto tree = treeOf(text, format);
    QCOMPARE(patched(tree, core::moveItem(tree, pointer.toStdString(), direction == "up")), result);
}

void TestPatch::refusesWhatIsNotThere()
{
    const auto tree = treeOf("{\"a\": [1]}", Format::Json);
    QCOMPARE(patched(tree, core::setValue(tree, "/b", "1")), QByteArray("!no-such-place"));
    QCOMPARE(patched(tree, core::insertMember(tree, "/a", "x", "1")), QByteArray("!no-such-place"));
    QCOMPARE(patched(tree, core::appendItem(tree, "", "1")), QByteArray("!no-such-place"));
    QCOMPARE(patched(tree, core::removeValue(tree, "")), QByteArray("!no-such-place"));
    QCOMPARE(patched(tree, core::renameKey(tree, "/a/0", "x")), QByteArray("!no-such-place"));
    QVERIFY(!core::setValue(tree, "/a", "{oops").ok());
}

// Every real document, many values of each, of the named ones all: the bytes before and behind the
// value stay, and the text reads as intended.
void TestPatch::settingAValueChangesOnlyItsBytes()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const bool isLong = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS");
    std::mt19937 random(5); // NOLINT(cert-msc51-cpp): the same every time
    static constexpr std::array values{"\"changed: \\\"it's\\\" # 1\"", "-12.5", "true"};
    const std::size_t most = isLong ? 150 : 24; // of a document
    int run = 0;
    std::size_t skipped = 0;
    std::set<std::string> refused;
    std::string faults;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto name = file.lexically_relative(*folder).string();
            const auto reading = core::read(support::contentOf(file),
                *core::formatFromFileName(file.filename().string()), core::Limits::wide());
            auto leaves = leavesOf(reading.tree());
            std::ranges::shuffle(leaves, random);
            const auto count
                = support::hasSharedValues(name) ? leaves.size() : std::min(most, leaves.size());
            skipped += leaves.size() - count;
            for (std::size_t i = 0; i < count; ++i) {
                const auto *value = values[i % values.size()];
                const auto &node = reading.tree().node(leaves[i].node);
                const auto patch = core::setValue(reading.tree(), leaves[i].pointer, value);
                ++run;
                if (!patch)
                    refused.insert(name + leaves[i].pointer);
                else if (patch->begin < valueBegin(reading.tree(), node) || patch->end > node.end)
                    faults += name + leaves[i].pointer + " := " + value + " goes beyond\n";
            }
        }
    }
    QVERIFY2(faults.empty(), faults.substr(0, 6000).c_str());
    for (const auto &place : support::sharedPlaces()) {
        if (refused.erase(place) == 0)
            faults += place + " is not refused\n";
    }
    for (const auto &place : refused)
        faults += place + " is refused\n";
    QVERIFY2(faults.empty(), faults.substr(0, 6000).c_str());
    qInfo("set one value: %d run in all documents, at most %zu in each / %zu skipped (%s)", run,
        most, skipped, isLong ? "each takes the whole text" : "more with CHANCERY_LONG_TESTS=1");
}

void TestPatch::movingThereAndBackChangesNothing()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same every time
    int run = 0;
    int refused = 0;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto format = *core::formatFromFileName(file.filename().string());
            const auto reading = core::read(support::contentOf(file), format, core::Limits::wide());
            std::vector<std::string> items;
            // The first items of arrays that have another one.
            support::forEachPlace(
                reading.tree().root(), "", [&](const std::string &pointer, core::Value value) {
                    if (value.isArray() && value.size() > 1)
                        items.push_back(pointer + "/0");
                });
            if (items.empty())
                continue;
            const auto item = items[random() % items.size()];
            const auto there = core::moveItem(reading.tree(), item, false);
            ++(there ? run : refused);
            if (!there)
                continue;
            const auto moved = core::read(
                there->appliedTo(reading.tree().source()), format, core::Limits::wide());
            const auto back
                = core::moveItem(moved.tree(), item.substr(0, item.size() - 1) + '1', true);
            QVERIFY2(back.ok(), (file.string() + item).c_str());
            QVERIFY2(back->appliedTo(moved.tree().source()) == reading.tree().source(),
                (file.string() + ' ' + item).c_str());
        }
    }
    qInfo("items moved there and back: %d run, %d refused", run, refused);
    QVERIFY(run > 500 && refused < run / 50);
}

QTEST_GUILESS_MAIN(TestPatch)
#include "tst_patch.moc"
