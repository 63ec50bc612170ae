// SPDX-License-Identifier: Apache-2.0
//
// Lists that two people edit. Every item has an identity that no text shows, so that what is right
// is known without asking which item is which: the edits of both are made in one value, by
// identity. A merge is right or a conflict.
#include "engine/core/document/canonical.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/listhistories.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using core::Format;
using core::ThreeWayMerge;
using support::ListHistories;

namespace {

constexpr std::array formats{Format::Json, Format::Yaml, Format::Toml};

std::string meaningOf(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    return reading ? core::canonicalJson(reading.tree().root()) : "unreadable: " + text;
}

std::string told(const core::MergeInput &input, const std::string &merged, const std::string &right)
{
    return "\n--- base\n" + input.base + "--- theirs\n" + input.theirs + "--- mine\n" + input.mine
        + "--- merged\n" + merged + "--- right\n" + right;
}

std::set<std::string> itemsIn(const support::Known &value)
{
    std::set<std::string> items;
    support::forEach(value, nullptr, [&](const auto &part, const support::Known *parent) {
        if (parent && parent->kind == support::Known::Kind::List)
            items.insert(support::jsonOf(part));
    });
    return items;
}

bool madeTheSame(
    const support::Known &base, const support::Known &theirs, const support::Known &mine)
{
    const auto known = itemsIn(base);
    const auto ofMine = itemsIn(mine);
    return std::ranges::any_of(itemsIn(theirs),
        [&](const std::string &item) { return !known.contains(item) && ofMine.contains(item); });
}

// Of equal items nobody can tell which were meant: any will do.
bool isRight(const std::string &merged, const support::Known &base,
    const support::KnownHistory &theirs, const support::KnownHistory &mine, Format format)
{
    const auto meaning = meaningOf(merged, format);
    for (const auto &ofTheirs : ListHistories::readings(base, theirs)) {
        for (const auto &ofMine : ListHistories::readings(base, mine)) {
            const auto both = support::withEdits(support::withEdits(base, ofTheirs), ofMine);
            if (meaningOf(support::textOf(both, format), format) == meaning)
                return true;
        }
    }
    return false;
}

// The shortest of them says most.
struct Faults {
    int count = 0;
    std::string shortest;

    void add(const std::string &text)
    {
        ++count;
        if (shortest.empty() || text.size() < shortest.size())
            shortest = text;
    }
};

unsigned cases()
{
    return qEnvironmentVariableIsEmpty("CHANCERY_LONG_TESTS") ? 1500 : 20'000;
}

} // namespace

class TestListHistories : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void disjointEditsAreMergedRightlyOrAsked();
    void contestedItemsAreAsked();
};

void TestListHistories::disjointEditsAreMergedRightlyOrAsked()
{
    ListHistories histories(41);
    for (const auto format : formats) {
        Faults wrong;
        unsigned merged = 0;
        unsigned conflicts = 0;
        while (merged < cases()) {
            const auto base = histories.document();
            const auto theirs = histories.history(base, 1 + merged % 3);
            const auto mine = histories.history(base, 1 + merged % 2);
            if (!ListHistories::areDisjoint(theirs, mine) || !ListHistories::isTold(base, theirs)
                || !ListHistories::isTold(base, mine))
                continue;
            const auto text
                = [&](const support::Known &value) { return support::textOf(value, format); };
            const auto right = text(support::withEdits(theirs.result, mine.edits));
            const auto turned = text(support::withEdits(mine.result, theirs.edits));
            if (meaningOf(right, format) != meaningOf(turned, format))
                continue;
            if (madeTheSame(base, theirs.result, mine.result))
                continue; // what both did alike is done once
            const core::MergeInput input{
                text(base), text(theirs.result), text(mine.result), format};
            const ThreeWayMerge merge(input);
            ++merged;
            conflicts += merge.isClean() ? 0 : 1;
            if (merge.isClean() && !isRight(merge.text(), base, theirs, mine, format))
                wrong.add(told(input, merge.text(), right));
        }
        qInfo("%s: %u cases, %u conflicts, %d wrong", core::name(format).data(), merged, conflicts,
            wrong.count);
        QVERIFY2(wrong.count == 0, wrong.shortest.c_str());
        QVERIFY2(conflicts * 3 < merged, std::to_string(conflicts).c_str());
    }
}

void TestListHistories::contestedItemsAreAsked()
{
    ListHistories histories(43);
    for (const auto format : formats) {
        Faults wrong;
        unsigned merged = 0;
        while (merged < cases()) {
            const auto base = histories.document();
            const auto both = histories.contested(base);
            if (!both)
                continue;
            const auto text
                = [&](const support::Known &value) { return support::textOf(value, format); };
            const core::MergeInput input{
                text(base), text(both->first.result), text(both->second.result), format};
            ++merged;
            for (const bool isTurned : {false, true}) {
                auto turned = input;
                if (isTurned)
                    std::swap(turned.theirs, turned.mine);
                const ThreeWayMerge merge(turned);
                if (merge.isClean())
                    wrong.add(told(turned, merge.text(), "a conflict\n"));
            }
        }
        qInfo("%s: %u cases, %d wrong", core::name(format).data(), merged, wrong.count);
        QVERIFY2(wrong.count == 0, wrong.shortest.c_str());
    }
}

QTEST_GUILESS_MAIN(TestListHistories)
#include "tst_listhistories.moc"
