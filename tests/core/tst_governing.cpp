// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/governing/documents.h"
#include "engine/core/governing/policydocument.h"
#include "engine/core/policy/risk.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core;
namespace governing = chancery::core::governing;

namespace {

Tree tree(const char *json)
{
    auto reading = readJson(json);
    if (!reading.ok())
        qFatal("%s", json);
    return std::move(reading).tree();
}

// "/rules/0: required; …"
std::string problems(governing::Kind kind, const char *json)
{
    const auto document = tree(json);
    std::string text;
    for (const auto &problem : governing::problemsOf(kind, document.root()))
        text += (text.empty() ? "" : "; ") + problem.pointer + ": " + problem.code;
    return text;
}

policy::RiskPlace place(int tier = 0)
{
    return {tier, 0, "a/app"};
}

ChangeFacts facts(const char *before, const char *after)
{
    const auto left = tree(before);
    const auto right = tree(after);
    return policy::factsOf(left.root(), right.root(), place());
}

std::string points(const ChangeFacts &facts)
{
    std::string text = std::to_string(facts.risk);
    for (const auto &factor : facts.factors)
        text += ' ' + factor.code + '+' + std::to_string(factor.points);
    return text;
}

} // namespace

class TestGoverningDocuments : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void onlyKnownPathsGovern();
    void aPolicySaysWhatItSays();
    void aPolicySaysWhatGoesWithLess();
    void everyMisspellingHasItsPlace_data();
    void everyMisspellingHasItsPlace();
    void schemaAndReaderAgree_data();
    void schemaAndReaderAgree();
    void everyLeafThatComesOrGoesIsAKey();
    void aHugeRuleIsRefusedAndNotMultiplied();
    void beyondTwoHundredKeysEverythingMayBeAmongThem();
    void theSizeOfANumbersChangeIsInPercentOfWhatItWas_data();
    void theSizeOfANumbersChangeIsInPercentOfWhatItWas();
    void riskIsASumThatAnybodyCanFollow();
    void unknownFactsMeetEveryCondition();
    void conditionsHoldTogether();
};

void TestGoverningDocuments::onlyKnownPathsGovern()
{
    QVERIFY(governing::kindOf("sys/policy") == governing::Kind::Policy);
    QVERIFY(!governing::kindOf("sys/policy/x"));
    QVERIFY(!governing::kindOf("system/policy"));
    QVERIFY(governing::isGoverning("sys"));
    QVERIFY(governing::isGoverning("sys/anything"));
    QVERIFY(!governing::isGoverning("system/policy"));
    for (const auto path : governing::paths())
        QCOMPARE(governing::pathOf(*governing::kindOf(path)), path);
}

void TestGoverningDocuments::aPolicySaysWhatItSays()
{
    const auto document = tree(
        R"({"rules":[{"id":"r","title":"T","match":{"paths":["a/**","b"],"actions":["update"]},)"
        R"("when":{"keys":["/x/**"],"changedBy":50,"risk":60},)"
        R"("require":[{"id":"one","approvals":2,"groups":["g"],"owners":true},{"id":"two"}]}],)"
        R"("expiry":{"open":3}})");
    const auto read = governing::readPolicy(document.root(), EnvironmentId("prod"));
    QVERIFY(read.ok());
    QCOMPARE(read->rules.size(), std::size_t(2));
    QCOMPARE(read->rules[1].selector.path, std::string("b"));
    const auto &rule = read->rules.front();
    QCOMPARE(rule.selector.path, std::string("a/**"));
    QCOMPARE(rule.selector.environments.front().text(), std::string("prod"));
    QVERIFY((rule.condition == policy::PolicyCondition{{"/x/**"}, 50, 60, false}));
    QVERIFY((rule.requirements
        == std::vector<policy::ApprovalRequirement>{
            {"one", 2, {"g"}, true}, {"two", 1, {}, false}}));
    QVERIFY((read->expiry == governing::Expiry{3, 7}));
    QVERIFY(read->standards.empty() && !read->expedited);
}

void TestGoverningDocuments::aPolicySaysWhatGoesWithLess()
{
    const auto document = tree(
        R"({"standardChanges":[{"id":"s","title":"T","paths":["a/*"],"keys":[)"
        R"({"key":"/x","minimum":0.5,"maximum":2,"changedBy":10},{"key":"/y","values":["b",1,null]}]}],)"
        R"("expedited":{"ticket":"INC-[0-9]+","risk":30}})");
    const auto read = governing::readPolicy(document.root(), EnvironmentId("prod"));
    QVERIFY(read.ok());
    QCOMPARE(read->standards.size(), std::size_t(1));
    QVERIFY((read->standards.front()
        == policy::StandardChange{
            "s", {"a/*"}, {{"/x", 0.5, 2.0, {}, 10}, {"/y", {}, {}, {"\"b\"", "1", "null"}, {}}}}));
    QVERIFY((read->expedited == policy::ExpeditedTerms{1, 30, "INC-[0-9]+", 2}));
}

void TestGoverningDocuments::everyMisspellingHasItsPlace_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    const auto row = [](governing::Kind kind, const char *json, const char *expected) {
        QTest::newRow(json) << int(kind) << json << expected;
    };
    using enum governing::Kind;
    row(Policy, "[]", ": type");
    for (const char *overrun : {"finish", "rollback"})
        QTest::addRow("overrun %s", overrun)
            << int(Freezes)
            << QStringLiteral(R"({"windows":[{"id":"x","title":"X","kind":"deny","zone":"UTC",)"
                              R"("severity":"soft","from":"2026-12-20T00:00",)"
                              R"("to":"2026-12-21T00:00","overrun":"%1"}]})")
                   .arg(QString::fromLatin1(overrun))
            << "/windows/0/overrun: no-rollouts";
    row(Policy, R"({"rule":[]})", "/rule: unknown-member");
    row(Policy, R"({"rules":{}})", "/rules: type");
    row(Policy, R"({"standardChanges":[{"id":"a","keys":[{"key":"/x","minimum":1}]}]})",
        "/standardChanges/0: required");
    row(Policy,
        R"({"standardChanges":[{"id":"a","paths":["b"],"keys":[{"key":"/x"},{"key":"x","maximum":1}]}]})",
        "/standardChanges/0/keys/0: required; /standardChanges/0/keys/1/key: pointer");
    row(Policy,
        R"({"standardChanges":[{"id":"a","paths":["b"],"keys":[{"key":"/x","values":[{}]},{"key":"/y","values":[]}]}]})",
        "/standardChanges/0/keys/0/values/0: type; /standardChanges/0/keys/0: required; "
        "/standardChanges/0/keys/1/values: empty; /standardChanges/0/keys/1: required");
    row(Policy, R"({"expedited":{}})", "/expedited: required");
    row(Policy, R"({"expedited":{"ticket":"(a)\\1","approvals":0}})",
        "/expedited/approvals: range; /expedited/ticket: pattern");
    row(Policy, R"({"rules":[{"require":[{"id":"a"}]}]})", "/rules/0: required");
    row(Policy, R"({"rules":[{"id":"a","require":[]}]})", "/rules/0: required");
    row(Policy, R"({"rules":[{"id":"a","require":[{"id":"a","approvals":0}]}]})",
        "/rules/0/require/0/approvals: range");
    row(Policy, R"({"rules":[{"id":"a","match":{"actions":["updates"]},"require":[{"id":"a"}]}]})",
        "/rules/0/match/actions/0: unknown-action");
    // They would bind nothing.
    row(Policy, R"({"rules":[{"id":"a","match":{"actions":["metadata"]},"require":[{"id":"a"}]}]})",
        "/rules/0/match/actions/0: unknown-action");
    row(Policy, R"({"rules":[{"id":"a","match":{"classes":[]},"require":[{"id":"a"}]}]})",
        "/rules/0/match/classes: empty");
    row(Policy, R"({"rules":[{"id":"a","match":{"tags":["edge"]},"require":[{"id":"a"}]}]})",
        "/rules/0/match/tags: unknown-member");
    row(Policy, R"({"rules":[{"id":"a","match":{"paths":[]},"require":[{"id":"a"}]}]})",
        "/rules/0/match/paths: empty");
    row(Policy, R"({"rules":[{"id":"a","when":{"keys":["x"]},"require":[{"id":"a"}]}]})",
        "/rules/0/when/keys/0: pointer");
    row(Policy,
        R"({"rules":[{"id":"a","require":[{"id":"a"}]},{"id":"a","require":[{"id":"a"}]}]})",
        "/rules/1/id: duplicate");
    row(Policy, R"({"expiry":{"open":0}})", "/expiry/open: range");
    row(Policy, R"({"reach":{}})", "/reach: required");
    row(Policy, R"({"reach":{"cells":1}})", "/reach/cells: unknown-member; /reach: required");
    row(Policy, R"({"reach":{"regions":-1}})", "/reach/regions: range; /reach: required");
    row(Policy, R"({"bulk":{"objects":0,"sample":51}})",
        "/bulk/objects: range; /bulk/sample: range");
    row(Ownership, R"({"lines":[{"owners":["a"]}]})", "/lines/0: required");
    row(Ownership, R"({"lines":[{"pattern":"/a/","owners":"a"}]})", "/lines/0/owners: type");
    row(Groups, R"({"groups":[{"name":"g"},{"name":"g"}]})", "/groups/1/name: duplicate");
    row(Groups, R"({"groups":[{"name":"g","members":[1]}]})", "/groups/0/members/0: type");
}

void TestGoverningDocuments::everyMisspellingHasItsPlace()
{
    QFETCH(int, kind);
    QFETCH(QString, json);
    QFETCH(QString, expected);
    QCOMPARE(problems(governing::Kind(kind), qUtf8Printable(json)), expected.toStdString());
}

// What the schema lets through must not surprise at the server, and the other way round.
void TestGoverningDocuments::schemaAndReaderAgree_data()
{
    everyMisspellingHasItsPlace_data();
    QTest::newRow("fine policy") << int(governing::Kind::Policy)
                                 << R"({"rules":[{"id":"a","require":[{"id":"a"}]}]})" << "";
    QTest::newRow("fine ownership")
        << int(governing::Kind::Ownership) << R"({"lines":[{"pattern":"/a/"}]})" << "";
    QTest::newRow("fine freezes") << int(governing::Kind::Freezes)
                                  << R"({"windows":[{"id":"x","title":"X","kind":"deny",)"
                                     R"("severity":"soft","zone":"UTC",)"
                                     R"("from":"2026-12-20T00:00","to":"2026-12-21T00:00"}]})"
                                  << "";
    QTest::newRow("misspelt freezes")
        << int(governing::Kind::Freezes) << R"({"window":[]})" << "/window: unknown";
    QTest::newRow("fine emergency")
        << int(governing::Kind::Emergency) << R"({"twoPerson":true})" << "";
    QTest::newRow("misspelt emergency")
        << int(governing::Kind::Emergency) << R"({"twoPersons":true})" << "/twoPersons: unknown";
    QTest::newRow("fine groups") << int(governing::Kind::Groups)
                                 << R"({"groups":[{"name":"g","members":["a"]}]})" << "";
}

void TestGoverningDocuments::schemaAndReaderAgree()
{
    QFETCH(int, kind);
    QFETCH(QString, json);
    QFETCH(QString, expected);
    const auto text = std::string(governing::schemaTextOf(governing::Kind(kind)));
    QVERIFY(!text.empty());
    auto schema = readJson(text);
    QVERIFY(schema.ok());
    CompileOptions options;
    options.warningsAreErrors = true;
    const auto compiled
        = CompiledSchema::compile(std::move(schema).tree(), options, SchemaLibrary());
    QVERIFY2(compiled.ok(), compiled.ok() ? "" : toString(compiled.error()).c_str());
    const auto document = tree(qUtf8Printable(json));
    // That an id stands twice is beyond a schema.
    const bool isBeyond = expected.contains(QStringLiteral("duplicate"));
    QCOMPARE(compiled->accepts(document.root()), expected.isEmpty() || isBeyond);
}

void TestGoverningDocuments::everyLeafThatComesOrGoesIsAKey()
{
    using Keys = std::vector<std::string>;
    QCOMPARE(facts(R"({"a":{"b":1,"c":[1,2]}})", "{}").keys, (Keys{"/a/b", "/a/c/0", "/a/c/1"}));
    QCOMPARE(facts("{}", R"({"a":{"b":1}})").keys, (Keys{"/a/b"}));
    // An object that becomes a number is a change of all that stood in it.
    QCOMPARE(facts(R"({"a":{"b":1}})", R"({"a":2})").keys, (Keys{"/a/b", "/a"}));
    QVERIFY(facts(R"({"a":1,"b":2})", R"({"b":2,"a":1})").keys.empty());
}

// What could be multiplied is bounded before it is.
void TestGoverningDocuments::aHugeRuleIsRefusedAndNotMultiplied()
{
    std::string many = "[\"/x\"";
    for (int i = 0; i < 1000; ++i)
        many += ",\"/x\"";
    many += ']';
    const auto text = R"({"rules":[{"id":"a","match":{"paths":)" + many + R"(},"when":{"keys":)"
        + many + R"(},"require":[{"id":"a"}]}]})";
    QCOMPARE(problems(governing::Kind::Policy, text.c_str()),
        std::string("/rules/0/when/keys: maxItems; /rules/0/match/paths: maxItems; "
                    "/rules/0/match/paths: empty"));
}

void TestGoverningDocuments::beyondTwoHundredKeysEverythingMayBeAmongThem()
{
    std::string many = "{";
    for (int i = 0; i < 201; ++i)
        many += (i > 0 ? "," : "") + ("\"k" + std::to_string(i)) + "\":1";
    const auto made = facts("{}", (many + '}').c_str());
    QCOMPARE(made.keys.size(), std::size_t(200));
    QVERIFY(made.moreKeys);
    QVERIFY(policy::holds({{"/elsewhere"}, {}, {}}, made));
}

void TestGoverningDocuments::theSizeOfANumbersChangeIsInPercentOfWhatItWas_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("percent"); // -1: no number changes
    QTest::newRow("half more") << R"({"a":10})" << R"({"a":15})" << 50;
    QTest::newRow("to nothing") << R"({"a":10})" << R"({"a":0})" << 100;
    QTest::newRow("from nothing") << R"({"a":0})" << R"({"a":1})" << 1'000'000;
    QTest::newRow("negative") << R"({"a":-10})" << R"({"a":-5})" << 50;
    QTest::newRow("the largest of two") << R"({"a":10,"b":10})" << R"({"a":11,"b":30})" << 200;
    QTest::newRow("huge") << R"({"a":1e-300})" << R"({"a":1e300})" << 1'000'000;
    QTest::newRow("the same") << R"({"a":1.0})" << R"({"a":1})" << -1;
    QTest::newRow("gone") << R"({"a":10})" << "{}" << 1'000'000;
    QTest::newRow("as a text") << R"({"a":10})" << R"({"a":"10"})" << 1'000'000;
    QTest::newRow("it comes") << "{}" << R"({"a":10})" << 1'000'000;
    QTest::newRow("from a text") << R"({"a":"10"})" << R"({"a":10})" << 1'000'000;
    QTest::newRow("it comes with others") << "{}" << R"({"a":{"b":[{"c":1}]}})" << 1'000'000;
    QTest::newRow("it goes with others") << R"({"a":{"b":1,"c":"x"}})" << "{}" << 1'000'000;
    QTest::newRow("no number comes") << "{}" << R"({"a":{"b":"1"}})" << -1;
    QTest::newRow("a text") << R"({"a":"1"})" << R"({"a":"2"})" << -1;
}

void TestGoverningDocuments::theSizeOfANumbersChangeIsInPercentOfWhatItWas()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(int, percent);
    QCOMPARE(
        facts(qUtf8Printable(before), qUtf8Printable(after)).largestChange.value_or(-1), percent);
}

void TestGoverningDocuments::riskIsASumThatAnybodyCanFollow()
{
    QCOMPARE(points(facts(R"({"name":"a"})", R"({"name":"b"})")), std::string("0"));
    QCOMPARE(
        points(facts(R"({"pool":10})", R"({"pool":12})")), std::string("10 numeric-change+10"));
    QCOMPARE(points(facts(R"({"enabled":true})", R"({"enabled":false})")),
        std::string("25 kill-switch+25"));
    QCOMPARE(points(facts(R"({"tlsMinVersion":"1.3"})", R"({"tlsMinVersion":"1.0"})")),
        std::string("25 security-key+25"));
    // "author" is not "auth".
    QCOMPARE(points(facts(R"({"author":"a"})", R"({"author":"b"})")), std::string("0"));
    QCOMPARE(points(facts(R"({"name":"a"})", "{}")), std::string("10 removal+10"));
    const auto document = tree(R"({"rules":[]})");
    QCOMPARE(points(policy::factsOf({}, document.root(), {3, 150, "sys/policy"})),
        std::string("90 environment+30 dependents+20 governing+40"));
    // 2026-11-20 was a Friday.
    const ChangeFacts none;
    const auto at
        = [&](const char *when) { return points(policy::atHour(none, fromRfc3339(when).value())); };
    QCOMPARE(at("2026-11-20T12:00:00Z"), std::string("0"));
    QCOMPARE(at("2026-11-20T18:00:00Z"), std::string("10 off-hours+10"));
    QCOMPARE(at("2026-11-20T07:59:59Z"), std::string("10 off-hours+10"));
    QCOMPARE(at("2026-11-21T12:00:00Z"), std::string("10 off-hours+10"));
}

void TestGoverningDocuments::unknownFactsMeetEveryCondition()
{
    QVERIFY(policy::holds({{"/x"}, 1'000'000, 100}, std::nullopt));
    QVERIFY(!policy::holds({{"/x"}, 1'000'000, 100}, ChangeFacts{}));
}

void TestGoverningDocuments::conditionsHoldTogether()
{
    ChangeFacts facts;
    facts.keys = {"/limits/rate"};
    facts.largestChange = 50;
    facts.risk = 30;
    QVERIFY(policy::holds({}, facts));
    QVERIFY(policy::holds({{"/limits/*"}, 50, 30}, facts));
    QVERIFY(policy::holds({{"/other", "/limits/**"}, {}, {}}, facts));
    QVERIFY(!policy::holds({{"/limits"}, {}, {}}, facts));
    // A scalar where an object was expected changes all that would be in it.
    facts.keys = {"/limits"};
    QVERIFY(policy::holds({{"/limits/rate"}, {}, {}}, facts));
    QVERIFY(policy::holds({{"/limits/**"}, {}, {}}, facts));
    facts.keys = {"/limits/rate"};
    QVERIFY(!policy::holds({{"/limits/*"}, 51, 30}, facts));
    QVERIFY(!policy::holds({{"/limits/*"}, 50, 31}, facts));
}

QTEST_GUILESS_MAIN(TestGoverningDocuments)
#include "tst_governing.moc"
