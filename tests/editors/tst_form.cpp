// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/form/additions.h"
#include "editors/form/collectionmodel.h"
#include "editors/form/formmodel.h"
#include "editors/form/treeeditor.h"
#include "editors/liveanalysis.h"
#include "editors/text/analysis.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace chancery;
using core::Format;
using editors::FormModel;

namespace {

constexpr auto serverSchema = R"({
  "type": "object",
  "required": ["port", "mode"],
  "properties": {
    "port": {"type": "integer", "minimum": 1, "maximum": 65535, "description": "Where it listens."},
    "mode": {"enum": ["fast", "safe"]},
    "name": {"type": "string"},
    "token": {"type": "string", "x-sensitive": true},
    "old": {"type": "string", "deprecated": true},
    "ratio": {"type": ["number", "null"]},
    "isOn": {"type": "boolean"},
    "limits": {"type": "object", "required": ["rate"], "properties": {"rate": {"type": "integer"}}},
    "hosts": {"type": "array", "items": {"type": "object", "required": ["host"],
      "properties": {"host": {"type": "string"}, "port": {"type": "integer"}}}}
  }
})";

// A form over a text editor, as the console puts them together.
class Bench {
public:
    Bench(const QByteArray &text, Format format, const char *schema = nullptr)
        : editor(desk.executor())
        , treeEditor(editor, desk.executor())
        , model(treeEditor, desk.executor())
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
        tester.setUseFetchMore(false); // a view opens what somebody opens
        QObject::connect(&editor, &editors::ConfigEditor::analysed, &model,
            [this] { model.setDocument(editor.analysis(), editor.advisor()); });
        QObject::connect(&editor, &editors::ConfigEditor::problemsChanged, &model, [this] {
            model.setDocument(editor.analysis(), editor.advisor());
            model.setProblems(editor.problems());
        });
        if (schema)
            editor.setAdvisor(tests::advisorFor(schema));
        editor.setSource(text.toStdString(), format);
        rest();
    }

    bool rest()
    {
        return QTest::qWaitFor([this] {
            return !editor.isBusy() && !treeEditor.isBusy() && editor.isAnalysed() && isKnown();
        });
    }
    // As a view does that shows the first rows.
    bool isKnown()
    {
        for (int row = 0; row < std::min(50, model.rowCount()); ++row)
            model.index(row, FormModel::ValueColumn).data();
        return !model.isBusy();
    }
    QModelIndex cell(const char *pointer, int column = FormModel::ValueColumn)
    {
        return model.find(pointer).siblingAtColumn(column);
    }
    bool type(const char *pointer, const QString &text, int column = FormModel::ValueColumn)
    {
        const QModelIndex index = cell(pointer, column);
        index.data(); // it is on screen
        return rest() && model.setData(cell(pointer, column), text, Qt::EditRole) && rest();
    }
    QByteArray text() const { return QByteArray::fromStdString(editor.source()); }
    QString keys(const QModelIndex &parent = {})
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(parent); ++row)
            all << model.index(row, 0, parent).data().toString();
        return all.join(u' ');
    }

    tests::Desk desk;
    editors::ConfigEditor editor;
    editors::TreeEditor treeEditor;
    FormModel model;
    QAbstractItemModelTester tester;
};

} // namespace

class TestForm : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedKeepsItsType_data();
    void whatIsTypedKeepsItsType();
    void oneValueOneStepOfUndo_data();
    void oneValueOneStepOfUndo();
    void twoEditsAreTwoSteps();
    void structureChangesInTheText_data();
    void structureChangesInTheText();
    void whatCannotBeWrittenStaysInTheField();
    void missingKeysAreRows();
    void sensitiveValuesAreMasked();
    void problemsStandAtTheirRows();
    void rowsFollowTheText();
    void textThatDoesNotParseIsNotTouched();
    void readOnlyFormsTakeNothing();
    void additionsComeFromTheSchema();
    void manyKeysAreMadeWhenLookedAt();
    void anEditDuringAReadingIsMadeAfterIt();
    void collectionsAreFound_data();
    void collectionsAreFound();
    void tableCellsChangeTheText();
    void tablesMaskAndCopy();
};

void TestForm::whatIsTypedKeepsItsType_data()
{
    QTest::addColumn<QByteArray>("present");
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("json");
    const auto row = [](const char *name, const char *present, const char *schema,
                         const char *typed, const char *json) {
        QTest::newRow(name) << QByteArray(present) << QByteArray(schema) << QString::fromUtf8(typed)
                            << QString::fromUtf8(json);
    };
    row("a string that looks like a number", "\"1\"", "{}", "12", "\"12\"");
    row("a number", "1", "{}", "2.50", "2.50");
    row("a number in words", "1", "{}", "two", "!“two” is not a number.");
    row("a number without a schema's leave is no text", "1", R"({"type":"number"})", "x1",
        "!“x1” is not a number.");
    row("a number or a text", "1", R"({"type":["number","string"]})", "two", "\"two\"");
    row("a text or a number stays a text", "\"1\"", R"({"type":["number","string"]})", "2",
        "\"2\"");
    row("a whole number", "1", R"({"type":"integer"})", "1.5", "!“1.5” is not a whole number.");
    row("a whole number by its value", "1", R"({"type":"integer"})", "2e3", "2e3");
    row("too large a number", "1", R"({"type":"integer"})", "90071992547409931",
        "!“90071992547409931” is a number that not every program can hold exactly.");
    row("a wrong type is mended", "\"80\"", R"({"type":"integer"})", "81", "81");
    row("boolean", "true", "{}", "false", "false");
    row("boolean in words", "true", "{}", "yes", "!“yes” is neither true nor false.");
    row("allowed", "\"a\"", R"({"enum":["a","b",3]})", "b", "\"b\"");
    row("allowed number", "\"a\"", R"({"enum":["a","b",3]})", "3", "3");
    row("not allowed", "\"a\"", R"({"enum":["a","b",3]})", "c",
        "!“c” is not one of the allowed values: a, b, 3.");
    row("null by an empty field", "1", R"({"type":["number","null"]})", "", "null");
    row("null takes anything without a schema", "null", "{}", "7", "7");
    row("a text with all signs", "\"a\"", "{}", "“ж” \\ \" \u0001 🦉",
        "\"“ж” \\\\ \\\" \\u0001 🦉\"");
}

void TestForm::whatIsTypedKeepsItsType()
{
    QFETCH(QByteArray, present);
    QFETCH(QByteArray, schema);
    QFETCH(QString, typed);
    QFETCH(QString, json);
    const auto tree = core::readJson(present.toStdString());
    const auto advice = tests::advisorFor(schema.toStdString())->adviceFor(&tree.tree(), "");
    const auto field = editors::fieldOf(tree.tree().root(), advice ? &*advice : nullptr);
    const auto answer = editors::jsonOfTyped(field, typed);
    QCOMPARE(
        answer.fault.isEmpty() ? QString::fromStdString(answer.json) : u'!' + answer.fault, json);
}

void TestForm::oneValueOneStepOfUndo_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("json") << Format::Json << QByteArray("{ \"b\" : [1,  2 ],\r\n\t\"a\":\"x\"}")
                          << QByteArray("/b/1") << QStringLiteral("30")
                          << QByteArray("{ \"b\" : [1,  30 ],\r\n\t\"a\":\"x\"}");
    QTest::newRow("yaml: comment, order, quotes")
        << Format::Yaml << QByteArray("# top\nz:   'x'   # why\na:\n    - \"one\"\n    - two\n")
        << QByteArray("/z") << QStringLiteral("it's")
        << QByteArray("# top\nz:   'it''s'   # why\na:\n    - \"one\"\n    - two\n");
    QTest::newRow("yaml: what would be something else is quoted")
        << Format::Yaml << QByteArray("a: x\nb: y # b\n") << QByteArray("/b")
        << QStringLiteral("yes: no #") << QByteArray("a: x\nb: \"yes: no #\" # b\n");
    QTest::newRow("toml") << Format::Toml
                          << QByteArray("[t]\na = 1 # one\nb = 'c:\\d'\n[t.u]\nc = true\n")
                          << QByteArray("/t/u/c") << QStringLiteral("false")
                          << QByteArray("[t]\na = 1 # one\nb = 'c:\\d'\n[t.u]\nc = false\n");
    QTest::newRow("toml: several lines")
        << Format::Toml << QByteArray("a = \"\"\"\none\ntwo\"\"\" # two\nb = 1\n")
        << QByteArray("/a") << QStringLiteral("one\nthree")
        << QByteArray("a = \"one\\nthree\" # two\nb = 1\n");
}

void TestForm::oneValueOneStepOfUndo()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    QFETCH(QString, typed);
    QFETCH(QByteArray, result);
    Bench bench(text, format);
    QVERIFY(bench.type(pointer.constData(), typed));
    QCOMPARE(bench.text(), result);
    QCOMPARE(bench.cell(pointer.constData()).data(Qt::EditRole).toString(), typed);
    bench.editor.undo();
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
    bench.editor.redo();
    QCOMPARE(bench.text(), result);
}

void TestForm::twoEditsAreTwoSteps()
{
    const QByteArray text("a: 1 # one\nb: 2\n");
    Bench bench(text, Format::Yaml);
    // Without a pause: the second one waits until the text of the first is read.
    QVERIFY(bench.model.setData(bench.cell("/a"), QStringLiteral("10"), Qt::EditRole));
    QVERIFY(bench.model.setData(bench.cell("/b"), QStringLiteral("20"), Qt::EditRole));
    QVERIFY(bench.rest());
    QCOMPARE(bench.text(), QByteArray("a: 10 # one\nb: 20\n"));
    bench.editor.undo();
    QCOMPARE(bench.text(), QByteArray("a: 10 # one\nb: 2\n"));
    bench.editor.undo();
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
}

void TestForm::structureChangesInTheText_data()
{
    using Kind = editors::TreeEdit::Kind;
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("result");
    QTest::addColumn<QString>("place");
    const auto row
        = [](const char *name, Format format, const char *text, Kind kind, const char *pointer,
              const char *key, const char *json, const char *result, const char *place) {
              QTest::newRow(name) << format << QByteArray(text) << int(kind) << QByteArray(pointer)
                                  << QByteArray(key) << QByteArray(json) << QByteArray(result)
                                  << QString::fromUtf8(place);
          };
    row("yaml: insert", Format::Yaml, "a: 1 # one\n# end\n", Kind::Insert, "", "b/c", "2",
        "a: 1 # one\nb/c: 2\n# end\n", "/b~1c");
    row("json: append", Format::Json, "{\"a\": [1, 2]}", Kind::Append, "/a", "", "3",
        "{\"a\": [1, 2, 3]}", "/a/2");
    row("toml: remove", Format::Toml, "a = 1\nb = 2 # two\nc = 3\n", Kind::Remove, "/b", "", "",
        "a = 1\nc = 3\n", "/c");
    row("yaml: remove the last", Format::Yaml, "a: 1\nb: 2\n", Kind::Remove, "/b", "", "", "a: 1\n",
        "/a");
    row("json: remove the last item", Format::Json, "[1, 2]", Kind::Remove, "/1", "", "", "[1]",
        "/0");
    row("yaml: rename", Format::Yaml, "'a': {x: 1} # x\nb: 2\n", Kind::Rename, "/a", "it", "",
        "'it': {x: 1} # x\nb: 2\n", "/it");
}

void TestForm::structureChangesInTheText()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, result);
    QFETCH(QString, place);
    Bench bench(text, format);
    bench.cell(pointer.constData());
    const QSignalSpy made(&bench.treeEditor, &editors::TreeEditor::made);
    bench.treeEditor.make({editors::TreeEdit::Kind(kind), pointer.toStdString(), name.toStdString(),
                              json.toStdString()},
        {});
    QVERIFY(bench.rest());
    QCOMPARE(bench.text(), result);
    QCOMPARE(made.size(), 1);
    QCOMPARE(made.front().front().toString(), place);
    QCOMPARE(bench.model.pointerAt(bench.model.find(place.toStdString())), place.toStdString());
    bench.editor.undo();
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
}

void TestForm::whatCannotBeWrittenStaysInTheField()
{
    const QByteArray text("a: &n 1\nb: *n\nc: 2\n");
    Bench bench(text, Format::Yaml);
    const QSignalSpy refused(&bench.model, &FormModel::refused);
    QVERIFY(bench.type("/a", QStringLiteral("5")));
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(refused.front().at(1).toString().contains(QStringLiteral("anchor")));
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
    // What was typed is not lost, and the row says why.
    QCOMPARE(bench.cell("/a").data(Qt::EditRole).toString(), QStringLiteral("5"));
    QCOMPARE(bench.cell("/a").data(editors::FieldSeverityRole).toInt(), 0);
    QVERIFY(bench.cell("/a", FormModel::TypeColumn).data().toString().contains(u"anchor"));
    QVERIFY(bench.type("/c", QStringLiteral("many")));
    QCOMPARE(refused.back().at(1).toString(), QStringLiteral("“many” is not a number."));
    QCOMPARE(bench.cell("/c").data().toString(), QStringLiteral("many"));
    bench.model.forgetDraft(bench.cell("/c"));
    QCOMPARE(bench.cell("/c").data().toString(), QStringLiteral("2"));
    QVERIFY(bench.type("/c", QStringLiteral("a"), FormModel::KeyColumn));
    QCOMPARE(refused.back().at(1).toString(), QStringLiteral("There is a key “a” already."));
    QCOMPARE(bench.text(), text);
}

void TestForm::missingKeysAreRows()
{
    Bench bench("{\"port\": 80}", Format::Json, serverSchema);
    QTRY_COMPARE(bench.keys(), QStringLiteral("port mode"));
    QCOMPARE(bench.cell("/mode").data().toString(), QStringLiteral("Required, not set"));
    QVERIFY(bench.type("/mode", QStringLiteral("safe")));
    QCOMPARE(bench.text(), QByteArray("{\"port\": 80, \"mode\": \"safe\"}"));
    QCOMPARE(bench.keys(), QStringLiteral("port mode"));
    QVERIFY(!bench.model.isMissing(bench.cell("/mode")));
    bench.editor.undo();
    QVERIFY(bench.rest());
    QVERIFY(bench.model.isMissing(bench.cell("/mode")));
}

void TestForm::sensitiveValuesAreMasked()
{
    Bench bench("{\"port\": 80, \"mode\": \"fast\", \"token\": \"s3cret\", \"old\": \"x\"}",
        Format::Json, serverSchema);
    QTRY_COMPARE(bench.cell("/token").data().toString(), editors::maskText());
    for (int column = 0; column < FormModel::ColumnCount; ++column) {
        for (const int role :
            {int(Qt::DisplayRole), int(Qt::AccessibleTextRole), int(Qt::ToolTipRole)})
            QVERIFY(!bench.cell("/token", column).data(role).toString().contains(u"s3cret"));
    }
    QVERIFY(bench.cell("/token").data(editors::StateRole).toInt() & editors::SensitiveState);
    QVERIFY(bench.cell("/old").data(editors::StateRole).toInt() & editors::DeprecatedState);
    QVERIFY(bench.cell("/old", FormModel::TypeColumn).data().toString().contains(u"deprecated"));
}

void TestForm::problemsStandAtTheirRows()
{
    Bench bench("{\"port\": 0, \"mode\": \"fast\", \"limits\": {\"rate\": \"x\"}}", Format::Json,
        serverSchema);
    QTRY_COMPARE(bench.cell("/port").data(editors::FieldSeverityRole).toInt(), 0);
    QVERIFY(!bench.model.problemText(bench.cell("/port")).isEmpty());
    QCOMPARE(bench.cell("/mode").data(editors::FieldSeverityRole).toInt(), -1);
    QVERIFY(bench.cell("/limits", FormModel::TypeColumn).data().toString().contains(u"inside"));
    QVERIFY(bench.type("/port", QStringLiteral("81")));
    QTRY_COMPARE(bench.cell("/port").data(editors::FieldSeverityRole).toInt(), -1);
}

void TestForm::rowsFollowTheText()
{
    Bench bench("a: 1\nb:\n  x: 1\n  y: 2\nc: [1, 2, 3]\n", Format::Yaml);
    const QPersistentModelIndex y = bench.cell("/b/y");
    const QPersistentModelIndex second = bench.cell("/c/1");
    QCOMPARE(bench.keys(), QStringLiteral("a b c"));
    bench.editor.view().replaceBytes(0, 0, "# new\nfirst: {}\n");
    QVERIFY(bench.rest());
    QCOMPARE(bench.keys(), QStringLiteral("first a b c"));
    QVERIFY(y.isValid());
    QCOMPARE(y.data().toString(), QStringLiteral("2"));
    QCOMPARE(second.data().toString(), QStringLiteral("2"));
    bench.editor.undo();
    QVERIFY(bench.rest());
    QCOMPARE(bench.keys(), QStringLiteral("a b c"));
    QCOMPARE(y.data().toString(), QStringLiteral("2"));
    bench.editor.setSource("7", Format::Json);
    QVERIFY(bench.rest());
    QCOMPARE(bench.keys(), QStringLiteral("Document"));
    QVERIFY(bench.type("", QStringLiteral("8")));
    QCOMPARE(bench.text(), QByteArray("8"));
    bench.editor.setSource("", Format::Yaml);
    QTRY_VERIFY(!bench.editor.isBusy());
}

void TestForm::textThatDoesNotParseIsNotTouched()
{
    Bench bench("a: 1\n", Format::Yaml);
    bench.editor.view().replaceBytes(0, 0, "x: [\n");
    QTRY_VERIFY(bench.editor.isBroken());
    const auto text = bench.text();
    QString fault;
    bench.treeEditor.make({editors::TreeEdit::Kind::Set, "/a", {}, "2"},
        [&fault](const QString &answer) { fault = answer; });
    QTRY_VERIFY(!fault.isEmpty());
    QCOMPARE(bench.text(), text);
    QCOMPARE(bench.keys(), QStringLiteral("a")); // what was read last stays in sight
    bench.editor.undo();
    QTRY_VERIFY(!bench.editor.isBroken());
    QVERIFY(bench.type("/a", QStringLiteral("2")));
    QCOMPARE(bench.text(), QByteArray("a: 2\n"));
}

void TestForm::readOnlyFormsTakeNothing()
{
    Bench bench("a: 1\n", Format::Yaml);
    bench.model.setReadOnly(true);
    QVERIFY(!(bench.cell("/a").flags() & Qt::ItemIsEditable));
    QVERIFY(!bench.model.setData(bench.cell("/a"), QStringLiteral("2"), Qt::EditRole));
    bench.model.setReadOnly(false);
    bench.editor.setReadOnly(true);
    const QSignalSpy refused(&bench.model, &FormModel::refused);
    QVERIFY(bench.type("/a", QStringLiteral("2")));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(bench.text(), QByteArray("a: 1\n"));
}

void TestForm::additionsComeFromTheSchema()
{
    const auto advisor = tests::advisorFor(serverSchema);
    const auto tree
        = core::readJson(std::string("{\"name\": \"x\", \"hosts\": [], \"free\": [1, 2]}"));
    const auto all = editors::additionsTo(tree.tree(), advisor.get(), "");
    QStringList names;
    for (const auto &addition : all)
        names << QString::fromStdString(addition.name);
    QCOMPARE(names.join(u' '), QStringLiteral("port mode token ratio isOn limits old"));
    QCOMPARE(all[0].json, std::string("1")); // the least that is allowed
    QCOMPARE(all[5].json, std::string("{\"rate\": 0}"));
    QCOMPARE(editors::additionsTo(tree.tree(), advisor.get(), "/hosts").front().json,
        std::string("{\"host\": \"\"}"));
    QCOMPARE(editors::additionsTo(tree.tree(), nullptr, "/free").front().json, std::string("0"));
    QVERIFY(editors::additionsTo(tree.tree(), nullptr, "").empty());
    QVERIFY(editors::additionsTo(tree.tree(), advisor.get(), "/name").empty());
}

void TestForm::manyKeysAreMadeWhenLookedAt()
{
    QByteArray text("{");
    for (int key = 0; key < 10'000; ++key)
        text += (key > 0 ? ",\n\"k" : "\n\"k") + QByteArray::number(key)
            + "\": {\"a\": 1, \"b\": [1, 2]}";
    text += "}\n";
    Bench bench(text, Format::Json, serverSchema);
    QTRY_COMPARE(bench.model.rowCount(), 10'002); // with the two that are required
    QVERIFY(bench.model.canFetchMore(bench.model.index(9'000, 0)));
    QVERIFY(bench.type("/k9000/b/1", QStringLiteral("3")));
    QVERIFY(bench.text().contains("\"k9000\": {\"a\": 1, \"b\": [1, 3]}"));
    QVERIFY(bench.model.canFetchMore(bench.model.index(9'001, 0)));
}

void TestForm::anEditDuringAReadingIsMadeAfterIt()
{
    QByteArray text("# long\n");
    for (int line = 0; line < 20'000; ++line)
        text += "key" + QByteArray::number(line) + ": value\n";
    Bench bench(text, Format::Yaml);
    QVERIFY(text.size() > int(editors::LiveAnalysis::smallText));
    bench.editor.view().replaceBytes(0, 0, "new: 1\n");
    QVERIFY(!bench.editor.isAnalysed());
    QVERIFY(bench.model.setData(bench.cell("/key7"), QStringLiteral("other"), Qt::EditRole));
    QCOMPARE(bench.cell("/key7").data().toString(), QStringLiteral("other"));
    QVERIFY(bench.rest());
    QVERIFY(bench.text().startsWith("new: 1\n# long\n"));
    QVERIFY(bench.text().contains("key7: other\nkey8"));
    QCOMPARE(bench.cell("/new").data().toString(), QStringLiteral("1"));
}

void TestForm::collectionsAreFound_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    QTest::addColumn<QString>("found"); // pointer and columns, or what else there is
    const auto row = [](const char *name, Format format, const char *text, const char *place,
                         const char *found) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(place)
                            << QString::fromUtf8(found);
    };
    constexpr auto hosts
        = "free: 1\nhosts:\n  - host: a\n    port: 1\n  - host: b\n    tags: [x]\n";
    row("at a cell", Format::Yaml, hosts, "/hosts/1/host", "/hosts: host port tags");
    row("at the array", Format::Yaml, hosts, "/hosts", "/hosts: host port tags");
    row("elsewhere", Format::Yaml, hosts, "/free", "none; /hosts");
    row("deeper in a cell", Format::Yaml, hosts, "/hosts/1/tags/0", "/hosts: host port tags");
    row("the whole document", Format::Json, "[{\"a\": 1}, {\"b\": 2}]", "", ": a b");
    row("objects that are alike", Format::Toml, "[s.a]\nx = 1\ny = 2\n[s.b]\nx = 2\n", "/s/a/x",
        "/s: x y");
    row("objects that are not", Format::Toml, "[s.a]\nx = 1\n[s.b]\ny = 2\n[s.c]\nz = 2\n",
        "/s/a/x", "none; ");
    row("one thing that is no object", Format::Json, "{\"l\": [{\"a\": 1}, 2]}", "/l/0", "none; ");
    row("empty", Format::Json, "{\"l\": [], \"o\": {}}", "/l", "none; ");
    row("a scalar", Format::Json, "7", "", "none; ");
}

void TestForm::collectionsAreFound()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, place);
    QFETCH(QString, found);
    const auto reading = core::read(text.toStdString(), format);
    QVERIFY(reading.ok());
    const auto survey = editors::surveyCollections(
        reading.tree(), nullptr, place.toStdString(), core::CancelToken());
    QStringList words;
    for (const auto &column : survey.collection.value_or(editors::Collection()).columns)
        words << QString::fromStdString(column.key);
    QStringList places;
    for (const auto &other : survey.places)
        places << QString::fromStdString(other);
    const QString pointer
        = survey.collection ? QString::fromStdString(survey.collection->pointer) : QString();
    QCOMPARE(survey.collection ? pointer + QStringLiteral(": ") + words.join(u' ')
                               : QStringLiteral("none; ") + places.join(u' '),
        found);
}

namespace {

// A table over the bench's editor.
struct TableBench : Bench {
    TableBench(const QByteArray &text, Format format, std::string wantedPlace,
        const char *schema = nullptr)
        : Bench(text, format, schema)
        , table(treeEditor)
        , tableTester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest)
        , place(std::move(wantedPlace))
    {
        QObject::connect(&editor, &editors::ConfigEditor::analysed, &table, [this] { survey(); });
        survey();
    }
    void survey()
    {
        const auto analysis = editor.analysis();
        table.setCollection(analysis,
            editors::surveyCollections(
                analysis->tree, editor.advisor().get(), place, core::CancelToken())
                .collection);
    }
    bool fill(int row, int column, const char *typed)
    {
        return table.setData(table.index(row, column), QString::fromUtf8(typed), Qt::EditRole)
            && rest();
    }

    editors::CollectionModel table;
    QAbstractItemModelTester tableTester;
    std::string place;
};

} // namespace

void TestForm::tableCellsChangeTheText()
{
    const QByteArray text("hosts:\n  # first\n  - host: a   # why\n    port: 1\n  - host: 'b'\n");
    TableBench bench(text, Format::Yaml, "/hosts");
    QCOMPARE(bench.table.rowCount(), 2);
    QCOMPARE(bench.table.columnCount(), 3);
    QVERIFY(bench.fill(1, 1, "c"));
    QVERIFY(bench.text().endsWith("- host: 'c'\n"));
    QVERIFY(bench.fill(1, 2, "2")); // not there yet
    QVERIFY(bench.text().endsWith("- host: 'c'\n    port: 2\n"));
    QVERIFY(bench.text().contains("# first\n  - host: a   # why\n"));
    const QSignalSpy refused(&bench.table, &editors::CollectionModel::refused);
    QVERIFY(bench.fill(0, 2, "many"));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(bench.table.index(0, 2).data().toString(), QStringLiteral("many"));
    bench.table.forgetDraft(bench.table.index(0, 2));
    const QPersistentModelIndex first = bench.table.index(0, 1);
    bench.treeEditor.make({editors::TreeEdit::Kind::Append, "/hosts", {}, "{\"host\": \"d\"}"}, {});
    QVERIFY(bench.rest());
    QCOMPARE(bench.table.rowCount(), 3);
    QVERIFY(first.isValid());
    QCOMPARE(bench.table.index(2, 1).data().toString(), QStringLiteral("d"));
    for (int step = 0; step < 3; ++step)
        bench.editor.undo();
    QVERIFY(bench.rest());
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
    QCOMPARE(bench.table.rowCount(), 2);
    QVERIFY(!bench.table.isThere(bench.table.index(1, 2)));
}

void TestForm::tablesMaskAndCopy()
{
    TableBench bench("{\"pairs\": {\"x\": {\"token\": \"s3cret\", \"n\": 2}, "
                     "\"y\": {\"token\": \"t\", \"n\": 10}}}",
        Format::Json, "/pairs/x/n",
        R"({"properties": {"pairs": {"additionalProperties": {"required": ["token"],
            "properties": {"token": {"type": "string", "x-sensitive": true}}}}}})");
    QVERIFY(bench.table.collection() && !bench.table.collection()->isArray);
    QCOMPARE(bench.table.asTsv({bench.table.index(0, 0)}),
        QStringLiteral("Key\ttoken\tn\nx\t%1\t2\n").arg(editors::maskText()));
    QVERIFY(bench.table.index(1, 2).data(models::SortRole).toDouble() > 9);
    QVERIFY(bench.fill(0, 0, "y"));
    QVERIFY(bench.text().contains("\"x\"")); // refused: there is one
    QVERIFY(bench.fill(0, 0, "z"));
    QVERIFY(bench.text().startsWith("{\"pairs\": {\"z\": {\"token\": \"s3cret\""));
}

QTEST_MAIN(TestForm)
#include "tst_form.moc"
