// SPDX-License-Identifier: Apache-2.0
#include "engine/core/access/access.h"
#include "engine/core/document/json.h"
#include "engine/core/governing/documents.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using namespace chancery::core;
using namespace chancery::core::access;

namespace {

const EnvironmentId prod("prod");
const Instant noon = fromRfc3339("2026-11-20T12:00:00Z").value(); // a Friday

Instant at(std::string_view text)
{
    return fromRfc3339(text).value();
}

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

} // namespace

class TestAccess : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void readerAndSchemaAgree_data();
    void readerAndSchemaAgree();
    void withoutADocumentTheRolesDecide();
    void aRuleGivesARightForAPartOfTheWorld();
    void aClassOfDataStandsForItsPaths();
    void aClassThatIsNotThereGovernsNothing();
    void whatIsForbiddenIsForbiddenWhateverPermitsIt();
    void aClosedEnvironmentKnowsNoRoles();
    void aRightEndsWithItsInstant();
    void hoursAreThoseOfTheZone_data();
    void hoursAreThoseOfTheZone();
    void anAccountBecomesNoGroupByItsName();
    void whoIsDisabledMayNothing();
    void anUnreadableDocumentLeavesWhatMendsIt();
    void whatHoldsForTheServerIsSaidByRolesAlone();
    void decisionAndWeighingAgree();
    void moreBansNeverAllowAndMorePermitsNeverForbid();
};

void TestAccess::readerAndSchemaAgree_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, const char *json, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(expected);
    };
    add("empty", R"({})", "");
    add("whole",
        R"({"closed": true, "rules": [{"id": "a", "title": "t", "effect": "forbid", "to": ["payers"],
            "roles": ["approver"], "permissions": ["rollback"], "paths": ["payments/**"],
            "notBefore": "2026-11-01T00:00:00Z", "notAfter": "2026-12-01T00:00:00Z",
            "hours": {"zone": "Europe/Berlin", "days": ["mon"], "from": "08:00", "to": "18:00"}}]})",
        "");
    add("class",
        R"({"classes": {"cardholder": ["payments/*/cards", "vault/**"]},
            "rules": [{"id": "a", "to": ["payers"], "roles": ["author"], "classes": ["cardholder"]}]})",
        "");
    add("class and paths",
        R"({"classes": {"cardholder": ["vault/**"]}, "rules": [{"id": "a", "to": ["x"],
            "roles": ["author"], "classes": ["cardholder"], "paths": ["a/**"]}]})",
        "/rules/0/classes: exclusive");
    add("class of nothing", R"({"classes": {"cardholder": []}})", "/classes/cardholder: empty");
    add("class that is no list", R"({"classes": {"cardholder": "vault/**"}})",
        "/classes/cardholder: type; /classes/cardholder: empty");
    add("no object", R"([])", ": type");
    add("nobody", R"({"rules": [{"id": "a", "to": [], "roles": ["author"]}]})",
        "/rules/0/to: empty");
    add("without whom", R"({"rules": [{"id": "a", "roles": ["author"]}]})", "/rules/0: required");
    add("nothing", R"({"rules": [{"id": "a", "to": ["x"]}]})", "/rules/0: required");
    add("unknown right", R"({"rules": [{"id": "a", "to": ["x"], "permissions": ["fly"]}]})",
        "/rules/0/permissions/0: unknown-permission");
    add("of the whole server",
        R"({"rules": [{"id": "a", "to": ["x"], "permissions": ["administer"]}]})",
        "/rules/0/permissions/0: unknown-permission");
    add("unknown effect",
        R"({"rules": [{"id": "a", "to": ["x"], "roles": ["author"], "effect": "maybe"}]})",
        "/rules/0/effect: enum");
    add("member", R"({"rules": [{"id": "a", "to": ["x"], "roles": ["author"], "path": ["b"]}]})",
        "/rules/0/path: unknown-member");
}

void TestAccess::readerAndSchemaAgree()
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

void TestAccess::withoutADocumentTheRolesDecide()
{
    const AccessGovernance nothing{prod, std::nullopt, false, {}};
    QCOMPARE(decided(nothing, alice(Role::Author), Permission::Edit, "a/app"), "yes: roles");
    QCOMPARE(decided(nothing, alice(Role::Author), Permission::Approve, "a/app"),
        "no: nothing; ask-for-role approver, admin");
    QCOMPARE(decided(nothing, alice(Role::Admin), Permission::PolicyEdit, "sys/policy"),
        "no: nothing; ask-for-role policy.edit");
    QCOMPARE(decided(nothing, alice(), Permission::Rollback, "a/app"),
        "no: nothing; ask-for-role operator, admin; emergency");
}

void TestAccess::aRuleGivesARightForAPartOfTheWorld()
{
    const auto governance = governed(
        R"({"rules": [{"id": "pay", "to": ["payers"], "roles": ["approver"], "paths": ["payments/**"]}]})");
    QCOMPARE(decided(governance, alice(), Permission::Approve, "payments/api"), "yes: rule pay");
    QCOMPARE(decided(governance, alice(), Permission::Approve, "search/api"),
        "no: nothing; other-path pay; ask-for-rule sys/access");
    QCOMPARE(decided(governance, alice(), Permission::Approve, ""),
        "no: nothing; other-path pay; ask-for-rule sys/access");
    QCOMPARE(decided(governance, {"bob", {}, permissionsOf(Role::Viewer), false},
                 Permission::Approve, "payments/api"),
        "no: nothing; ask-for-rule sys/access");
    QVERIFY(everGiven(governance, alice()).has(Permission::Approve));
    QVERIFY(!everGiven(governance, alice()).has(Permission::View));
}

void TestAccess::aClassOfDataStandsForItsPaths()
{
    const auto governance = governed(
        R"({"classes": {"cardholder": ["payments/*/cards", "vault/**"], "all": ["**"]}, "rules": [
            {"id": "cards", "to": ["payers"], "roles": ["author"], "classes": ["cardholder"]},
            {"id": "none", "effect": "forbid", "to": ["red"], "permissions": ["edit"], "classes": ["all"]}]})");
    QCOMPARE(
        decided(governance, alice(), Permission::Edit, "payments/eu/cards"), "yes: rule cards");
    QCOMPARE(decided(governance, alice(), Permission::Edit, "vault/a/b"), "yes: rule cards");
    QCOMPARE(decided(governance, alice(), Permission::Edit, "payments/eu/fees"),
        "no: nothing; other-path cards; ask-for-rule sys/access");
    QCOMPARE(decided(governance, {"bob", {"red"}, permissionsOf(Role::Author), false},
                 Permission::Edit, "vault/a"),
        "no: rule none; ask-for-rule sys/access");
}

// Also one that is there in another case, and too many paths by way of classes.
void TestAccess::aClassThatIsNotThereGovernsNothing()
{
    const auto rule
        = R"("rules": [{"id": "a", "to": ["x"], "roles": ["author"], "classes": ["Cards", "b"]}]})";
    QCOMPARE(
        problems((std::string(R"({"classes": {"cards": ["a"], "b": ["b"]}, )") + rule).c_str()),
        std::string("/rules/0/classes/0: unknown-class"));
    std::string many;
    for (int path = 0; path < 60; ++path)
        many += (path ? ",\"a/" : "\"a/") + std::to_string(path) + '"';
    const auto classes
        = R"({"classes": {"Cards": [)" + many + R"(], "b": [)" + many + "]}, " + rule;
    QCOMPARE(problems(classes.c_str()), std::string("/rules/0/classes: maxItems"));
}

void TestAccess::whatIsForbiddenIsForbiddenWhateverPermitsIt()
{
    const auto governance = governed(R"({"rules": [
        {"id": "pay", "to": ["payers"], "roles": ["approver"], "paths": ["payments/**"]},
        {"id": "not-alice", "to": ["alice"], "permissions": ["approve"], "effect": "forbid",
         "paths": ["payments/limits"]}]})");
    QCOMPARE(decided(governance, alice(Role::Admin), Permission::Approve, "payments/limits"),
        "no: rule not-alice; ask-for-rule sys/access");
    QCOMPARE(decided(governance, alice(), Permission::Approve, "payments/api"), "yes: rule pay");
    QCOMPARE(
        decided(governance, alice(Role::Admin), Permission::Approve, "search/api"), "yes: roles");
}

void TestAccess::aClosedEnvironmentKnowsNoRoles()
{
    const auto governance = governed(R"({"closed": true, "rules": [
        {"id": "pay", "to": ["payers"], "roles": ["author"], "paths": ["payments/**"]}]})");
    QCOMPARE(
        decided(governance, alice(Role::Admin), Permission::Edit, "payments/api"), "yes: rule pay");
    QCOMPARE(decided(governance, alice(Role::Admin), Permission::Edit, "search/api"),
        "no: closed; other-path pay; ask-for-rule sys/access");
    QCOMPARE(decided(governance, alice(Role::Admin), Permission::Administer, ""), "yes: roles");
    QCOMPARE(decided(governance, alice(), Permission::View, "search/api"), "yes: roles");
}

void TestAccess::aRightEndsWithItsInstant()
{
    const auto governance = governed(R"({"rules": [
        {"id": "loan", "to": ["alice"], "permissions": ["edit"],
         "notBefore": "2026-11-20T08:00:00Z", "notAfter": "2026-11-20T12:00:00Z"}]})");
    const auto tried = [&](std::string_view when) {
        return decided(governance, alice(), Permission::Edit, "a/app", at(when));
    };
    QCOMPARE(tried("2026-11-20T07:59:59Z"),
        "no: nothing; not-yet loan@2026-11-20T08:00:00Z; wait-until loan@2026-11-20T08:00:00Z; "
        "ask-for-rule sys/access");
    QCOMPARE(tried("2026-11-20T08:00:00Z"), "yes: rule loan");
    QCOMPARE(tried("2026-11-20T11:59:59Z"), "yes: rule loan");
    QCOMPARE(tried("2026-11-20T12:00:00Z"),
        "no: nothing; expired loan@2026-11-20T12:00:00Z; ask-for-rule sys/access");
}

void TestAccess::hoursAreThoseOfTheZone_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, const char *when, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(when) << QString::fromUtf8(expected);
    };
    const char *later
        = "no: nothing; outside-hours day@%1; wait-until day@%1; ask-for-rule sys/access";
    const auto next = [later](const char *instant) {
        return QString::fromUtf8(later).arg(QString::fromUtf8(instant)).toStdString();
    };
    add("winter", "2026-11-20T07:00:00Z", "yes: rule day"); // 08:00 in Berlin
    add("before", "2026-11-20T06:59:59Z", next("2026-11-20T07:00:00Z").c_str());
    add("summer", "2026-07-03T06:00:00Z", "yes: rule day"); // 08:00 in Berlin as well
    add("after", "2026-11-20T17:00:00Z", next("2026-11-23T07:00:00Z").c_str());
    add("weekend", "2026-11-21T10:00:00Z", next("2026-11-23T07:00:00Z").c_str());
    // The clock is set forward in the night to Sunday.
    add("spring", "2026-03-28T10:00:00Z", next("2026-03-30T06:00:00Z").c_str());
}

void TestAccess::hoursAreThoseOfTheZone()
{
    QFETCH(QString, when);
    QFETCH(QString, expected);
    const auto governance = governed(R"({"rules": [{"id": "day", "to": ["alice"],
        "permissions": ["edit"], "hours": {"zone": "Europe/Berlin",
        "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00"}}]})");
    QCOMPARE(QString::fromStdString(
                 decided(governance, alice(), Permission::Edit, "a/app", at(when.toStdString()))),
        expected);
}

void TestAccess::anAccountBecomesNoGroupByItsName()
{
    const auto governance
        = governed(R"({"rules": [{"id": "pay", "to": ["payers"], "roles": ["approver"]}]})");
    const Subject impostor{"payers", {}, permissionsOf(Role::Viewer), false};
    QVERIFY(!decide(governance, impostor, Permission::Approve, "a/app", noon).isAllowed);
}

void TestAccess::whoIsDisabledMayNothing()
{
    const auto governance
        = governed(R"({"rules": [{"id": "pay", "to": ["alice"], "roles": ["approver"]}]})");
    auto subject = alice(Role::Admin);
    subject.isDisabled = true;
    QCOMPARE(decided(governance, subject, Permission::Approve, "a/app"), "no: disabled");
    QVERIFY(rightsOf(governance, subject, noon).grants.empty());
    QVERIFY(everGiven(governance, subject).isEmpty());
}

void TestAccess::anUnreadableDocumentLeavesWhatMendsIt()
{
    const AccessGovernance governance{prod, std::nullopt, true, {}};
    QCOMPARE(decided(governance, alice(Role::Admin), Permission::Edit, "a/app"),
        "no: unreadable; ask-for-rule sys/access");
    QCOMPARE(decided(governance, alice(Role::Admin), Permission::Edit, "sys/access"), "yes: roles");
}

void TestAccess::whatHoldsForTheServerIsSaidByRolesAlone()
{
    const auto governance = governed(
        R"({"closed": true, "rules": [{"id": "all", "to": ["alice"], "roles": ["admin"]}]})");
    QCOMPARE(decided(governance, alice(), Permission::Administer, ""),
        "no: nothing; ask-for-role admin");
    QCOMPARE(decided(governance, alice(), Permission::Approve, ""), "yes: rule all");
}

namespace {

class Maker {
public:
    explicit Maker(unsigned seed)
        : m_random(seed)
    {
    }
    int below(int end) { return int(m_random() % unsigned(end)); }
    std::string pick(std::initializer_list<const char *> words)
    {
        return *(words.begin() + below(int(words.size())));
    }
    AccessRule rule(int number)
    {
        AccessRule rule;
        rule.id = "r" + std::to_string(number);
        rule.effect = below(3) == 0 ? Effect::Forbid : Effect::Permit;
        rule.to = {pick({"alice", "payers", "red", "bob"})};
        rule.permissions = PermissionSet(Permission::Edit)
            | (below(2) == 0 ? PermissionSet(Permission::Approve) : PermissionSet());
        if (below(2) == 0)
            rule.paths = {pick({"a/**", "a/app", "b/**"})};
        if (below(3) == 0)
            rule.notBefore = noon + std::chrono::hours(below(3) - 1);
        if (below(3) == 0)
            rule.notAfter = noon + std::chrono::hours(below(3) - 1);
        if (below(3) == 0)
            rule.when = conditions();
        if (rule.effect == Effect::Forbid && below(3) == 0)
            rule.unless = conditions();
        return rule;
    }
    Conditions conditions()
    {
        Conditions conditions;
        if (below(2) == 0)
            conditions.person = {{"department", {pick({"ops", "it"})}}};
        if (below(3) == 0)
            conditions.owners = {pick({"x", "y"})};
        if (below(4) == 0)
            conditions.tiers = {below(2)};
        conditions.needsSecondFactor = below(3) == 0;
        return conditions;
    }
    AccessGovernance governance()
    {
        AccessGovernance governance{prod, std::nullopt, below(20) == 0, {"payers", "red"}};
        governance.owners = {{"a", "x"}, {"b", "y"}, {"c", ""}};
        governance.tier = 1;
        if (below(6) == 0)
            return governance;
        governance.document.emplace().isClosed = below(2) == 0;
        for (int i = below(5); i > 0; --i)
            governance.document->rules.push_back(rule(i));
        return governance;
    }
    Subject subject()
    {
        Subject subject{pick({"alice", "bob", "red"}),
            below(2) == 0 ? std::vector<std::string>{"payers"} : std::vector<std::string>(),
            permissionsOf(below(2) == 0 ? Role::Viewer : Role::Admin), below(10) == 0};
        if (below(3) != 0)
            subject.attributes = Attributes{{"department", {pick({"ops", "it", "hr"})}}};
        if (below(3) != 0)
            subject.circumstances = Circumstances{"oidc", below(2) == 0, {}, {}, {}};
        return subject;
    }
    std::string path() { return pick({"a/app", "b/app", "sys/access", "c", ""}); }

private:
    std::mt19937 m_random;
};

bool weighed(const AccessGovernance &governance, const Subject &subject, Permission permission,
    const std::string &path)
{
    auto rights = rightsOf(governance, subject, noon);
    policy::Principal principal;
    principal.disabled = subject.isDisabled;
    principal.grants = std::move(rights.grants);
    principal.bans = std::move(rights.bans);
    return policy::holds(principal, permission, {prod, NamespaceId(), {}, path}, noon);
}

} // namespace

void TestAccess::decisionAndWeighingAgree()
{
    int allowedCount = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        Maker maker(seed);
        const auto governance = maker.governance();
        const auto subject = maker.subject();
        const auto path = maker.path();
        for (const auto permission : {Permission::Edit, Permission::Approve}) {
            const auto decision = decide(governance, subject, permission, path, noon);
            if (decision.isAllowed != weighed(governance, subject, permission, path))
                QFAIL(qPrintable(QStringLiteral("world %1").arg(seed)));
            QCOMPARE(decision.remedies.empty(), decision.isAllowed || subject.isDisabled);
            allowedCount += decision.isAllowed ? 1 : 0;
        }
    }
    QVERIFY(allowedCount > 5'000 && allowedCount < 35'000);
}

void TestAccess::moreBansNeverAllowAndMorePermitsNeverForbid()
{
    int changed = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        Maker maker(seed);
        auto governance = maker.governance();
        if (!governance.document || governance.isUnreadable)
            continue;
        const auto subject = maker.subject();
        const auto path = maker.path();
        const bool before = decide(governance, subject, Permission::Edit, path, noon).isAllowed;
        auto rule = maker.rule(9);
        governance.document->rules.insert(governance.document->rules.begin(), rule);
        const bool after = decide(governance, subject, Permission::Edit, path, noon).isAllowed;
        changed += before != after ? 1 : 0;
        if (before != after)
            QCOMPARE(after, rule.effect == Effect::Permit);
    }
    QVERIFY(changed > 500);
}

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
