// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/completer.h"
#include "editors/configeditor.h"
#include "editors/referencesource.h"
#include "editors/text/style.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;
using editors::ConfigEditor;
using editors::Style;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

constexpr auto schema = R"({
  "type": "object",
  "required": ["name"],
  "properties": {
    "name": {"type": "string", "description": "Who <b>it</b> is."},
    "mode": {"enum": ["fast", "safe"]},
    "limits": {"type": "object", "required": ["burst"], "properties": {"burst": {"type": "integer"}}}
  }
})";

Style styleAt(ConfigEditor &editor, std::size_t offset)
{
    return static_cast<Style>(editor.view().send(Sci::SCI_GETSTYLEAT, offset));
}

bool isMarked(ConfigEditor &editor, std::size_t offset, editors::CodeView::Indicator indicator)
{
    return editor.view().send(
               Sci::SCI_INDICATORVALUEAT, indicator, static_cast<std::intptr_t>(offset))
        != 0;
}

bool isSquiggled(ConfigEditor &editor, std::size_t offset)
{
    return isMarked(editor, offset, editors::CodeView::ErrorIndicator);
}

int foldLevel(ConfigEditor &editor, std::size_t line)
{
    return static_cast<int>(editor.view().send(Sci::SCI_GETFOLDLEVEL, line));
}

// "5:13 /limits/burst type", one line for each problem.
QByteArray printed(const std::vector<editors::EditorProblem> &problems)
{
    QByteArray text;
    for (const auto &problem : problems)
        text += (text.isEmpty() ? "" : "\n") + QByteArray::number(problem.line) + ':'
            + QByteArray::number(problem.column) + ' ' + QByteArray::fromStdString(problem.pointer)
            + ' ' + QByteArray::fromStdString(problem.code);
    return text;
}

std::string largeJson(std::size_t items)
{
    std::string text = "[\n";
    for (std::size_t item = 0; item < items; ++item)
        text += "  {\"number\": " + std::to_string(item) + "},\n";
    return text + "  null\n]\n";
}

void type(ConfigEditor &editor, const char *keys)
{
    QTest::keyClicks(editor.view().viewport()->parentWidget(), QString::fromUtf8(keys));
}

} // namespace

class TestConfigEditor : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void textSurvivesByteForByte_data();
    void textSurvivesByteForByte();
    void stylesAndFoldsAreApplied();
    void aBrokenTextKeepsItsStyles();
    void syntaxProblemsHaveExactRanges();
    void schemaProblemsHaveExactRanges();
    void problemsGoWhenMended();
    void nextProblemGoesAround();
    void undoReachesTheSavePoint();
    void settingATextIsNoEdit();
    void readOnlyTextCannotBeTyped();
    void cursorSaysLineColumnAndPointer();
    void hiddenCharactersAreShown();
    void largeTextIsReadInTheExecutor();
    void lateAnswersAreDropped();
    void editorMayGoWhileReading();
    void choosingACompletionIsOneStep();
    void newLineIsIndented();
    void descriptionsAreEscaped();
    void descriptionsTellWhatTheSchemaSays();
    void descriptionsTellTheProvenance();
    void anOpenDescriptionTellsWhatComesLater();
    void partsHaveNames();
};

void TestConfigEditor::textSurvivesByteForByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("NUL") << QByteArray("a\0b\n", 4);
    QTest::newRow("line ends") << QByteArray("a\r\nb\nc\rd");
    QTest::newRow("broken UTF-8") << QByteArray("\xFF\xC3(\xE2\x82");
    QTest::newRow("right to left") << QString::fromUtf8("\"שלום\": \"‮abc‬\"").toUtf8();
    QTest::newRow("emoji") << QString::fromUtf8("👩‍👩‍👧 ｆｕｌｌ").toUtf8();
    QTest::newRow("a long line") << QByteArray(200'000, 'x');
}

void TestConfigEditor::textSurvivesByteForByte()
{
    QFETCH(QByteArray, text);
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.show();
    editor.setSource(text.toStdString(), Format::Yaml);
    QCOMPARE(QByteArray::fromStdString(editor.source()), text);
    QVERIFY(!editor.isModified());
    QVERIFY(!editor.canUndo());
}

void TestConfigEditor::stylesAndFoldsAreApplied()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setSource("a: # why\n  b: 12\n  c: true\nd: x\n", Format::Yaml);
    QCOMPARE(styleAt(editor, 0), Style::Key);
    QCOMPARE(styleAt(editor, 4), Style::Comment);
    QCOMPARE(styleAt(editor, 14), Style::Number);
    QCOMPARE(styleAt(editor, 22), Style::Literal);
    const int base = Sci::SC_FOLDLEVELBASE;
    QCOMPARE(foldLevel(editor, 0), base | int(Sci::SC_FOLDLEVELHEADERFLAG));
    QCOMPARE(foldLevel(editor, 1), base + 1);
    QCOMPARE(foldLevel(editor, 3), base);
}

void TestConfigEditor::aBrokenTextKeepsItsStyles()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    // Only a reader knows that line three belongs to the text above it.
    editor.setSource("a: |\n  x\n  y: 1\nb: 1\nc: 2\n", Format::Yaml);
    QCOMPARE(styleAt(editor, 11), Style::String);
    editor.show();
    editor.view().replaceBytes(19, 20, "[");
    QTRY_VERIFY(!editor.problems().empty());
    editor.grab();
    QCOMPARE(styleAt(editor, 11), Style::String);
    QCOMPARE(styleAt(editor, 16), Style::Key);
    QCOMPARE(styleAt(editor, 21), Style::Key);
    QCOMPARE(styleAt(editor, 24), Style::Number);
}

void TestConfigEditor::syntaxProblemsHaveExactRanges()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setSource("{\n  \"a\": 1,\n  \"a\": 2\n}", Format::Json);
    QCOMPARE(printed(editor.problems()), QByteArray("3:3  duplicate-key"));
    QVERIFY(!isSquiggled(editor, 13));
    QVERIFY(isSquiggled(editor, 14));
    QVERIFY(isSquiggled(editor, 16));
    QVERIFY(!isSquiggled(editor, 17));
    QCOMPARE(editor.view().markersAtLine(2), 1U << editors::CodeView::ErrorMark);
}

void TestConfigEditor::schemaProblemsHaveExactRanges()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("mode: slow\nlimits:\n  burst: x\n", Format::Yaml);
    QTRY_COMPARE(printed(editor.problems()),
        QByteArray("1:1  required\n1:7 /mode enum\n3:10 /limits/burst type"));
    QVERIFY(!isSquiggled(editor, 5));
    QVERIFY(isSquiggled(editor, 6));
    QVERIFY(isSquiggled(editor, 9));
    QVERIFY(!isSquiggled(editor, 10));
    QVERIFY(isSquiggled(editor, 28));
}

void TestConfigEditor::problemsGoWhenMended()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource(R"({"name": 1})", Format::Json);
    QTRY_COMPARE(printed(editor.problems()), QByteArray("1:10 /name type"));
    editor.view().replaceBytes(9, 10, "\"x\"");
    QTRY_COMPARE(printed(editor.problems()), QByteArray());
    QVERIFY(!isSquiggled(editor, 9));
    QCOMPARE(editor.view().markersAtLine(0), 0U);
}

void TestConfigEditor::nextProblemGoesAround()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: 1\nmode: slow\n", Format::Yaml);
    QTRY_COMPARE(editor.problems().size(), std::size_t(2));
    editor.goToNextProblem();
    QCOMPARE(editor.line(), 1);
    editor.goToNextProblem();
    QCOMPARE(editor.line(), 2);
    editor.goToNextProblem();
    QCOMPARE(editor.line(), 1);
    editor.goToPreviousProblem();
    QCOMPARE(editor.line(), 2);
}

void TestConfigEditor::undoReachesTheSavePoint()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a: 1\n"), Format::Yaml);
    const QSignalSpy modified(&editor, &ConfigEditor::modifiedChanged);
    const QSignalSpy edited(&editor, &ConfigEditor::textEdited);
    type(editor, "b");
    QVERIFY(editor.isModified());
    QVERIFY(editor.canUndo());
    editor.markSaved();
    QVERIFY(!editor.isModified());
    type(editor, "c");
    editor.undo();
    QVERIFY(!editor.isModified() || editor.canUndo());
    editor.redo();
    QVERIFY(editor.isModified());
    QVERIFY(!edited.isEmpty());
    QVERIFY(modified.size() >= 3);
}

void TestConfigEditor::settingATextIsNoEdit()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    const QSignalSpy edited(&editor, &ConfigEditor::textEdited);
    editor.setText(QStringLiteral("a: 1\n"), Format::Yaml);
    editor.setText(QStringLiteral("[1]"), Format::Json);
    QCOMPARE(edited.size(), 0);
    QVERIFY(!editor.isModified());
    QCOMPARE(editor.text(), QStringLiteral("[1]"));
}

void TestConfigEditor::readOnlyTextCannotBeTyped()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setReadOnly(true);
    editor.setText(QStringLiteral("a: 1\n"), Format::Yaml);
    QVERIFY(editor.view().isTextReadOnly());
    type(editor, "b");
    QCOMPARE(editor.text(), QStringLiteral("a: 1\n"));
}

void TestConfigEditor::cursorSaysLineColumnAndPointer()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QString::fromUtf8("{\"ä\": [1,\n 22]}"), Format::Json);
    editor.show();
    const QSignalSpy moved(&editor, &ConfigEditor::cursorMoved);
    editor.goToLine(2, 3);
    QCOMPARE(editor.line(), 2);
    QCOMPARE(editor.column(), 3);
    QCOMPARE(editor.pointer(), QString::fromUtf8("/ä/1"));
    const auto lastMove = [&moved] { return moved.isEmpty() ? QVariantList() : moved.last(); };
    QTRY_COMPARE(lastMove(), (QVariantList{2, 3, QString::fromUtf8("/ä/1")}));
    editor.goToLine(1, 4);
    QCOMPARE(editor.column(), 4);
    QVERIFY(editor.goToPointer(QString::fromUtf8("/ä/0")));
    QCOMPARE(editor.column(), 8);
    QVERIFY(!editor.goToPointer(QStringLiteral("/nothing")));
}

void TestConfigEditor::hiddenCharactersAreShown()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    const auto shown = [&editor](const char *character) {
        QByteArray text(32, '\0');
        const auto size = editor.view().SendScintilla(
            Sci::SCI_GETREPRESENTATION, character, static_cast<const char *>(text.data()));
        return text.left(static_cast<qsizetype>(size));
    };
    QCOMPARE(shown("\xE2\x80\xAE"), QByteArray("RLO"));
    QCOMPARE(shown("\xE2\x80\x8B"), QByteArray("ZWSP"));
    QCOMPARE(shown("\xEF\xBB\xBF"), QByteArray("BOM"));
    QCOMPARE(shown("\xF3\xA0\x81\x81"), QByteArray("TAG"));
    QCOMPARE(shown("\x1B"), QByteArray("ESC"));
    QCOMPARE(shown("a"), QByteArray());
}

void TestConfigEditor::largeTextIsReadInTheExecutor()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.setSource(largeJson(100'000), Format::Json);
    QVERIFY(editor.isBusy());
    QVERIFY(!editor.goToPointer(QStringLiteral("/7")));
    QTRY_VERIFY((desk.deliver(), editor.goToPointer(QStringLiteral("/99999"))));
    editor.show();
    editor.grab();
    QCOMPARE(styleAt(editor, editor.view().caretOffset() + 1), Style::Key);
    desk.waitForJobs();
    desk.deliver(); // what is sensitive in it
    QTRY_VERIFY(!editor.isBusy());
    QCOMPARE(foldLevel(editor, 99'999), int(Sci::SC_FOLDLEVELBASE) + 1);
}

void TestConfigEditor::lateAnswersAreDropped()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.setSource("[" + std::string(100'000, ' ') + "oops", Format::Json);
    editor.setSource("[1]", Format::Json);
    const QSignalSpy changed(&editor, &ConfigEditor::problemsChanged);
    desk.waitForJobs();
    desk.deliver();
    QCOMPARE(printed(editor.problems()), QByteArray());
    QCOMPARE(changed.size(), 1); // of the text that is there
}

void TestConfigEditor::editorMayGoWhileReading()
{
    Desk desk(Desk::Delivery::ByHand);
    auto editor = std::make_unique<ConfigEditor>(desk.executor());
    editor->setAdvisor(tests::advisorFor(schema));
    editor->setSource(largeJson(10'000), Format::Json);
    editor.reset();
    desk.waitForJobs();
    QCOMPARE(desk.deliver(), std::size_t(0));
}

void TestConfigEditor::choosingACompletionIsOneStep()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("{\n  \"mode\": \"fast\"\n  \"na\"\n}\n", Format::Json);
    editor.show();
    QVERIFY(QTest::qWaitForWindowActive(&editor));
    editor.goToLine(3, 6);
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::keyClick(&editor.view(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(editor.view().isListActive());
    QTest::keyClick(&editor.view(), Qt::Key_Tab);
    QCOMPARE(editor.text(), QStringLiteral("{\n  \"mode\": \"fast\",\n  \"name\": \"\"\n}\n"));
    editor.undo();
    QCOMPARE(editor.text(), QStringLiteral("{\n  \"mode\": \"fast\"\n  \"na\"\n}\n"));
    QVERIFY(!editor.isModified());
}

void TestConfigEditor::newLineIsIndented()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setSource("{}", Format::Json);
    editor.goToOffset(1);
    QTest::keyClick(&editor.view(), Qt::Key_Return);
    QCOMPARE(editor.text(), QStringLiteral("{\n  \n}"));
    QCOMPARE(editor.column(), 3);
    editor.setSource("a:\n  b:", Format::Yaml);
    editor.goToOffset(7);
    QTest::keyClick(&editor.view(), Qt::Key_Return);
    QCOMPARE(editor.text(), QStringLiteral("a:\n  b:\n    "));
}

void TestConfigEditor::descriptionsAreEscaped()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: x\n", Format::Yaml);
    const auto html = editor.descriptionAt(1);
    QVERIFY2(html.contains(QStringLiteral("Who &lt;b&gt;it&lt;/b&gt; is.")), qPrintable(html));
    QVERIFY(html.contains(QStringLiteral("string")));
    editor.setAdvisor(nullptr);
    QCOMPARE(editor.descriptionAt(1), QString());
    // A key is called as it is written in the text.
    editor.setAdvisor(tests::advisorFor(
        R"({"properties": {"/a~b": {"type": "object", "properties": {"~1c": {"type": "string"}}}}})"));
    editor.setSource("/a~b:\n  ~1c: x\n", Format::Yaml);
    QTRY_VERIFY(!editor.isBusy());
    QVERIFY2(editor.descriptionAt(1).contains(QStringLiteral("<b>/a~b</b>")),
        qPrintable(editor.descriptionAt(1)));
    QVERIFY2(editor.descriptionAt(9).contains(QStringLiteral("<b>~1c</b>")),
        qPrintable(editor.descriptionAt(9)));
}

void TestConfigEditor::descriptionsTellWhatTheSchemaSays()
{
    constexpr auto said = R"({"properties": {"rate": {
        "type": "integer", "title": "Rate", "description": "Per second.", "minimum": 1,
        "maximum": 9, "default": 3, "examples": [4, 5], "deprecated": true,
        "x-owner": "team <limits>", "x-impact": "breaking", "x-reload": "restart",
        "x-capacity": {"factor": 2, "minimum": 2}, "x-max-removal": 20}}})";
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setAdvisor(tests::advisorFor(said));
    editor.setSource("rate: 2\n", Format::Yaml);
    QTRY_VERIFY(!editor.isBusy());
    const auto html = editor.descriptionAt(7); // behind the key, where no problem stands
    for (const char *line : {"<b>rate – Rate</b>", "Per second.", "<i>Type:</i> integer",
             "<i>Constraints:</i> minimum 1, maximum 9", "<i>Default:</i> 3",
             "<i>Examples:</i> 4, 5", "<i>Owner:</i> team &lt;limits&gt;",
             "<i>Impact:</i> a change breaks those who use it",
             "<i>Takes effect:</i> after a restart",
             "<i>Capacity:</i> at most 2 times more or less in one change, never below 2",
             "<i>Removal:</i> at most 20 % in one change", "This key is deprecated."})
        QVERIFY2(html.contains(QLatin1String(line)) || html.contains(QString::fromUtf8(line)),
            qPrintable(QString::fromUtf8(line) + u'\n' + html));
    QCOMPARE(editor.problems().size(), std::size_t(1));
    const auto &problem = editor.problems().front();
    QCOMPARE(problem.code, std::string("deprecated"));
    QCOMPARE(problem.severity, editors::Severity::Information);
    QCOMPARE(problem.begin, std::size_t(0));
    QCOMPARE(problem.end, std::size_t(4));
    // Struck through, and not underlined as a fault.
    QVERIFY(isMarked(editor, 3, editors::CodeView::DeprecatedIndicator));
    QVERIFY(!isMarked(editor, 4, editors::CodeView::DeprecatedIndicator));
    QVERIFY(!isMarked(editor, 3, editors::CodeView::InformationIndicator));
}

void TestConfigEditor::anOpenDescriptionTellsWhatComesLater()
{
    class Source : public editors::ReferenceSource {
    public:
        std::vector<std::string> paths() override { return {}; }
        std::optional<std::vector<Key>> keysOf(const std::string &) override { return {}; }
        QStringList provenanceOf(const std::string &) override { return lines; }
        QStringList lines;
    };
    Source source;
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setReferences(&source);
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setSource("name: x\n", Format::Yaml);
    editor.show();
    QVERIFY(QTest::qWaitForWindowActive(&editor));
    editor.goToOffset(1);
    editor.refreshDescription();
    QVERIFY(!QToolTip::isVisible());
    editor.showDescription();
    QVERIFY(QToolTip::text().contains(QStringLiteral("string")));
    QVERIFY(!QToolTip::text().contains(QStringLiteral("Base")));
    source.lines = {QStringLiteral("Production"), QStringLiteral("Base – shop/base")};
    editor.refreshDescription();
    QVERIFY2(QToolTip::text().contains(QStringLiteral("Base – shop/base")),
        qPrintable(QToolTip::text()));
    QToolTip::hideText();
}

void TestConfigEditor::descriptionsTellTheProvenance()
{
    class Source : public editors::ReferenceSource {
    public:
        std::vector<std::string> paths() override { return {}; }
        std::optional<std::vector<Key>> keysOf(const std::string &) override { return {}; }
        QStringList provenanceOf(const std::string &pointer) override
        {
            return {QString::fromStdString(pointer), QStringLiteral("From <Base>")};
        }
    };
    Source source;
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setReferences(&source);
    editor.setSource("name: x\n", Format::Yaml);
    const auto html = editor.descriptionAt(1);
    QVERIFY2(html.contains(QStringLiteral("/name<br>From &lt;Base&gt;")), qPrintable(html));
}

void TestConfigEditor::partsHaveNames()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    for (QWidget *widget : editor.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->isHidden())
            continue;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestConfigEditor)
#include "tst_configeditor.moc"
