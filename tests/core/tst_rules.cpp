// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/amount.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/semver.h"
#include "tests/core/schematexts.h"
#include "tests/support/testcase.h"

using namespace chancery;
using tests::compiled;
using tests::parsed;
using tests::words;
using Texts = std::vector<std::string>;

namespace {

std::string warningsOf(const std::string &schema)
{
    std::string text;
    const auto made = compiled(schema);
    for (const auto &warning : made.warnings())
        text += (text.empty() ? "" : ", ") + warning.location + ' ' + warning.code;
    return text;
}

// An invariant of the root, and what it says of the document.
std::string checked(const QString &invariant, const QString &document)
{
    const auto schema = compiled("{\"x-invariants\": [" + invariant.toStdString() + "]}");
    if (!schema.warnings().empty())
        return schema.warnings().front().message;
    const auto tree = parsed(document.toStdString());
    return words(core::checkInvariants(schema, tree.root()));
}

} // namespace

// What a schema says beside what validation reads.
class TestRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void illFormedAnnotationsAreNamed_data();
    void illFormedAnnotationsAreNamed();
    void illFormedInvariantsAreNamed_data();
    void illFormedInvariantsAreNamed();
    void invariants_data();
    void invariants();
    void invariantsApplyWhereTheirSchemaDoes();
    void invariantsNeverQuoteTheDocument();
    void invariantsEndInTime();
    void semanticVersions_data();
    void semanticVersions();
    void orderOfSemanticVersions();
    void nextVersions();
    void amountsAreExact();
};

void TestRules::illFormedAnnotationsAreNamed_data()
{
    QTest::addColumn<QString>("annotation");
    QTest::addColumn<QString>("place");
    QTest::newRow("impact") << R"("x-impact": "huge")" << "#/properties/a/x-impact";
    QTest::newRow("reload") << R"("x-reload": true)" << "#/properties/a/x-reload";
    QTest::newRow("capacity") << R"("x-capacity": 2)" << "#/properties/a/x-capacity";
    QTest::newRow("factor") << R"("x-capacity": {"factor": 1})"
                            << "#/properties/a/x-capacity/factor";
    QTest::newRow("unknown") << R"("x-capacity": {"factr": 3})"
                             << "#/properties/a/x-capacity/factr";
    QTest::newRow("removal") << R"("x-max-removal": 101)" << "#/properties/a/x-max-removal";
    QTest::newRow("key") << R"("x-max-removal": {"percent": 5, "key": "id"})"
                         << "#/properties/a/x-max-removal/key";
    QTest::newRow("owner") << R"("x-owner": "")" << "#/properties/a/x-owner";
    QTest::newRow("sensitive") << R"("x-sensitive": 1)" << "#/properties/a/x-sensitive";
    QTest::newRow("per environment")
        << R"("x-per-environment": "prod")" << "#/properties/a/x-per-environment";
}

void TestRules::illFormedAnnotationsAreNamed()
{
    QFETCH(QString, annotation);
    QFETCH(QString, place);
    const auto schema = "{\"properties\": {\"a\": {" + annotation.toStdString() + "}}}";
    QCOMPARE(warningsOf(schema), place.toStdString() + " invalid-annotation");
    const auto fine = R"({"properties": {"a": {"x-impact": "none", "x-reload": "restart",
        "x-capacity": {"factor": 1.5, "minimum": 2}, "x-max-removal": {"percent": 5, "key": "/id"},
        "x-owner": "team-a", "x-sensitive": "personal", "x-per-environment": true,
        "deprecated": true}}})";
    QCOMPARE(warningsOf(fine), std::string());
    const auto tree = parsed(fine);
    const auto read = core::annotationsOf(tree.root().resolve("/properties/a"));
    QVERIFY(read.impact == core::Impact::None && read.reload == core::Reload::Restart);
    QVERIFY(read.capacity == (core::CapacityRule{1.5, "2"}));
    QVERIFY(read.maxRemoval == (core::RemovalRule{5, "/id"}));
    QVERIFY(read.owner == "team-a" && read.isSensitive && read.isDeprecated);
    QVERIFY(read.isPerEnvironment);
}

void TestRules::illFormedInvariantsAreNamed_data()
{
    QTest::addColumn<QString>("invariant");
    QTest::addColumn<QString>("place");
    QTest::newRow("no list") << R"({"compare": ["/a", "<", 1]})" << "";
    QTest::newRow("nothing") << "[{}]" << "/0";
    QTest::newRow("two") << R"([{"present": "/a", "absent": "/b"}])" << "/0";
    QTest::newRow("sign") << R"([{"compare": ["/a", "=<", 1]}])" << "/0/compare/1";
    QTest::newRow("pointer") << R"([{"compare": ["a", "<", 1]}])" << "/0/compare/0";
    QTest::newRow("three") << R"([{"compare": ["/a", "<"]}])" << "/0/compare";
    QTest::newRow("operand") << R"([{"compare": [{"total": "/a"}, "<", 1]}])" << "/0/compare/0";
    QTest::newRow("in a number") << R"([{"compare": ["/a", "in", {"count": "/b/*"}]}])"
                                 << "/0/compare/2";
    QTest::newRow("in one value") << R"([{"compare": ["/a", "in", {"value": 1}]}])"
                                  << "/0/compare/2";
    QTest::newRow("without then") << R"([{"if": {"present": "/a"}}])" << "/0";
    QTest::newRow("unknown") << R"([{"present": "/a", "mesage": "x"}])" << "/0/mesage";
    QTest::newRow("inside") << R"([{"all": [{"not": {"present": 1}}]}])" << "/0/all/0/not/present";
}

void TestRules::illFormedInvariantsAreNamed()
{
    QFETCH(QString, invariant);
    QFETCH(QString, place);
    QCOMPARE(warningsOf("{\"x-invariants\": " + invariant.toStdString() + '}'),
        "#/x-invariants" + place.toStdString() + " invalid-annotation");
}

void TestRules::invariants_data()
{
    QTest::addColumn<QString>("invariant");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("violations");
    const auto row = [](const char *name, const char *invariant, const char *document,
                         const char *violations) {
        QTest::newRow(name) << invariant << document << violations;
    };
    const auto *less = R"({"compare": ["/min", "<=", "/max"]})";
    row("fulfilled", less, R"({"min": 1, "max": 1.0})", "");
    row("broken", less, R"({"min": 2, "max": 1})", "/min x-invariants");
    row("one is absent", less, R"({"min": 2})", "");
    row("another type", less, R"({"min": "2", "max": 1})", "/min x-invariants");
    row("texts", R"({"compare": ["/from", "<", "/to"]})",
        R"({"from": "2026-02-01", "to": "2026-01-01"})", "/from x-invariants");
    row("equal objects", R"({"compare": ["/a", "==", "/b"]})",
        R"({"a": {"x": 1, "y": 2}, "b": {"y": 2, "x": 1.0}})", "");
    row("each of them", R"({"compare": ["/hosts/*/port", "!=", 80]})",
        R"({"hosts": [{"port": 1}, {"port": 80}]})", "/hosts/1/port x-invariants");
    row("one of a list", R"({"compare": ["/tier", "in", {"value": ["a", "b"]}]})",
        R"({"tier": "c"})", "/tier x-invariants");
    row("one of another", R"({"compare": ["/default", "in", "/known"]})",
        R"({"default": "b", "known": ["a", "b"]})", "");
    row("a number of some", R"({"compare": [{"count": "/m/*"}, "in", {"value": [1, 3, 5]}]})",
        R"({"m": [7, 7, 7]})", "");
    row("a number of none", R"({"compare": [{"count": "/m/*"}, "in", {"value": [1, "2", 5]}]})",
        R"({"m": [7, 7]})", " x-invariants");
    row("a sum that is known", R"({"compare": [{"sum": ["/a", "/b"]}, "in", "/known"]})",
        R"({"a": 0.1, "b": 0.2, "known": [0.3]})", "");
    row("exact sum", R"({"compare": [{"sum": "/w/*"}, "==", 1]})", R"({"w": [0.1, 0.2, 0.7]})", "");
    row("wrong sum", R"({"compare": [{"sum": "/w/*"}, "==", 1]})", R"({"w": [0.1, 0.2]})",
        " x-invariants");
    row("sum of members", R"({"compare": [{"sum": "/w/*/share"}, "==", 100]})",
        R"({"w": {"a": {"share": 60}, "b": {"share": 40}}})", "");
    row("product", R"({"compare": [{"product": ["/replicas", "/memory"]}, "<=", "/quota"]})",
        R"({"replicas": 3, "memory": 4, "quota": 10})", "/quota x-invariants");
    row("sum of a product", R"({"compare": [{"sum": ["/a", {"product": ["/b", 2]}, 1]}, "<", 8]})",
        R"({"a": 1, "b": 3})", " x-invariants");
    row("count", R"({"compare": [{"count": "/l/*"}, ">=", 2]})", R"({"l": [1]})", " x-invariants");
    row("largest", R"({"compare": [{"largest": "/l/*"}, "<", "/top"]})",
        R"({"l": [1, 9, 3], "top": 9})", "/top x-invariants");
    row("if and then", R"({"if": {"present": "/tls"}, "then": {"compare": ["/port", "!=", 80]}})",
        R"({"tls": {}, "port": 80})", "/port x-invariants");
    row("if not", R"({"if": {"present": "/tls"}, "then": {"compare": ["/port", "!=", 80]}})",
        R"({"port": 80})", "");
    row("else",
        R"({"if": {"compare": ["/mode", "==", {"value": "on"}]}, "then": {"present": "/a"}, "else": {"absent": "/a"}})",
        R"({"mode": "off", "a": 1})", " x-invariants");
    row("all", R"({"all": [{"present": "/a"}, {"present": "/b"}]})", R"({"a": 1})",
        " x-invariants");
    row("any", R"({"any": [{"present": "/a"}, {"present": "/b"}]})", R"({"a": 1})", "");
    row("none of any", R"({"any": [{"present": "/a"}, {"present": "/b"}]})", "{}", " x-invariants");
    row("not", R"({"not": {"all": [{"present": "/a"}, {"present": "/b"}]}})", R"({"a": 1, "b": 1})",
        " x-invariants");
}

void TestRules::invariants()
{
    QFETCH(QString, invariant);
    QFETCH(QString, document);
    QFETCH(QString, violations);
    QCOMPARE(checked(invariant, document), violations.toStdString());
}

void TestRules::invariantsApplyWhereTheirSchemaDoes()
{
    const auto schema = compiled(R"({
        "allOf": [{"$ref": "#/$defs/base"}],
        "properties": {"pools": {"additionalProperties": {"$ref": "#/$defs/pool"}}},
        "anyOf": [{"properties": {"kind": {"const": "a"}}, "x-invariants": [{"present": "/onlyA"}]},
                  {"properties": {"kind": {"const": "b"}}, "x-invariants": [{"present": "/onlyB"}]}],
        "$defs": {"base": {"x-invariants": [{"absent": "/forbidden"}]},
                  "pool": {"x-invariants": [{"compare": ["/min", "<=", "/max"]}]}}})");
    const auto tree = parsed(R"({"forbidden": 1, "kind": "b",
        "pools": {"x": {"min": 1, "max": 2}, "y": {"min": 3, "max": 2}}})");
    const auto violations = core::checkInvariants(schema, tree.root());
    QCOMPARE(
        words(violations), std::string(" x-invariants,  x-invariants, /pools/y/min x-invariants"));
    QCOMPARE(violations.at(0).schemaLocation, std::string("#/anyOf/1/x-invariants/0"));
    QCOMPARE(violations.at(2).schemaLocation, std::string("#/$defs/pool/x-invariants/0"));
}

void TestRules::invariantsNeverQuoteTheDocument()
{
    const auto schema = compiled(R"({"x-invariants": [{"compare": ["/a", "<", "/b"]},
        {"compare": ["/a", "<", 3], "name": "small"}, {"compare": ["/a", "<", 2], "message": "Keep it small"}]})");
    const auto tree = parsed(R"({"a": 48151623, "b": 42})");
    const auto violations = core::checkInvariants(schema, tree.root());
    QCOMPARE(violations.size(), std::size_t(3));
    for (const auto &violation : violations)
        QVERIFY(violation.message.find("48151623") == std::string::npos);
    QVERIFY(violations[0].message.find(R"("/a","<","/b")") != std::string::npos);
    QCOMPARE(violations[1].message, std::string("The invariant \"small\" does not hold"));
    QCOMPARE(violations[2].message, std::string("Keep it small"));
}

void TestRules::invariantsEndInTime()
{
    std::string list = "[0";
    for (int i = 1; i < 3'000; ++i)
        list += "," + std::to_string(i);
    const auto slow = compiled(
        R"({"x-invariants": [{"compare": ["/a/*", "!=", "/c/*"]}, {"compare": ["/a/*", "<", "/d/*"]}]})");
    std::string negative = "[-1";
    for (int i = 2; i < 3'000; ++i)
        negative += ",-" + std::to_string(i);
    const auto square = parsed("{\"a\": " + list + "], \"c\": " + negative + "]}");
    QCOMPARE(words(core::checkInvariants(slow, square.root())), std::string(" budget"));
}

void TestRules::semanticVersions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isValid");
    for (const char *valid :
        {"0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.0.0-alpha",
            "1.0.0-alpha.0valid", "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
            "1.0.0-rc.1+build.123", "2.0.0+build.1848", "1.0.0-0A.is.legal", "1.0.0+0.001",
            "1.2.3----RC-SNAPSHOT.12.9.1--.12+788"})
        QTest::newRow(valid) << valid << true;
    for (const char *invalid : {"", "1", "1.2", "1.2.3.4", "01.1.1", "1.01.1", "1.1.01",
             "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid", "alpha",
             "1.2.3-", "1.2.3+", "1.0.0-alpha..1", "1.0.0-alpha_beta", "v1.2.3", "1.2.-3", " 1.2.3",
             "99999999999999999999.0.0", "1.2.3-a."})
        QTest::newRow(invalid) << invalid << false;
}

void TestRules::semanticVersions()
{
    QFETCH(QString, text);
    QFETCH(bool, isValid);
    const auto version = core::SemanticVersion::parse(text.toStdString());
    QCOMPARE(version.has_value(), isValid);
    if (version)
        QCOMPARE(version->text(), text.toStdString());
}

// The chains of the specification's §11.
void TestRules::orderOfSemanticVersions()
{
    const Texts chain{"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
        "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0",
        "2.0.0"};
    for (std::size_t i = 0; i < chain.size(); ++i) {
        for (std::size_t k = 0; k < chain.size(); ++k) {
            const int order = core::SemanticVersion::parse(chain[i])->compare(
                *core::SemanticVersion::parse(chain[k]));
            QCOMPARE(order, i < k ? -1 : i > k ? 1 : 0);
        }
    }
    QCOMPARE(
        core::SemanticVersion::parse("1.0.0+a")->compare(*core::SemanticVersion::parse("1.0.0+b")),
        0);
}

void TestRules::nextVersions()
{
    using enum core::ChangeLevel;
    QCOMPARE(core::nextSemver("", Major), std::string("1.0.0"));
    QCOMPARE(core::nextSemver("1.2.3", Major), std::string("2.0.0"));
    QCOMPARE(core::nextSemver("1.2.3", Minor), std::string("1.3.0"));
    QCOMPARE(core::nextSemver("1.2.3", Patch), std::string("1.2.4"));
    QCOMPARE(core::nextSemver("1.2.3", None), std::string("1.2.4"));
    // An author may raise the level and not lower it.
    QCOMPARE(core::nextSemver("1.2.3", Minor, Major), std::string("2.0.0"));
    QCOMPARE(core::nextSemver("1.2.3", Major, Patch), std::string("2.0.0"));
}

void TestRules::amountsAreExact()
{
    using core::Amount;
    QCOMPARE((Amount("0.1") + Amount("0.2")).compare(Amount("0.3")), 0);
    QCOMPARE((Amount("1e30") + Amount("1")).compare(Amount("1e30")), 1);
    QCOMPARE((Amount("-0.5") * Amount("4")).compare(Amount("-2")), 0);
    QCOMPARE(Amount("1e400").compare(Amount("1e399")), 1);
    QCOMPARE(Amount("1e400").compare(Amount("2")), 1);
    QCOMPARE((Amount("1e-300") * Amount("1e300")).compare(Amount("1")), 0);
    QCOMPARE((Amount("9e35") * Amount("9e35")).compare(Amount("81e70")), 0);
    QCOMPARE(Amount("0").compare(Amount("-0.0")), 0);
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
