// SPDX-License-Identifier: Apache-2.0
//
// What holds of every change, in every format and from one to the other: a diff applied is the
// other document, the inverse of a change takes that change back and nothing else. More of each
// where CHANCERY_LONG_TESTS is set.
#include "engine/core/diff/jsonpatch.h"
#include "engine/core/diff/unified.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/reversal.h"
#include "tests/support/corpus.h"
#include "tests/support/disguise.h"
#include "tests/support/randomtexts.h"
#include "tests/support/randomtrees.h"
#include "tests/support/slowmerge.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <fstream>

using namespace chancery;
using core::Format;
using core::ReversalOutcome;
using support::Plain;
using support::WrittenDocument;

namespace {

const bool isLong = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS");

int rounds(int few)
{
    return isLong ? 25 * few : few;
}

constexpr std::array formats{Format::Json, Format::Yaml, Format::Toml};

core::Tree treeOf(const std::string &text, Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

std::string valueOf(const std::string &text, Format format)
{
    const auto tree = treeOf(text, format);
    return tree.nodeCount() > 0 ? core::canonicalJson(tree.root()) : "unreadable: " + text;
}

std::string valueOf(const Plain &plain)
{
    return valueOf(plain.json(), Format::Json);
}

// The RFC 6902 form of the difference, applied.
std::string broughtOver(const core::Tree &left, const core::Tree &right)
{
    const auto patch = core::jsonPatchOf(core::diffTrees(left.root(), right.root()));
    const auto read = treeOf(patch, Format::Json);
    if (read.nodeCount() == 0)
        return "unreadable: " + patch;
    const auto result = core::applyJsonPatch(left.root(), read.root());
    return result ? valueOf(*result, Format::Json) : result.error().code + " of " + patch;
}

// Objects, so that TOML can carry them.
Plain framed(const Plain &one, const Plain &other)
{
    return {Plain::Type::Object, "null", {{"top", one}, {"rest", other}}};
}

struct Pair {
    Plain left;
    Plain right;
};

Pair nextPair(support::RandomTrees &random, std::mt19937 &dice)
{
    const support::Disguise disguise(dice, true);
    const auto one = random.tree();
    const auto other = random.tree();
    const auto changed = random.pick(6) ? random.edited(one) : random.tree();
    return {disguise.of(framed(one, other)),
        disguise.of(framed(changed, random.pick(2) ? other : random.edited(other)))};
}

// Three texts of a document as people write it: the change is in its first entries, what came later
// in its last ones.
struct Story {
    WrittenDocument before;
    WrittenDocument after;
    WrittenDocument now;
    WrittenDocument withoutTheChange;
    Format format = Format::Json;

    core::Reversal reversal() const
    {
        return core::reversalOf(
            {before.text(format), after.text(format), now.text(format), format});
    }
    std::string told(const core::Reversal &reversal) const
    {
        return "\n--- before\n" + before.text(format) + "--- after\n" + after.text(format)
            + "--- now\n" + now.text(format) + "--- reverted\n"
            + (reversal.merge ? reversal.merge->text() : "none") + "--- expected\n"
            + withoutTheChange.text(format) + "---";
    }
    bool hasAliases() const
    {
        const auto isAlias = [](const WrittenDocument::Entry &entry) {
            return entry.kind == WrittenDocument::Kind::Alias;
        };
        return format == Format::Yaml
            && (std::ranges::any_of(now.entries, isAlias)
                || std::ranges::any_of(before.entries, isAlias));
    }
};

WrittenDocument joined(
    const WrittenDocument &first, const WrittenDocument &middle, const WrittenDocument &last)
{
    WrittenDocument all = first;
    all.entries.insert(all.entries.end(), middle.entries.begin(), middle.entries.end());
    all.entries.insert(all.entries.end(), last.entries.begin(), last.entries.end());
    return all;
}

Story nextStory(support::RandomTexts &random, Format format)
{
    const auto entries = random.document().entries;
    const WrittenDocument first{{entries[0], entries[1]}};
    const WrittenDocument middle{{entries[2]}};
    const WrittenDocument last{{entries[3], entries[4]}};
    const auto changed = random.edited(first, 'c');
    const auto later = random.edited(last, 'l');
    return {joined(first, middle, last), joined(changed, middle, last),
        joined(changed, middle, later), joined(first, middle, later), format};
}

std::string missing(const std::set<std::string> &comments, const std::string &text, bool isWanted)
{
    std::string out;
    for (const auto &comment : comments)
        out += (text.find(comment) == std::string::npos) == isWanted ? comment : "";
    return out;
}

void writeFile(const QString &file, const std::string &content)
{
    std::ofstream(file.toStdString(), std::ios::binary) << content;
}

} // namespace

class TestChangeLaws : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aJsonPatchTurnsAnyFormatIntoAny_data();
    void aJsonPatchTurnsAnyFormatIntoAny();
    void aUnifiedDiffAppliesWithPatch_data();
    void aUnifiedDiffAppliesWithPatch();
    void theSlowMergeAgrees_data();
    void theSlowMergeAgrees();
    void theInverseOfTheLastChangeIsTheTextBefore_data();
    void theInverseOfTheLastChangeIsTheTextBefore();
    void theInverseUndoesOnlyItsChange_data();
    void theInverseUndoesOnlyItsChange();
    void theInverseConflictsOnlyWhereBothChanged_data();
    void theInverseConflictsOnlyWhereBothChanged();

private:
    static void eachFormat();
    static void eachPairOfFormats();
};

void TestChangeLaws::eachFormat()
{
    QTest::addColumn<Format>("format");
    for (const Format format : formats)
        QTest::newRow(std::string(core::name(format)).c_str()) << format;
}

void TestChangeLaws::eachPairOfFormats()
{
    QTest::addColumn<Format>("from");
    QTest::addColumn<Format>("to");
    for (const Format from : formats) {
        for (const Format to : formats) {
            const auto name = std::string(core::name(from)) + " to " + std::string(core::name(to));
            QTest::newRow(name.c_str()) << from << to;
        }
    }
}

void TestChangeLaws::aJsonPatchTurnsAnyFormatIntoAny_data()
{
    eachPairOfFormats();
}

// And what says that nothing differs is right.
void TestChangeLaws::aJsonPatchTurnsAnyFormatIntoAny()
{
    QFETCH(Format, from);
    QFETCH(Format, to);
    support::RandomTrees random(101);
    std::mt19937 dice(102); // NOLINT(cert-msc51-cpp): the same every time
    for (int round = 0; round < rounds(120); ++round) {
        const auto [left, right] = nextPair(random, dice);
        const auto leftText = support::writtenIn(left, from);
        const auto rightText = support::writtenIn(right, to);
        QVERIFY2(valueOf(leftText, from) == valueOf(left), (left.json() + '\n' + leftText).c_str());
        QVERIFY2(
            valueOf(rightText, to) == valueOf(right), (right.json() + '\n' + rightText).c_str());
        const auto one = treeOf(leftText, from);
        const auto two = treeOf(rightText, to);
        QCOMPARE(broughtOver(one, two), valueOf(right));
        QCOMPARE(broughtOver(two, one), valueOf(left));
        const auto changes = core::diffTrees(one.root(), two.root());
        const bool isOnlyOrder = std::ranges::all_of(changes,
            [](const auto &change) { return change.kind == core::TreeChange::Kind::Reordered; });
        QCOMPARE(isOnlyOrder, valueOf(left) == valueOf(right));
    }
}

void TestChangeLaws::aUnifiedDiffAppliesWithPatch_data()
{
    eachPairOfFormats();
}

// To the byte, by the program of others; the texts have comments, blocks and tables, some with the
// ends of lines of Windows or no end of the last one.
void TestChangeLaws::aUnifiedDiffAppliesWithPatch()
{
    QFETCH(Format, from);
    QFETCH(Format, to);
    if (QStandardPaths::findExecutable(QStringLiteral("patch")).isEmpty())
        QSKIP("there is no patch: apt-get install patch");
    const QTemporaryDir folder;
    const QString old = folder.filePath(QStringLiteral("old"));
    const QString change = folder.filePath(QStringLiteral("change"));
    support::RandomTexts random(103);
    std::mt19937 dice(104); // NOLINT(cert-msc51-cpp): the same every time
    for (int round = 0; round < rounds(40); ++round) {
        const auto document = random.document();
        auto left = document.text(from);
        auto right = random.edited(document, 'e').text(to);
        for (auto *text : {&left, &right}) {
            if (dice() % 4 == 0)
                support::replaceAll(*text, "\n", "\r\n");
            if (dice() % 4 == 0)
                text->pop_back();
        }
        const auto unified = core::unifiedDiff(left, right, {"old", "new", dice() % 4});
        QCOMPARE(unified.empty(), left == right);
        if (unified.empty())
            continue;
        writeFile(old, left);
        writeFile(change, unified);
        QProcess patch;
        patch.start(QStringLiteral("patch"),
            {QStringLiteral("--binary"), QStringLiteral("-s"), QStringLiteral("--fuzz=0"), old,
                change});
        QVERIFY(patch.waitForFinished(60'000));
        QVERIFY2(patch.exitCode() == 0, (unified + patch.readAll().toStdString()).c_str());
        QCOMPARE(support::contentOf(old.toStdString()), right);
    }
}

void TestChangeLaws::theSlowMergeAgrees_data()
{
    eachFormat();
}

// Values and conflicts of texts that are written as people write that format.
void TestChangeLaws::theSlowMergeAgrees()
{
    QFETCH(Format, format);
    support::RandomTrees random(105);
    std::mt19937 dice(106); // NOLINT(cert-msc51-cpp): the same every time
    int conflicted = 0;
    int byLines = 0;
    const int count = rounds(250);
    for (int round = 0; round < count; ++round) {
        const support::Disguise disguise(dice, false);
        const auto one = random.tree();
        const auto other = random.tree();
        const auto base = disguise.of(framed(one, other));
        const auto theirs = disguise.of(framed(random.edited(one), random.edited(other)));
        const auto mine = disguise.of(framed(random.edited(one), other));
        const core::ThreeWayMerge merge({support::writtenIn(base, format),
            support::writtenIn(theirs, format), support::writtenIn(mine, format), format});
        const auto told = "\n--- base\n" + merge.input().base + "--- theirs\n"
            + merge.input().theirs + "--- mine\n" + merge.input().mine + "--- merged\n"
            + merge.text() + "---";
        support::SlowMerge slow;
        const auto expected = slow.merge(&base, &theirs, &mine, "");
        std::set<std::string> places;
        for (const auto &conflict : merge.conflicts())
            places.insert(core::toString(conflict.place));
        if (!merge.isByKey()) {
            QVERIFY2(!merge.isClean(), told.c_str());
            ++byLines;
            continue;
        }
        QVERIFY2(valueOf(merge.text(), format) == valueOf(*expected), told.c_str());
        QVERIFY2(places == slow.conflicts, told.c_str());
        conflicted += places.empty() ? 0 : 1;
    }
    qInfo("merges: %d run / 0 skipped, %d with conflicts, %d by lines", count, conflicted, byLines);
    QVERIFY(conflicted > count / 10);
    QVERIFY(conflicted < count * 9 / 10);
    // A table of TOML that turns into a value may have no place among the values around: then lines
    // are merged, and somebody looks at them.
    QVERIFY(byLines * 30 < count);
    QVERIFY(format == Format::Toml || byLines == 0);
}

void TestChangeLaws::theInverseOfTheLastChangeIsTheTextBefore_data()
{
    eachFormat();
}

void TestChangeLaws::theInverseOfTheLastChangeIsTheTextBefore()
{
    QFETCH(Format, format);
    support::RandomTexts texts(107);
    support::RandomTrees random(108);
    std::mt19937 dice(109); // NOLINT(cert-msc51-cpp): the same every time
    for (int round = 0; round < rounds(150); ++round) {
        const auto document = texts.document();
        const auto [left, right] = nextPair(random, dice);
        for (const auto &[before, after] :
            {std::pair(document.text(format), texts.edited(document, 'c').text(format)),
                std::pair(support::writtenIn(left, format), support::writtenIn(right, format))}) {
            const auto reverted = core::reversalOf({before, after, after, format});
            QVERIFY2(reverted.merge->isClean(), (before + "---\n" + after).c_str());
            QCOMPARE(reverted.merge->text(), before);
            QVERIFY(reverted.outcome
                == (before == after ? ReversalOutcome::NothingLeft : ReversalOutcome::Ready));
        }
    }
}

void TestChangeLaws::theInverseUndoesOnlyItsChange_data()
{
    eachFormat();
}

// Of two changes of different entries the first is taken back: what is left is what the second
// alone would have made, with its comments, those of before, and none of the first.
void TestChangeLaws::theInverseUndoesOnlyItsChange()
{
    QFETCH(Format, format);
    support::RandomTexts random(110);
    const int count = rounds(250);
    int toTheByte = 0;
    int compared = 0;
    for (int round = 0; round < count; ++round) {
        const auto story = nextStory(random, format);
        const auto reversal = story.reversal();
        const auto told = story.told(reversal);
        QVERIFY2(reversal.merge->isClean(), told.c_str());
        if (story.hasAliases())
            continue; // what an alias stands for changes with it
        ++compared;
        const auto &text = reversal.merge->text();
        const auto expected = story.withoutTheChange.text(format);
        QVERIFY2(valueOf(text, format) == valueOf(expected, format), told.c_str());
        toTheByte += text == expected ? 1 : 0;
        if (format == Format::Json)
            continue;
        const auto wanted = story.withoutTheChange.comments();
        QVERIFY2(missing(wanted, text, true).empty(),
            ("lost: " + missing(wanted, text, true) + told).c_str());
        std::set<std::string> unwanted;
        std::ranges::set_difference(
            story.after.comments(), wanted, std::inserter(unwanted, unwanted.end()));
        QVERIFY2(missing(unwanted, text, false).empty(),
            ("left: " + missing(unwanted, text, false) + told).c_str());
    }
    qInfo("inverses: %d run / 0 skipped, %d compared, %d to the byte", count, compared, toTheByte);
    QVERIFY(compared > count / 4);
    QVERIFY(toTheByte > compared / 2);
}

void TestChangeLaws::theInverseConflictsOnlyWhereBothChanged_data()
{
    eachFormat();
}

// A later change somewhere in the same places: what conflicts, and what all the rest becomes, is
// what the rules say by their letter.
void TestChangeLaws::theInverseConflictsOnlyWhereBothChanged()
{
    QFETCH(Format, format);
    support::RandomTrees random(111);
    std::mt19937 dice(112); // NOLINT(cert-msc51-cpp): the same every time
    int conflicted = 0;
    int byLines = 0;
    const int count = rounds(250);
    for (int round = 0; round < count; ++round) {
        const support::Disguise disguise(dice, false);
        const auto one = random.tree();
        const auto other = random.tree();
        const auto changed = random.edited(one);
        const auto before = disguise.of(framed(one, other));
        const auto after = disguise.of(framed(changed, other));
        const auto now = disguise.of(framed(random.edited(changed), random.edited(other)));
        const auto reversal = core::reversalOf({support::writtenIn(before, format),
            support::writtenIn(after, format), support::writtenIn(now, format), format});
        const auto told = "\n--- before\n" + reversal.merge->input().theirs + "--- after\n"
            + reversal.merge->input().base + "--- now\n" + reversal.merge->input().mine
            + "--- reverted\n" + reversal.merge->text() + "---";
        if (!reversal.merge->isByKey()) {
            QVERIFY2(reversal.outcome == ReversalOutcome::Conflicts, told.c_str());
            ++byLines;
            continue;
        }
        support::SlowMerge slow;
        const auto expected = slow.merge(&after, &before, &now, "");
        std::set<std::string> places;
        for (const auto &conflict : reversal.merge->conflicts())
            places.insert(core::toString(conflict.place));
        QVERIFY2(places == slow.conflicts, told.c_str());
        QVERIFY2(valueOf(reversal.merge->text(), format) == valueOf(*expected), told.c_str());
        conflicted += places.empty() ? 0 : 1;
    }
    qInfo(
        "inverses: %d run / 0 skipped, %d with conflicts, %d by lines", count, conflicted, byLines);
    QVERIFY(conflicted > count / 10);
    QVERIFY(conflicted < count * 9 / 10);
    QVERIFY(byLines * 30 < count);
    QVERIFY(format == Format::Toml || byLines == 0);
}

QTEST_GUILESS_MAIN(TestChangeLaws)
#include "tst_changelaws.moc"
