// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/reversal.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;
using core::ReversalOutcome;

namespace {

core::Reversal reversal(std::optional<std::string> before, std::string after, std::string now,
    Format format = Format::Json)
{
    return core::reversalOf({std::move(before), std::move(after), std::move(now), format});
}

bool isSameValue(const std::string &left, const std::string &right)
{
    auto one = core::read(left, Format::Json, core::Limits::wide());
    auto two = core::read(right, Format::Json, core::Limits::wide());
    return one && two
        && core::canonicalJson(one.tree().root()) == core::canonicalJson(two.tree().root());
}

} // namespace

// One change is taken back; what came later is left.
class TestReversal : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theLastChangeGivesTheTextBefore();
    void laterChangesStay();
    void whatIsGoneAlreadyIsSaid();
    void theSamePlaceIsAConflict();
    void aFirstVersionHasNothingBefore();
    void theSchemaOfTheChangeGoesBack();
    void aConflictOfSchemasHasItsAnswers();
    void theLastOfAHistoryIsTheTextBefore();
    void anEarlierOneLeavesTheLaterOnes();
};

void TestReversal::theLastChangeGivesTheTextBefore()
{
    const std::string before = "# limits\nrate: 1 # a second\nburst: 1\n";
    const std::string after = "rate:   2\nburst: 1\n# end\n";
    const auto reverted = reversal(before, after, after, Format::Yaml);
    QCOMPARE(reverted.outcome, ReversalOutcome::Ready);
    QCOMPARE(reverted.merge->text(), before);
}

void TestReversal::laterChangesStay()
{
    const auto reverted = reversal("a: 1\nb: 1 # kept\nc: 1\n", "a: 2\nb: 1 # kept\nc: 1\n",
        "a: 2\nb: 5 # kept\nc: 1\nd: 1 # new\n", Format::Yaml);
    QCOMPARE(reverted.outcome, ReversalOutcome::Ready);
    QCOMPARE(reverted.merge->text(), std::string("a: 1\nb: 5 # kept\nc: 1\nd: 1 # new\n"));
}

void TestReversal::whatIsGoneAlreadyIsSaid()
{
    const auto reverted = reversal(R"({"a": 1})", R"({"a": 2})", R"({"a": 1, "b": 3})");
    QCOMPARE(reverted.outcome, ReversalOutcome::NothingLeft);
    QCOMPARE(reverted.merge->text(), std::string(R"({"a": 1, "b": 3})"));
}

void TestReversal::theSamePlaceIsAConflict()
{
    const auto reverted
        = reversal(R"({"a": 1, "b": 1})", R"({"a": 2, "b": 2})", R"({"a": 9, "b": 2})");
    QCOMPARE(reverted.outcome, ReversalOutcome::Conflicts);
    QCOMPARE(reverted.merge->conflicts().size(), std::size_t(1));
    const auto &conflict = reverted.merge->conflicts().front();
    QCOMPARE(core::toString(conflict.place), std::string("/a"));
    QCOMPARE(conflict.theirs.value_or(""), std::string("1"));
    QCOMPARE(conflict.mine.value_or(""), std::string("9"));
    // What is live stays until somebody says otherwise; the rest is taken back.
    QCOMPARE(reverted.merge->text(), std::string(R"({"a": 9, "b": 1})"));
    const auto back
        = reverted.merge->answered(reverted.merge->text(), 0, core::MergeChoice::Theirs);
    QCOMPARE(back ? *back : std::string(), std::string(R"({"a": 1, "b": 1})"));
}

void TestReversal::aFirstVersionHasNothingBefore()
{
    const auto reverted = reversal(std::nullopt, "a: 1\n", "a: 1\n", Format::Yaml);
    QCOMPARE(reverted.outcome, ReversalOutcome::FirstVersion);
    QVERIFY(!reverted.merge);
}

void TestReversal::theSchemaOfTheChangeGoesBack()
{
    using enum core::SchemaReversal;
    const core::SchemaId one("sch_1");
    const core::SchemaId two("sch_2");
    const core::SchemaId three("sch_3");
    QVERIFY(core::schemaReversalOf(one, two, two) == Back);
    QVERIFY(core::schemaReversalOf(one, two, three) == Conflict);
    QVERIFY(core::schemaReversalOf({}, two, three) == Conflict);
    QVERIFY(core::schemaReversalOf({}, two, two) == Stays);
    QVERIFY(core::schemaReversalOf(one, two, one) == None);
    QVERIFY(core::schemaReversalOf(one, one, two) == None);
}

void TestReversal::aConflictOfSchemasHasItsAnswers()
{
    using enum core::SchemaChoice;
    const core::SchemaId one("sch_1");
    const core::SchemaId two("sch_2");
    const core::SchemaId three("sch_3");
    const core::SchemaSides sides{one, two, three};
    QVERIFY((core::schemaChoices(sides) == std::vector{Before, Made, Now}));
    QVERIFY(core::schemaAskedFor(sides, Before) == one);
    QVERIFY(core::schemaAskedFor(sides, Made) == two);
    QVERIFY(!core::schemaAskedFor(sides, Now));
    QVERIFY((core::schemaChoices({{}, two, three}) == std::vector{Made, Now}));
    QVERIFY((core::schemaChoices({one, two, {}}) == std::vector{Before, Made, Now}));
}

// To the byte, whatever the change was.
void TestReversal::theLastOfAHistoryIsTheTextBefore()
{
    support::RandomTrees random(41);
    for (int run = 0; run < 500; ++run) {
        const auto plain = random.tree();
        const auto before = plain.json();
        const auto after = random.edited(plain).json();
        const auto reverted = reversal(before, after, after);
        QVERIFY2(reverted.merge->isClean(), before.c_str());
        QCOMPARE(reverted.merge->text(), before);
    }
}

// Two changes of different members: whichever is taken back, the other one alone is left.
void TestReversal::anEarlierOneLeavesTheLaterOnes()
{
    support::RandomTrees random(42);
    const auto document = [](const support::Plain &left, const support::Plain &right) {
        return R"({"left": )" + left.json() + R"(, "right": )" + right.json() + '}';
    };
    int ready = 0;
    for (int run = 0; run < 500; ++run) {
        const auto left = random.tree();
        const auto right = random.tree();
        const auto leftLater = random.edited(left);
        const auto rightLater = random.edited(right);
        const auto now = document(leftLater, rightLater);
        const auto first = reversal(document(left, right), document(leftLater, right), now);
        QVERIFY2(first.merge->isClean(), now.c_str());
        QVERIFY2(isSameValue(first.merge->text(), document(left, rightLater)), now.c_str());
        ready += first.outcome == ReversalOutcome::Ready ? 1 : 0;
    }
    QVERIFY(ready > 300);
}

QTEST_GUILESS_MAIN(TestReversal)
#include "tst_reversal.moc"
