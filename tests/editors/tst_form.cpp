// SPDX-License-Identifier: Apache-2.0
#include "editors/form/additions.h"
#include "editors/liveanalysis.h"
#include "tests/editors/formbench.h"
#include "tests/support/testcase.h"

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
    void refusedTextsGoWithTheirItems();
    void constraintsNameTheOwner();
    void missingKeysAreRows();
    void sensitiveValuesAreMasked();
    void sealedValuesAreOneValue();
    void problemsStandAtTheirRows();
    void rowsFollowTheText();
    void textThatDoesNotParseIsNotTouched();
    void readOnlyFormsTakeNothing();
    void additionsComeFromTheSchema();
    void manyKeysAreMadeWhenLookedAt();
    void anEditDuringAReadingIsMadeAfterIt();
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
    row("a number where the schema is not understood", "1", R"({"type":"object"})", "2", "2");
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
    row("boolean or more", "true", R"({"type":["boolean","object","null"]})", "null", "null");
    row("allowed", "\"a\"", R"({"enum":["a","b",3]})", "b", "\"b\"");
    row("allowed number", "\"a\"", R"({"enum":["a","b",3]})", "3", "3");
    row("not allowed", "\"a\"", R"({"enum":["a","b",3]})", "c",
        "!“c” is not one of the allowed values: a, b, 3.");
    row("a sensitive number is not quoted", "1", R"({"type":"number","x-sensitive":true})", "x1",
        "!What was typed is not a number.");
    row("nor a truth", "true", R"({"type":"boolean","x-sensitive":true})", "yes",
        "!What was typed is neither true nor false.");
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
        << QByteArray("a = \"\"\"\none\nthree\"\"\" # two\nb = 1\n");
}

void TestForm::oneValueOneStepOfUndo()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    QFETCH(QString, typed);
    QFETCH(QByteArray, result);
    tests::FormBench bench(text, format);
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
    tests::FormBench bench(text, Format::Yaml);
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
    tests::FormBench bench(text, format);
    bench.cell(pointer.constData());
    const QSignalSpy made(&bench.treeEditor, &editors::TreeEditor::made);
    bench.treeEditor.make({editors::TreeEdit::Kind(kind), pointer.toStdString(), name.toStdString(),
                              json.toStdString()},
        bench.editor.analysis(), {});
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
    tests::FormBench bench(text, Format::Yaml);
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

// What was typed into one item is never shown, or taken, as the text of its neighbour.
void TestForm::refusedTextsGoWithTheirItems()
{
    tests::FormBench bench("list: [1, 2, 3]\nobjects:\n  - port: 4\n  - port: 5\n", Format::Yaml);
    const auto make = [&bench](editors::TreeEdit::Kind kind, const char *pointer) {
        bench.treeEditor.make({kind, pointer, {}, "9"}, bench.editor.analysis(), {});
        return bench.rest();
    };
    const auto shown = [&bench](const char *pointer) {
        const QModelIndex cell = bench.cell(pointer);
        const bool isRefused = !cell.data(editors::FaultRole).toString().isEmpty();
        return cell.data().toString() + (isRefused ? QStringLiteral("!") : QString());
    };
    QVERIFY(bench.type("/list/1", QStringLiteral("many")));
    QCOMPARE(shown("/list/1"), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::Append, "/list"));
    QCOMPARE(shown("/list/1"), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::Set, "/list/1"));
    QVERIFY(bench.type("/list/1", QStringLiteral("many")));
    QVERIFY(make(editors::TreeEdit::Kind::Remove, "/list/0"));
    QCOMPARE(shown("/list/0"), QStringLiteral("many!"));
    QCOMPARE(shown("/list/1"), QStringLiteral("3"));
    QVERIFY(make(editors::TreeEdit::Kind::Remove, "/list/0"));
    QCOMPARE(shown("/list/0"), QStringLiteral("3"));

    QVERIFY(bench.type("/objects/0/port", QStringLiteral("many")));
    QCOMPARE(shown("/objects/0/port"), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::MoveDown, "/objects/0"));
    QCOMPARE(shown("/objects/0/port"), QStringLiteral("5"));
    QCOMPARE(shown("/objects/1/port"), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::Remove, "/objects/1/port"));
    bench.treeEditor.make(
        {editors::TreeEdit::Kind::Insert, "/objects/1", "port", "6"}, bench.editor.analysis(), {});
    QVERIFY(bench.rest());
    QCOMPARE(shown("/objects/1/port"), QStringLiteral("6"));
}

void TestForm::constraintsNameTheOwner()
{
    editors::Advice advice;
    advice.types = {"integer"};
    advice.limits = {"minimum 1"};
    advice.annotations.owner = "team limits";
    advice.isDeprecated = true;
    QCOMPARE(editors::constraintText(advice),
        QStringLiteral("integer, minimum 1, owner team limits, deprecated"));
}

void TestForm::missingKeysAreRows()
{
    tests::FormBench bench("{\"port\": 80}", Format::Json, serverSchema);
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
    tests::FormBench bench(
        "{\"port\": 80, \"mode\": \"fast\", \"token\": \"s3cret\", \"old\": \"x\"}", Format::Json,
        serverSchema);
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

// Whatever the schema says of it, it is neither opened nor filled in.
void TestForm::sealedValuesAreOneValue()
{
    for (const char *schema : {static_cast<const char *>(nullptr), serverSchema}) {
        tests::FormBench bench(QByteArray("{\"port\": 80, \"mode\": \"fast\", \"token\": ")
                + tests::sealedJson + ", \"ratio\": " + tests::sealedJson + '}',
            Format::Json, schema);
        for (const char *pointer : {"/token", "/ratio"}) {
            QTRY_COMPARE(bench.cell(pointer).data().toString(), QStringLiteral("Sealed, dek-7"));
            QVERIFY(!(bench.cell(pointer).flags() & Qt::ItemIsEditable));
            QVERIFY(!bench.model.hasChildren(bench.cell(pointer, 0)));
            QVERIFY(
                !bench.cell(pointer, FormModel::TypeColumn).data().toString().contains(u"object"));
            QVERIFY(!bench.model.setData(bench.cell(pointer), QStringLiteral("1"), Qt::EditRole));
        }
        const auto &tree = bench.editor.analysis()->tree;
        QVERIFY(editors::additionsTo(tree, bench.editor.advisor().get(), "/token").empty());
    }
}

void TestForm::problemsStandAtTheirRows()
{
    tests::FormBench bench("{\"port\": 0, \"mode\": \"fast\", \"limits\": {\"rate\": \"x\"}}",
        Format::Json, serverSchema);
    QTRY_COMPARE(bench.cell("/port").data(editors::FieldSeverityRole).toInt(), 0);
    QVERIFY(!bench.model.problemText(bench.cell("/port")).isEmpty());
    QCOMPARE(bench.cell("/mode").data(editors::FieldSeverityRole).toInt(), -1);
    QVERIFY(bench.cell("/limits", FormModel::TypeColumn).data().toString().contains(u"inside"));
    QVERIFY(bench.type("/port", QStringLiteral("81")));
    QTRY_COMPARE(bench.cell("/port").data(editors::FieldSeverityRole).toInt(), -1);
}

void TestForm::rowsFollowTheText()
{
    tests::FormBench bench("a: 1\nb:\n  x: 1\n  y: 2\nc: [1, 2, 3]\n", Format::Yaml);
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
    tests::FormBench bench("a: 1\n", Format::Yaml);
    bench.editor.view().replaceBytes(0, 0, "x: [\n");
    QTRY_VERIFY(bench.editor.isBroken());
    const auto text = bench.text();
    QString fault;
    bench.treeEditor.make({editors::TreeEdit::Kind::Set, "/a", {}, "2"}, bench.editor.analysis(),
        [&fault](const auto &answer) { fault = answer.fault; });
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
    tests::FormBench bench("a: 1\n", Format::Yaml);
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
    tests::FormBench bench(text, Format::Json, serverSchema);
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
    tests::FormBench bench(text, Format::Yaml);
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

QTEST_MAIN(TestForm)
#include "tst_form.moc"
