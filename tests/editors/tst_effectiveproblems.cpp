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

} // namespace

// What comes of the layers is wrong where the edited text has its part in it.
class EffectiveProblems : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void problemsStandWhereTheTextHasItsPart_data();
    void problemsStandWhereTheTextHasItsPart();
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
    row("a reference", "host: a\n", "pool: {min: 1, max: 2}\nport: ${ref:/a#/b}\n", "host: b\n",
        "");
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
        1};
    QStringList lines;
    for (const EditorProblem &problem :
        editors::effectiveProblems(layers, *schema, QStringLiteral("prod/eu-west"), {})) {
        QCOMPARE(problem.severity, editors::Severity::Warning);
        QVERIFY(problem.message.ends_with(" (in the effective document of prod/eu-west)"));
        lines << QStringLiteral("%1 %2:%3 %4")
                     .arg(QString::fromStdString(problem.code))
                     .arg(problem.line)
                     .arg(problem.column)
                     .arg(text.mid(
                         qsizetype(problem.begin), qsizetype(problem.end - problem.begin)));
    }
    QCOMPARE(lines.join(u'\n'), found);
}

void EffectiveProblems::layersThatCannotBeMergedSayNothing()
{
    const auto schema = core::CompiledSchema::compile(
        core::readJson(std::string(schemaText)).tree(), {}, core::SchemaLibrary());
    const editors::EditedLayers layers{
        {layer(core::LayerKind::Base, "a: 1\n"),
            layer(core::LayerKind::Environment, "a: {$remove: true, $replace: 1}\n")},
        1};
    QVERIFY(editors::effectiveProblems(layers, *schema, {}, {}).empty());
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
