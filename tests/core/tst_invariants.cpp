// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/invariants.h"
#include "tests/core/schematexts.h"
#include "tests/support/testcase.h"

using namespace chancery;
using tests::compiled;
using tests::parsed;
using tests::words;

// What is not there violates nothing: what nobody can tell stays unknown through "if", "not", "all"
// and "any" until something that is known decides.
class TestInvariants : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotThereDecidesNothing_data();
    void whatIsNotThereDecidesNothing();
    void everyValueAtFaultIsTold_data();
    void everyValueAtFaultIsTold();
};

void TestInvariants::whatIsNotThereDecidesNothing_data()
{
    QTest::addColumn<QString>("invariant");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("violation");
    const auto row
        = [](const char *name, const char *invariant, const char *document, const char *violation) {
              QTest::newRow(name) << invariant << document << violation;
          };
    const auto *secure
        = R"({"if": {"compare": ["/mode", "==", {"value": "secure"}]}, "then": {"present": "/cert"}})";
    row("if what is absent were", secure, "{}", "");
    row("if it is", secure, R"({"mode": "secure"})", " x-invariants");
    row("if it is not", secure, R"({"mode": "open"})", "");
    row("if what is absent were not",
        R"({"if": {"not": {"compare": ["/mode", "==", {"value": "open"}]}}, "then": {"present": "/cert"}})",
        "{}", "");
    const auto *either = R"({"if": {"any": [{"compare": ["/mode", "==", {"value": "secure"}]},
        {"present": "/public"}]}, "then": {"present": "/cert"}})";
    row("if one is absent and the other is there", either, R"({"public": true})", " x-invariants");
    row("if one is absent and the other is not there", either, "{}", "");
    row("if one of all is absent",
        R"({"if": {"all": [{"present": "/a"}, {"compare": ["/b", "==", 1]}]}, "then": {"present": "/c"}})",
        R"({"a": 1})", "");
    row("where the branch is not known one has to do",
        R"({"if": {"compare": ["/m", "==", 1]}, "then": {"present": "/a"}, "else": {"present": "/b"}})",
        "{}", " x-invariants");
    row("not of what is absent", R"({"not": {"compare": ["/a", "==", 1]}})", "{}", "");
    row("sum of what is absent", R"({"compare": [{"sum": "/w/*"}, "==", 100]})", "{}", "");
    row("sum of nothing", R"({"compare": [{"sum": "/w/*"}, "==", 100]})", R"({"w": []})",
        " x-invariants");
    row("sum of which a part is absent", R"({"compare": [{"sum": ["/a", "/b"]}, "<", 2]})",
        R"({"a": 3})", " x-invariants");
    row("largest of what is absent", R"({"compare": [{"largest": "/l/*"}, "<", 2]})", "{}", "");
    row("count of what is absent", R"({"compare": [{"count": "/l/*"}, ">=", 1]})", "{}",
        " x-invariants");
    row("what the schema says alone", R"({"compare": [{"sum": [1, 2]}, "<", "/a"]})", R"({"a": 2})",
        "/a x-invariants");
}

void TestInvariants::whatIsNotThereDecidesNothing()
{
    QFETCH(QString, invariant);
    QFETCH(QString, document);
    QFETCH(QString, violation);
    const auto schema = core::CompiledSchema::compile(
        parsed("{\"x-invariants\": [" + invariant.toStdString() + "]}"), {}, {});
    QVERIFY(schema && schema->warnings().empty());
    const auto tree = parsed(document.toStdString());
    std::string found;
    for (const auto &one : core::checkInvariants(*schema, tree.root()))
        found += one.instancePointer + ' ' + one.code;
    QCOMPARE(found, violation.toStdString());
}

void TestInvariants::everyValueAtFaultIsTold_data()
{
    QTest::addColumn<QString>("invariant");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("violations");
    const auto row = [](const char *name, const char *invariant, const char *document,
                         const char *violations) {
        QTest::newRow(name) << invariant << document << violations;
    };
    row("each that is wrong", R"({"compare": ["/hosts/*/port", "!=", 80]})",
        R"({"hosts": [{"port": 80}, {"port": 1}, {"port": 80}]})",
        "/hosts/0/port x-invariants, /hosts/2/port x-invariants");
    row("each on the right that is wrong", R"({"compare": ["/min", "<=", "/max/*"]})",
        R"({"min": 3, "max": [1, 5, 2]})",
        "/min x-invariants, /max/0 x-invariants, /max/2 x-invariants");
    row("all that is wrong of all",
        R"({"all": [{"compare": ["/a", "<", 1]}, {"present": "/b"}, {"compare": ["/c", "<", 1]}]})",
        R"({"a": 1, "c": 2})", " x-invariants, /a x-invariants, /c x-invariants");
    row("none of any", R"({"any": [{"compare": ["/l/*", "<", 1]}, {"present": "/b"}]})",
        R"({"l": [1, 0, 2]})", "/l/0 x-invariants, /l/2 x-invariants");
    row("not all of them", R"({"not": {"all": [{"present": "/a"}]}})", R"({"a": 1})",
        " x-invariants");
    row("not one of them", R"({"not": {"compare": ["/a", "==", 1]}})", R"({"a": 1})",
        "/a x-invariants");
}

void TestInvariants::everyValueAtFaultIsTold()
{
    QFETCH(QString, invariant);
    QFETCH(QString, document);
    const auto schema = compiled("{\"x-invariants\": [" + invariant.toStdString() + "]}");
    const auto tree = parsed(document.toStdString());
    QTEST(QString::fromStdString(words(core::checkInvariants(schema, tree.root()))), "violations");
}

QTEST_GUILESS_MAIN(TestInvariants)
#include "tst_invariants.moc"
