// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/effective.h"
#include "engine/core/hierarchy/place.h"
#include "engine/core/hierarchy/stack.h"
#include "tests/support/slowhierarchy.h"
#include "tests/support/slowplaces.h"
#include "tests/support/testcase.h"

#include <algorithm>

using namespace chancery;
using core::Format;
using Texts = std::vector<std::string>;

namespace {

core::Layer layer(const std::string &text, Format format = Format::Json,
    core::LayerKind kind = core::LayerKind::Base, const std::string &name = {})
{
    auto reading = core::read(text, format);
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    core::Layer layer;
    layer.origin.kind = kind;
    layer.origin.name = name;
    layer.origin.path = "payments/api";
    layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    return layer;
}

// Layers of JSON, and what they make, as canonical JSON; or the code of the error.
std::string merged(const std::vector<std::string> &texts, const core::HierarchyLimits &limits = {})
{
    std::vector<core::Layer> layers;
    for (const auto &text : texts)
        layers.push_back(layer(text));
    const auto document = core::mergeLayers(std::move(layers), limits);
    return document ? core::canonicalJson(document->root()) : document.error().code;
}

std::string printed(const core::FieldError &field)
{
    return std::to_string(field.line) + ':' + std::to_string(field.column) + ' ' + field.pointer
        + ' ' + field.code;
}

std::vector<std::string> leavesOf(const core::EffectiveDocument &document)
{
    std::vector<std::string> origins;
    for (std::uint32_t i = 0; i < document.tree().nodeCount(); ++i)
        origins.push_back(support::told(document.layerOf(i).origin));
    std::vector<std::string> leaves;
    support::listLeaves(document.root(), "", origins, leaves);
    std::sort(leaves.begin(), leaves.end());
    return leaves;
}

std::vector<std::string> slowLeavesOf(const std::vector<core::Layer> &layers)
{
    auto plain = support::Plain::of(layers[0].tree->root(), 0).cleaned();
    for (std::size_t i = 1; i < layers.size(); ++i)
        plain = plain.overlaidBy(support::Plain::of(layers[i].tree->root(), i));
    std::vector<std::string> leaves;
    plain.list(layers, "", leaves);
    std::sort(leaves.begin(), leaves.end());
    return leaves;
}

} // namespace

class TestHierarchy : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatMeansNothing_data();
    void refusesWhatMeansNothing();
    void boundsAreErrors();
    void mergesByTheRule_data();
    void mergesByTheRule();
    void equalsTheSlowResolver();
    void placesEqualTheSlowResolver();
    void resultReadsBackAsItself();
    void everyValueKnowsItsLayer();
    void formatsMix();
    void emptyYamlChangesNothing();
    void explainsAPlace_data();
    void explainsAPlace();
    void manyMembersStayLinear();
    void viewsTellEveryLeaf();
};

void TestHierarchy::refusesWhatMeansNothing_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("not true") << "{\"a\":\n {\"$remove\": 1}}" << "2:14 /a/$remove invalid-patch";
    QTest::newRow("beside others")
        << R"({"a": {"$remove": true, "b": 1}})" << "1:7 /a invalid-patch";
    QTest::newRow("both") << R"({"a": {"$remove": true, "$replace": 1}})" << "1:7 /a invalid-patch";
    QTest::newRow("in an array") << R"({"a": [1, {"$remove": true}]})" << "1:11 /a/1 invalid-patch";
    QTest::newRow("deep in an array")
        << R"({"a": [{"b": {"$replace": 1}}]})" << "1:14 /a/0/b invalid-patch";
    QTest::newRow("the whole layer") << R"({"$remove": true})" << "1:1  invalid-patch";
}

void TestHierarchy::refusesWhatMeansNothing()
{
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const auto document = core::mergeLayers(
        {layer("{}"), layer(text.toStdString(), Format::Json, core::LayerKind::Region, "eu-west")});
    QVERIFY(!document.ok());
    QCOMPARE(document.error().code, std::string("invalid-patch"));
    QVERIFY(document.error().detail.starts_with("payments/api (region eu-west): "));
    QCOMPARE(printed(document.error().fields.at(0)), problem.toStdString());
}

void TestHierarchy::boundsAreErrors()
{
    QCOMPARE(merged({}), std::string("no-layers"));
    core::HierarchyLimits limits;
    limits.layers = 2;
    QCOMPARE(merged({"{}", "{}"}, limits), std::string("{}"));
    QCOMPARE(merged({"{}", "{}", "{}"}, limits), std::string("too-many-layers"));
    limits = {};
    limits.depth = 2;
    QCOMPARE(merged({R"({"a": {"b": 1}})", R"({"a": {"c": 1}})"}, limits),
        std::string(R"({"a":{"b":1,"c":1}})"));
    QCOMPARE(merged({R"({"a": {"b": []}})"}, limits), std::string("too-deep"));
    limits = {};
    limits.nodes = 5;
    QCOMPARE(merged({R"({"a": 1})", R"({"b": 1})"}, limits), std::string(R"({"a":1,"b":1})"));
    QCOMPARE(merged({R"({"a": 1})", R"({"b": [1]})"}, limits), std::string("too-many-nodes"));
    limits = {};
    limits.bytes = 20;
    QCOMPARE(
        merged({R"(["aaaaaaaaaaaaaaaaaaaaaaaaa", 1])"}, limits), std::string("document-too-large"));
}

void TestHierarchy::mergesByTheRule_data()
{
    QTest::addColumn<Texts>("layers");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *name, const Texts &layers, const char *result) {
        QTest::newRow(name) << layers << result;
    };
    row("one layer", {R"({"a": [1]})"}, R"({"a":[1]})");
    row("objects merge deep", {R"({"a": {"b": 1, "c": 2}})", R"({"a": {"c": 3, "d": 4}})"},
        R"({"a":{"b":1,"c":3,"d":4}})");
    row("arrays replace", {R"({"a": [1, 2]})", R"({"a": [3]})"}, R"({"a":[3]})");
    row("null is a value", {R"({"a": {"b": 1}})", R"({"a": null})"}, R"({"a":null})");
    row("object over a scalar", {R"({"a": 1})", R"({"a": {"b": 2}})"}, R"({"a":{"b":2}})");
    row("a scalar hides all below it", {R"({"a": {"b": 1}})", R"({"a": 1})", R"({"a": {"c": 2}})"},
        R"({"a":{"c":2}})");
    row("removal", {R"({"a": 1, "b": 2})", R"({"a": {"$remove": true}})"}, R"({"b":2})");
    row("removal of nothing", {"{}", R"({"a": {"$remove": true}})"}, "{}");
    row("removal inside one layer", {R"({"a": {"b": {"$remove": true}, "c": 1}})"},
        R"({"a":{"c":1}})");
    row("removed and set again",
        {R"({"a": {"b": 1}})", R"({"a": {"$remove": true}})", R"({"a": {"c": 2}})"},
        R"({"a":{"c":2}})");
    row("replacement", {R"({"a": {"b": 1}})", R"({"a": {"$replace": {"c": 2}}})"},
        R"({"a":{"c":2}})");
    row("over a replacement",
        {R"({"a": {"b": 1}})", R"({"a": {"$replace": {"c": 2}}})", R"({"a": {"d": 3}})"},
        R"({"a":{"c":2,"d":3}})");
    row("a replacement is literal", {R"({"a": {"$replace": {"$remove": true}}})"},
        R"({"a":{"$remove":true}})");
    row("replacement of the root", {R"({"a": 1})", R"({"$replace": {"b": 2}})"}, R"({"b":2})");
    row("roots that are no objects", {R"({"a": 1})", "[1]"}, "[1]");
    row("empty objects merge", {R"({"a": {"b": 1}})", R"({"a": {}})"}, R"({"a":{"b":1}})");
}

void TestHierarchy::mergesByTheRule()
{
    QFETCH(Texts, layers);
    QFETCH(QString, result);
    QCOMPARE(merged(layers), result.toStdString());
}

void TestHierarchy::equalsTheSlowResolver()
{
    int merges = 0;
    int leafCount = 0;
    for (unsigned seed = 0; seed < 10'000; ++seed) {
        const auto layers = support::HierarchyMaker(seed).layers();
        for (const auto &each : layers)
            QVERIFY2(each.tree->root(), std::to_string(seed).c_str());
        const auto document = core::mergeLayers(layers);
        QVERIFY2(document.ok(), std::to_string(seed).c_str());
        const auto leaves = leavesOf(*document);
        const auto expected = slowLeavesOf(layers);
        const auto [is, should] = std::ranges::mismatch(leaves, expected);
        if (is != leaves.end() || should != expected.end())
            QFAIL(("seed " + std::to_string(seed) + ": " + (is == leaves.end() ? "" : *is) + "\n"
                + (should == expected.end() ? "" : *should) + '\n' + document->tree().source())
                    .c_str());
        merges += layers.size() > 1 ? 1 : 0;
        leafCount += int(leaves.size());
    }
    QVERIFY(merges > 5000);
    QVERIFY(leafCount > 50'000);
    qInfo("hierarchies: 10000 run / 0 skipped, seeds 0 to 9999, %d leaves", leafCount);
}

// What defaults give, what layers of the place say and what references bring: with the order of the
// layers, circles and what leads nowhere. Which strings are refused for what is compared as well.
void TestHierarchy::placesEqualTheSlowResolver()
{
    int leafCount = 0;
    int inherited = 0;
    int brought = 0;
    int refused = 0;
    for (unsigned seed = 0; seed < 10'000; ++seed) {
        support::PlacesWorld world(seed);
        const auto is = support::PlacesWorld::told(
            core::PlaceResolver(world, world.place()).effective(world.config()));
        const auto should = world.slowLeaves();
        const auto [one, other] = std::ranges::mismatch(is, should);
        if (one != is.end() || other != should.end())
            QFAIL(("seed " + std::to_string(seed) + ": " + (one == is.end() ? "nothing" : *one)
                + "\nshould be: " + (other == should.end() ? "nothing" : *other))
                    .c_str());
        const auto count = [&is](const char *word) {
            return int(std::ranges::count_if(
                is, [word](const auto &leaf) { return leaf.find(word) != std::string::npos; }));
        };
        refused += is.front().starts_with('!') ? 1 : 0;
        leafCount += is.front().starts_with('!') ? 0 : int(is.size());
        inherited += count("/defaults ") > 0 ? 1 : 0;
        brought += count(" through ") > 0 ? 1 : 0;
    }
    qInfo("places: 10000 run / 0 skipped, seeds 0 to 9999: %d leaves, %d with inherited ones, %d "
          "with references followed, %d refused",
        leafCount, inherited, brought, refused);
    QVERIFY(leafCount > 100'000);
    QVERIFY(inherited > 3000 && brought > 4000 && refused > 500 && refused < 6000);
}

// The tree is written without being parsed; parsing its text must give the same one.
void TestHierarchy::resultReadsBackAsItself()
{
    for (unsigned seed = 0; seed < 500; ++seed) {
        const auto document = core::mergeLayers(support::HierarchyMaker(seed).layers());
        QVERIFY(document.ok());
        const auto &tree = document->tree();
        const auto again = core::read(tree.sharedSource(), Format::Json);
        QVERIFY(again.ok());
        QCOMPARE(again.tree().nodeCount(), tree.nodeCount());
        for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
            const auto &node = tree.node(i);
            const auto &other = again.tree().node(i);
            QCOMPARE(node.type, other.type);
            QCOMPARE(node.begin, other.begin);
            QCOMPARE(node.end, other.end);
            QCOMPARE(node.next, other.next);
            QCOMPARE(node.hash, other.hash);
            QCOMPARE(node.size, other.size);
            const bool isText = node.type == core::NodeType::Key
                || node.type == core::NodeType::String || node.type == core::NodeType::Number;
            if (isText)
                QCOMPARE(tree.text(node), again.tree().text(other));
        }
    }
}

void TestHierarchy::everyValueKnowsItsLayer()
{
    auto base = layer("{\"pool\": {\n  \"min\": 1,\n  \"max\": 8}}");
    base.origin.version = core::VersionId("sha256:base");
    auto region = layer("pool:\n  max: 16 # more\n", Format::Yaml, core::LayerKind::Region, "eu");
    region.origin.version = core::VersionId("sha256:eu");
    region.origin.changeRequest = core::ChangeRequestId("CR-7");
    region.origin.approvals.push_back({core::PrincipalId("usr_1"), "Bo", {}});
    const auto document = core::mergeLayers({base, region});
    QVERIFY(document.ok());
    const auto min = document->root().resolve("/pool/min");
    QCOMPARE(document->layerOf(min.index()).origin.version.text(), std::string("sha256:base"));
    QCOMPARE(document->position(min.index()).line, 2);
    const auto max = document->root().resolve("/pool/max");
    QCOMPARE(document->position(max.index()).line, 2);
    QCOMPARE(document->position(max.index()).column, 8);
    const auto &from = document->layerOf(max.index()).origin;
    QCOMPARE(from.changeRequest->text(), std::string("CR-7"));
    QCOMPARE(from.approvals.at(0).name, std::string("Bo"));
    QCOMPARE(core::toString(from), std::string("payments/api (region eu)"));
}

void TestHierarchy::formatsMix()
{
    const auto document = core::mergeLayers({layer("[pool]\nmin = 1\nname = \"a\"\n", Format::Toml),
        layer("pool:\n  name: b\n  tags: [x]\n", Format::Yaml),
        layer(R"({"pool": {"min": 2.50}})")});
    QVERIFY(document.ok());
    QCOMPARE(core::canonicalJson(document->root()),
        std::string(R"({"pool":{"min":2.5,"name":"b","tags":["x"]}})"));
    // The spelling of a number is the layer's.
    QCOMPARE(document->root().resolve("/pool/min").text(), "2.50");
}

void TestHierarchy::emptyYamlChangesNothing()
{
    const auto over = core::mergeLayers(
        {layer(R"({"a": 1})"), layer("# nothing is different here yet\n", Format::Yaml)});
    QCOMPARE(core::canonicalJson(over->root()), std::string(R"({"a":1})"));
    const auto alone = core::mergeLayers({layer("# nothing\n", Format::Yaml)});
    QCOMPARE(core::canonicalJson(alone->root()), std::string("null"));
    const auto null = core::mergeLayers({layer(R"({"a": 1})"), layer("null\n", Format::Yaml)});
    QCOMPARE(core::canonicalJson(null->root()), std::string("null"));
}

void TestHierarchy::explainsAPlace_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("says");
    // Of the layers {"a": {"b": 1}, "l": [1, 2]}, {"a": {"b": 2, "c": {"$remove": true}}},
    // {"a": {"$replace": {"b": 3}}}, {"l": 5}.
    QTest::newRow("a value") << "/a/b" << "sets 1:13, sets 1:13, sets 1:26, silent";
    QTest::newRow("removed") << "/a/c" << "silent, hides 1:21, hides 1:7, silent";
    QTest::newRow("item") << "/l/1" << "sets 1:26, silent, silent, hides 1:7";
    QTest::newRow("an object") << "/a" << "sets 1:7, sets 1:7, sets 1:20, silent";
    QTest::newRow("nowhere") << "/x" << "silent, silent, silent, silent";
    QTest::newRow("everything") << "" << "sets 1:1, sets 1:1, sets 1:1, sets 1:1";
}

void TestHierarchy::explainsAPlace()
{
    QFETCH(QString, pointer);
    QFETCH(QString, says);
    const auto answer
        = core::explain({layer(R"({"a": {"b": 1}, "l": [1, 2]})"),
                            layer(R"({"a": {"b": 2, "c": {"$remove": true}}})"),
                            layer(R"({"a": {"$replace": {"b": 3}}})"), layer(R"({"l": 5})")},
            pointer.toStdString());
    QStringList words;
    for (const auto &say : answer) {
        const auto place = QStringLiteral(" %1:%2").arg(say.position.line).arg(say.position.column);
        if (say.action == core::LayerAction::Silent)
            words += QStringLiteral("silent");
        else
            words += (say.action == core::LayerAction::Sets ? QStringLiteral("sets")
                                                            : QStringLiteral("hides"))
                + place;
    }
    QCOMPARE(words.join(QStringLiteral(", ")), says);
}

void TestHierarchy::manyMembersStayLinear()
{
    std::vector<core::Layer> layers;
    for (int number = 0; number < 3; ++number) {
        std::string text = "{";
        for (int i = 0; i < 40'000; ++i)
            text += (i > 0 ? ",\"key" : "\"key") + std::to_string(i)
                + "\":" + std::to_string(number);
        layers.push_back(layer(text + '}'));
    }
    const auto document = core::mergeLayers(std::move(layers));
    QVERIFY(document.ok());
    QCOMPARE(document->root().size(), std::size_t(40'000));
    QCOMPARE(document->root().find("key39999").text(), "2");
}

// Of a text in one long line as well: each position is found, in one walk over the source.
void TestHierarchy::viewsTellEveryLeaf()
{
    std::string text = "{\"é\": [";
    for (int i = 0; i < 50'000; ++i)
        text += i > 0 ? ",{}" : "{}";
    const auto document = core::mergeLayers(
        {layer("{\"a\": 1,\n \"b\": 2}"), layer(text + "]}"), layer(R"({"b": null})")});
    QVERIFY(document.ok());
    const auto view = core::viewOf(*document, core::ConfigId("cfg_1"), "payments/api",
        {core::EnvironmentId("dev"), "eu", {}, {}});
    QCOMPARE(view.values.size(), std::size_t(50'002));
    QCOMPARE(view.values[0], (core::EffectiveValue{"/a", 0, 1, 7, {}}));
    QCOMPARE(view.values[1], (core::EffectiveValue{"/b", 2, 1, 7, {}}));
    QCOMPARE(view.values[2], (core::EffectiveValue{"/é/0", 1, 1, 8, {}}));
    QCOMPARE(view.values.back(), (core::EffectiveValue{"/é/49999", 1, 1, 8 + 49'999 * 3, {}}));
    QCOMPARE(view.content, core::contentId(document->root()));
    QCOMPARE(core::toString(core::HierarchyPlace{core::EnvironmentId("dev"), "eu", {}, "i-1"}),
        std::string("dev, region eu, instance i-1"));
    QCOMPARE(core::defaultsAbove("a/b/defaults"), (Texts{"a/defaults"}));
    QCOMPARE(core::defaultsAbove("a/b/c"), (Texts{"a/defaults", "a/b/defaults"}));
}

QTEST_GUILESS_MAIN(TestHierarchy)
#include "tst_hierarchy.moc"
