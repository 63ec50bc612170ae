// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/effectiveproblems.h"
#include "editors/liveanalysis.h"
#include "engine/core/document/json.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

using namespace chancery;
using editors::EditorProblem;

namespace {

constexpr auto schemaText = R"({
    "required": ["host", "pool"],
    "properties": {
        "port": {"type": "integer"},
        "pool": {"properties": {"min": {"type": "integer"}, "max": {"type": "integer"}}}},
    "x-invariants": [{"compare": ["/pool/min", "<=", "/pool/max"], "message": "Too few."}]})";

core::Layer layer(core::LayerKind kind, const std::string &text)
{
    core::Layer layer;
    layer.origin.kind = kind;
    layer.tree = std::make_shared<const core::Tree>(core::read(text, core::Format::Yaml).tree());
    return layer;
}

// Code, line and column, the marked text.
QString told(const std::vector<EditorProblem> &problems, const QString &text)
{
    QStringList lines;
    for (const EditorProblem &problem : problems)
        lines << QStringLiteral("%1 %2:%3 %4")
                     .arg(QString::fromStdString(problem.code))
                     .arg(problem.line)
                     .arg(problem.column)
                     .arg(text.mid(
                         qsizetype(problem.begin), qsizetype(problem.end - problem.begin)));
    return lines.join(u'\n');
}

} // namespace

// What comes of the layers is wrong where the edited text has its part in it.
class EffectiveProblems : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void problemsStandWhereTheTextHasItsPart_data();
    void problemsStandWhereTheTextHasItsPart();
    void whatReferencesBringIsChecked_data();
    void whatReferencesBringIsChecked();
    void whatWasSoBeforeIsAWarning_data();
    void whatWasSoBeforeIsAWarning();
    void newErrorsAreToldBehindAnyNumberOfOldOnes();
    void parentsInvariantsHoldToo();
    void aStepThatIsTooLargeIsAnError();
    void unknownTargetsAreAskedFor();
    void layersThatCannotBeMergedSayNothing();
    void othersStandBesideOwnProblems();
};

void EffectiveProblems::problemsStandWhereTheTextHasItsPart_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("found"); // code, line and column, the marked text
    const auto row = [](const char *name, const char *base, const char *text, const char *region,
                         const char *found) {
        QTest::newRow(name) << QString::fromLatin1(base) << QString::fromLatin1(text)
                            << QString::fromLatin1(region) << QString::fromLatin1(found);
    };
    row("all is well", "host: a\n", "pool: {min: 1, max: 2}\n", "port: 1\n", "");
    row("nobody says it", "port: 1\n", "pool: {min: 1, max: 2}\n", "port: 2\n", "required 1:1 p");
    row("an invariant", "host: a\npool: {min: 3}\n", "# one\npool:\n  max: 2\n", "port: 1\n",
        "x-invariants 2:1 pool");
    row("its own value", "host: a\n", "pool: {min: 1, max: 2}\nport: x\n", "host: b\n",
        "type 2:7 x");
    row("another layer's value", "host: a\n", "pool: {min: 1, max: 2}\nport: 1\n", "port: x\n",
        "type 2:7 1");
}

void EffectiveProblems::problemsStandWhereTheTextHasItsPart()
{
    QFETCH(QString, base);
    QFETCH(QString, text);
    QFETCH(QString, region);
    QFETCH(QString, found);
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    QVERIFY(schema);
    const editors::EditedLayers layers{{layer(core::LayerKind::Base, base.toStdString()),
                                           layer(core::LayerKind::Environment, text.toStdString()),
                                           layer(core::LayerKind::Region, region.toStdString())},
        1, "/shop/api"};
    const auto problems
        = editors::effectiveProblems(layers, {}, &*schema, QStringLiteral("prod/eu-west"), {})
              .problems;
    for (const EditorProblem &problem : problems) {
        QCOMPARE(problem.severity, editors::Severity::Error); // nothing is known of before
        QVERIFY(problem.message.ends_with(" (in the effective document of prod/eu-west)"));
    }
    QCOMPARE(told(problems, text), found);
}

// The database is known, the ghost is known to be nowhere.
void EffectiveProblems::whatReferencesBringIsChecked_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const char *base, const char *text, const char *found) {
        QTest::newRow(name) << QString::fromLatin1(base) << QString::fromLatin1(text)
                            << QString::fromLatin1(found);
    };
    row("all is well", "host: a\n", "pool: {}\nport: ${ref:/ops/db#/port}\n", "");
    row("a value of another type", "host: a\n", "pool: {}\nport: ${ref:/ops/db#/name}\n",
        "type 2:7 ${ref:/ops/db#/name}");
    row("part of a text", "host: a\n", "pool: {}\nport: p${ref:/ops/db#/port}\n",
        "type 2:7 p${ref:/ops/db#/port}");
    row("an object", "host: a\n", "# one\npool: ${ref:/ops/db#/pool}\n",
        "x-invariants 2:7 ${ref:/ops/db#/pool}");
    row("no such key", "host: a\n", "pool: {}\nport: ${ref:/ops/db#/gone}\n",
        "dangling-reference 2:7 ${ref:/ops/db#/gone}");
    row("no such config", "host: a\n", "pool: {}\nport: ${ref:/ops/ghost#/port}\n",
        "dangling-reference 2:7 ${ref:/ops/ghost#/port}");
    row("in itself", "host: a\nn: 1\n", "pool: {}\nport: ${ref:#/host}\n",
        "type 2:7 ${ref:#/host}");
    row("in a circle", "host: a\n", "pool: {}\nport: ${ref:/shop/api#/port}\n",
        "reference-cycle 2:7 ${ref:/shop/api#/port}");
    row("of another layer", "host: a\nport: ${ref:/ops/db#/name}\n", "pool: {}\n", "type 1:1 p");
}

void EffectiveProblems::whatReferencesBringIsChecked()
{
    QFETCH(QString, base);
    QFETCH(QString, text);
    QFETCH(QString, found);
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    const editors::EditedLayers layers{{layer(core::LayerKind::Base, base.toStdString()),
                                           layer(core::LayerKind::Environment, text.toStdString())},
        1, "/shop/api"};
    const editors::KnownTargets targets{
        {"/ops/db",
            layer(core::LayerKind::Environment, "port: 1\nname: n\npool: {min: 3, max: 2}\n").tree},
        {"/ops/ghost", nullptr}};
    const auto findings
        = editors::effectiveProblems(layers, targets, &*schema, QStringLiteral("prod"), {});
    QCOMPARE(told(findings.problems, text), found);
    QVERIFY(findings.unknown.empty());
    // Without a schema a reference can only lead nowhere.
    const auto unschooled
        = editors::effectiveProblems(layers, targets, nullptr, QStringLiteral("prod"), {});
    QCOMPARE(told(unschooled.problems, text),
        found.contains(QStringLiteral("reference-")) || found.contains(QStringLiteral("-reference"))
            ? found
            : QString());
}

// What the layers come to with the live text, and with the edited one: GOV-22 as the server has it.
void EffectiveProblems::whatWasSoBeforeIsAWarning_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found"); // severity and code
    QTest::addColumn<int>("old"); // errors that are to be passed over
    const auto row = [](const char *name, const char *before, const char *text, const char *found,
                         int old = 0) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(text)
                            << QString::fromLatin1(found) << old;
    };
    row("old", "port: x\npool: {}\n", "port: x\npool: {min: 1}\n", "1 type");
    row("new", "port: 1\npool: {}\n", "port: x\npool: {}\n", "0 type");
    row("one old, one new", "port: x\npool: {}\n", "port: x\npool: {min: y}\n", "1 type, 0 type");
    row("mended", "port: x\npool: {}\n", "port: 1\npool: {}\n", "");
    row("missing as before", "port: 1\n", "port: 2\n", "1 required");
    row("an old reference", "pool: {}\nport: ${ref:/ops/ghost#/a}\n",
        "pool: {min: 1}\nport: ${ref:/ops/ghost#/a}\n", "0 dangling-reference", 1);
    row("another reference", "pool: {}\nport: ${ref:/ops/ghost#/a}\n",
        "pool: {}\nport: ${ref:/ops/ghost#/b}\n", "0 dangling-reference");
    row("one reference more", "pool: {}\nport: ${ref:/ops/ghost#/a}\n",
        "pool: {}\nport: ${ref:/ops/ghost#/a}\nn: ${ref:/ops/ghost#/a}\n",
        "0 dangling-reference, 0 dangling-reference", 1);
    row("a reference gone wrong", "pool: {}\nport: ${ref:#/n}\nn: 1\n",
        "pool: {}\nport: ${ref:#/n}\n", "0 dangling-reference");
}

void EffectiveProblems::whatWasSoBeforeIsAWarning()
{
    QFETCH(QString, before);
    QFETCH(QString, text);
    QFETCH(QString, found);
    QFETCH(int, old);
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    const editors::EditedLayers layers{{layer(core::LayerKind::Base, "host: a\n"),
                                           layer(core::LayerKind::Environment, text.toStdString())},
        1, "/shop/api", layer(core::LayerKind::Environment, before.toStdString()).tree, {}};
    const auto findings = editors::effectiveProblems(
        layers, {{"/ops/ghost", nullptr}}, &*schema, QStringLiteral("prod"), {});
    QStringList told;
    for (const EditorProblem &problem : findings.problems)
        told << QStringLiteral("%1 %2")
                    .arg(int(problem.severity))
                    .arg(QString::fromStdString(problem.code));
    QCOMPARE(told.join(QStringLiteral(", ")), found);
    QCOMPARE(int(findings.old.size()), old);
}

// A draft may be submitted where no error is told.
void EffectiveProblems::newErrorsAreToldBehindAnyNumberOfOldOnes()
{
    const auto schema = core::CompiledSchema::compile(
        core::readJson(R"({"properties": {"list": {"items": {"type": "integer"}},
            "port": {"type": "integer"}}})")
            .tree(),
        {}, core::SchemaLibrary());
    std::string old = "list:\n";
    for (int item = 0; item < 300; ++item)
        old += "  - x\n";
    const editors::EditedLayers layers{{layer(core::LayerKind::Base, "host: a\n"),
                                           layer(core::LayerKind::Environment, old + "port: y\n")},
        1, "/shop/api", layer(core::LayerKind::Environment, old + "port: 1\n").tree, {}};
    const auto problems
        = editors::effectiveProblems(layers, {}, &*schema, QStringLiteral("prod"), {}).problems;
    QCOMPARE(problems.size(), std::size_t(200));
    QCOMPARE(problems.back().pointer, std::string("/port"));
    QCOMPARE(problems.back().severity, editors::Severity::Error);
}

// Of a parent's schema nothing but the invariants.
void EffectiveProblems::parentsInvariantsHoldToo()
{
    const auto schema = std::make_shared<const core::CompiledSchema>(*core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary()));
    const QString text = QStringLiteral("port: x\npool: {min: 3}\n");
    const editors::EditedLayers layers{{layer(core::LayerKind::Environment, "pool: {max: 2}\n"),
                                           layer(core::LayerKind::Environment, text.toStdString())},
        1, "/shop/api", nullptr, {{"shop/defaults", schema}}};
    const auto problems
        = editors::effectiveProblems(layers, {}, nullptr, QStringLiteral("prod"), {}).problems;
    QCOMPARE(told(problems, text), QStringLiteral("x-invariants 2:13 3"));
    QVERIFY(problems.front().message.ends_with(" (of the schema of shop/defaults)"));
}

// Of a text that is all there is, that alone is looked at.
void EffectiveProblems::aStepThatIsTooLargeIsAnError()
{
    const auto schema = core::CompiledSchema::compile(
        core::readJson(R"({"required": ["host"], "properties": {"pool": {"x-capacity": true},
            "list": {"x-max-removal": 50}}})")
            .tree(),
        {}, core::SchemaLibrary());
    const QString text = QStringLiteral("pool: 100\nlist: [1]\n");
    editors::EditedLayers layers{{layer(core::LayerKind::Environment, text.toStdString())}, 0,
        "/shop/api", layer(core::LayerKind::Environment, "pool: 10\nlist: [1, 2, 3]\n").tree, {}};
    const auto steps
        = editors::effectiveProblems(layers, {}, &*schema, QStringLiteral("prod"), {}).problems;
    QCOMPARE(told(steps, text), QStringLiteral("x-capacity 1:7 100\nx-max-removal 2:1 list"));
    QCOMPARE(steps.front().severity, editors::Severity::Error);
    layers.layers.insert(layers.layers.begin(), layer(core::LayerKind::Base, "host: a\n"));
    layers.edited = 1;
    QCOMPARE(
        told(editors::effectiveProblems(layers, {}, &*schema, QStringLiteral("prod"), {}).problems,
            text),
        QStringLiteral("x-capacity 1:7 100\nx-max-removal 2:1 list"));
}

// Until all are known none is followed, and nothing is said of what it may bring.
void EffectiveProblems::unknownTargetsAreAskedFor()
{
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    const QString text = QStringLiteral("host: 1\npool: {}\nport: ${ref:/a#/b}\n");
    const editors::EditedLayers layers{{layer(core::LayerKind::Base, "a: ${ref:/c#}\n"),
                                           layer(core::LayerKind::Environment, text.toStdString())},
        1, "/shop/api"};
    const editors::KnownTargets targets{{"/c", layer(core::LayerKind::Environment, "x: 1\n").tree}};
    const auto findings = editors::effectiveProblems(layers, targets, &*schema, {}, {});
    QCOMPARE(findings.unknown, std::vector<std::string>{"/a"});
    QVERIFY(findings.problems.empty());
}

void EffectiveProblems::layersThatCannotBeMergedSayNothing()
{
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    const editors::EditedLayers layers{
        {layer(core::LayerKind::Base, "a: 1\n"),
            layer(core::LayerKind::Environment, "a: {$remove: true, $replace: 1}\n")},
        1, "/shop/api"};
    QVERIFY(editors::effectiveProblems(layers, {}, &*schema, {}, {}).problems.empty());
}

// They move with the text, say nothing twice, and go with a text that cannot be read.
void EffectiveProblems::othersStandBesideOwnProblems()
{
    tests::Desk desk;
    editors::ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(R"({"properties": {"port": {"type": "integer"}}})"));
    editor.setText(QStringLiteral("port: x\npool: 1\n"), core::Format::Yaml);
    QTRY_COMPARE(editor.problems().size(), std::size_t(1));
    EditorProblem said;
    said.code = "type";
    said.pointer = "/port";
    said.schemaPlace = "/properties/port/type";
    EditorProblem other;
    other.code = "x-invariants";
    other.pointer = "/pool";
    other.begin = 8;
    other.end = 12;
    editor.live().setOtherProblems({said, other});
    QCOMPARE(editor.problems().size(), std::size_t(2));
    QCOMPARE(editor.problems().back().code, other.code);
    editor.view().replaceBytes(0, 0, "# one\n");
    QTRY_VERIFY(!editor.isBusy());
    QCOMPARE(editor.problems().back().begin, std::size_t(14));
    editor.view().replaceBytes(0, 0, "[");
    QTRY_VERIFY(!editor.isBusy());
    QCOMPARE(editor.problems().size(), std::size_t(1));
}

QTEST_MAIN(EffectiveProblems)
#include "tst_effectiveproblems.moc"
