// SPDX-License-Identifier: Apache-2.0
//
// What holds of every merge, over documents as people write them: comments, blocks, brackets, texts
// of several lines, aliases.
#include "engine/core/document/canonical.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/randomtexts.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::ThreeWayMerge;
using support::WrittenDocument;

namespace {

// Three documents and their texts.
struct Case {
    WrittenDocument base;
    WrittenDocument theirs;
    WrittenDocument mine;
    Format format = Format::Yaml;

    ThreeWayMerge merge() const
    {
        return ThreeWayMerge({base.text(format), theirs.text(format), mine.text(format), format});
    }
    ThreeWayMerge turned() const
    {
        return ThreeWayMerge({base.text(format), mine.text(format), theirs.text(format), format});
    }
    std::string told(const ThreeWayMerge &merge) const
    {
        return "\n--- base\n" + base.text(format) + "--- theirs\n" + theirs.text(format)
            + "--- mine\n" + mine.text(format) + "--- merged\n" + merge.text() + "---";
    }
};

Case nextCase(support::RandomTexts &random, int number)
{
    static constexpr std::array formats{Format::Yaml, Format::Yaml, Format::Toml, Format::Json};
    Case one;
    one.format = formats[std::size_t(number) % formats.size()];
    one.base = random.document();
    one.theirs = random.edited(one.base, 't');
    one.mine = random.edited(one.base, 'm');
    return one;
}

std::string valueOf(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    return reading ? core::canonicalJson(reading.tree().root()) : "unreadable";
}

std::set<std::string> placesOf(const ThreeWayMerge &merge)
{
    std::set<std::string> places;
    for (const auto &conflict : merge.conflicts())
        places.insert(core::toString(conflict.place));
    return places;
}

// Comments that a clean merge must have and has not.
std::string lostComments(const Case &one, const std::string &merged)
{
    const auto base = one.base.comments();
    const auto theirs = one.theirs.comments();
    const auto mine = one.mine.comments();
    auto all = theirs;
    all.insert(mine.begin(), mine.end());
    std::string lost;
    for (const auto &comment : all) {
        const bool isWanted
            = !base.contains(comment) || (theirs.contains(comment) && mine.contains(comment));
        if (isWanted && merged.find(comment) == std::string::npos)
            lost += comment;
    }
    return lost;
}

bool hasAlias(const WrittenDocument &document, const std::string &key)
{
    return std::ranges::any_of(document.entries, [&](const WrittenDocument::Entry &entry) {
        return entry.key == key && entry.kind == WrittenDocument::Kind::Alias;
    });
}

// Aliases that somebody wrote, nobody took away, and are none in the merged text.
std::string lostAliases(const Case &one, const std::string &merged)
{
    std::string lost;
    for (const auto *side : {&one.theirs, &one.mine}) {
        const auto &other = side == &one.theirs ? one.mine : one.theirs;
        for (const auto &entry : side->entries) {
            const bool isWanted = hasAlias(*side, entry.key)
                && (hasAlias(other, entry.key) || !hasAlias(one.base, entry.key));
            if (isWanted && merged.find(entry.key + ": *d") == std::string::npos)
                lost += entry.key + ' ';
        }
    }
    return lost;
}

} // namespace

class TestMergeLaws : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneSideAloneIsTaken();
    void neitherSideIsPreferred();
    void cleanMergesKeepCommentsBlocksAndAliases();
    void conflictsCostNoCommentElsewhere();
    void disjointEditsNeverConflict();
};

void TestMergeLaws::oneSideAloneIsTaken()
{
    support::RandomTexts random(1);
    for (int i = 0; i < 400; ++i) {
        const auto one = nextCase(random, i);
        const auto base = one.base.text(one.format);
        const auto other = one.theirs.text(one.format);
        for (const auto &[theirs, mine] : {std::pair(base, other), {other, base}, {other, other}}) {
            const ThreeWayMerge merge({base, theirs, mine, one.format});
            QVERIFY(merge.isClean());
            QCOMPARE(merge.text(), other);
        }
        QVERIFY(valueOf(base, one.format) != "unreadable");
        QVERIFY2(valueOf(other, one.format) != "unreadable", other.c_str());
    }
}

void TestMergeLaws::neitherSideIsPreferred()
{
    support::RandomTexts random(2);
    int conflicted = 0;
    constexpr int count = 1200;
    for (int i = 0; i < count; ++i) {
        const auto one = nextCase(random, i);
        const auto merge = one.merge();
        const auto turned = one.turned();
        conflicted += merge.isClean() ? 0 : 1;
        if (merge.isByKey() && turned.isByKey()) {
            QVERIFY2(placesOf(merge) == placesOf(turned), one.told(merge).c_str());
        } else {
            QVERIFY2(!merge.isClean() || !turned.isClean(), one.told(merge).c_str());
        }
        if (merge.isClean() && turned.isClean())
            QVERIFY2(valueOf(merge.text(), one.format) == valueOf(turned.text(), one.format),
                one.told(merge).c_str());
    }
    QVERIFY(conflicted > count / 10);
    QVERIFY(conflicted < count / 2);
}

void TestMergeLaws::cleanMergesKeepCommentsBlocksAndAliases()
{
    support::RandomTexts random(3);
    int clean = 0;
    int byLines = 0;
    constexpr int count = 2000;
    for (int i = 0; i < count; ++i) {
        const auto one = nextCase(random, i);
        const auto merge = one.merge();
        byLines += merge.isByKey() ? 0 : 1;
        if (!merge.isClean())
            continue;
        ++clean;
        const auto &text = merge.text();
        QVERIFY2(valueOf(text, one.format) != "unreadable", one.told(merge).c_str());
        if (one.format == Format::Json)
            continue;
        const auto lost = lostComments(one, text);
        QVERIFY2(lost.empty(), (lost + one.told(merge)).c_str());
        QVERIFY2(text.find("{\"") == std::string::npos, one.told(merge).c_str());
        QVERIFY2(text.find("[{") == std::string::npos, one.told(merge).c_str());
        QVERIFY2(text.find("\\n") == std::string::npos, one.told(merge).c_str());
        const auto aliases = one.format == Format::Yaml ? lostAliases(one, text) : std::string();
        QVERIFY2(aliases.empty(), (aliases + one.told(merge)).c_str());
    }
    qInfo("merges: %d run / 0 skipped, %d clean, %d by lines", count, clean, byLines);
    QVERIFY(clean > count / 2);
    QVERIFY(byLines < count / 5);
}

// In entries that both sides have and no conflict is about.
void TestMergeLaws::conflictsCostNoCommentElsewhere()
{
    support::RandomTexts random(7);
    constexpr int count = 2000;
    int conflicted = 0;
    for (int i = 0; i < count; ++i) {
        auto one = nextCase(random, i);
        const auto merge = one.merge();
        if (merge.isClean() || !merge.isByKey() || one.format == Format::Json)
            continue;
        ++conflicted;
        const auto keysOf = [](const WrittenDocument &document) {
            std::set<std::string> keys;
            for (const auto &entry : document.entries)
                keys.insert(entry.key);
            return keys;
        };
        const auto theirs = keysOf(one.theirs);
        const auto mine = keysOf(one.mine);
        std::set<std::string> contested;
        for (const auto &conflict : merge.conflicts())
            contested.insert(conflict.place.empty() ? "" : conflict.place.front().name);
        for (auto *document : {&one.base, &one.theirs, &one.mine}) {
            std::erase_if(document->entries, [&](const WrittenDocument::Entry &entry) {
                return contested.contains(entry.key) || !theirs.contains(entry.key)
                    || !mine.contains(entry.key);
            });
        }
        const auto lost = lostComments(one, merge.text());
        QVERIFY2(lost.empty(), (lost + one.told(merge)).c_str());
    }
    qInfo("merges: %d run / 0 skipped, %d with conflicts", count, conflicted);
    QVERIFY(conflicted > count / 20);
}

// Each side works in entries of its own, whatever it does there.
void TestMergeLaws::disjointEditsNeverConflict()
{
    support::RandomTexts random(4);
    constexpr int count = 800;
    int compared = 0;
    for (int i = 0; i < count; ++i) {
        Case one = nextCase(random, i);
        auto &theirs = one.theirs.entries;
        auto &mine = one.mine.entries;
        const auto edited = one.base;
        one.theirs = edited;
        one.mine = edited;
        const auto first = random.edited({{edited.entries[0], edited.entries[1]}}, 't');
        const auto second = random.edited({{edited.entries[3], edited.entries[4]}}, 'm');
        theirs.erase(theirs.begin(), theirs.begin() + 2);
        theirs.insert(theirs.begin(), first.entries.begin(), first.entries.end());
        mine.erase(mine.begin() + 3, mine.end());
        mine.insert(mine.end(), second.entries.begin(), second.entries.end());
        const auto merge = one.merge();
        QVERIFY2(merge.isClean(), one.told(merge).c_str());
        // And it is both: what an alias stands for is another question.
        auto both = edited;
        both.entries = first.entries;
        both.entries.push_back(edited.entries[2]);
        both.entries.insert(both.entries.end(), second.entries.begin(), second.entries.end());
        if (std::ranges::none_of(both.entries, [](const WrittenDocument::Entry &entry) {
                return entry.kind == WrittenDocument::Kind::Alias;
            })) {
            QVERIFY2(
                valueOf(merge.text(), one.format) == valueOf(both.text(one.format), one.format),
                one.told(merge).c_str());
            ++compared;
        }
    }
    QVERIFY(compared > count / 10);
}

QTEST_GUILESS_MAIN(TestMergeLaws)
#include "tst_mergelaws.moc"
