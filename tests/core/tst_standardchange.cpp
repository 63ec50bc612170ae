// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/policy/standardchange.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::policy::StandardChange;
using core::policy::StandardKey;

namespace {

core::Tree tree(const std::string &text, core::Format format = core::Format::Json)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

StandardKey bounds(const std::string &key, double least, double most)
{
    return {key, least, most, {}, {}};
}

StandardKey oneOf(const std::string &key, std::vector<std::string> values)
{
    return {key, {}, {}, std::move(values), {}};
}

StandardChange limits()
{
    return {"limits", {"payments/*"},
        {bounds("/limits/*", 0, 100), oneOf("/mode", {"\"fast\"", "\"safe\"", "null"}),
            oneOf("/flags/**", {"true", "false"})}};
}

core::Instant at(const std::string &text)
{
    return *core::fromRfc3339(text);
}

} // namespace

// What a policy approves beforehand, and what only looks like it.
class TestStandardChange : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsStandardOnlyWhereAllOfItIs_data();
    void aChangeIsStandardOnlyWhereAllOfItIs();
    void everyPathMustMatch();
    void aStepIsHeldAgainstWhatItWas_data();
    void aStepIsHeldAgainstWhatItWas();
    void anItemThatGoesInMovesTheOthers();
    void theFirstThatFitsIsNamed();
    void whatCannotBeReadIsNone();
    void anExpeditedChangeKeepsToItsTerms();
    void businessDaysLeaveTheWeekendOut();

private:
    std::string standard(const std::string &before, const std::string &after,
        const std::vector<StandardChange> &standards, std::vector<std::string> paths)
    {
        const auto left = tree(before);
        const auto right = tree(after);
        return core::policy::standardOf(standards, paths, left.root(), right.root()).value_or("");
    }
};

void TestStandardChange::aChangeIsStandardOnlyWhereAllOfItIs_data()
{
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("isStandard");
    const auto add = [](const char *name, const char *after, bool isStandard) {
        QTest::newRow(name) << QString::fromUtf8(after) << isStandard;
    };
    add("a number in its bounds", R"({"limits":{"a":7},"mode":"slow"})", true);
    add("at a bound", R"({"limits":{"a":100},"mode":"slow"})", true);
    add("a new key of the pattern", R"({"limits":{"a":5,"b":9},"mode":"slow"})", true);
    add("a listed text", R"({"limits":{"a":5},"mode":"fast"})", true);
    add("a listed null", R"({"limits":{"a":5},"mode":null})", true);
    add("two at once", R"({"limits":{"a":6},"mode":"safe"})", true);
    add("another order of members", R"({"mode":"safe","limits":{"a":5}})", true);
    add("nothing", R"({"mode":"slow","limits":{"a":5}})", false);
    add("past a bound", R"({"limits":{"a":101},"mode":"slow"})", false);
    add("below a bound", R"({"limits":{"a":-1},"mode":"slow"})", false);
    add("a text where a number is allowed", R"({"limits":{"a":"7"},"mode":"slow"})", false);
    add("a reference in its place", R"({"limits":{"a":"${ref:/b#/c}"},"mode":"slow"})", false);
    add("a text that is not listed", R"({"limits":{"a":5},"mode":"turbo"})", false);
    add("one good and one not", R"({"limits":{"a":7},"mode":"turbo"})", false);
    add("a removed key", R"({"limits":{},"mode":"slow"})", false);
    add("an object in place of a number", R"({"limits":{"a":{"x":5}},"mode":"slow"})", false);
    add("a number in place of an object", R"({"limits":7,"mode":"slow"})", false);
    add("deeper than the pattern", R"({"limits":{"a":5,"b":{"c":1}},"mode":"slow"})", false);
    add("a key that is not named", R"({"limits":{"a":5},"mode":"slow","x":1})", false);
    add("a flag as a number", R"({"limits":{"a":5},"mode":"slow","flags":{"x":1}})", false);
    add("what removes inherited keys", R"({"limits":{"a":5,"$remove":["b"]},"mode":"slow"})",
        false);
    add("a flag of that name", R"({"limits":{"a":5},"mode":"slow","flags":{"$remove":true}})",
        false);
    add("what replaces what is inherited", R"({"limits":{"a":5,"$replace":7},"mode":"slow"})",
        false);
    add("a whole new object", R"({"limits":{"a":5},"mode":"slow","flags":{"x":true}})", false);
}

void TestStandardChange::aChangeIsStandardOnlyWhereAllOfItIs()
{
    QFETCH(const QString, after);
    QFETCH(const bool, isStandard);
    const auto found = standard(R"({"limits":{"a":5},"mode":"slow"})", after.toStdString(),
        {limits()}, {"payments/limits"});
    QCOMPARE(found, isStandard ? std::string("limits") : std::string());
}

void TestStandardChange::everyPathMustMatch()
{
    const std::string before = R"({"limits":{"a":5}})";
    const std::string after = R"({"limits":{"a":6}})";
    QCOMPARE(standard(before, after, {limits()}, {"payments/limits", "payments/api"}),
        std::string("limits"));
    QCOMPARE(
        standard(before, after, {limits()}, {"payments/limits", "billing/api"}), std::string());
    QCOMPARE(standard(before, after, {}, {"payments/limits"}), std::string());
}

void TestStandardChange::aStepIsHeldAgainstWhatItWas_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("isStandard");
    QTest::newRow("as much as allowed") << "100" << "110" << true;
    QTest::newRow("downwards") << "100" << "90" << true;
    QTest::newRow("more") << "100" << "111" << false;
    QTest::newRow("from a negative one") << "-100" << "-109" << true;
    QTest::newRow("from nothing to something") << "0" << "1" << false;
    QTest::newRow("from a text") << "\"100\"" << "101" << false;
    QTest::newRow("beyond every number") << "100" << "1e999" << false;
    QTest::newRow("from what is not there") << "" << "100" << false;
}

void TestStandardChange::aStepIsHeldAgainstWhatItWas()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const bool, isStandard);
    const StandardChange step{"step", {"**"}, {{"/x", {}, {}, {}, 10}}};
    const auto wrapped = [](const QString &value) {
        return value.isEmpty() ? std::string("{}") : "{\"x\":" + value.toStdString() + "}";
    };
    QCOMPARE(standard(wrapped(before), wrapped(after), {step}, {"a"}),
        isStandard ? std::string("step") : std::string());
}

void TestStandardChange::anItemThatGoesInMovesTheOthers()
{
    const StandardChange first{"first", {"**"}, {bounds("/weights/*", 0, 10)}};
    QCOMPARE(standard(R"({"weights":[1,2]})", R"({"weights":[3,2]})", {first}, {"a"}),
        std::string("first"));
    QCOMPARE(
        standard(R"({"weights":[1,2]})", R"({"weights":[7,1,2]})", {first}, {"a"}), std::string());
}

void TestStandardChange::theFirstThatFitsIsNamed()
{
    auto other = limits();
    other.id = "other";
    other.keys = {bounds("/limits/a", 0, 5)};
    const std::string before = R"({"limits":{"a":1}})";
    QCOMPARE(standard(before, R"({"limits":{"a":2}})", {other, limits()}, {"payments/x"}),
        std::string("other"));
    QCOMPARE(standard(before, R"({"limits":{"a":9}})", {other, limits()}, {"payments/x"}),
        std::string("limits"));
}

void TestStandardChange::whatCannotBeReadIsNone()
{
    QCOMPARE(standard("", R"({"limits":{"a":2}})", {limits()}, {"payments/x"}), std::string());
    QCOMPARE(standard(R"({"limits":{"a":2}})", "", {limits()}, {"payments/x"}), std::string());
}

void TestStandardChange::anExpeditedChangeKeepsToItsTerms()
{
    const core::policy::ExpeditedTerms terms{1, 40, "INC-[0-9]+", 2};
    core::ChangeFacts facts;
    facts.risk = 40;
    QVERIFY(core::policy::allows(terms, facts));
    facts.risk = 41;
    QVERIFY(!core::policy::allows(terms, facts));
    QVERIFY(!core::policy::allows(terms, std::nullopt));
    QVERIFY(core::policy::isTicketOf(terms, "INC-7"));
    for (const char *ticket : {"", "INC-", "XINC-7", "INC-7 ", "INC-7\nx"})
        QVERIFY2(!core::policy::isTicketOf(terms, ticket), ticket);
}

void TestStandardChange::businessDaysLeaveTheWeekendOut()
{
    using core::policy::afterBusinessDays;
    // A Wednesday, a Friday, a Saturday.
    QCOMPARE(afterBusinessDays(at("2026-11-18T11:00:00Z"), 2), at("2026-11-20T11:00:00Z"));
    QCOMPARE(afterBusinessDays(at("2026-11-20T11:00:00Z"), 2), at("2026-11-24T11:00:00Z"));
    QCOMPARE(afterBusinessDays(at("2026-11-21T23:30:00Z"), 1), at("2026-11-23T23:30:00Z"));
}

QTEST_APPLESS_MAIN(TestStandardChange)
#include "tst_standardchange.moc"
