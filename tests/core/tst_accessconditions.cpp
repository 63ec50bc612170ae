// SPDX-License-Identifier: Apache-2.0
#include "engine/core/access/access.h"
#include "engine/core/document/json.h"
#include "engine/core/governing/documents.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core;
using namespace chancery::core::access;

namespace {

const EnvironmentId prod("prod");
const Instant noon = fromRfc3339("2026-11-20T12:00:00Z").value(); // a Friday

Tree tree(const std::string &json)
{
    auto reading = readJson(json);
    if (!reading.ok())
        qFatal("%s", json.c_str());
    return std::move(reading).tree();
}

std::string problems(const char *json)
{
    const auto document = tree(json);
    std::string text;
    for (const auto &problem : governing::problemsOf(governing::Kind::Access, document.root()))
        text += (text.empty() ? "" : "; ") + problem.pointer + ": " + problem.code;
    return text;
}

// Groups "payers" and "red" are known in the environment.
AccessGovernance governed(const std::string &json)
{
    const auto document = tree(json);
    return {prod, readAccess(document.root()).value(), false, {"payers", "red"}};
}

Subject alice(Role role = Role::Viewer)
{
    return {"alice", {"payers"}, permissionsOf(role), false};
}

// To the second.
std::string shown(Instant instant)
{
    static constexpr std::size_t length = 19;
    return '@' + toRfc3339(instant).substr(0, length) + 'Z';
}

// "rule payments" or "nothing; expired old@2026-…; ask-for-rule sys/access".
std::string told(const Decision &decision)
{
    std::string text(name(decision.decidedBy));
    if (!decision.rule.empty())
        text += ' ' + decision.rule;
    for (const auto &miss : decision.nearMisses)
        text += "; " + std::string(name(miss.why)) + ' ' + miss.rule
            + (miss.at ? shown(*miss.at) : "")
            + (miss.condition.empty() ? "" : " [" + miss.condition + ']');
    for (const auto &remedy : decision.remedies)
        text += "; " + std::string(name(remedy.kind))
            + (remedy.subject.empty() ? "" : ' ' + remedy.subject)
            + (remedy.at ? shown(*remedy.at) : "")
            + (remedy.condition.empty() ? "" : " [" + remedy.condition + ']');
    return (decision.isAllowed ? "yes: " : "no: ") + text;
}

std::string decided(const AccessGovernance &governance, const Subject &subject,
    Permission permission, std::string_view path, Instant now = noon)
{
    return told(decide(governance, subject, permission, path, now));
}

// As the server knows her.
Subject known(Attributes attributes, Circumstances circumstances = {})
{
    auto subject = alice();
    subject.attributes = std::move(attributes);
    subject.circumstances = std::move(circumstances);
    return subject;
}

} // namespace

// Rules of access that ask for attributes of the person, of what is touched, and of how and from
// where it is asked for.
class TestAccessConditions : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void readerAndSchemaAgree_data();
    void readerAndSchemaAgree();
    void attributesOfThePersonDecide();
    void whatIsTouchedDecides();
    void howAndFromWhereDecides();
    void aBanHoldsUnlessItsConditionsDo();
    void whatNobodyCanTellIsAssumedAndSaid();
};

void TestAccessConditions::readerAndSchemaAgree_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, const char *rule, const char *expected) {
        QTest::newRow(name) << QStringLiteral(
            R"({"rules": [{"id": "a", "roles": ["author"], %1}]})")
                                   .arg(QString::fromUtf8(rule))
                            << QString::fromUtf8(expected);
    };
    add("all conditions",
        R"("when": {"person": {"department": ["payments"], "kind": ["user"]},
            "resource": {"tiers": [2, 3], "owners": ["team"]},
            "circumstances": {"methods": ["oidc"], "secondFactor": true, "levels": ["gold"],
                "provenWithin": 15, "addresses": ["10.1.0.0/16", "fd00::/8", "192.0.2.1"]}})",
        "");
    add("unless",
        R"("to": ["x"], "effect": "forbid", "unless": {"circumstances": {"secondFactor": true}})",
        "");
    add("permit unless", R"("to": ["x"], "unless": {"circumstances": {"secondFactor": true}})",
        "/rules/0/unless: exclusive");
    add("whoever", R"("when": {"circumstances": {"secondFactor": true}})", "/rules/0: required");
    add("no condition", R"("to": ["x"], "when": {})", "/rules/0/when: empty");
    add("no circumstance", R"("to": ["x"], "when": {"circumstances": {}})",
        "/rules/0/when/circumstances: empty");
    add("no attribute", R"("to": ["x"], "when": {"person": {}})", "/rules/0/when/person: length");
    add("no value", R"("to": ["x"], "when": {"person": {"department": []}})",
        "/rules/0/when/person/department: empty");
    add("unknown condition", R"("to": ["x"], "when": {"weather": "fine"})",
        "/rules/0/when/weather: unknown-member");
    add("misspelt circumstance", R"("to": ["x"], "when": {"circumstances": {"adresses": ["::1"]}})",
        "/rules/0/when/circumstances/adresses: unknown-member");
    add("tier", R"("to": ["x"], "when": {"resource": {"tiers": [4]}})",
        "/rules/0/when/resource/tiers/0: range");
    add("first factor", R"("to": ["x"], "when": {"circumstances": {"secondFactor": false}})",
        "/rules/0/when/circumstances/secondFactor: enum");
    add("age", R"("to": ["x"], "when": {"circumstances": {"provenWithin": 0}})",
        "/rules/0/when/circumstances/provenWithin: range");
}

void TestAccessConditions::readerAndSchemaAgree()
{
    QFETCH(QString, json);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(problems(json.toUtf8().constData())), expected);
    auto schema = readJson(std::string(governing::schemaTextOf(governing::Kind::Access)));
    QVERIFY(schema.ok());
    CompileOptions options;
    options.warningsAreErrors = true;
    const auto compiled
        = CompiledSchema::compile(std::move(schema).tree(), options, SchemaLibrary());
    QVERIFY2(compiled.ok(), compiled.ok() ? "" : toString(compiled.error()).c_str());
    const auto document = tree(json.toStdString());
    QCOMPARE(compiled->accepts(document.root()), expected.isEmpty());
}

void TestAccessConditions::attributesOfThePersonDecide()
{
    const auto governance = governed(R"({"rules": [
        {"id": "in", "roles": ["approver"],
         "when": {"person": {"department": ["payments", "ops"], "grade": ["senior"]}}},
        {"id": "out", "effect": "forbid", "permissions": ["approve"],
         "when": {"person": {"contract": ["external"]}}}]})");
    const auto asked = [&](const Attributes &attributes) {
        return decided(governance, known(attributes), Permission::Approve, "a/app");
    };
    QCOMPARE(
        asked({{"department", {"ops", "it"}}, {"grade", {"senior"}}}), std::string("yes: rule in"));
    QCOMPARE(asked({{"department", {"ops"}}}),
        std::string("no: nothing; condition in [person.grade: senior]; "
                    "meet-condition in [person.grade: senior]; ask-for-rule sys/access"));
    QCOMPARE(asked({}).substr(0, 59),
        std::string("no: nothing; condition in [person.department: payments, ops"));
    // What is forbidden is forbidden whatever permits it.
    QCOMPARE(asked({{"department", {"ops"}}, {"grade", {"senior"}}, {"contract", {"external"}}}),
        std::string("no: rule out; ask-for-rule sys/access"));
}

void TestAccessConditions::whatIsTouchedDecides()
{
    auto governance = governed(R"({"rules": [
        {"id": "own", "to": ["payers"], "roles": ["author"],
         "when": {"resource": {"owners": ["team-pay"], "tiers": [2, 3]}}}]})");
    governance.owners = {{"payments", "team-pay"}, {"web", "team-web"}};
    governance.tier = 3;
    const auto asked = [&](std::string_view path) {
        return decide(governance, known({}), Permission::Edit, path, noon).isAllowed;
    };
    QVERIFY(asked("payments/limits"));
    QVERIFY(!asked("web/limits"));
    QVERIFY(!asked("nobodys/limits"));
    QVERIFY(!asked("")); // the environment belongs to none of them
    governance.tier = 1;
    QVERIFY(!asked("payments/limits"));
}

void TestAccessConditions::howAndFromWhereDecides()
{
    const auto governance = governed(R"({"rules": [
        {"id": "desk", "to": ["payers"], "permissions": ["apply"],
         "when": {"circumstances": {"methods": ["oidc"], "secondFactor": true, "levels": ["gold"],
             "provenWithin": 15, "addresses": ["10.1.0.0/16", "fd00::/8"]}}}]})");
    const Circumstances fine{"oidc", true, "gold", std::chrono::minutes(15), "10.1.2.3"};
    const auto asked = [&](const Circumstances &circumstances) {
        const auto decision
            = decide(governance, known({}, circumstances), Permission::Apply, "a/app", noon);
        return decision.isAllowed ? "yes" : decision.nearMisses.front().condition;
    };
    QCOMPARE(asked(fine), std::string("yes"));
    const auto with = [&](auto change) {
        auto changed = fine;
        change(changed);
        return asked(changed);
    };
    using C = Circumstances;
    QCOMPARE(with([](C &c) { c.method = "password"; }), std::string("circumstances.methods: oidc"));
    QCOMPARE(
        with([](C &c) { c.hasSecondFactor = false; }), std::string("circumstances.secondFactor"));
    QCOMPARE(with([](C &c) { c.level.clear(); }), std::string("circumstances.levels: gold"));
    for (const auto age : {std::optional(std::chrono::seconds(15 * 60 + 1)),
             std::optional(std::chrono::seconds(-1)), std::optional<std::chrono::seconds>()})
        QCOMPARE(
            with([&](C &c) { c.provenAgo = age; }), std::string("circumstances.provenWithin: 15"));
    for (const char *address : {"10.2.0.1", "", "::1", "10.1.2.3:443", "host.example"})
        QCOMPARE(with([&](C &c) { c.address = address; }),
            std::string("circumstances.addresses: 10.1.0.0/16, fd00::/8"));
    QCOMPARE(with([](C &c) { c.address = "::ffff:10.1.9.9"; }), std::string("yes"));
    QCOMPARE(with([](C &c) { c.address = "fd12::1"; }), std::string("yes"));
}

void TestAccessConditions::aBanHoldsUnlessItsConditionsDo()
{
    const auto governance = governed(R"({"rules": [
        {"id": "strong", "effect": "forbid", "to": ["payers"], "permissions": ["approve"],
         "unless": {"circumstances": {"secondFactor": true}, "person": {"kind": ["user"]}}}]})");
    auto subject = known({{"kind", {"user"}}}, {"password", false, {}, {}, "10.0.0.1"});
    subject.roles = permissionsOf(Role::Approver);
    QCOMPARE(decided(governance, subject, Permission::Approve, "a/app"),
        std::string("no: rule strong; meet-condition strong [circumstances.secondFactor]; "
                    "ask-for-rule sys/access"));
    subject.circumstances->hasSecondFactor = true;
    QCOMPARE(decided(governance, subject, Permission::Approve, "a/app"), std::string("yes: roles"));
    // Of whom nothing is known it holds.
    subject.attributes = Attributes();
    QVERIFY(!decide(governance, subject, Permission::Approve, "a/app", noon).isAllowed);
}

void TestAccessConditions::whatNobodyCanTellIsAssumedAndSaid()
{
    const auto governance = governed(R"({"closed": true, "rules": [
        {"id": "in", "to": ["payers"], "roles": ["approver"],
         "when": {"person": {"department": ["ops"]}}},
        {"id": "strong", "effect": "forbid", "to": ["payers"], "permissions": ["approve"],
         "unless": {"circumstances": {"secondFactor": true}}}]})");
    const auto decision = decide(governance, alice(), Permission::Approve, "a/app", noon);
    QVERIFY(decision.isAllowed);
    QCOMPARE(decision.assumed,
        (std::vector<std::string>{"circumstances.secondFactor", "person.department: ops"}));
    const auto rights = rightsOf(governance, alice(), noon);
    QCOMPARE(rights.grants.size(), 1u);
    QVERIFY(rights.bans.empty());
    // What is known is not assumed.
    auto subject = alice();
    subject.attributes = Attributes();
    QVERIFY(!decide(governance, subject, Permission::Approve, "a/app", noon).isAllowed);
    QVERIFY(rightsOf(governance, subject, noon).grants.empty());
}

QTEST_GUILESS_MAIN(TestAccessConditions)
#include "tst_accessconditions.moc"
