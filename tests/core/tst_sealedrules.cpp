// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/references.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/schema/schema.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;

namespace {

const std::string knownSeal
    = R"({"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
      R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})";

core::Tree parsed(const std::string &text, Format format = Format::Json)
{
    auto reading = core::read(text, format);
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

std::string replacedIn(std::string text, const std::string &what, const std::string &with)
{
    return text.replace(text.find(what), what.size(), with);
}

core::Layer layer(const std::string &path, const std::string &text)
{
    core::Layer layer;
    layer.origin.path = path;
    layer.tree = std::make_shared<const core::Tree>(parsed(text));
    return layer;
}

} // namespace

// What schemas, rules, layers and references make of a value that they cannot see.
class TestSealedRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aSchemaSaysNothingOfWhatItCannotSee_data();
    void aSchemaSaysNothingOfWhatItCannotSee();
    void invariantsHoldOfWhatTheyCannotSee_data();
    void invariantsHoldOfWhatTheyCannotSee();
    void levelsOfChange_data();
    void levelsOfChange();
    void layersReplaceAsAWhole();
    void referencesDoNotCopy_data();
    void referencesDoNotCopy();
};

void TestSealedRules::aSchemaSaysNothingOfWhatItCannotSee_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("violations");
    const auto row = [](const char *schema, const char *violations) {
        QTest::addRow("%s", schema) << std::string(schema) << std::string(violations);
    };
    row(R"({"properties":{"p":{"type":"string","minLength":8,"pattern":"^x"}}})", "");
    row(R"({"properties":{"p":{"type":"integer","maximum":3}},"required":["p"]})", "");
    row(R"({"properties":{"p":{"enum":["a","b"]},"q":{"const":"other"}}})", "/q const");
    row(R"({"properties":{"p":{"$ref":"#/$defs/s"}},"$defs":{"s":{"type":"string"}}})", "");
    row(R"({"additionalProperties":{"type":"string"}})", "");
    row(R"({"properties":{"p":{"oneOf":[{"type":"string"},{"type":"integer"}]}}})", "");
    row(R"({"oneOf":[{"properties":{"p":{"type":"string"}}},
        {"properties":{"p":{"type":"integer"}}}]})",
        "");
    row(R"({"not":{"properties":{"p":{"const":"x"}}}})", "");
    row(R"({"if":{"properties":{"p":{"const":"x"}}},"then":{"required":["z"]}})", "");
    row(R"({"unevaluatedProperties":{"type":"string"}})", "");
    // What can be seen is still seen.
    row(R"({"not":{"required":["p"]}})", " not");
    row(R"({"properties":{"p":false}})", "");
    row(R"({"required":["z"]})", " required");
    row(R"({"oneOf":[{"required":["p"]},{"required":["q"]}]})", " oneOf");
    row(R"({"properties":{"m":{"type":"string"}}})", "/m type");
}

void TestSealedRules::aSchemaSaysNothingOfWhatItCannotSee()
{
    QFETCH(std::string, schema);
    QFETCH(std::string, violations);
    // "m" is marked and not in the form: an object as any other.
    auto text = R"({"p":)" + knownSeal + R"(,"q":"x"})";
    if (violations.starts_with("/m"))
        text = R"({"m":{"$sealed":1}})";
    const auto tree = parsed(text);
    const auto made = compiled(schema);
    std::string found;
    for (const auto &violation : made.validate(tree.root()).violations)
        found += violation.instancePointer + ' ' + violation.code;
    QCOMPARE(found, violations);
    QCOMPARE(made.accepts(tree.root()), violations.empty());
}

void TestSealedRules::invariantsHoldOfWhatTheyCannotSee_data()
{
    QTest::addColumn<std::string>("invariant");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *invariant, bool holds) {
        QTest::addRow("%s", invariant) << std::string(invariant) << holds;
    };
    row(R"({"compare":["/p","==","/q"]})", true);
    row(R"({"not":{"compare":["/p","==","/q"]}})", true);
    row(R"({"compare":[{"sum":"/l/*"},"==",3]})", true);
    row(R"({"compare":[{"largest":"/l/*"},"<",0]})", true);
    row(R"({"if":{"compare":["/p","==","/q"]},"then":{"absent":"/q"},"else":{"present":"/q"}})",
        true);
    row(R"({"if":{"compare":["/p","==","/q"]},"then":{"absent":"/q"},"else":{"absent":"/p"}})",
        false);
    row(R"({"compare":[{"count":"/l/*"},"==",3]})", false);
    row(R"({"absent":"/p"})", false);
    row(R"({"compare":["/q","==",2]})", false);
}

void TestSealedRules::invariantsHoldOfWhatTheyCannotSee()
{
    QFETCH(std::string, invariant);
    QFETCH(bool, holds);
    const auto tree = parsed(R"({"p":)" + knownSeal + R"(,"q":1,"l":[1,)" + knownSeal + "]}");
    const auto schema = compiled(R"({"x-invariants":[)" + invariant + "]}");
    QCOMPARE(core::checkInvariants(schema, tree.root()).empty(), holds);
}

void TestSealedRules::levelsOfChange_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("level");
    const auto other = replacedIn(knownSeal, "ZXHl", "ZXHm");
    const auto row = [](const char *name, const std::string &before, const std::string &after,
                         const char *level) {
        QTest::addRow("%s", name) << before << after << std::string(level);
    };
    row("the same", R"({"p":)" + knownSeal + '}', R"({"p": )" + knownSeal + '}', "none");
    row("another", R"({"p":)" + knownSeal + '}', R"({"p":)" + other + '}', "minor");
    row("sealed now", R"({"p":"x"})", R"({"p":)" + knownSeal + '}', "minor");
    row("in plain again", R"({"p":)" + knownSeal + '}', R"({"p":"x"})", "minor");
    row("gone", R"({"p":)" + knownSeal + '}', "{}", "major");
}

void TestSealedRules::levelsOfChange()
{
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, level);
    const auto one = parsed(before);
    const auto two = parsed(after);
    QCOMPARE(std::string(core::name(core::changeLevel(nullptr, one.root(), two.root()))), level);
    const auto schema
        = compiled(R"({"properties":{"p":{"x-capacity":true,"x-max-removal":true}}})");
    QVERIFY(level == "major" || core::checkChange(schema, one.root(), two.root()).empty());
}

void TestSealedRules::layersReplaceAsAWhole()
{
    const auto other = replacedIn(knownSeal, "dek-7", "dek-8");
    const auto merged = [](const std::string &below, const std::string &above) {
        const auto document = core::mergeLayers({layer("a/b", below), layer("a/c", above)});
        return core::canonicalJson(document->root());
    };
    const auto canonical
        = [](const std::string &text) { return core::canonicalJson(parsed(text).root()); };
    const auto withSeal = [](const std::string &seal) { return R"({"p":)" + seal + '}'; };
    QCOMPARE(merged(withSeal(knownSeal), withSeal(other)), canonical(withSeal(other)));
    QCOMPARE(merged(R"({"p":{"a":1}})", withSeal(other)), canonical(withSeal(other)));
    QCOMPARE(merged(withSeal(other), R"({"p":{"a":1}})"), std::string(R"({"p":{"a":1}})"));
    QCOMPARE(merged(withSeal(other), R"({"q":1,"r":{"$remove":true}})"),
        canonical(R"({"p":)" + other + R"(,"q":1})"));
    QCOMPARE(merged(withSeal(other), R"({"p":{"$remove":true}})"), std::string("{}"));
}

void TestSealedRules::referencesDoNotCopy_data()
{
    QTest::addColumn<std::string>("reference");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *reference, const char *code) {
        QTest::addRow("%s", reference) << std::string(reference) << std::string(code);
    };
    row("${ref:#/db/password}", "sealed-reference");
    row("${ref:#/db}", "sealed-reference");
    row("${ref:#/db/password/$sealed/ct}", "sealed-reference");
    row("postgres://u:${ref:#/db/password}@h", "sealed-reference");
    row("${ref:#/db/host}", "");
}

void TestSealedRules::referencesDoNotCopy()
{
    class Nobody : public core::ReferenceTargets {
        const core::EffectiveDocument *find(std::string_view) override { return nullptr; }
        std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }
    };
    QFETCH(std::string, reference);
    QFETCH(std::string, code);
    auto merged = core::mergeLayers({layer("a/b",
        R"({"db":{"password":)" + knownSeal + R"(,"host":"h"},"copy":")" + reference + "\"}")});
    Nobody nobody;
    const auto resolved = core::resolveReferences(std::move(*merged), "/a/b", nobody);
    QCOMPARE(resolved ? std::string() : resolved.error().code, code);
    if (!code.empty()) {
        QCOMPARE(resolved.error().fields.front().pointer, std::string("/copy"));
        QVERIFY(resolved.error().detail.find("ZXHl") == std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestSealedRules)
#include "tst_sealedrules.moc"
