// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/patch.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/corpus.h"
#include "tests/support/places.h"
#include "tests/support/randomedits.h"
#include "tests/support/randomtrees.h"
#include "tests/support/slowmerge.h"
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
    const auto side = [](const std::optional<std::string> &value) { return value.value_or("-"); };
    for (const auto &conflict : merge.conflicts()) {
        out += "! " + core::toString(conflict.place) + " b:" + side(conflict.base)
            + " t:" + side(conflict.theirs) + " m:" + side(conflict.mine)
            + (conflict.both ? " both" : "") + '\n';
    }
    return QByteArray::fromStdString(out);
}

std::set<std::string> placesOf(const ThreeWayMerge &merge)
{
    std::set<std::string> places;
    for (const auto &conflict : merge.conflicts())
        places.insert(core::toString(conflict.place));
    return places;
}

std::string valueOf(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    return reading ? core::canonicalJson(reading.tree().root()) : "unreadable: " + text;
}

// With one value of an object set to another; nothing where the text has none that can be set.
// Items of arrays are left alone: those are told apart by what they are.
std::optional<std::string> withOneValue(
    const std::string &text, Format format, std::mt19937 &random, std::string_view json)
{
    const auto reading = core::read(text, format);
    std::vector<std::string> leaves;
    if (reading)
        support::forEachPlace(
            reading.tree().root(), "", [&](const std::string &pointer, core::Value value) {
                if (!value.isArray() && !value.isObject())
                    leaves.push_back(pointer);
            });
    std::erase_if(leaves, [](const std::string &leaf) {
        return leaf.find_first_of("0123456789") != std::string::npos || leaf.empty();
    });
    if (leaves.empty())
        return {};
    const auto patch = core::setValue(reading.tree(), leaves[random() % leaves.size()], json);
    return patch ? std::optional(patch->appliedTo(text)) : std::nullopt;
}

} // namespace

class TestMerge : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void mergesTexts_data();
    void mergesTexts();
    void commentsOfBothSidesSurvive();
    void keepsTheWritingOfOneSide();
    void whatCannotBeReadIsMergedByLines();
    void answersAreGivenInTheEditedText();
    void answersOfLinesFollowEdits();
    void lawsHoldAndTheSlowMergeAgrees();
    void realDocumentsMerge();
    void oneChangeOfARealDocumentIsTakenBack();
};

void TestMerge::mergesTexts_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<std::string>("base");
    QTest::addColumn<std::string>("theirs");
    QTest::addColumn<std::string>("mine");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, Format format, const char *base, const char *theirs,
                         const char *mine, const char *expected) {
        QTest::newRow(name) << format << std::string(base) << std::string(theirs)
                            << std::string(mine) << std::string(expected);
    };
    row("different keys on one line", Format::Json, R"({"a": 1, "b": 1})", R"({"a": 2, "b": 1})",
        R"({"a": 1, "b": 3})", R"({"a": 2, "b": 3})");
    row("one key", Format::Json, "{\"a\": 1}\n", "{\"a\": 2}\n", "{\"a\": 3}\n",
        "{\"a\": 3}\n! /a b:1 t:2 m:3\n");
    row("the same on both sides", Format::Json, "{\"a\": 1}\n", "{\"a\":  2}\n", "{\"a\": 2}\n",
        "{\"a\": 2}\n");
    row("both add one key", Format::Json, "{}\n", "{\"a\": 2}\n", "{\"a\": 3}\n",
        "{\"a\": 3}\n! /a b:- t:2 m:3\n");
    row("both add different keys", Format::Json, "{\n  \"a\": 1\n}\n",
        "{\n  \"a\": 1,\n  \"t\": 2\n}\n", "{\n  \"a\": 1,\n  \"m\": 3\n}\n",
        "{\n  \"a\": 1,\n  \"m\": 3,\n  \"t\": 2\n}\n");
    row("both add an object", Format::Json, "{}", "{\"o\": {\"t\": 1, \"x\": 1}}",
        "{\"o\": {\"m\": 1, \"x\": 2}}",
        "{\"o\": {\"m\": 1, \"x\": 2, \"t\": 1}}! /o/x b:- t:1 m:2\n");
    row("they remove what I change", Format::Yaml, "a: 1\nb: 1\n", "b: 1\n", "a: 2\nb: 1\n",
        "a: 2\nb: 1\n! /a b:1 t:- m:2\n");
    row("I remove what they change", Format::Yaml, "a: 1\nb: 1\n", "a: 2\nb: 1\n", "b: 1\n",
        "b: 1\n! /a b:1 t:2 m:-\n");
    row("they remove what I leave", Format::Yaml, "a: 1\nb: 1\nc: 1\n", "b: 1\nc: 1\n",
        "a: 1\nb: 2\nc: 1\n", "b: 2\nc: 1\n");
    row("nothing before", Format::Yaml, "", "a: 1\n", "b: 2\n", "b: 2\na: 1\n");
    row("a value becomes an object", Format::Yaml, "a: 1\n", "a:\n  x: 1\n", "a: 2\n",
        "a: 2\n! /a b:1 t:{\n  \"x\": 1\n} m:2\n");
    row("lists: both remove and add", Format::Yaml, "l: [a, b, c, d]\n", "l: [b, c, d]\n",
        "l: [a, b, c, d, e]\n", "l: [b, c, d, e]\n");
    row("lists: both add in one place", Format::Yaml, "l: [a]\n", "l: [a, t]\n", "l: [a, m]\n",
        "l: [a, m]\n! /l b:[\n  \"a\"\n] t:[\n  \"a\",\n  \"t\"\n] m:[\n  \"a\",\n  \"m\"\n] "
        "both\n");
    row("lists: with equal items", Format::Json, "[1, 1]", "[1, 1, 2]", "[1]",
        "[1]!  b:[\n  1,\n  1\n] t:[\n  1,\n  1,\n  2\n] m:[\n  1\n]\n");
    row("lists: items by their names", Format::Yaml, "- name: a\n  port: 1\n- name: b\n  port: 1\n",
        "- name: b\n  port: 1\n- name: a\n  port: 2\n",
        "- name: a\n  port: 1\n- name: b\n  port: 3\n",
        "- name: b\n  port: 3\n- name: a\n  port: 2\n");
    row("lists: one name", Format::Yaml, "- name: a\n  port: 1\n", "- name: a\n  port: 2\n",
        "- name: z\n- name: a\n  port: 3\n",
        "- name: z\n- name: a\n  port: 3\n! [name=a]/port b:1 t:2 m:3\n");
    row("a block stays a block", Format::Yaml, "a: {x: 1}\nz: 1\n",
        "a: {x: 1}\nz: 1\nnew:\n  deep:\n    - 1\n    - 2\n", "a: {x: 1}\nz: 2\n",
        "a: {x: 1}\nz: 2\nnew:\n  deep:\n    - 1\n    - 2\n");
    row("toml: neighbours", Format::Toml, "[t]\na = 1\nb = 1\n", "[t]\na = 2\nb = 1\n",
        "[t]\na = 1\nb = 3 # mine\n", "[t]\na = 2\nb = 3 # mine\n");
}

void TestMerge::mergesTexts()
{
    QFETCH(Format, format);
    QFETCH(std::string, base);
    QFETCH(std::string, theirs);
    QFETCH(std::string, mine);
    QFETCH(std::string, expected);
    const ThreeWayMerge merge({base, theirs, mine, format});
    QVERIFY(merge.isByKey());
    QCOMPARE(printed(merge), QByteArray::fromStdString(expected));
}

void TestMerge::commentsOfBothSidesSurvive()
{
    const ThreeWayMerge merge({"a: 1\nb: 1\nc: 1\n", "a: 2 # theirs\nb: 1\nc: 1\n",
        "# mine\na: 1\nb: 1\nc: 3 # mine\n", Format::Yaml});
    QCOMPARE(printed(merge), QByteArray("# mine\na: 2 # theirs\nb: 1\nc: 3 # mine\n"));
    QCOMPARE(merge.takenCount(), std::size_t(1));
    const ThreeWayMerge onlyComments(
        {"a: 1\nb: 1\n", "a: 1 # theirs\nb: 1\n", "a: 1\nb: 2\n", Format::Yaml});
    QCOMPARE(printed(onlyComments), QByteArray("a: 1 # theirs\nb: 2\n"));
}

// Where lines alone do not do, the patches leave my comments, quotes and order alone.
void TestMerge::keepsTheWritingOfOneSide()
{
    const ThreeWayMerge merge({"{a: 1, b: 'x', c: 1}\n", "{c: 1, b: 'y', a: 1}\n",
        "{b: 'x', a: 2, c: 1} # mine\n", Format::Yaml});
    QCOMPARE(printed(merge), QByteArray("{b: 'y', a: 2, c: 1} # mine\n"));
}

void TestMerge::whatCannotBeReadIsMergedByLines()
{
    const ThreeWayMerge clean(
        {"a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\n{E\n", Format::Json});
    QVERIFY(!clean.isByKey());
    QCOMPARE(printed(clean), QByteArray("A\nb\nc\nd\n{E\n"));
    QCOMPARE(clean.takenCount(), std::size_t(1));
    const ThreeWayMerge torn({"a\nb\nc", "a\nB\nc", "a\nbb\nc\n", Format::Json});
    QCOMPARE(printed(torn), QByteArray("a\nbb\nc\n!  b:b\n t:B\n m:bb\n both\n"));
    QCOMPARE(torn.conflicts().front().kind, core::MergeConflict::Kind::Lines);
    QCOMPARE(torn.text().substr(torn.conflicts().front().begin, 3), std::string("bb\n"));
}

void TestMerge::answersAreGivenInTheEditedText()
{
    const ThreeWayMerge merge({"a: 1\nl: [x]\nr: 1\n", "a: 2\nl: [x, t]\n",
        "a: 3 # mine\nl: [x, m]\nr: 2\n", Format::Yaml});
    QCOMPARE(merge.conflicts().size(), std::size_t(3));
    auto text = merge.text();
    using Answers = ThreeWayMerge::Answers;
    QVERIFY(
        merge.answers(text) == Answers({MergeChoice::Mine, MergeChoice::Mine, MergeChoice::Mine}));
    text = "# edited\n" + text;
    text = *merge.answered(text, 0, MergeChoice::Theirs);
    QCOMPARE(text, std::string("# edited\na: 2 # mine\nl: [x, m]\nr: 2\n"));
    text = *merge.answered(text, 1, MergeChoice::Both);
    QCOMPARE(text, std::string("# edited\na: 2 # mine\nl: [x, t, m]\nr: 2\n"));
    text = *merge.answered(text, 2, MergeChoice::Theirs);
    QCOMPARE(text, std::string("# edited\na: 2 # mine\nl: [x, t, m]\n"));
    QVERIFY(merge.answers(text)
        == Answers({MergeChoice::Theirs, MergeChoice::Both, MergeChoice::Theirs}));
    QVERIFY(merge.spanIn(text, 0) == (ThreeWayMerge::Span{9, 13}));
    text = *merge.answered(text, 2, MergeChoice::Mine);
    QCOMPARE(text, std::string("# edited\na: 2 # mine\nl: [x, t, m]\nr: 2\n"));
    QVERIFY(merge.answers("a: 7\nl: []\nr: 2\n")
        == Answers({std::nullopt, std::nullopt, MergeChoice::Mine}));
    QVERIFY(!merge.answers("a: ["));
    QCOMPARE(merge.answered("a: [", 0, MergeChoice::Mine).error().kind, core::ErrorKind::Invalid);
    QCOMPARE(merge.answered("[]", 0, MergeChoice::Mine).error().code, std::string("no-such-place"));
    QCOMPARE(
        merge.answered(text, 0, MergeChoice::Both).error().code, std::string("no-such-choice"));
}

void TestMerge::answersOfLinesFollowEdits()
{
    const ThreeWayMerge merge(
        {"a\nb\nc\nd\ne\n", "a\nT\nc\nU\ne\n", "a\nM\nc\nN\ne\n{", Format::Json});
    QCOMPARE(merge.conflicts().size(), std::size_t(2));
    auto text = "top\n" + merge.text();
    text = *merge.answered(text, 0, MergeChoice::Both);
    QCOMPARE(text, std::string("top\na\nT\nM\nc\nN\ne\n{"));
    text = *merge.answered(text, 1, MergeChoice::Theirs);
    QCOMPARE(text, std::string("top\na\nT\nM\nc\nU\ne\n{"));
    QVERIFY(
        merge.answers(text) == ThreeWayMerge::Answers({MergeChoice::Both, MergeChoice::Theirs}));
    text = *merge.answered(text, 0, MergeChoice::Mine);
    QCOMPARE(text, std::string("top\na\nM\nc\nU\ne\n{"));
}

void TestMerge::lawsHoldAndTheSlowMergeAgrees()
{
    support::RandomTrees random(11);
    int conflicted = 0;
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i) {
        const support::Plain base = random.tree(4);
        const support::Plain theirs = random.edited(base);
        const support::Plain mine = random.edited(base);
        const auto format = i % 2 ? Format::Json : Format::Yaml;
        const auto merged
            = [&](const support::Plain &b, const support::Plain &t, const support::Plain &m) {
                  return ThreeWayMerge({b.json(), t.json(), m.json(), format});
              };
        const auto merge = merged(base, theirs, mine);
        const std::string inputs = "\nbase   " + base.json() + "\ntheirs " + theirs.json()
            + "\nmine   " + mine.json() + "\nmerged " + merge.text();
        support::SlowMerge slow;
        const auto expected = slow.merge(&base, &theirs, &mine, "");
        QVERIFY2(merge.isByKey(), inputs.c_str());
        QVERIFY2(valueOf(merge.text(), format) == valueOf(expected->json(), Format::Json),
            (inputs + "\nslow   " + expected->json()).c_str());
        QVERIFY2(placesOf(merge) == slow.conflicts, inputs.c_str());
        QVERIFY2(placesOf(merged(base, mine, theirs)) == slow.conflicts, inputs.c_str());
        QCOMPARE(merged(base, base, mine).text(), mine.json());
        QCOMPARE(merged(base, theirs, base).text(), theirs.json());
        QCOMPARE(merged(base, mine, mine).text(), mine.json());
        conflicted += slow.conflicts.empty() ? 0 : 1;
        // Every answer can be given and is found again.
        auto text = merge.text();
        for (std::size_t conflict = 0; conflict < merge.conflicts().size(); ++conflict) {
            const auto answered = merge.answered(text, conflict, MergeChoice::Theirs);
            QVERIFY2(answered.ok(), (inputs + "\nat " + text).c_str());
            text = *answered;
            QVERIFY2(merge.answers(text)->at(conflict) == MergeChoice::Theirs,
                (inputs + "\nanswered " + text).c_str());
        }
    }
    QVERIFY(conflicted > count / 10);
    QVERIFY(conflicted < count * 9 / 10);
    qInfo("merges: %d run / 0 skipped, %d with conflicts", count, conflicted);
}

void TestMerge::realDocumentsMerge()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::mt19937 random(6); // NOLINT(cert-msc51-cpp): the same every time
    int run = 0;
    int byLines = 0;
    int conflicted = 0;
    std::string faults;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto base = support::contentOf(file);
            if (base.size() > 30'000)
                continue;
            const auto format = *core::formatFromFileName(file.filename().string());
            const auto theirs = support::withEdits(base, format, random);
            const auto mine = support::withEdits(base, format, random);
            const ThreeWayMerge merge({base, theirs, mine, format});
            const ThreeWayMerge turned({base, mine, theirs, format});
            ++run;
            byLines += merge.isByKey() ? 0 : 1;
            conflicted += merge.isClean() ? 0 : 1;
            const auto name = file.filename().string();
            if (merge.isByKey() && valueOf(merge.text(), format).starts_with("unreadable"))
                faults += name + " does not read\n";
            if (merge.isByKey() && turned.isByKey() && placesOf(merge) != placesOf(turned))
                faults += name + " depends on the side\n";
            if (merge.isByKey() && turned.isByKey() && merge.isClean()
                && valueOf(merge.text(), format) != valueOf(turned.text(), format))
                faults += name + " has another value from the other side\n";
        }
    }
    QVERIFY2(faults.empty(), faults.substr(0, 4000).c_str());
    QVERIFY(run > 500);
    QVERIFY(byLines * 100 < run);
    qInfo("merged documents: %d run / 0 skipped, %d with conflicts, %d by lines", run, conflicted,
        byLines);
}

// The inverse of one change, merged into what came later: the later change alone is left, with
// every byte of the rest as it was before.
void TestMerge::oneChangeOfARealDocumentIsTakenBack()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::mt19937 random(12); // NOLINT(cert-msc51-cpp): the same every time
    int run = 0;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto before = support::contentOf(file);
            const auto format = *core::formatFromFileName(file.filename().string());
            const auto after = withOneValue(before, format, random, "\"taken back\"");
            if (before.size() > 30'000 || !after)
                continue;
            const auto name = file.filename().string();
            // At once: the text of before, to the byte.
            QVERIFY2(
                ThreeWayMerge({*after, before, *after, format}).text() == before, name.c_str());
            const auto place = random;
            const auto later = withOneValue(*after, format, random, "\"left\"");
            auto again = place;
            const auto laterAlone = withOneValue(before, format, again, "\"left\"");
            const ThreeWayMerge reversal({*after, before, *later, format});
            if (valueOf(*later, format).find("taken back") == std::string::npos)
                continue; // the later change hit the same value
            ++run;
            QVERIFY2(reversal.isClean(), name.c_str());
            QVERIFY2(reversal.text() == *laterAlone, name.c_str());
        }
    }
    qInfo("one change taken back: %d run / 0 skipped", run);
    QVERIFY(run > 500);
}

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
