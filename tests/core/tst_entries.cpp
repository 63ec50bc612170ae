// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/rules/capabilities.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/rules/retirement.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::Tree parsed(const std::string &text)
{
    auto reading = core::readJson(text);
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

core::CompiledSchema compiled(const std::string &text)
{
    auto schema = core::CompiledSchema::compile(parsed(text), {}, {});
    if (!schema)
        qFatal("%s: %s", text.c_str(), schema.error().detail.c_str());
    return *schema;
}

// A list of that kind, with ten samples and at most 20 percent.
core::CompiledSchema listOf(const std::string &kind)
{
    return compiled(R"({"properties":{"block":{"x-patterns":{"kind":")" + kind
        + R"(","percent":20,"samples":["/","/about","/cart","/cart/items","/help","/login","/news",)"
          R"("/search","/shop","/shop/offers"]}}}})");
}

std::string words(const std::vector<core::Violation> &violations)
{
    std::string text;
    for (const auto &violation : violations)
        text += (text.empty() ? "" : ", ") + violation.instancePointer + ' ' + violation.code;
    return text;
}

} // namespace

// What must not stand in a document although each value has the right form.
class TestEntries : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatMatchesNearlyEverythingIsRefused_data();
    void whatMatchesNearlyEverythingIsRefused();
    void theMessageShowsSomeOfWhatIsMatched();
    void hostilePatternsEnd_data();
    void hostilePatternsEnd();
    void manyEntriesAreBounded();
    void annotationsOutOfFormAreTold_data();
    void annotationsOutOfFormAreTold();
    void retiredKeysAreFoundAtTheKey();
    void whatStoodThereBeforeIsOld();
    void retiredKeysStayRetired_data();
    void retiredKeysStayRetired();
    void whatIsSwitchedOnIsTold_data();
    void whatIsSwitchedOnIsTold();
};

void TestEntries::whatMatchesNearlyEverythingIsRefused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("entry");
    QTest::addColumn<bool>("isRefused");
    const auto row = [](const char *name, const char *kind, const char *entry, bool isRefused) {
        QTest::newRow(name) << kind << entry << isRefused;
    };
    row("a prefix of two", "prefix", "/shop", false);
    row("a prefix of all", "prefix", "/", true);
    row("a lone slash even where nothing has one", "contains", "/", true);
    row("an empty one", "prefix", "", true);
    row("a blank one", "contains", "  ", true);
    row("a part of two", "contains", "cart", false);
    row("a part of many", "contains", "s", true);
    row("a glob of two", "glob", "/cart*", false);
    row("a glob of everything", "glob", "*", true);
    row("a glob of nearly everything", "glob", "/?*", true);
    row("an anchored expression", "regex", "^/shop($|/)", false);
    row("one that matches everything", "regex", ".*", true);
    row("one with an empty branch", "regex", "casino|", true);
    row("one that cannot be read", "regex", "(casino", true);
    row("one that may never end", "regex", R"(^(?=.*a)b)", true);
}

void TestEntries::whatMatchesNearlyEverythingIsRefused()
{
    QFETCH(QString, kind);
    QFETCH(QString, entry);
    QFETCH(bool, isRefused);
    const auto schema = listOf(kind.toStdString());
    QVERIFY(schema.warnings().empty());
    // In a list, among others that are fine, and alone.
    const auto list = parsed(R"({"block":["/login",")" + entry.toStdString() + R"("]})");
    QCOMPARE(words(core::checkEntries(schema, list.root())),
        std::string(isRefused ? "/block/1 x-patterns" : ""));
    const auto alone = parsed(R"({"block":")" + entry.toStdString() + R"("})");
    QCOMPARE(words(core::checkEntries(schema, alone.root())),
        std::string(isRefused ? "/block x-patterns" : ""));
    // Whoever asks for the invariants asks for this.
    QCOMPARE(core::checkInvariants(schema, list.root()).size(), std::size_t(isRefused));
}

void TestEntries::theMessageShowsSomeOfWhatIsMatched()
{
    const auto schema = listOf("contains");
    const auto document = parsed(R"({"block":["secretword","o"]})");
    const auto violations = core::checkEntries(schema, document.root());
    QCOMPARE(violations.size(), std::size_t(1));
    QCOMPARE(violations.front().message,
        std::string("This entry matches 4 of 10 samples, and at most 20 percent are allowed; among "
                    "them \"/about\", \"/login\", \"/shop\""));
    // The entry itself, to the byte.
    const auto &source = document.source();
    const auto &found = violations.front();
    QCOMPARE(source.substr(found.begin, found.end - found.begin), std::string("\"o\""));
    QCOMPARE(found.schemaPointer, std::string("/properties/block/x-patterns"));
}

void TestEntries::hostilePatternsEnd_data()
{
    QTest::addColumn<QString>("entry");
    QTest::newRow("nested repetition") << QStringLiteral("^(a+)+$");
    QTest::newRow("the one of 2019") << QStringLiteral("(?:(?:.*)*.*=.*)");
    QTest::newRow("counts in counts") << QStringLiteral("((((x{9}){9}){9}){9}){9}");
    QTest::newRow("many large counts") << QStringLiteral("x{1000}y{1000}").repeated(70);
    QTest::newRow("very long") << QStringLiteral("a").repeated(5000);
    QTest::newRow("a glob of stars") << QStringLiteral("*a").repeated(400);
}

// That it comes to an end is the test: a walk back would take longer than there is time.
void TestEntries::hostilePatternsEnd()
{
    QFETCH(QString, entry);
    const std::string evil(1000, 'a');
    for (const char *kind : {"regex", "glob"}) {
        const auto schema = compiled(R"({"items":{"x-patterns":{"kind":")" + std::string(kind)
            + R"(","samples":[")" + evil + "!\",\"" + evil + "?\"]}}}");
        std::string text = "[";
        for (int i = 0; i < 200; ++i)
            text += (i == 0 ? "\"" : ",\"") + entry.toStdString() + '"';
        const auto document = parsed(text + ']');
        const auto violations = core::checkEntries(schema, document.root());
        QVERIFY(violations.size() <= core::ValidateOptions().maxErrors + 1);
    }
}

void TestEntries::manyEntriesAreBounded()
{
    std::string samples = R"("a0")";
    for (int i = 1; i < 1000; ++i)
        samples += ",\"a" + std::to_string(i) + '"';
    const auto schema
        = compiled(R"({"x-patterns":{"kind":"contains","samples":[)" + samples + "]}}");
    std::string text = "[";
    for (int i = 0; i < 20'000; ++i)
        text += (i == 0 ? "\"b" : ",\"b") + std::to_string(i) + '"';
    const auto document = parsed(text + ']');
    QCOMPARE(words(core::checkEntries(schema, document.root())), std::string(" budget"));
}

void TestEntries::annotationsOutOfFormAreTold_data()
{
    QTest::addColumn<QString>("annotation");
    QTest::addColumn<bool>("isFine");
    const auto row = [](const char *name, const char *text, bool isFine) {
        QTest::newRow(name) << text << isFine;
    };
    row("patterns", R"("x-patterns": {"kind": "glob", "samples": ["a"], "percent": 1.5})", true);
    row("no samples", R"("x-patterns": {"kind": "glob"})", false);
    row("empty samples", R"("x-patterns": {"samples": []})", false);
    row("a sample that is none", R"("x-patterns": {"samples": [1]})", false);
    row("an unknown kind", R"("x-patterns": {"samples": ["a"], "kind": "sql"})", false);
    row("a large share", R"("x-patterns": {"samples": ["a"], "percent": 101})", false);
    row("another member", R"("x-patterns": {"samples": ["a"], "share": 1})", false);
    row("retired", R"("x-retired": ["powerPeg"])", true);
    row("retired and declared", R"("x-retired": ["powerPeg"], "properties": {"powerPeg": true})",
        false);
    row("retired by no list", R"("x-retired": "powerPeg")", false);
    row("a capability", R"("x-requires": "peg-2")", true);
    row("no capability", R"("x-requires": true)", false);
}

void TestEntries::annotationsOutOfFormAreTold()
{
    QFETCH(QString, annotation);
    QFETCH(bool, isFine);
    const auto schema = compiled('{' + annotation.toStdString() + '}');
    QCOMPARE(schema.warnings().empty(), isFine);
    if (!isFine)
        QCOMPARE(schema.warnings().front().code, std::string("invalid-annotation"));
}

void TestEntries::retiredKeysAreFoundAtTheKey()
{
    const auto schema = compiled(
        R"({"properties":{"flags":{"x-retired":["powerPeg"],"properties":{"smars":true}}}})");
    const auto document = parsed(R"({"flags":{"smars":true,"powerPeg":false},"powerPeg":1})");
    const auto violations = core::checkEntries(schema, document.root());
    QCOMPARE(words(violations), std::string("/flags/powerPeg x-retired"));
    const auto &found = violations.front();
    QCOMPARE(document.source().substr(found.begin, found.end - found.begin),
        std::string("\"powerPeg\""));
}

void TestEntries::whatStoodThereBeforeIsOld()
{
    const auto schema = compiled(R"({"x-retired":["a","b"]})");
    const auto before = parsed(R"({"a":1})");
    const auto after = parsed(R"({"a":2,"b":1})");
    QCOMPARE(
        words(core::introducedViolations(before.root(), core::checkEntries(schema, before.root()),
            after.root(), core::checkEntries(schema, after.root()))),
        std::string("/b x-retired"));
}

void TestEntries::retiredKeysStayRetired_data()
{
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("revived");
    const auto row = [](const char *name, const char *after, const char *revived) {
        QTest::newRow(name) << after << revived;
    };
    row("still retired", R"({"properties":{"flags":{"x-retired":["peg","old"]}}})", "");
    row("behind a reference",
        R"({"properties":{"flags":{"$ref":"#/$defs/f"}},"$defs":{"f":{"x-retired":["peg"]}}})", "");
    row("in a branch", R"({"allOf":[{"properties":{"flags":{"x-retired":["peg"]}}}]})", "");
    row("declared again", R"({"properties":{"flags":{"properties":{"peg":{"type":"boolean"}}}}})",
        "/flags/peg");
    row("declared in a branch",
        R"({"properties":{"flags":{"x-retired":["peg"]}},"allOf":[{"$ref":"#/$defs/f"}],)"
        R"("$defs":{"f":{"properties":{"flags":{"properties":{"peg":true}}}}}})",
        "/flags/peg");
    row("no more retired", R"({"properties":{"flags":{}}})", "/flags/peg");
    row("in circles", R"({"$ref":"#","properties":{"flags":{"$ref":"#"}}})", "/flags/peg");
}

void TestEntries::retiredKeysStayRetired()
{
    QFETCH(QString, after);
    QFETCH(QString, revived);
    const auto old = parsed(R"({"properties":{"flags":{"x-retired":["peg"]}}})");
    const auto now = parsed(after.toStdString());
    std::string text;
    for (const auto &key : core::revivedKeys(old.root(), now.root()))
        text += key;
    QCOMPARE(text, revived.toStdString());
}

void TestEntries::whatIsSwitchedOnIsTold_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("isOn");
    const auto row = [](const char *name, const char *before, const char *after, bool isOn) {
        QTest::newRow(name) << before << after << isOn;
    };
    row("from nothing", "", R"({"peg":true})", true);
    row("from absence", "{}", R"({"peg":true})", true);
    row("from off", R"({"peg":false})", R"({"peg":true})", true);
    row("stays on", R"({"peg":true})", R"({"peg":true})", false);
    row("on with another value", R"({"peg":1})", R"({"peg":2})", false);
    row("stays off", "{}", R"({"peg":false})", false);
    row("goes off", R"({"peg":true})", R"({"peg":0})", false);
    row("an object", R"({"peg":{}})", R"({"peg":{"size":1}})", true);
    row("an empty text", "{}", R"({"peg":""})", false);
}

void TestEntries::whatIsSwitchedOnIsTold()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(bool, isOn);
    const auto schema = compiled(R"({"properties":{"peg":{"x-requires":"peg-2"}}})");
    const auto old = parsed(before.isEmpty() ? "null" : before.toStdString());
    const auto now = parsed(after.toStdString());
    const auto told
        = core::switchedOn(schema, before.isEmpty() ? core::Value() : old.root(), now.root());
    QVERIFY(told.isComplete);
    QCOMPARE(told.values.size(), std::size_t(isOn));
    if (isOn)
        QCOMPARE(told.values.front().capability, std::string("peg-2"));
}

QTEST_GUILESS_MAIN(TestEntries)
#include "tst_entries.moc"
