// SPDX-License-Identifier: Apache-2.0
#include "engine/core/matrix/promotion.h"
#include "engine/core/schema/equality.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::Matrix;

namespace {

std::shared_ptr<const core::Tree> parsed(const std::string &text, Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::make_shared<const core::Tree>(std::move(reading).tree());
}

// The source, the target, and the target as the last promotion left it.
Matrix matrixOf(const std::string &from, const std::string &to, const std::string &base,
    Format format = Format::Json)
{
    std::vector<core::MatrixColumn> columns;
    for (const auto &text : {from, to})
        columns.push_back(core::MatrixColumn::of(parsed(text, format), nullptr, nullptr));
    return core::withColumn(
        Matrix(std::move(columns)), core::MatrixColumn::of(parsed(base, format), nullptr, nullptr));
}

std::string printed(const core::Result<core::Promotion> &promotion)
{
    if (!promotion)
        return '!' + promotion.error().code;
    std::string text = promotion->text;
    for (const auto &pointer : promotion->merged)
        text += '\n' + pointer + " merged";
    for (const auto &left : promotion->leftOut)
        text += '\n' + left.pointer + ' ' + std::string(name(left.reason));
    return text;
}

} // namespace

// A promotion that knows what the last one left in its target.
class TestPromotionMerge : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatTheTargetChangedSinceIsKept_data();
    void whatTheTargetChangedSinceIsKept();
    void itemsOfListsOfAnotherLengthStay();
    void anUntouchedTargetIsPromotedAsEver();
    void aTargetThatChangedElsewhereLosesNothing();
};

void TestPromotionMerge::whatTheTargetChangedSinceIsKept_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("overwrites");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, Format format, const char *base, const char *from,
                         const char *to, const char *result, bool overwrites = false) {
        QTest::newRow(name) << format << QByteArray(base) << QByteArray(from) << QByteArray(to)
                            << overwrites << QByteArray(result);
    };
    row("only the source changed", Format::Yaml, "a: 1\n", "a: 2\n", "a: 1 # why\n",
        "a: 2 # why\n");
    row("only the target changed", Format::Yaml, "a: 1\nb: 1\n", "a: 1\nb: 2\n", "a: 9\nb: 1\n",
        "a: 9\nb: 2\n\n/a changed-there");
    row("both changed alike", Format::Yaml, "a: 1\n", "a: 2\n", "a: 2\n", "a: 2\n");
    row("both changed", Format::Yaml, "a: 1\nb: 1\n", "a: 2\nb: 2\n", "a: 3\nb: 1\n",
        "a: 3\nb: 2\n\n/a changed-there");
    row("over what the target changed", Format::Yaml, "a: 1\n", "a: 2\n", "a: 3\n", "a: 2\n", true);
    row("the target removed it", Format::Json, R"({"a": 1, "b": 1})", R"({"a": 2, "b": 2})",
        R"({"b": 1})", "{\"b\": 2}\n/a changed-there");
    row("the target added it", Format::Json, R"({"b": 1})", R"({"a": 2, "b": 1})",
        R"({"a": 1, "b": 1})", "{\"a\": 1, \"b\": 1}\n/a changed-there");
    row("new in the source", Format::Json, R"({"b": 1})", R"({"a": 2, "b": 1})",
        R"({"b": 1, "c": 5})", "{\"b\": 1, \"c\": 5, \"a\": 2}\n/c only-in-target");
    row("lists of both", Format::Json, R"({"hosts": ["a", "b"]})",
        R"({"hosts": ["a", "b", "new"]})", R"({"hosts": ["mine", "a", "b"]})",
        "{\"hosts\": [\"mine\", \"a\", \"b\", \"new\"]}\n/hosts merged");
    row("texts by their lines", Format::Yaml, "t: |\n  one\n  two\n  three\n",
        "t: |\n  one\n  two\n  3\n", "t: |\n  1\n  two\n  three\n",
        "t: |\n  1\n  two\n  3\n\n/t merged");
}

void TestPromotionMerge::whatTheTargetChangedSinceIsKept()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(bool, overwrites);
    QFETCH(QByteArray, result);
    const auto matrix = matrixOf(from.toStdString(), to.toStdString(), base.toStdString(), format);
    core::PromotionPick all{""};
    all.overwrites = overwrites;
    QCOMPARE(
        QByteArray::fromStdString(printed(core::promote(matrix, 0, 1, {all}, nullptr, 2))), result);
}

// One item was chosen where the two texts have as many; the list was longer once, so that nobody
// knows which item the promotion brought.
void TestPromotionMerge::itemsOfListsOfAnotherLengthStay()
{
    const auto matrix
        = matrixOf(R"({"a": [1, 5, 3]})", R"({"a": [1, 2, 3]})", R"({"a": [1, 2, 3, 4]})");
    QCOMPARE(printed(core::promote(matrix, 0, 1, {{"/a/1"}}, nullptr, 2)),
        std::string("{\"a\": [1, 2, 3]}\n/a changed-there"));
    QCOMPARE(
        printed(core::promote(matrix, 0, 1, {{"/b"}}, nullptr, 2)), std::string("!no-such-row"));
}

void TestPromotionMerge::anUntouchedTargetIsPromotedAsEver()
{
    support::RandomTrees random(11);
    for (int round = 0; round < 300; ++round) {
        const auto base = random.tree(4);
        const auto from = random.edited(base).json();
        const auto to = base.json();
        const auto matrix = matrixOf(from, to, to);
        const core::PromotionPick all{"", true};
        const auto merged = core::promote(matrix, 0, 1, {all}, nullptr, 2);
        QVERIFY2(merged, (from + '\n' + to).c_str());
        QCOMPARE(printed(merged), printed(core::promote(matrix, 0, 1, {all})));
    }
}

// Whatever was changed in the target since is there afterwards: where the source is as it was, a
// promotion of everything changes nothing.
void TestPromotionMerge::aTargetThatChangedElsewhereLosesNothing()
{
    support::RandomTrees random(12);
    for (int round = 0; round < 300; ++round) {
        const auto base = random.tree(4);
        const auto from = base.json();
        const auto to = random.edited(base).json();
        const auto matrix = matrixOf(from, to, from);
        const auto merged = core::promote(matrix, 0, 1, {{"", true}}, nullptr, 2);
        QVERIFY2(merged, (from + '\n' + to).c_str());
        QVERIFY2(core::sameValue(
                     parsed(merged->text, Format::Json)->root(), parsed(to, Format::Json)->root()),
            (from + '\n' + to + '\n' + merged->text).c_str());
    }
}

QTEST_GUILESS_MAIN(TestPromotionMerge)
#include "tst_promotionmerge.moc"
