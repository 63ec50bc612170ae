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
        QCOMPARE(problem.severity, editors::Severity::Warning);
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
