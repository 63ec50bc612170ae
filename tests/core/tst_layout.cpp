// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/convert.h"
#include "engine/core/document/layout.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;

namespace {

core::Tree treeOf(const std::string &text, Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

// The text after the change, or the code of the refusal.
std::string applied(const core::Tree &tree, const core::Result<core::TextPatch> &patch)
{
    return patch ? patch->appliedTo(tree.source()) : '!' + patch.error().code;
}

std::string formatted(const std::string &text, Format format)
{
    const auto tree = treeOf(text, format);
    return applied(tree, core::formatDocument(tree));
}

std::string sorted(const std::string &text, Format format)
{
    const auto tree = treeOf(text, format);
    return applied(tree, core::sortAllKeys(tree));
}

// What stands behind the first number sign and blank of each line, in order.
std::vector<std::string> comments(const std::string &text)
{
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto sign = text.find("# ", at);
        if (sign < end)
            found.push_back(text.substr(sign, end - sign));
        at = end + 1;
    }
    std::ranges::sort(found);
    return found;
}

struct Document {
    std::filesystem::path file;
    std::string text;
    Format format = Format::Json;
};

std::vector<Document> realDocuments(const std::filesystem::path &folder)
{
    std::vector<Document> documents;
    for (const std::string ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(folder / "valid", ending))
            documents.push_back({file, support::contentOf(file),
                *core::formatFromFileName(file.filename().string())});
    }
    return documents;
}

} // namespace

class TestLayout : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void formats_data();
    void formats();
    void sorts_data();
    void sorts();
    void sortsTheObjectAtAPlace();
    void refusesWhatWouldNotBeTheSame();
    void differencesAreWholeCharacters();
    void formattingRealDocumentsChangesNothing();
    void sortingRealDocumentsKeepsTheirValues();
    void converts_data();
    void converts();
    void saysWhatCannotBeCarried();
    void saysNoSecretOfAComment();
    void refusesWhatTomlCannotSay();
    void convertingRealDocumentsKeepsTheirValues();
};

void TestLayout::formats_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("result");
    const auto row = [](const char *name, Format format, const char *text, const char *result) {
        QTest::newRow(name) << format << std::string(text) << std::string(result);
    };
    row("json: a line for each member", Format::Json, R"({"b":1.50,"a":{"c":"\u0041"}})",
        "{\n  \"b\": 1.50,\n  \"a\": {\n    \"c\": \"\\u0041\"\n  }\n}\n");
    row("json: plain lists stay in a line", Format::Json, "[\n1,\n  2\n,{ }, [ ]]",
        "[1, 2, {}, []]\n");
    row("json: lists of more than plain values do not", Format::Json, R"([1,{"a":2}])",
        "[\n  1,\n  {\n    \"a\": 2\n  }\n]\n");
    row("json: one value", Format::Json, " 1e3 ", "1e3\n");
    row("json: line ends stay", Format::Json, "{\"a\":1,\r\n\"b\":2}",
        "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n");
    row("yaml: line ends stay", Format::Yaml, "a:\r\n    b: 1\r\n\r\n\r\n# c\r\nc: 2",
        "a:\r\n  b: 1\r\n\r\n# c\r\nc: 2\r\n");
    row("yaml: two blanks to a level", Format::Yaml, "a:\n    b:\n        c: 1 \n    d: 2",
        "a:\n  b:\n    c: 1\n  d: 2\n");
    row("yaml: lists stand as they stood", Format::Yaml,
        "a:\n-   x: 1\n    y: 2\n-   3\nb:\n    - 1\n    -   - 2\n        - 3\n",
        "a:\n- x: 1\n  y: 2\n- 3\nb:\n  - 1\n  - - 2\n    - 3\n");
    row("yaml: comments go with what they speak of", Format::Yaml,
        "# top\n\n\na:\n    # of b\n    b: 1   # beside\n    # at the end\n# of c\nc: 2\n",
        "# top\n\na:\n  # of b\n  b: 1   # beside\n  # at the end\n# of c\nc: 2\n");
    row("yaml: texts keep their lines", Format::Yaml,
        "a:\n    t: |\n        one \n          two\n\n        three\n    u: >-\n      x\n      y\n "
        "   v: 'a\n"
        "      b'\n",
        "a:\n  t: |\n    one \n      two\n\n    three\n  u: >-\n    x\n    y\n  v: 'a\n    b'\n");
    row("yaml: brackets over several lines", Format::Yaml,
        "a:\n    b: [1,\n        2]\n    c: {x: 1,\n       y: 2\n      }\n",
        "a:\n  b: [1,\n      2]\n  c: {x: 1,\n     y: 2\n    }\n");
    row("yaml: anchors and aliases", Format::Yaml,
        "a: &x\n    b: 1\nc: *x\nd:\n    <<: *x\n    e: 2\n",
        "a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: 2\n");
    row("yaml: a value on the next line", Format::Yaml, "a:\n      long\nb:\n   - \n     x: 1\n",
        "a:\n  long\nb:\n  -\n    x: 1\n");
    row("yaml: a text that must not end with a break", Format::Yaml, "a: |\n    x", "a: |\n  x");
    row("toml: keys and tables", Format::Toml,
        "a=1 # one\n  [b]\n    c   =   'x = y'  \n\n\n\n[b.d]\ne = [ 1,\n# two\n      2, "
        "[\n3]\n]\n",
        "a = 1 # one\n\n[b]\nc = 'x = y'\n\n[b.d]\ne = [ 1,\n  # two\n  2, [\n    3]\n]\n");
    row("toml: texts keep their lines", Format::Toml,
        "a = \"\"\"\n  one  \n\n\n  # two\"\"\"\nb = '''x\n [c]\n'''",
        "a = \"\"\"\n  one  \n\n\n  # two\"\"\"\nb = '''x\n [c]\n'''\n");
}

void TestLayout::formats()
{
    QFETCH(Format, format);
    QFETCH(std::string, text);
    QFETCH(std::string, result);
    QCOMPARE(formatted(text, format), result);
    QCOMPARE(formatted(result, format), result);
}

void TestLayout::sorts_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("result");
    const auto row = [](const char *name, Format format, const char *text, const char *result) {
        QTest::newRow(name) << format << std::string(text) << std::string(result);
    };
    row("json", Format::Json, "{ \"b\": {\"y\":1,  \"x\":2},\n  \"a\" : 1.0 }",
        "{ \"a\" : 1.0,\n  \"b\": {\"x\":2,  \"y\":1} }");
    row("json: sorted already", Format::Json, "{\"a\":1}", "{\"a\":1}");
    row("yaml: comments go along", Format::Yaml,
        "# top\n\n# of b\nb: 1 # beside\n# of a\na:\n  d: 1\n  # deeper\n  c: 2",
        "# top\n\n# of a\na:\n  # deeper\n  c: 2\n  d: 1\n# of b\nb: 1 # beside\n");
    row("yaml: behind dashes", Format::Yaml, "- b: 1\n  a: 2\n- c: 3\n",
        "- a: 2\n  b: 1\n- c: 3\n");
    row("yaml: comments behind dashes", Format::Yaml, "- b: 1\n\n  # of a\n  a: 2\n  c: 3\n",
        "- # of a\n  a: 2\n\n  b: 1\n  c: 3\n");
    row("yaml: texts in block style", Format::Yaml, "b: |\n  # no comment\n  x\na: 1\n",
        "a: 1\nb: |\n  # no comment\n  x\n");
    row("yaml: in brackets", Format::Yaml, "x: {b: 1, a: [2, {d: 3, c: 4}]}\n",
        "x: {a: [2, {c: 4, d: 3}], b: 1}\n");
    row("yaml: anchors that stay first", Format::Yaml, "x: &a {v: 1}\ny: *a\n",
        "x: &a {v: 1}\ny: *a\n");
    row("toml: entries and tables", Format::Toml,
        "b = 1\n# of a\na = [\n  2,\n]\n\n[z]\nq = 1\n\n# of m\n[m]\nd = {y = 1, x = 2}\nc = 3\n",
        "# of a\na = [\n  2,\n]\nb = 1\n\n# of m\n[m]\nc = 3\nd = {x = 2, y = 1}\n\n[z]\nq = 1\n");
    row("toml: arrays of tables keep their order", Format::Toml,
        "[[z]]\nb = 1\na = 2\n[[a]]\nx = 1\n", "[[z]]\na = 2\nb = 1\n[[a]]\nx = 1\n");
}

void TestLayout::sorts()
{
    QFETCH(Format, format);
    QFETCH(std::string, text);
    QFETCH(std::string, result);
    QCOMPARE(sorted(text, format), result);
    QCOMPARE(sorted(result, format), result);
}

void TestLayout::sortsTheObjectAtAPlace()
{
    const auto at = [](const std::string &text, Format format, const char *place) {
        const auto tree = treeOf(text, format);
        return applied(tree, core::sortKeysAt(tree, text.find(place)));
    };
    const std::string json = R"({"b": {"y": 1, "x": [2]}, "a": 3})";
    QCOMPARE(at(json, Format::Json, "b"), std::string(R"({"b": {"x": [2], "y": 1}, "a": 3})"));
    QCOMPARE(at(json, Format::Json, "1"), std::string(R"({"b": {"x": [2], "y": 1}, "a": 3})"));
    QCOMPARE(at(json, Format::Json, "3"), std::string(R"({"a": 3, "b": {"y": 1, "x": [2]}})"));
    const std::string yaml = "b:\n  y: 1\n  x: 2\na: 3\n";
    QCOMPARE(at(yaml, Format::Yaml, "2"), std::string("b:\n  x: 2\n  y: 1\na: 3\n"));
    QCOMPARE(at(yaml, Format::Yaml, "3"), std::string("a: 3\nb:\n  y: 1\n  x: 2\n"));
    const std::string toml = "z = 1\ny = 2\n[t]\nb = 3\na = 4\n";
    QCOMPARE(at(toml, Format::Toml, "2"), std::string("y = 2\nz = 1\n[t]\nb = 3\na = 4\n"));
    QCOMPARE(at(toml, Format::Toml, "4"), std::string("z = 1\ny = 2\n[t]\na = 4\nb = 3\n"));
    QCOMPARE(at("[1]", Format::Json, "1"), std::string("!no-object"));
}

void TestLayout::refusesWhatWouldNotBeTheSame()
{
    QCOMPARE(sorted("b: &x 1\na: *x\n", Format::Yaml), std::string("!cannot-sort"));
    const std::string refused = "!comment-in-brackets";
    QCOMPARE(sorted("x: {b: 1, # beside b\n  a: 2}\n", Format::Yaml), refused);
    QCOMPARE(sorted("x: {&k b: 1, &l a: 2}\n", Format::Yaml), refused);
    QCOMPARE(sorted("? b\n: 1\n? a\n: 2\n", Format::Yaml), std::string("!key-not-sortable"));
}

void TestLayout::differencesAreWholeCharacters()
{
    const core::TextPatch whole{1, 3, "\xC3\xA4"};
    QCOMPARE(core::differenceBetween("x\xC3\xB6y", "x\xC3\xA4y"), whole);
    const core::TextPatch behind{1, 4, "\xE2\x82\xAC"};
    QCOMPARE(core::differenceBetween("x\xE1\x82\xACy", "x\xE2\x82\xACy"), behind);
    const core::TextPatch none{3, 3, ""};
    QCOMPARE(core::differenceBetween("abc", "abc"), none);
}

void TestLayout::formattingRealDocumentsChangesNothing()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::map<Format, std::pair<int, int>> counts; // formatted, refused
    std::string wrong;
    for (const Document &document : realDocuments(*folder)) {
        const auto tree = treeOf(document.text, document.format);
        const auto patch = core::formatDocument(tree);
        auto &[done, refused] = counts[document.format];
        if (!patch) {
            ++refused;
            qInfo("refused: %s", document.file.c_str());
            continue;
        }
        ++done;
        const auto text = patch->appliedTo(tree.source());
        const auto again = treeOf(text, document.format);
        if (core::prettyJson(again.root()) != core::prettyJson(tree.root()))
            wrong += document.file.string() + ": another value\n";
        if (formatted(text, document.format) != text)
            wrong += document.file.string() + ": not the same twice\n";
    }
    QVERIFY2(wrong.empty(), wrong.c_str());
    for (const auto &[format, count] : counts)
        qInfo("format %s: %d run / %d refused", std::string(core::name(format)).c_str(),
            count.first, count.second);
    QCOMPARE(counts[Format::Json].second, 0);
    QCOMPARE(counts[Format::Toml].second, 0);
    QVERIFY(counts[Format::Yaml].second <= 3);
}

void TestLayout::sortingRealDocumentsKeepsTheirValues()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::map<Format, std::pair<int, int>> counts; // sorted, refused
    std::string wrong;
    for (const Document &document : realDocuments(*folder)) {
        const auto tree = treeOf(document.text, document.format);
        const auto patch = core::sortAllKeys(tree);
        auto &[done, refused] = counts[document.format];
        if (!patch) {
            ++refused;
            qInfo("refused: %s", document.file.c_str());
            continue;
        }
        ++done;
        const auto text = patch->appliedTo(tree.source());
        const auto again = treeOf(text, document.format);
        if (core::canonicalJson(again.root()) != core::canonicalJson(tree.root()))
            wrong += document.file.string() + ": another value\n";
        if (document.format != Format::Json && comments(text) != comments(document.text))
            wrong += document.file.string() + ": other comments\n";
        if (sorted(text, document.format) != text)
            wrong += document.file.string() + ": not the same twice\n";
    }
    QVERIFY2(wrong.empty(), wrong.c_str());
    for (const auto &[format, count] : counts)
        qInfo("sort %s: %d run / %d refused", std::string(core::name(format)).c_str(), count.first,
            count.second);
    QCOMPARE(counts[Format::Json].second, 0);
}

void TestLayout::converts_data()
{
    QTest::addColumn<Format>("from");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Format>("to");
    QTest::addColumn<std::string>("result");
    const auto row
        = [](const char *name, Format from, const char *text, Format to, const char *result) {
              QTest::newRow(name) << from << std::string(text) << to << std::string(result);
          };
    row("json to yaml", Format::Json,
        R"({"b": [1.50, {"c": "no", "d": []}, [2, "x: y"]], "a b": "two\nlines\n", "e": null})",
        Format::Yaml,
        "b:\n  - 1.50\n  - c: \"no\"\n    d: []\n  - - 2\n    - \"x: y\"\na b: |\n  two\n  "
        "lines\ne: null\n");
    row("json to toml", Format::Json,
        R"({"t": {"x": 1, "u": {"v": {}}}, "a": "q\"", "l": [{"i": 1}, {"i": [2, {"j": 3}]}]})",
        Format::Toml,
        "a = \"q\\\"\"\n\n[t]\nx = 1\n\n[t.u.v]\n\n[[l]]\ni = 1\n\n[[l]]\ni = [2, {j = 3}]\n");
    row("yaml to json", Format::Yaml, "a: &x {b: 1e3}\nc: *x\n", Format::Json,
        "{\n  \"a\": {\n    \"b\": 1e3\n  },\n  \"c\": {\n    \"b\": 1e3\n  }\n}\n");
    row("toml to yaml", Format::Toml, "a = 2026-01-02\n[b]\n\"c d\" = 0x10\n", Format::Yaml,
        "a: \"2026-01-02\"\nb:\n  c d: 16\n");
    row("one value", Format::Json, "\"a\\u0000\"", Format::Yaml, "\"a\\u0000\"\n");
}

void TestLayout::converts()
{
    QFETCH(Format, from);
    QFETCH(std::string, text);
    QFETCH(Format, to);
    QFETCH(std::string, result);
    const auto converted = core::convertDocument(treeOf(text, from), to);
    QVERIFY(converted);
    QCOMPARE(converted->text, result);
}

void TestLayout::saysWhatCannotBeCarried()
{
    using Kind = core::ConversionLoss::Kind;
    const std::string yaml
        = "# top\na: &x '# no comment' # beside\nb: *x\nc: |  # here\n  # text\nd:\n";
    const auto toml = core::convertDocument(treeOf(yaml, Format::Yaml), Format::Toml);
    QVERIFY(toml);
    const std::vector<core::ConversionLoss> lost{{Kind::Comment, 0, "# top"},
        {Kind::Comment, yaml.find("# beside"), "# beside"}, {Kind::Alias, yaml.find("*x"), "*x"},
        {Kind::Comment, yaml.find("# here"), "# here"}, {Kind::Null, yaml.find("d:"), "/d"}};
    QCOMPARE(toml->losses.size(), lost.size());
    for (std::size_t index = 0; index < lost.size(); ++index)
        QVERIFY2(toml->losses[index] == lost[index], toml->losses[index].text.c_str());
    QCOMPARE(toml->text.find("d ="), std::string::npos);

    const std::string source = "a = 1979-05-27 # day\nb = '#'\n";
    const auto json = core::convertDocument(treeOf(source, Format::Toml), Format::Json);
    QVERIFY(json);
    const std::vector<core::ConversionLoss> expected{
        {Kind::Time, 4, "/a"}, {Kind::Comment, source.find("# day"), "# day"}};
    QVERIFY(json->losses == expected);
    // Neither is a sign in a quoted key one of a comment, however often TOML says the key.
    const auto headings = core::convertDocument(
        treeOf("[\"a#b\".c]\nx = 1\n['a#\"b'.d]\n[\"a#b\".e]\n\"p#q\".r = 1\n\"p#q\".s = 2 # yes\n",
            Format::Toml),
        Format::Json);
    QCOMPARE(headings->losses.size(), std::size_t(1));
    QCOMPARE(headings->losses.front().text, std::string("# yes"));
    QVERIFY(
        core::convertDocument(treeOf("{\"a\": null}", Format::Json), Format::Yaml)->losses.empty());
}

void TestLayout::saysNoSecretOfAComment()
{
    for (const Format format : {Format::Yaml, Format::Toml}) {
        const std::string value = format == Format::Yaml ? "a: 1" : "a = 1";
        const auto converted = core::convertDocument(treeOf("# plain\n" + value
                                                             + " # old password: hunter2hunter\n"
                                                               "# token: t9Kq2vX8mPz, ask Bob\n",
                                                         format),
            Format::Json);
        QVERIFY(converted);
        QStringList said;
        for (const auto &loss : converted->losses)
            said << QString::fromStdString(loss.text);
        QCOMPARE(said.join(u'|'),
            QStringLiteral("# plain|# old password: ••••••|# token: ••••••, ask Bob"));
    }
}

void TestLayout::refusesWhatTomlCannotSay()
{
    const auto codeOf = [](const char *json) {
        const auto converted = core::convertDocument(treeOf(json, Format::Json), Format::Toml);
        return converted ? std::string() : converted.error().code;
    };
    QCOMPARE(codeOf("[1]"), std::string("toml-needs-table"));
    QCOMPARE(codeOf("7"), std::string("toml-needs-table"));
    QCOMPARE(codeOf("{\"a\": [1, null]}"), std::string("toml-has-no-null"));
}

void TestLayout::convertingRealDocumentsKeepsTheirValues()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    int refused = 0;
    std::string wrong;
    for (const Document &document : realDocuments(*folder)) {
        const auto tree = treeOf(document.text, document.format);
        for (const Format to : {Format::Json, Format::Yaml, Format::Toml}) {
            const auto converted = core::convertDocument(tree, to);
            if (!converted) {
                ++refused;
                if (to != Format::Toml)
                    wrong += document.file.string() + ": refused\n";
                else if (converted.error().code == "cannot-convert")
                    wrong += document.file.string() + ": " + converted.error().code + '\n';
                continue;
            }
            ++run;
            const auto hasNull = [](const core::ConversionLoss &loss) {
                return loss.kind == core::ConversionLoss::Kind::Null;
            };
            const auto again = treeOf(converted->text, to);
            if (std::ranges::none_of(converted->losses, hasNull)
                && core::canonicalJson(again.root()) != core::canonicalJson(tree.root()))
                wrong += document.file.string() + ": another value\n";
        }
    }
    QVERIFY2(wrong.empty(), wrong.c_str());
    qInfo("convert: %d run / %d refused (TOML has no null in lists and no list as a document)", run,
        refused);
    QVERIFY(run > 2900);
}

QTEST_GUILESS_MAIN(TestLayout)
#include "tst_layout.moc"
