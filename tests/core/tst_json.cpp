// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using support::contentOf;
using support::corpus;

namespace {

// What the strict profile (API-9) refuses although RFC 8259 allows it.
const std::set<std::string> refusedByProfile{
    "y_object_duplicated_key.json", // duplicate keys: two readers could see two values
    "y_object_duplicated_key_and_value.json", // the same
};

std::string printedProblem(const std::string &text)
{
    const auto reading = core::readJson(text);
    if (reading.ok())
        return "ok";
    const auto &problem = reading.problem();
    return std::to_string(problem.position.line) + ':' + std::to_string(problem.position.column)
        + ' ' + problem.code;
}

} // namespace

class TestJson : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyValidCorpusFileParses();
    void everyInvalidCorpusFileIsRefused();
    void positionsAndTextsAreKept();
    void placesInLongLinesAreThoseOfAScan();
    void escapesAreDecoded();
    void findsMembersAndPointers();
    void problemsSayWhere_data();
    void problemsSayWhere();
    void bombsEndQuickly_data();
    void bombsEndQuickly();
};

void TestJson::everyValidCorpusFileParses()
{
    const auto folder = corpus("json-parsing");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    int refused = 0;
    for (const auto &file : support::filesIn(*folder, ".json")) {
        const auto name = file.filename().string();
        if (!name.starts_with("y_"))
            continue;
        const bool ok = core::readJson(contentOf(file)).ok();
        const bool byProfile = refusedByProfile.contains(name);
        QVERIFY2(ok != byProfile, name.c_str());
        ++(byProfile ? refused : run);
    }
    QVERIFY(run > 0);
    qInfo("json y_: %d run / %d skipped (refused by the strict profile: duplicate keys)", run,
        refused);
}

void TestJson::everyInvalidCorpusFileIsRefused()
{
    const auto folder = corpus("json-parsing");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    for (const auto &file : support::filesIn(*folder, ".json")) {
        const auto name = file.filename().string();
        if (!name.starts_with("n_"))
            continue;
        QVERIFY2(!core::readJson(contentOf(file)).ok(), name.c_str());
        ++run;
    }
    QVERIFY(run > 0);
    qInfo("json n_: %d run / 0 skipped", run);
}

void TestJson::positionsAndTextsAreKept()
{
    const auto reading = core::readJson("{\n  \"a\": 12345678901234.5,\n  \"é\": [true, \"x\"]\n}");
    QVERIFY(reading.ok());
    const auto &tree = reading.tree();
    const auto number = tree.root()["a"];
    QCOMPARE(number.text(), "12345678901234.5");
    const core::LineIndex lines(tree.source());
    QCOMPARE(lines.position(number.node().begin).line, 2);
    QCOMPARE(lines.position(number.node().begin).column, 8);
    const auto array = tree.root()["é"];
    QCOMPARE(lines.position(array.node().begin).column, 8);
    QCOMPARE(array.size(), std::size_t(2));
    QCOMPARE(tree.source().substr(array.node().begin, array.node().end - array.node().begin),
        std::string("[true, \"x\"]"));
}

// By an index, at every offset of short and of long lines as a scan finds it.
void TestJson::placesInLongLinesAreThoseOfAScan()
{
    std::string text = "short\n";
    for (int part = 0; part < 700; ++part)
        text += part % 7 == 0 ? "äöü€😀" : "0123456789";
    text += "\nend\n";
    text += std::string(4096, 'x') + "\n" + std::string(4097, 'y');
    const core::LineIndex lines(text);
    for (std::size_t offset = 0; offset <= text.size() + 1; offset += 3)
        QCOMPARE(lines.position(offset), core::positionOf(text, offset));
    QCOMPARE(lines.position(text.size()), core::positionOf(text, text.size()));
    QCOMPARE(core::LineIndex("").position(0), core::positionOf("", 0));
}

void TestJson::escapesAreDecoded()
{
    const auto reading = core::readJson(R"(["a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z"])");
    QVERIFY(reading.ok());
    QCOMPARE(std::string(reading.tree().root().at(0).text()), std::string("a\"\\/\b\f\n\r\té😀z"));
}

void TestJson::findsMembersAndPointers()
{
    const auto reading = core::readJson(R"({"a/b": {"~": [1, {"x": null}]}, "c": 3})");
    QVERIFY(reading.ok());
    const auto &tree = reading.tree();
    const auto found = tree.root().resolve("/a~1b/~0/1/x");
    QVERIFY(found.isNull());
    QCOMPARE(core::pointerOf(tree, found.index()), std::string("/a~1b/~0/1/x"));
    QVERIFY(!tree.root().resolve("/a~1b/~0/2"));
    QVERIFY(!tree.root().resolve("/a~1b/~0/01"));
    QCOMPARE(core::pointerOf(tree, core::nodeAt(tree, tree.source().find("null") + 1)),
        std::string("/a~1b/~0/1/x"));
    QCOMPARE(*tree.root()["c"].integer(), 3);
}

void TestJson::problemsSayWhere_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::addRow("%s", text) << std::string(text) << std::string(expected);
    };
    row("{\"a\": [1,\n 2,, 3]}", "2:4 malformed-json");
    row("{\"a\": 1, \"b\": 2, \"a\": 3}", "1:18 duplicate-key");
    row("[\"\\ud800\"]", "1:3 lone-surrogate");
    row("[9007199254740993]", "1:2 number-not-interoperable");
    row("[1e999]", "1:2 number-not-interoperable");
    row("[1e-999]", "ok");
    row("\xEF\xBB\xBF{}", "1:1 byte-order-mark");
    row("[\"\xff\"]", "1:3 invalid-utf-8");
    row("[\"é\", x]", "1:7 malformed-json");
    row("", "1:1 malformed-json");
    row("{} {}", "1:4 malformed-json");
}

void TestJson::problemsSayWhere()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(printedProblem(text), expected);
}

void TestJson::bombsEndQuickly_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("code");
    QTest::newRow("open brackets") << std::string(4'000'000, '[') << std::string("too-deep");
    std::string keys = "{";
    for (int i = 0; i < 200'000; ++i)
        keys += '"' + std::to_string(i) + "\":1,";
    QTest::newRow("many keys") << keys << std::string("too-many-nodes");
    QTest::newRow("large") << std::string(5'000'000, ' ') << std::string("document-too-large");
    QTest::newRow("long string") << '"' + std::string(2'000'000, 'x') + '"'
                                 << std::string("string-too-large");
    QTest::newRow("long exponent")
        << "1e" + std::string(1'000'000, '9') << std::string("number-not-interoperable");
}

void TestJson::bombsEndQuickly()
{
    QFETCH(std::string, text);
    QFETCH(std::string, code);
    const auto reading = core::readJson(text);
    QVERIFY(!reading.ok());
    QCOMPARE(reading.problem().code, code);
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
