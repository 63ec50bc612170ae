// SPDX-License-Identifier: Apache-2.0
#include "engine/core/textdiff.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;

namespace {

// "1,2 -> 1" per hunk: lines from one; "after n" where a side has none.
std::string printed(const std::vector<core::Hunk> &hunks)
{
    const auto range = [](std::size_t begin, std::size_t end) {
        if (begin == end)
            return "after " + std::to_string(begin);
        const auto first = std::to_string(begin + 1);
        return end == begin + 1 ? first : first + '-' + std::to_string(end);
    };
    std::string text;
    for (const auto &hunk : hunks)
        text += (text.empty() ? "" : "; ") + range(hunk.leftBegin, hunk.leftEnd) + " -> "
            + range(hunk.rightBegin, hunk.rightEnd);
    return text;
}

// The length of the longest common subsequence, the slow way.
std::size_t commonLength(
    const std::vector<std::string_view> &left, const std::vector<std::string_view> &right)
{
    std::vector<std::vector<std::size_t>> table(
        left.size() + 1, std::vector<std::size_t>(right.size() + 1));
    for (std::size_t x = 1; x <= left.size(); ++x) {
        for (std::size_t y = 1; y <= right.size(); ++y)
            table[x][y] = left[x - 1] == right[y - 1] ? table[x - 1][y - 1] + 1
                                                      : std::max(table[x - 1][y], table[x][y - 1]);
    }
    return table.back().back();
}

// The right lines, made from the left ones and the hunks; empty when the hunks are no script.
std::vector<std::string_view> applied(const std::vector<core::Hunk> &hunks,
    const std::vector<std::string_view> &left, const std::vector<std::string_view> &right)
{
    std::vector<std::string_view> result;
    std::size_t x = 0;
    for (const auto &hunk : hunks) {
        if (hunk.leftBegin < x || hunk.leftEnd > left.size() || hunk.rightEnd > right.size()
            || hunk.leftBegin - x + result.size() != hunk.rightBegin)
            return {};
        result.insert(result.end(), left.begin() + std::ptrdiff_t(x),
            left.begin() + std::ptrdiff_t(hunk.leftBegin));
        result.insert(result.end(), right.begin() + std::ptrdiff_t(hunk.rightBegin),
            right.begin() + std::ptrdiff_t(hunk.rightEnd));
        x = hunk.leftEnd;
    }
    result.insert(result.end(), left.begin() + std::ptrdiff_t(x), left.end());
    return result;
}

std::size_t changedLines(const std::vector<core::Hunk> &hunks)
{
    std::size_t count = 0;
    for (const auto &hunk : hunks)
        count += hunk.leftEnd - hunk.leftBegin + hunk.rightEnd - hunk.rightBegin;
    return count;
}

} // namespace

class TestTextDiff : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void linesAreSplitAtEveryKindOfEnd();
    void hunksSayWhatStandsAgainstWhat_data();
    void hunksSayWhatStandsAgainstWhat();
    void scriptsAreRightAndShortest();
    void longTextsAreRightAndAsShortAsTheirEdits();
    void unlikeTextsEndInBoundedTime();
    void mixedNumbersCostAFewStepsEach_data();
    void mixedNumbersCostAFewStepsEach();
    void cancellingEndsTheComparison();
    void wordsAreTheUnitInsideALine();
};

void TestTextDiff::linesAreSplitAtEveryKindOfEnd()
{
    const std::vector<std::string_view> expected{"a", "b", "", "c", ""};
    QCOMPARE(core::splitLines("a\r\nb\r\rc\n"), expected);
    QCOMPARE(core::splitLines("").size(), std::size_t(1));
}

void TestTextDiff::hunksSayWhatStandsAgainstWhat_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("hunks");
    QTest::newRow("equal") << QByteArray("a\nb") << QByteArray("a\nb") << QByteArray();
    QTest::newRow("both empty") << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("one changed") << QByteArray("a\nb\nc") << QByteArray("a\nX\nc")
                                 << QByteArray("2 -> 2");
    QTest::newRow("added in front")
        << QByteArray("b") << QByteArray("a\nb") << QByteArray("after 0 -> 1");
    QTest::newRow("removed at the end")
        << QByteArray("a\nb\nc") << QByteArray("a") << QByteArray("2-3 -> after 1");
    QTest::newRow("nothing in common")
        << QByteArray("a\nb") << QByteArray("x\ny\nz") << QByteArray("1-2 -> 1-3");
    QTest::newRow("two places") << QByteArray("a\nb\nc\nd") << QByteArray("a\nc\nd\ne")
                                << QByteArray("2 -> after 1; after 4 -> 4");
    QTest::newRow("a block begins at its head")
        << QByteArray("{\n  a {\n    x\n  }\n}")
        << QByteArray("{\n  a {\n    x\n  }\n  b {\n    x\n  }\n}") << QByteArray("after 4 -> 5-7");
    QTest::newRow("an empty line goes with the block before it")
        << QByteArray("a:\n  x: 1\n\nc:\n  x: 3\n")
        << QByteArray("a:\n  x: 1\n\nb:\n  x: 2\n\nc:\n  x: 3\n") << QByteArray("after 3 -> 4-6");
    QTest::newRow("no block begins with a bracket that closes another") << QByteArray(
        "f\n}\n\ng\n}\n") << QByteArray("f\n}\nh\n}\n\ng\n}\n") << QByteArray("after 2 -> 3-4");
    QTest::newRow("a removed block begins at its head")
        << QByteArray("a:\n  x: 1\nb:\n  x: 1\nc: 2") << QByteArray("a:\n  x: 1\nc: 2")
        << QByteArray("3-4 -> after 2");
}

void TestTextDiff::hunksSayWhatStandsAgainstWhat()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(QByteArray, hunks);
    QCOMPARE(QByteArray::fromStdString(printed(
                 core::diffLines(std::string_view(left.constData(), std::size_t(left.size())),
                     std::string_view(right.constData(), std::size_t(right.size()))))),
        hunks);
}

void TestTextDiff::scriptsAreRightAndShortest()
{
    std::mt19937 random(20261121);
    for (int round = 0; round < 3000; ++round) {
        std::string texts[2];
        for (std::string &text : texts) {
            const auto count = random() % 14;
            for (unsigned line = 0; line < count; ++line)
                text += std::string(1, char('a' + random() % unsigned(round % 5 + 2))) + '\n';
        }
        const auto left = core::splitLines(texts[0]);
        const auto right = core::splitLines(texts[1]);
        const auto hunks = core::diffLines(left, right);
        QCOMPARE(applied(hunks, left, right), right);
        QCOMPARE(changedLines(hunks), left.size() + right.size() - 2 * commonLength(left, right));
    }
}

namespace {

// Blocks of services with lines that repeat everywhere, empty ones and words of their own.
std::vector<std::string> servicesOf(std::mt19937 &random, std::size_t count)
{
    std::vector<std::string> lines;
    while (lines.size() < count) {
        lines.push_back("service-" + std::to_string(random() % 5000) + ":");
        lines.emplace_back("  enabled: true");
        for (unsigned i = random() % 6; i > 0; --i)
            lines.push_back("  port-" + std::to_string(i) + ": " + std::to_string(random() % 900));
        lines.emplace_back(random() % 3 == 0 ? "" : "---");
    }
    return lines;
}

// Adds to wanted how many lines a person would say have changed.
std::vector<std::string> withLineEdits(
    const std::vector<std::string> &lines, std::mt19937 &random, std::size_t &wanted)
{
    std::vector<std::string> edited;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto dice = random() % 4000;
        const std::size_t block = dice == 0 ? 2000 : dice < 4 ? 150 : 1;
        const auto cut = std::min(block, lines.size() - at);
        if (dice >= 30) {
            edited.push_back(lines[at]);
        } else if (dice % 3 == 0) {
            at += cut - 1;
            wanted += cut;
        } else if (dice % 3 == 1) {
            for (auto &line : servicesOf(random, block))
                edited.push_back("new " + line);
            wanted += block + 8;
            edited.push_back(lines[at]);
        } else {
            edited.push_back(lines[at] + " # edited");
            wanted += 2;
        }
    }
    return edited;
}

} // namespace

void TestTextDiff::longTextsAreRightAndAsShortAsTheirEdits()
{
    std::mt19937 random(31);
    for (int round = 0; round < 6; ++round) {
        const auto before = servicesOf(random, 20'000 + random() % 20'000);
        std::size_t wanted = 0;
        const auto after = withLineEdits(before, random, wanted);
        const std::vector<std::string_view> left(before.begin(), before.end());
        const std::vector<std::string_view> right(after.begin(), after.end());
        const auto hunks = core::diffLines(left, right);
        QVERIFY(applied(hunks, left, right) == right);
        QVERIFY2(changedLines(hunks) <= wanted,
            qPrintable(QStringLiteral("%1 > %2").arg(changedLines(hunks)).arg(wanted)));
    }
}

void TestTextDiff::unlikeTextsEndInBoundedTime()
{
    // Every line occurs on both sides, in another order: the worst case, 10^10 steps without a
    // bound.
    std::vector<std::string> lines;
    for (int line = 0; line < 100'000; ++line)
        lines.push_back(std::to_string(line));
    std::vector<std::string_view> left(lines.begin(), lines.end());
    std::vector<std::string_view> right = left;
    std::ranges::shuffle(right, std::mt19937(7));
    const auto hunks = core::diffLines(left, right);
    QCOMPARE(applied(hunks, left, right), right);
    QVERIFY(changedLines(hunks) < 2 * left.size());
}

void TestTextDiff::mixedNumbersCostAFewStepsEach_data()
{
    QTest::addColumn<int>("kinds");
    QTest::addColumn<int>("edited");
    QTest::newRow("equal ones everywhere by chance") << 60'000 << 100;
    QTest::newRow("few kinds") << 50 << 100;
    QTest::newRow("half of them edited") << 60'000 << 50;
    QTest::newRow("a few edited") << 1'000'000 << 1;
}

// However two long lists are mixed; and where few items were edited the script is the shortest.
void TestTextDiff::mixedNumbersCostAFewStepsEach()
{
    QFETCH(int, kinds);
    QFETCH(int, edited);
    constexpr std::size_t count = 80'000;
    std::mt19937 random(3); // NOLINT(cert-msc51-cpp): the same every time
    const auto number = [&] { return std::uint32_t(random() % unsigned(kinds)); };
    std::vector<std::uint32_t> left(count);
    std::ranges::generate(left, number);
    auto right = left;
    std::size_t edits = 0;
    for (auto &item : right) {
        if (int(random() % 100) < edited) {
            item = number();
            ++edits;
        }
    }
    std::size_t work = 0;
    const auto hunks = core::diffNumbers(left, right, nullptr, &work);
    std::size_t changed = 0;
    std::size_t at = 0;
    for (const auto &hunk : hunks) {
        for (; at < hunk.leftBegin; ++at)
            QCOMPARE(left[at], right[at + hunk.rightBegin - hunk.leftBegin]);
        at = hunk.leftEnd;
        changed += hunk.leftEnd - hunk.leftBegin;
    }
    const auto told = QStringLiteral("%1 places looked at, %2 of %3 items changed")
                          .arg(work)
                          .arg(changed)
                          .arg(edits);
    QVERIFY2(work < 30 * 2 * count, qPrintable(told));
    QVERIFY2(edited > 1 || changed <= edits, qPrintable(told));
}

void TestTextDiff::cancellingEndsTheComparison()
{
    core::CancelToken token;
    token.cancel();
    QCOMPARE(
        printed(core::diffLines("a\nb\nc\nd", "a\nc\nb\nd", &token)), std::string("2-3 -> 2-3"));
}

void TestTextDiff::wordsAreTheUnitInsideALine()
{
    const auto hunks = core::diffWords("\"timeout\": 30,", "\"timeout\": 3000,");
    QCOMPARE(hunks, (std::vector<core::Hunk>{{11, 13, 11, 15}}));
    QCOMPARE(core::diffWords("a b", "a b"), std::vector<core::Hunk>());
    QCOMPARE(core::diffWords("gr\xC3\xBCn x",
                 "gr\xC3\xBC\xC3\x9F"
                 "e x"),
        (std::vector<core::Hunk>{{0, 5, 0, 7}}));
}

QTEST_GUILESS_MAIN(TestTextDiff)
#include "tst_textdiff.moc"
