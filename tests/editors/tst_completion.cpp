// SPDX-License-Identifier: Apache-2.0
#include "editors/completion/completion.h"
#include "editors/completion/context.h"
#include "editors/referencesat.h"
#include "editors/referencesource.h"
#include "tests/editors/completions.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using tests::chosen;
using tests::namesOf;
using tests::split;

namespace {

constexpr auto schema = R"({
  "type": "object",
  "required": ["name", "listen"],
  "properties": {
    "name": {"type": "string"},
    "mode": {"enum": ["fast", "safe", "on"], "default": "safe"},
    "retry": {"type": "boolean"},
    "listen": {"type": "object", "required": ["port"],
      "properties": {"host": {"type": "string"}, "port": {"type": "integer", "default": 80}}},
    "routes": {"type": "array", "items": {"$ref": "#/$defs/route"}}
  },
  "$defs": {"route": {"type": "object", "required": ["path"],
    "properties": {"path": {"type": "string"}, "weight": {"type": "integer"}}}}
})";

QByteArray printed(const editors::CompletionContext &context)
{
    if (context.role == editors::CompletionContext::Role::None)
        return "nothing";
    QByteArray keys;
    for (const auto &key : context.presentKeys)
        keys += ' ' + QByteArray::fromStdString(key);
    return QByteArray::number(int(context.role)) + ' ' + QByteArray::fromStdString(context.pointer)
        + " [" + keys + " ] " + QByteArray::number(qulonglong(context.begin)) + '-'
        + QByteArray::number(qulonglong(context.end)) + " typed "
        + QByteArray::fromStdString(context.typed) + (context.hasValue ? " value" : "")
        + (context.commaAt ? " comma " + QByteArray::number(qulonglong(*context.commaAt)) : "")
        + (context.needsCommaBehind ? " comma behind" : "");
}

// One of the things that are typed where a list of completions may open, brackets that do not fit
// among them.
std::string typed(std::mt19937 &random)
{
    static constexpr std::array<std::string_view, 9> words{
        "\"", "{", "}", "]", ", \"na", ":", "tr", "\n", ""};
    return std::string(words[random() % words.size()]);
}

} // namespace

class TestCompletion : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void offersWhatFits_data();
    void offersWhatFits();
    void offersWhatFitsInBrackets_data();
    void offersWhatFitsInBrackets();
    void writesQuotesColonAndComma_data();
    void writesQuotesColonAndComma();
    void referencesOfALineAreFound_data();
    void referencesOfALineAreFound();
    void referencesAreCompleted_data();
    void referencesAreCompleted();
    void referencesTellTheirPresentValue();
    void keysThatAreOnTheirWayAreWaitedFor();
    void anEarlierTreeChangesNothing();
};

void TestCompletion::offersWhatFits_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char *name, Format format, const char *text, const char *names) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(names);
    };
    row("json: empty object", Format::Json, "{¦}", "name listen mode retry routes");
    row("json: empty text", Format::Json, "¦", "{name, listen}");
    row("json: present ones are left out", Format::Json, R"({"name": "x", ¦ "retry": true})",
        "listen mode routes");
    row("json: keys behind the caret count", Format::Json, R"({"¦", "listen": {}, "mode": "fast"})",
        "name retry routes");
    row("json: the key under the caret stays", Format::Json, R"({"li¦sten": {}})",
        "name listen mode retry routes");
    row("json: after the colon", Format::Json, R"({"mode": ¦})", "safe fast on");
    row("json: inside a value", Format::Json, R"({"mode": "f¦"})", "safe fast on");
    row("json: a boolean", Format::Json, R"({"retry": ¦})", "true false");
    row("json: a default", Format::Json, R"({"listen": {"port": ¦}})", "80");
    row("json: inside an array's object", Format::Json, R"({"routes": [{"path": "x"}, {¦}]})",
        "path weight");
    row("json: behind a broken line", Format::Json, "{\"name\": \"open,\n\"listen\": {\n¦\n}}",
        "port host");
    row("json: before an object that is there", Format::Json, R"({"listen":¦ {"port": 1}})", "");
    row("json: before the document", Format::Json, R"(¦ {"name": "x"})", "");
    row("yaml: before what stands further in", Format::Yaml, "listen:\n¦\n  port: 1\n", "");
    row("json: between key and colon", Format::Json, R"({"mode" ¦: 1})", "");
    row("json: behind the end", Format::Json, "{} ¦", "");
    row("yaml: top", Format::Yaml, "name: x\n¦", "listen mode retry routes");
    row("yaml: in an indented block", Format::Yaml, "listen:\n  host: x\n  ¦\nname: y\n", "port");
    row("yaml: back at the margin", Format::Yaml, "listen:\n  host: x\n¦\nname: y\n",
        "mode retry routes");
    row("yaml: after the colon", Format::Yaml, "mode: ¦\n", "safe fast on");
    row("yaml: right at the colon", Format::Yaml, "mode:¦\n", "");
    row("yaml: in an item", Format::Yaml, "routes:\n  - path: a\n  - weight: 1\n    ¦\n", "path");
    row("yaml: items at the margin", Format::Yaml, "routes:\n- path: a\n- ¦\n", "path weight");
    row("yaml: a comment", Format::Yaml, "name: x # mo¦\n", "");
    row("yaml: part of a key", Format::Yaml, "na¦\nlisten:\n  port: 1\n", "name mode retry routes");
    row("toml: top", Format::Toml, "name = \"x\"\n¦\n[listen]\n", "listen mode retry routes");
    row("toml: in a table", Format::Toml, "[listen]\nhost = \"x\"\n¦\n", "port");
    row("toml: in the last of an array", Format::Toml, "[[routes]]\npath=\"a\"\n[[routes]]\n¦",
        "path weight");
    row("toml: dotted", Format::Toml, "listen.¦", "port host");
    row("toml: after the sign", Format::Toml, "mode = ¦", "safe fast on");
    row("toml: heading", Format::Toml, "[¦", "listen routes");
}

void TestCompletion::offersWhatFitsInBrackets_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char *name, Format format, const char *text, const char *names) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(names);
    };
    row("yaml: in brackets", Format::Yaml, "listen: {host: x, ¦}\n", "port");
    row("yaml: in brackets of several lines", Format::Yaml,
        "name: a\nlisten: {\n  host: x,\n  ¦\n}\nmode: fast\n", "port");
    row("yaml: in a closed part of brackets", Format::Yaml,
        "routes: [\n  {path: /, weight: 1},\n  {¦}\n]\n", "path weight");
    row("yaml: in brackets of an item", Format::Yaml, "routes:\n  - {path: /}\n  - {path: /, ¦}\n",
        "weight");
    row("yaml: a value in brackets", Format::Yaml, "{mode: ¦}\n", "safe fast on");
    row("yaml: behind brackets", Format::Yaml, "listen: {port: 1}\n¦\n", "name mode retry routes");
    row("yaml: under an open bracket far out", Format::Yaml, "a:\n  b: {\nlisten:\n  ¦\n",
        "port host");
    row("yaml: a comment in brackets", Format::Yaml, "listen: { # po¦\n}\n", "");
    row("yaml: quoted keys in brackets", Format::Yaml, "{\"name\": x, 'mode': \"fast\", ¦}\n",
        "listen retry routes");
    row("yaml: an anchored bracket", Format::Yaml, "listen: &l {¦}\n", "port host");
    row("yaml: inside a block text", Format::Yaml, "name: |\n  mo¦de: x\n", "");
    row("toml: in an inline table", Format::Toml, "listen = { host = \"x\", ¦ }\n", "port");
    row("toml: in an array of inline tables", Format::Toml,
        "routes = [\n  { path = \"a\" },\n  { path = \"b\", ¦ },\n]\n", "weight");
    row("toml: a value in an inline table", Format::Toml, "[listen]\n[x]\ny = { mode = ¦ }\n", "");
    row("toml: an inline value", Format::Toml, "listen = { port = ¦ }\n", "80");
    row("toml: under a table with brackets", Format::Toml, "[listen]\nhost = [\"x\"]\n¦\n", "port");
    row("toml: a comment in brackets", Format::Toml, "routes = [ # ¦\n]\n", "");
}

void TestCompletion::offersWhatFitsInBrackets()
{
    offersWhatFits();
}

void TestCompletion::offersWhatFits()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, names);
    const auto [plain, caret] = split(text);
    QCOMPARE(namesOf(tests::listFor(schema, format, plain, caret)), names);
}

void TestCompletion::writesQuotesColonAndComma_data()
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
    row("json: a text", Format::Json, "{¦}", "name", R"({"name": "¦"})");
    row("json: an object with what it needs", Format::Json, "{¦}", "listen",
        R"({"listen": {"port": 80}¦})");
    row("json: an array", Format::Json, "{¦}", "routes", R"({"routes": [¦]})");
    row("json: a number", Format::Json, R"({"listen": {"po¦"}})", "port",
        R"({"listen": {"port": ¦}})");
    row("json: only the key when a value follows", Format::Json, R"({"¦": 1})", "retry",
        R"({"retry"¦: 1})");
    row("json: comma behind", Format::Json, R"({¦"name": "x"})", "retry",
        R"({"retry": ¦,"name": "x"})");
    row("json: comma before", Format::Json, "{\"name\": \"x\"\n¦}", "retry",
        "{\"name\": \"x\",\n\"retry\": ¦}");
    row("json: a value replaces the word", Format::Json, R"({"mode": "fa¦x"})", "fast",
        R"({"mode": "fast"¦})");
    row("json: a value with a comma behind", Format::Json, "{\"mode\": ¦\n\"name\": \"x\"}", "safe",
        "{\"mode\": \"safe\"¦,\n\"name\": \"x\"}");
    row("json: a value behind the caret gives way", Format::Json,
        R"({"mode":¦ "fast", "name": "x"})", "safe", R"({"mode": "safe"¦, "name": "x"})");
    row("yaml: a text", Format::Yaml, "na¦", "name", "name: ¦");
    row("yaml: an object with what it needs", Format::Yaml, "¦", "listen", "listen:\n  port: 80¦");
    row("yaml: in brackets", Format::Yaml, "{name: x, ¦}", "listen",
        "{name: x, listen: {port: 80}¦}");
    row("yaml: in brackets, another key", Format::Yaml, "listen: {host: x, ¦}", "port",
        "listen: {host: x, port: ¦}");
    row("yaml: a value in brackets", Format::Yaml, "{mode: fa¦x, name: y}", "fast",
        "{mode: fast¦, name: y}");
    row("yaml: an array", Format::Yaml, "¦", "routes", "routes:\n  - ¦");
    row("yaml: a comment behind stays", Format::Yaml, "na¦ # say who\n", "name",
        "name: ¦ # say who\n");
    row("yaml: in front of a comment", Format::Yaml, "listen:\n  ¦  # say where\n  host: x\n",
        "port", "listen:\n  port: ¦  # say where\n  host: x\n");
    row("yaml: a word stays plain", Format::Yaml, "mode: ¦", "fast", "mode: fast¦");
    row("toml: a text", Format::Toml, "¦", "name", "name = \"¦\"");
    row("toml: in an inline table", Format::Toml, "listen = { ¦ }", "port",
        "listen = { port = ¦ }");
    row("toml: an item that needs a comma", Format::Toml, "listen = { host = \"x\" ¦ }", "port",
        "listen = { host = \"x\", port = ¦ }");
    row("toml: a table with what it needs", Format::Toml, "¦", "listen", "listen = {port = 80}¦");
    row("toml: a word is quoted", Format::Toml, "mode = ¦", "fast", "mode = \"fast\"¦");
}

void TestCompletion::writesQuotesColonAndComma()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, result);
    const auto [plain, caret] = split(text);
    QCOMPARE(
        chosen(tests::listFor(schema, format, plain, caret), name.toStdString(), plain), result);
}

void TestCompletion::referencesOfALineAreFound_data()
{
    QTest::addColumn<QByteArray>("line"); // ¦ is the caret
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *name, const char *line, const char *found) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(found);
    };
    row("none", R"("a": "b¦")", "");
    row("one", R"(¦"a": "${ref:/x/y#/z}")", "/x/y#/z ");
    row("the one under the caret first", R"("${ref:/a#/b}-${ref:/c#/¦d}")", "/c#/d /a#/b ");
    row("the same document", R"(k: ${ref:#/z}¦)", "#/z ");
    row("an encoded brace", R"("${ref:/a#/b%7Dc}¦")", "/a#/b}c ");
    row("escaped", R"("$${ref:/a#/b}¦")", "");
    row("unfinished", R"("${ref:/a#/b¦")", "");
    row("malformed", R"("${ref:nothing}¦ ${ref:/a#/b}")", "/a#/b ");
    row("nothing at all", "¦", "");
}

void TestCompletion::referencesOfALineAreFound()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, found);
    const auto [text, caret] = split(line);
    std::string names;
    for (const auto &piece : editors::referencesAt(text, caret)) {
        QCOMPARE(text.substr(piece.begin, 6), std::string("${ref:"));
        QCOMPARE(text[piece.end - 1], '}');
        names += piece.path + '#' + piece.pointer + ' ';
    }
    QCOMPARE(QByteArray::fromStdString(names), found);
}

namespace {

class Targets : public editors::ReferenceSource {
public:
    std::vector<std::string> paths() override { return {"/a/db", "/a/dbx", "/b/c"}; }
    std::optional<std::vector<Key>> keysOf(const std::string &path) override
    {
        if (path == "/b/c")
            return std::nullopt;
        return std::vector<Key>{{"/host", "\"db-1\""}, {"/we}ird", "line\nbreak"},
            {"/host/long", std::string(300, 'x')}, {"/a%20b", {}}, {"/a\"b\\c", {}}};
    }
};

} // namespace

void TestCompletion::referencesAreCompleted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<QByteArray>("first"); // the text after the first has been chosen
    const auto row = [](const char *name, const char *text, const char *names, const char *first) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(names) << QByteArray(first);
    };
    row("all paths", R"("${ref:¦")", "/a/db /a/dbx /b/c", R"("${ref:/a/db#¦")");
    row("what begins so", R"("${ref:/a¦")", "/a/db /a/dbx", R"("${ref:/a/db#¦")");
    row("the rest of the word goes", R"("${ref:/a¦/old}")", "/a/db /a/dbx", R"("${ref:/a/db#¦}")");
    row("keys", R"("${ref:/a/db#¦")", R"(/host /we%7Dird /host/long /a%2520b /a\"b\\c)",
        R"("${ref:/a/db#/host}¦")");
    row("a percent sign", "x: ${ref:/a/db#/a%¦", "/a%2520b", "x: ${ref:/a/db#/a%2520b}¦");
    row("a quote in quotes", R"({"q": "${ref:/a/db#/a¦"})", R"(/a%2520b /a\"b\\c)",
        R"({"q": "${ref:/a/db#/a%2520b}¦"})");
    row("a quote in plain text", R"(q: ${ref:/a/db#/a¦)", R"(/a%2520b /a"b\c)",
        R"(q: ${ref:/a/db#/a%2520b}¦)");
    row("two dollar signs in front", R"("$$${ref:/a¦")", "/a/db /a/dbx", R"("$$${ref:/a/db#¦")");
    row("keys in braces", R"(x: ${ref:/a/db#/h¦})", "/host /host/long",
        R"(x: ${ref:/a/db#/host¦})");
    row("no such key", R"("${ref:/a/db#/zz¦")", "", "");
    row("escaped", R"("$${ref:/a¦")", "-", "");
    row("behind it", R"("${ref:/a#/b}¦")", "-", "");
    row("elsewhere", R"("a¦")", "-", "");
}

void TestCompletion::referencesAreCompleted()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, names);
    QFETCH(QByteArray, first);
    const auto [plain, caret] = split(text);
    Targets targets;
    const auto found = editors::referenceCompletionsAt(plain, caret, targets);
    QCOMPARE(found.has_value(), names != "-");
    if (!found)
        return;
    for (const auto &item : found->list.items)
        QVERIFY(item.note.size() < 70 && item.note.find('\n') == std::string::npos);
    QCOMPARE(namesOf(found->list), names);
    if (!names.isEmpty())
        QCOMPARE(chosen(found->list, found->list.items.front().name, plain), first);
}

void TestCompletion::referencesTellTheirPresentValue()
{
    Targets targets;
    const auto found = editors::referenceCompletionsAt("${ref:/a/db#", 12, targets);
    QVERIFY(found.has_value());
    QCOMPARE(found->list.items.size(), std::size_t(5));
    QCOMPARE(QByteArray::fromStdString(found->list.items[0].note), QByteArray("\"db-1\""));
    QVERIFY(found->list.items[1].note.find("line") == 0);
    QVERIFY(found->list.items[2].note.find("xxxx") == 0);
}

void TestCompletion::keysThatAreOnTheirWayAreWaitedFor()
{
    Targets targets;
    const auto found = editors::referenceCompletionsAt("${ref:/b/c#", 11, targets);
    QVERIFY(found && found->isComing && found->list.items.empty());
}

// The look at the end of a long text that begins at a bracket of an earlier one sees what the look
// at all of it sees.
void TestCompletion::anEarlierTreeChangesNothing()
{
    std::mt19937 random(7);
    const std::string text = R"({"name": "x", "listen": {"host": "a", "port": 80},
 "routes": [ {"path": "/a", "weight": 1}, {"path": "/b{", "tags": ["x", ["y", {"z": 1}], 2]} ],
 "limits": {"cpu": {"soft": 1, "hard": [1, 2]}, "memory": null}, "mode": "fast" })";
    const auto tree = core::read(text, Format::Json);
    QVERIFY(tree.ok());
    int nested = 0;
    for (int turn = 0; turn < 4000; ++turn) {
        std::string edited = text;
        const auto at = random() % (text.size() + 1);
        const auto removed = std::min<std::size_t>(random() % 3, text.size() - at);
        const auto inserted = typed(random);
        edited.replace(at, removed, inserted);
        const auto caret
            = random() % 4 == 0 ? random() % (edited.size() + 1) : at + inserted.size();
        const auto whole = printed(editors::contextAt(Format::Json, edited, caret));
        nested += whole.count('/') > 1 ? 1 : 0;
        QCOMPARE(printed(editors::contextAt(Format::Json, edited, caret, &tree.tree())), whole);
    }
    QVERIFY(nested > 400);
}

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
