// SPDX-License-Identifier: Apache-2.0
//
// Lists whose items nothing names: merged by what belongs together.
#include "engine/core/document/canonical.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::MergeChoice;
using core::ThreeWayMerge;

namespace {

// As one line of JSON, then the places of conflicts.
QString printed(const ThreeWayMerge &merge)
{
    const auto reading = core::read(merge.text(), merge.input().format);
    auto out = reading ? core::canonicalJson(reading.tree().root()) : "unreadable";
    for (const auto &conflict : merge.conflicts())
        out += " ! " + core::toString(conflict.place);
    return QString::fromStdString(out);
}

QString merged(const char *base, const char *theirs, const char *mine)
{
    return printed(ThreeWayMerge({base, theirs, mine, Format::Json}));
}

} // namespace

class TestMergeLists : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void itemsMerge_data();
    void itemsMerge();
    void whatMayBeAnotherIsAConflict_data();
    void whatMayBeAnotherIsAConflict();
    void renamedItemsOfTablesAreAConflict();
    void blocksOfItemsMerge();
    void whatCannotBeToldApartIsAConflict();
    void conflictsHavePlaces();
    void longListsMerge();
    void longNamedListsMerge();
    void sealedValuesAreNotMixed();
};

void TestMergeLists::itemsMerge_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("mine");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *base, const char *theirs, const char *mine,
                         const char *expected) {
        QTest::newRow(name) << QByteArray(base) << QByteArray(theirs) << QByteArray(mine)
                            << QString::fromLatin1(expected);
    };
    row("two members of one item", R"([{"host":"h1","port":1,"weight":5,"zone":"z"}])",
        R"([{"host":"h1","port":2,"weight":5,"zone":"z"}])",
        R"([{"host":"h1","port":1,"weight":5,"zone":"y"}])",
        R"([{"host":"h1","port":2,"weight":5,"zone":"y"}])");
    row("two items", R"([{"h":"a","p":1,"q":1},{"h":"b","p":1,"q":1}])",
        R"([{"h":"a","p":2,"q":1},{"h":"b","p":1,"q":1}])",
        R"([{"h":"a","p":1,"q":1},{"h":"b","p":3,"q":1}])",
        R"([{"h":"a","p":2,"q":1},{"h":"b","p":3,"q":1}])");
    row("words", R"(["a","b"])", R"(["A","b"])", R"(["a","B"])", R"(["A","B"])");
    row("equal items", R"({"w":[1,1,2,3]})", R"({"w":[9,1,2,3]})", R"({"w":[1,1,2,4]})",
        R"({"w":[9,1,2,4]})");
    row("a matrix", "[[1,0,0],[0,1,0],[0,0,1]]", "[[2,0,0],[0,1,0],[0,0,1]]",
        "[[1,0,3],[0,1,0],[0,0,4]]", "[[2,0,3],[0,1,0],[0,0,4]]");
    row("additions in two places", "[1,1,2]", "[0,1,1,2]", "[1,1,2,3]", "[0,1,1,2,3]");
    row("a removal and an edit", R"([{"a":1,"b":1},{"a":2,"b":2},{"a":3,"b":3}])",
        R"([{"a":2,"b":2},{"a":3,"b":3}])", R"([{"a":1,"b":1},{"a":2,"b":2},{"a":3,"b":9}])",
        R"([{"a":2,"b":2},{"a":3,"b":9}])");
    row("a move and an edit", R"(["a","b","c"])", R"(["c","a","b"])", R"(["a","B","c"])",
        R"(["c","a","B"])");
    row("renamed by both", R"([{"name":"a","label":"l","p":1,"q":1}])",
        R"([{"name":"n","label":"l","p":2,"q":1}])", R"([{"name":"n","p":1,"q":1}])",
        R"([{"name":"n","p":2,"q":1}])");
    row("renamed, another edited", R"([{"name":"a","p":1},{"name":"b","p":1}])",
        R"([{"name":"n","p":1},{"name":"b","p":1}])", R"([{"name":"a","p":1},{"name":"b","p":2}])",
        R"([{"name":"n","p":1},{"name":"b","p":2}])");
    row("their items are turned around", R"([{"h":1,"p":1,"z":1},{"h":2,"p":2,"z":1}])",
        R"([{"h":2,"p":2,"z":1},{"h":1,"p":1,"z":1}])",
        R"([{"h":1,"p":1,"z":9},{"h":2,"p":2,"z":1}])",
        R"([{"h":2,"p":2,"z":1},{"h":1,"p":1,"z":9}])");
}

void TestMergeLists::whatMayBeAnotherIsAConflict_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    const auto row = [](const char *name, const char *base, const char *one, const char *other) {
        QTest::newRow(name) << QByteArray(base) << QByteArray(one) << QByteArray(other);
    };
    row("renamed, removed", R"([{"name":"a","p":1},{"name":"b","p":2}])",
        R"([{"name":"n","p":1},{"name":"b","p":2}])", R"([{"name":"b","p":2}])");
    row("renamed, moved", R"([{"name":"a","p":1},{"name":"b","p":2}])",
        R"([{"name":"n","p":1},{"name":"b","p":2}])", R"([{"name":"b","p":2},{"name":"a","p":1}])");
    row("renamed, and another has that name now", R"([{"name":"a","p":1}])",
        R"([{"name":"n","p":1}])", R"([{"name":"a","p":1},{"name":"n","q":5}])");
    row("renamed by both, otherwise", R"([{"name":"a","p":1}])", R"([{"name":"n","p":1}])",
        R"([{"name":"m","p":1}])");
    row("numbered anew, edited", R"([{"id":0,"h":"a"},{"id":1,"h":"b"}])", R"([{"id":0,"h":"b"}])",
        R"([{"id":0,"h":"a","w":5},{"id":1,"h":"b"}])");
    row("names exchanged, edited", R"([{"id":0,"h":"a"},{"id":1,"h":"b"}])",
        R"([{"id":1,"h":"a"},{"id":0,"h":"b"}])", R"([{"id":0,"h":"a","w":5},{"id":1,"h":"b"}])");
    row("a word changed with another behind it, removed", R"(["a","b"])", R"(["A","n","b"])",
        R"(["b"])");
    row("two words became one, the second removed", R"(["a","b"])", R"(["n"])", R"(["a"])");
    row("edited and moved, removed", R"([{"h":1,"p":1,"z":1},{"h":2,"p":2,"z":2}])",
        R"([{"h":2,"p":2,"z":2},{"h":1,"p":9,"z":1}])", R"([{"h":2,"p":2,"z":2}])");
    row("removed among equals, put between them", R"([1,0,0,1,2,3])", R"([1,0,1,2,3])",
        R"([1,0,2,0,1,3])");
    row("moved before equals of which one was edited", R"(["x",8,8,"a"])", R"(["x",8,"n","a"])",
        R"(["x","a",8,9])");
    row("put between items taken apart", R"(["a","b","c"])", R"(["a","c","b"])",
        R"(["a","b","n","c"])");
    row("put between two that became others", R"(["a","b"])", R"(["n","m"])", R"(["a","i","b"])");
    row("a copy is more like it than the item itself", R"([{"h":1,"p":1,"t":"x","u":1}])",
        R"([{"h":2,"p":1,"t":"x","u":1},{"h":1,"p":8,"t":"z","u":1}])",
        R"([{"h":1,"p":1,"t":"x","u":5}])");
    row("a copy, edited", R"([{"h":1},{"h":2}])", R"([{"h":1},{"h":1},{"h":2}])",
        R"([{"h":3},{"h":2}])");
}

void TestMergeLists::whatMayBeAnotherIsAConflict()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    for (const bool isInItem : {false, true}) {
        const auto text = [&](const QByteArray &list) {
            return isInItem ? R"({"l":[{"name":"x","in":)" + list.toStdString() + "}]}"
                            : list.toStdString();
        };
        const ThreeWayMerge merge({text(base), text(one), text(other), Format::Json});
        QVERIFY2(!merge.isClean(), merge.text().c_str());
        const ThreeWayMerge turned({text(base), text(other), text(one), Format::Json});
        QVERIFY2(!turned.isClean(), turned.text().c_str());
    }
}

void TestMergeLists::renamedItemsOfTablesAreAConflict()
{
    const ThreeWayMerge tables({"[[l]]\nname = 'a'\np = 1\n\n[[l]]\nname = 'b'\np = 2\n",
        "[[l]]\nname = 'n'\np = 1\n\n[[l]]\nname = 'b'\np = 2\n", "[[l]]\nname = 'b'\np = 2\n",
        Format::Toml});
    QCOMPARE(printed(tables), QStringLiteral(R"({"l":[{"name":"b","p":2}]} ! /l)"));
    const ThreeWayMerge blocks(
        {"l:\n- name: a\n  p: 1\n- name: b\n  p: 2\n", "l:\n- name: b\n  p: 2\n- name: a\n  p: 1\n",
            "l:\n- name: n\n  p: 1\n- name: b\n  p: 2\n", Format::Yaml});
    QCOMPARE(
        printed(blocks), QStringLiteral(R"({"l":[{"name":"n","p":1},{"name":"b","p":2}]} ! /l)"));
}

void TestMergeLists::itemsMerge()
{
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, mine);
    QFETCH(QString, expected);
    QCOMPARE(merged(base.data(), theirs.data(), mine.data()), expected);
    QCOMPARE(merged(base.data(), mine.data(), theirs.data()), expected);
}

void TestMergeLists::blocksOfItemsMerge()
{
    const ThreeWayMerge merge({"l:\n- host: h1\n  port: 1\n  weight: 5\n  zone: z\n- host: h1\n",
        "l:\n- host: h1\n  port: 2 # theirs\n  weight: 5\n  zone: z\n- host: h1\n",
        "l:\n- host: h1\n  port: 1\n  weight: 5\n  zone: y # mine\n- host: h1\n", Format::Yaml});
    QVERIFY(merge.isClean());
    QCOMPARE(merge.text(),
        std::string(
            "l:\n- host: h1\n  port: 2 # theirs\n  weight: 5\n  zone: y # mine\n- host: h1\n"));
}

void TestMergeLists::whatCannotBeToldApartIsAConflict()
{
    // Which of the equal items went, and where theirs belongs then.
    QCOMPARE(merged("[0,0]", "[0,5,0]", "[0]"), QStringLiteral("[0] ! "));
    QCOMPARE(merged("[1,1]", "[2,1]", "[1]"), QStringLiteral("[1] ! "));
    // They put something else in its place, I edited what stood there.
    QCOMPARE(
        merged(R"([{"h":1,"p":1,"z":1}])", R"([{"h":2,"p":2,"z":1}])", R"([{"h":1,"p":1,"z":9}])"),
        QStringLiteral(R"([{"h":1,"p":1,"z":9}] ! /0)"));
    // They removed an item and put one like it behind; I edited the one that stands there now.
    QCOMPARE(merged(R"([{"h":1,"p":0,"z":0},{"h":2,"p":0,"z":0}])",
                 R"([{"h":2,"p":1,"z":0},{"h":3,"p":0,"z":0}])",
                 R"([{"h":1,"p":0,"z":0},{"h":2,"p":0,"z":5}])"),
        QStringLiteral(R"([{"h":2,"p":1,"z":0},{"h":2,"p":0,"z":5}] ! /1)"));
    QCOMPARE(merged(R"(["a"])", R"(["a","t"])", R"(["a","m"])"), QStringLiteral(R"(["a","m"] ! )"));
}

void TestMergeLists::conflictsHavePlaces()
{
    const ThreeWayMerge merge({R"({"l": [{"h":1,"p":1,"z":1}, 7]})",
        R"({"l": [{"h":1,"p":2,"z":1}, 8]})", R"({"l": [{"h":1,"p":3,"z":1}, 7]})", Format::Json});
    QCOMPARE(printed(merge), QStringLiteral(R"({"l":[{"h":1,"p":3,"z":1},8]} ! /l/0/p)"));
    const auto answer = merge.answered(merge.text(), 0, MergeChoice::Theirs);
    QCOMPARE(*answer, std::string(R"({"l": [{"h":1,"p":2,"z":1}, 8]})"));
    QVERIFY(merge.answers(*answer) == ThreeWayMerge::Answers({MergeChoice::Theirs}));
    QVERIFY(merge.spanIn(merge.text(), 0) == (ThreeWayMerge::Span{14, 19}));
    // In a list that somebody has made longer, the item may be another one.
    QCOMPARE(merge.answered(R"({"l": [0, {"h":1,"p":3,"z":1}, 8]})", 0, MergeChoice::Theirs)
                 .error()
                 .code,
        std::string("no-such-place"));
    const ThreeWayMerge whole({R"(["a",{"x":1,"y":1}])", R"(["a",{"x":2,"y":1}])",
        R"(["n","a",{"x":3,"y":1}])", Format::Json});
    QCOMPARE(printed(whole), QStringLiteral(R"(["n","a",{"x":3,"y":1}] ! )"));
}

// Longer than the lists of which every pair is looked at.
void TestMergeLists::longListsMerge()
{
    const auto list = [](int first, int last) {
        std::string text = "[" + std::to_string(first);
        for (int i = 1; i < 3999; ++i)
            text += "," + std::to_string(i);
        return text + "," + std::to_string(last) + "]";
    };
    const ThreeWayMerge merge({list(0, 5000), list(-1, 5000), list(0, 6000), Format::Json});
    QVERIFY(merge.isClean());
    QCOMPARE(merge.text(), list(-1, 6000));
}

// Each against each would take longer than a test may.
void TestMergeLists::longNamedListsMerge()
{
    const auto list = [](int count, int value) {
        std::string text = "[";
        for (int i = 0; i < count; ++i)
            text += (i > 0 ? R"(,{"name":"n)" : R"({"name":"n)") + std::to_string(i)
                + R"(","value":)" + std::to_string(value) + '}';
        return text + ']';
    };
    const ThreeWayMerge merge({list(2000, 1), list(2000, 2), list(2001, 1), Format::Json});
    QVERIFY(merge.isClean());
    const auto result = core::read(merge.text(), Format::Json);
    QVERIFY(result);
    QCOMPARE(result.tree().root().size(), std::size_t(2001));
    QCOMPARE(result.tree().root().resolve("/1999/value").text(), std::string_view("2"));
}

void TestMergeLists::sealedValuesAreNotMixed()
{
    QCOMPARE(merged(R"({"s":{"$sealed":{"key":"k1","text":"a"}}})",
                 R"({"s":{"$sealed":{"key":"k2","text":"a"}}})",
                 R"({"s":{"$sealed":{"key":"k1","text":"b"}}})"),
        QStringLiteral(R"({"s":{"$sealed":{"key":"k1","text":"b"}}} ! /s)"));
}

QTEST_GUILESS_MAIN(TestMergeLists)
#include "tst_mergelists.moc"
