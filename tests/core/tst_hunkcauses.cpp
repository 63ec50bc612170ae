// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/hunkcauses.h"
#include "engine/core/diff/movedlines.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::HunkCause;

namespace {

// Everything behind a "#" is a comment here; the documents have none in a text.
core::HunkSide sideOf(const std::string &text, const std::vector<std::string_view> &lines)
{
    core::HunkSide side{text, &lines, {}};
    for (const auto line : lines) {
        const auto begin = std::size_t(line.data() - text.data());
        if (const auto sign = line.find('#'); sign != std::string_view::npos)
            side.comments.emplace_back(begin + sign, begin + line.size());
    }
    return side;
}

// A letter for each hunk: V, I, O, C, L, or B for order and a comment.
std::string causes(
    const std::string &left, const std::string &right, const std::vector<std::string> &ignored = {})
{
    const auto leftLines = core::splitLines(left);
    const auto rightLines = core::splitLines(right);
    const auto leftTree = core::read(left, core::Format::Yaml);
    const auto rightTree = core::read(right, core::Format::Yaml);
    std::vector<core::TreeChange> changes;
    const bool areRead = leftTree.ok() && rightTree.ok();
    if (areRead)
        changes = core::diffTrees(leftTree.tree().root(), rightTree.tree().root());
    std::string letters;
    for (const auto cause :
        core::causesOf(core::diffLines(leftLines, rightLines), sideOf(left, leftLines),
            sideOf(right, rightLines), areRead ? &changes : nullptr, ignored))
        letters += "VIOCLB"[std::size_t(cause)];
    return letters;
}

std::string moves(const std::string &left, const std::string &right)
{
    const auto leftLines = core::splitLines(left);
    const auto rightLines = core::splitLines(right);
    std::string text;
    for (const auto &moved :
        core::movedLines(core::diffLines(leftLines, rightLines), leftLines, rightLines))
        text += std::to_string(moved.left + 1) + '>' + std::to_string(moved.right + 1) + 'x'
            + std::to_string(moved.count) + ' ';
    return text;
}

} // namespace

class TestHunkCauses : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhyLinesDiffer_data();
    void tellsWhyLinesDiffer();
    void pathsAreIgnoredWithAllBelow();
    void withoutATreeAllButSpaceIsMeaning();
    void findsWhatMoved();
};

void TestHunkCauses::tellsWhyLinesDiffer_data()
{
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    QTest::addColumn<std::string>("expected");
    const auto add = [](const char *name, const char *left, const char *right, const char *cause) {
        QTest::newRow(name) << std::string(left) << std::string(right) << std::string(cause);
    };
    add("a value", "a: 1\nb: 2\n", "a: 3\nb: 2\n", "V");
    add("a value and its comment", "a: 1 # one\n", "a: 2 # two\n", "V");
    add("an added member", "a: 1\n", "a: 1\nb: 2\n", "V");
    add("a removed item", "l:\n  - a\n  - b\n", "l:\n  - b\n", "V");
    add("a comment", "a: 1 # one\nb: 2\n", "a: 1 # two\nb: 2\n", "C");
    add("a new line of comment", "a: 1\nb: 2\n", "a: 1\n# two\nb: 2\n", "C");
    add("order", "a: 1\nb: 2\nc: 3\n", "b: 2\nc: 3\na: 1\n", "OO");
    add("order with its comment", "a: 1 # one\nb: 2\nc: 3\n", "b: 2\nc: 3\na: 1 # one\n", "OO");
    add("order and a comment", "a: 1 # one\nb: 2\nc: 3\n", "b: 2\nc: 3\na: 1 # two\n", "BB");
    add("comments that did not go along", "a: 1 # one\nk: 0\nb: 2 # two\n",
        "b: 2 # one\nk: 0\na: 1 # two\n", "BB");
    add("comments of equal keys", "a:\n  x: 1 # one\nk: 0\nb:\n  x: 1 # two\n",
        "b:\n  x: 1 # one\nk: 0\na:\n  x: 1 # two\n", "BB");
    add("comments above their members", "# one\na: 1\nk: 0\nm: 0\n# two\nb: 2\nz: 0\n",
        "# two\nb: 2\nk: 0\nm: 0\n# one\na: 1\nz: 0\n", "OO");
    add("order far from a comment",
        "o:\n  a: 1\n  b: 2\n  c: 3\nk: 0\nl: 0\np:\n  a: 1 # one\n  b: 2\n  c: 3\n",
        "o:\n  b: 2\n  c: 3\n  a: 1\nk: 0\nl: 0\np:\n  b: 2\n  c: 3\n  a: 1 # two\n", "OOBB");
    add("indentation", "a:\n  b: 1\nc: 2\n", "a:\n    b: 1\nc: 2\n", "L");
    add("quotes", "a: x\n", "a: \"x\"\n", "L");
    add("an empty line", "a: 1\nb: 2\n", "a: 1\n\nb: 2\n", "L");
    add("apart from each other", "a: 1 # x\nk: 1\nb: 2\nm: 1\nc:  3\n",
        "a: 1 # y\nk: 1\nb: 4\nm: 1\nc: 3\n", "CVL");
}

void TestHunkCauses::tellsWhyLinesDiffer()
{
    QFETCH(std::string, left);
    QFETCH(std::string, right);
    QFETCH(std::string, expected);
    QCOMPARE(QString::fromStdString(causes(left, right)), QString::fromStdString(expected));
}

void TestHunkCauses::pathsAreIgnoredWithAllBelow()
{
    const std::string left = "meta:\n  build: 1\n  by: a\nk: 0\nport: 1\n";
    const std::string right = "meta:\n  build: 2\n  by: b\nk: 0\nport: 2\n";
    QCOMPARE(causes(left, right), std::string("VV"));
    QCOMPARE(causes(left, right, {"/meta"}), std::string("IV"));
    QCOMPARE(causes(left, right, {"/*/build", "/*/by"}), std::string("IV"));
    // One of two lines of the hunk still counts.
    QCOMPARE(causes(left, right, {"/meta/build"}), std::string("VV"));
    QCOMPARE(causes(left, right, {"/me", ""}), std::string("VV"));
    // Keys that are a star, or nothing.
    const std::string odd = "\"*\": 1\nk: 0\n\"\": 1\n";
    const std::string other = "\"*\": 2\nk: 0\n\"\": 2\n";
    QCOMPARE(causes(odd, other, {"/~*"}), std::string("IV"));
    QCOMPARE(causes(odd, other, {"/"}), std::string("VI"));
    QCOMPARE(causes("a: 1\n", "a: 2\n", {"/~*"}), std::string("V"));
    // A comment is no part of the path.
    QCOMPARE(causes("a: 1 # one\n", "a: 2 # one\n", {"/a"}), std::string("I"));
    QCOMPARE(causes("a: 1 # one\n", "a: 2 # two\n", {"/a"}), std::string("C"));
    QCOMPARE(causes("a: 1\n", "# never\na: 2\n", {"/a"}), std::string("C"));
}

void TestHunkCauses::withoutATreeAllButSpaceIsMeaning()
{
    QCOMPARE(causes("a: [\nb:  1\n", "a: [\nb: 1\n"), std::string("L"));
    QCOMPARE(causes("a: [\nb: 1\n", "a: [\nb: 2\n"), std::string("V"));
}

void TestHunkCauses::findsWhatMoved()
{
    const std::string block = "checkout-service:\n  port: 8080\n  replicas: 3\n";
    QCOMPARE(moves(block + "a: 1\nb: 2\nc: 3\nd: 4\n", "a: 1\nb: 2\nc: 3\nd: 4\n" + block),
        std::string("1>5x3 "));
    const std::string two = "port: 8080\nreplicas: 3\n";
    const std::string rest = "a: 1\nb: 2\nc: 3\nd: 4\n";
    QCOMPARE(moves(two + rest, rest + two), std::string("1>5x2 "));
    // Too little to be sure of, and a copy of what stayed.
    QCOMPARE(moves("x: 1\na\nb\n", "a\nb\nx: 1\n"), std::string());
    QCOMPARE(moves(block + "a\n", block + "a\n" + block), std::string());
    // Removed once, added twice: it moved to one of the two.
    const std::string first = "a: 1\nb: 2\nc: 3\nd: 4\n";
    const std::string second = "e: 5\nf: 6\ng: 7\nh: 8\n";
    QCOMPARE(moves(block + first + second, first + block + second + block), std::string("1>5x3 "));
}

QTEST_GUILESS_MAIN(TestHunkCauses)
#include "tst_hunkcauses.moc"
