// SPDX-License-Identifier: Apache-2.0
#include "editors/brackets.h"
#include "editors/carets.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/foldcommands.h"
#include "editors/liveanalysis.h"
#include "editors/minimap.h"
#include "editors/searcher.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;
using editors::CodeView;
using editors::ConfigEditor;
using editors::Searcher;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

constexpr auto json
    = "{\n  \"a\": {\n    \"x\": [\n      1\n    ]\n  },\n  \"b\": {\n    \"y\": 2\n  }\n}\n";

std::string largeText(std::size_t bytes)
{
    std::string text = "{\"rows\": [\n";
    while (text.size() < bytes)
        text += "  {\n    \"number\": " + std::to_string(text.size()) + "\n  },\n";
    return text + "  null\n]}\n";
}

bool isReady(const ConfigEditor &editor)
{
    return QTest::qWaitFor([&editor] { return !editor.isBusy(); }, 30'000);
}

std::size_t offsetOf(const ConfigEditor &editor, const char *text)
{
    return editor.source().find(text);
}

// The lines on screen, shortened to their first letters.
QStringList shownLines(CodeView &view)
{
    QStringList shown;
    for (int line = 0; line + 1 < view.lines(); ++line) {
        if (view.send(Sci::SCI_GETLINEVISIBLE, static_cast<std::size_t>(line)))
            shown << view.text(line).trimmed().left(4);
    }
    return shown;
}

core::SearchQuery query(const char *pattern, bool isExpression = false)
{
    return {pattern, isExpression, true, false};
}

bool isFound(const Searcher &searcher)
{
    return QTest::qWaitFor([&searcher] { return !searcher.isBusy(); });
}

int hitsMarked(CodeView &view)
{
    int marked = 0;
    for (std::size_t at = 0; at < view.byteCount(); ++at)
        marked += view.send(Sci::SCI_INDICATORVALUEAT, CodeView::HitIndicator,
                      static_cast<std::intptr_t>(at))
                != 0
            ? 1
            : 0;
    return marked;
}

} // namespace

class TestTextCommands : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void typingGoesToEveryCaret();
    void pastingGoesToEveryCaret();
    void newLinesKeepEveryCaret();
    void altAndClickAddsACaret();
    void columnsAreSelectedByKeyboard();
    void occurrencesAreAddedOneByOneAndAllAtOnce();
    void tooManyOccurrencesAreRefused();
    void bracketsLeadToEachOther();
    void foldsAtTheCaretAndAround();
    void foldsToALevel();
    void foldingALargeTextIsQuick();
    void findsWhatIsTyped();
    void hitsFollowTheText();
    void replacesOneByOne();
    void replacingAllIsOneStep();
    void aWrongPatternFindsNothing();
    void nothingIsReplacedInAnotherText();
    void replacingInTenMegabytes();
    void minimapShowsWhatChanged();
    void minimapOfALargeTextIsCheap();
};

void TestTextCommands::typingGoesToEveryCaret()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("one\ntwo\nthree\n"), Format::Yaml);
    CodeView &view = editor.view();
    view.setCaret(5); // behind "t" of "two"
    editors::addCaretBelow(view);
    editors::addCaretAbove(view);
    QTest::keyClicks(&view, QStringLiteral("xy"));
    QCOMPARE(editor.source(), std::string("oxyne\ntxywo\ntxyhree\n"));
    editor.undo();
    editor.undo();
    QCOMPARE(editor.source(), std::string("one\ntwo\nthree\n"));
    // There is nothing above the first line, and nothing below the last.
    view.setCaret(0);
    editors::addCaretAbove(view);
    QCOMPARE(view.send(Sci::SCI_GETSELECTIONS), 1);
}

void TestTextCommands::pastingGoesToEveryCaret()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a\nb\n"), Format::Yaml);
    QGuiApplication::clipboard()->setText(QStringLiteral("new "));
    editor.view().setCaret(0);
    editors::addCaretBelow(editor.view());
    editor.view().paste();
    QCOMPARE(editor.source(), std::string("new a\nnew b\n"));
}

void TestTextCommands::newLinesKeepEveryCaret()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("ab\ncd\n"), Format::Yaml);
    editor.view().setCaret(1);
    editors::addCaretBelow(editor.view());
    QTest::keyClick(&editor.view(), Qt::Key_Return);
    QTest::keyClicks(&editor.view(), QStringLiteral("x"));
    QCOMPARE(editor.source(), std::string("a\nxb\nc\nxd\n"));
}

void TestTextCommands::altAndClickAddsACaret()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.resize(400, 300);
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
    editor.setText(QStringLiteral("one\ntwo\n"), Format::Yaml);
    CodeView &view = editor.view();
    view.setCaret(0);
    const QPoint second(static_cast<int>(view.send(Sci::SCI_POINTXFROMPOSITION, 0, 4)) + 1,
        static_cast<int>(view.send(Sci::SCI_POINTYFROMPOSITION, 0, 4)) + 4);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::AltModifier, second);
    QTest::keyClicks(&view, QStringLiteral("x"));
    QCOMPARE(editor.source(), std::string("xone\nxtwo\n"));
}

void TestTextCommands::columnsAreSelectedByKeyboard()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("abcd\nefgh\nijkl\n"), Format::Yaml);
    CodeView &view = editor.view();
    view.setCaret(1);
    QTest::keyClick(&view, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QTest::keyClick(&view, Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QTest::keyClick(&view, Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QTest::keyClicks(&view, QStringLiteral("-"));
    QCOMPARE(editor.text(), QStringLiteral("a-d\ne-h\nijkl\n"));
}

void TestTextCommands::occurrencesAreAddedOneByOneAndAllAtOnce()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("port: 1\nother: port\nport2: 3\n"), Format::Yaml);
    CodeView &view = editor.view();
    view.setCaret(1);
    editors::addNextOccurrence(view);
    QCOMPARE(view.selectedText(), QStringLiteral("port"));
    editors::addNextOccurrence(view);
    QCOMPARE(view.send(Sci::SCI_GETSELECTIONS), 2);
    QTest::keyClicks(&view, QStringLiteral("x"));
    QCOMPARE(editor.source(), std::string("x: 1\nother: x\nport2: 3\n"));
    editor.setText(QStringLiteral("a: a\nb: aa\n"), Format::Yaml);
    view.send(Sci::SCI_SETSEL, 0, 1);
    QVERIFY(editors::addAllOccurrences(view));
    QCOMPARE(view.send(Sci::SCI_GETSELECTIONS), 4);
}

void TestTextCommands::tooManyOccurrencesAreRefused()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a ").repeated(editors::mostCarets + 1), Format::Yaml);
    editor.view().send(Sci::SCI_SETSEL, 0, 1);
    QVERIFY(!editors::addAllOccurrences(editor.view()));
    QCOMPARE(editor.view().send(Sci::SCI_GETSELECTIONS), 1);
}

void TestTextCommands::bracketsLeadToEachOther()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QString::fromLatin1(json), Format::Json);
    QVERIFY(isReady(editor));
    CodeView &view = editor.view();
    const auto jump = [&] {
        editors::jumpToBracket(view, editor.live().highlighter());
        return view.caretOffset();
    };
    const auto open = offsetOf(editor, "[");
    const auto close = offsetOf(editor, "]");
    view.setCaret(open);
    QCOMPARE(jump(), close + 1);
    QCOMPARE(jump(), open);
    view.setCaret(offsetOf(editor, "1"));
    QCOMPARE(jump(), open);
    view.setCaret(offsetOf(editor, "\"y\""));
    QCOMPARE(jump(), offsetOf(editor, "{\n    \"y\""));
    // Without an analysis Scintilla looks for it.
    view.replaceBytes(0, 1, "{ ,");
    view.setCaret(offsetOf(editor, "["));
    QCOMPARE(jump(), offsetOf(editor, "]") + 1);
}

void TestTextCommands::foldsAtTheCaretAndAround()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QString::fromLatin1(json), Format::Json);
    QVERIFY(isReady(editor));
    CodeView &view = editor.view();
    view.setCaret(offsetOf(editor, "1"));
    editors::foldAtCaret(view);
    QVERIFY(!shownLines(view).contains(QStringLiteral("1")));
    QCOMPARE(view.lineOf(view.caretOffset()), 2);
    editors::foldAtCaret(view); // the one around it
    QVERIFY(!shownLines(view).contains(QStringLiteral("\"x\"")));
    editors::unfoldAtCaret(view);
    QVERIFY(shownLines(view).contains(QStringLiteral("\"x\":")));
    editors::unfoldAll(view);
    QCOMPARE(shownLines(view).size(), view.lines() - 1);
}

void TestTextCommands::foldsToALevel()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    CodeView &view = editor.view();
    editor.setText(QString::fromLatin1(json), Format::Json);
    QVERIFY(isReady(editor));
    view.setCaret(offsetOf(editor, "1"));
    editors::foldAll(view);
    QCOMPARE(shownLines(view).size(), 4); // brackets of the document, a, b
    QVERIFY(view.send(
        Sci::SCI_GETLINEVISIBLE, static_cast<std::size_t>(view.lineOf(view.caretOffset()))));
    editors::foldToLevel(view, 2);
    QVERIFY(shownLines(view).contains(QStringLiteral("\"x\":")));
    QVERIFY(!shownLines(view).contains(QStringLiteral("1")));
    editor.setText(QStringLiteral("a:\n  b:\n    c: 1\nd:\n  e: 2\n"), Format::Yaml);
    QVERIFY(isReady(editor));
    editors::foldToLevel(view, 1);
    QCOMPARE(shownLines(view), (QStringList{QStringLiteral("a:"), QStringLiteral("d:")}));
    editors::foldToLevel(view, 2);
    QCOMPARE(shownLines(view).size(), 4);
}

void TestTextCommands::foldingALargeTextIsQuick()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setSource(largeText(std::size_t(3) << 20), Format::Json);
    QVERIFY(isReady(editor));
    QElapsedTimer timer;
    timer.start();
    editors::foldToLevel(editor.view(), 2);
    const auto folding = timer.restart();
    editors::unfoldAll(editor.view());
    qInfo("3 MB, %d lines: folded in %lld ms, unfolded in %lld ms", editor.view().lines(),
        static_cast<long long>(folding), static_cast<long long>(timer.elapsed()));
    QVERIFY(folding < 5000);
}

void TestTextCommands::findsWhatIsTyped()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.resize(400, 300);
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
    editor.setText(QStringLiteral("a: 1\nb: 2\naa: 3\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    editor.view().setCaret(3);
    searcher.look(query("a"));
    QVERIFY(isFound(searcher));
    QCOMPARE(searcher.count(), 3U);
    QCOMPARE(searcher.current(), 2U); // the first from the caret on
    QCOMPARE(hitsMarked(editor.view()), 3);
    searcher.goToNext();
    searcher.goToNext();
    QCOMPARE(searcher.current(), 1U); // around the end
    searcher.goToPrevious();
    QCOMPARE(searcher.current(), 3U);
    searcher.look({});
    QCOMPARE(searcher.count(), 0U);
    QCOMPARE(hitsMarked(editor.view()), 0);
}

void TestTextCommands::hitsFollowTheText()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a: 1\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    searcher.look(query("a"));
    QVERIFY(isFound(searcher));
    editor.view().replaceBytes(0, 0, "a a ");
    QVERIFY(searcher.isBusy());
    searcher.goToNext(); // waits for what the text is now
    QVERIFY(isFound(searcher));
    QCOMPARE(searcher.count(), 3U);
    QVERIFY(searcher.current() > 0);
}

void TestTextCommands::replacesOneByOne()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a1 b2 a3\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    searcher.look(query("a(\\d)", true));
    QVERIFY(isFound(searcher));
    searcher.replace("x$1");
    QVERIFY(isFound(searcher));
    QCOMPARE(editor.source(), std::string("x1 b2 a3\n"));
    QCOMPARE(editor.view().selectedText(), QStringLiteral("a3"));
    searcher.replace("$2");
    QVERIFY(searcher.problem());
    QCOMPARE(searcher.problem()->code, std::string("bad-replacement"));
    QCOMPARE(editor.source(), std::string("x1 b2 a3\n"));
}

void TestTextCommands::replacingAllIsOneStep()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a: 1\nb: a\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    std::size_t count = 0;
    connect(&searcher, &Searcher::replaced, this, [&count](std::size_t done) { count = done; });
    searcher.look(query("a"));
    QVERIFY(isFound(searcher));
    searcher.replaceAll("long name");
    QVERIFY(isFound(searcher));
    QCOMPARE(count, 2U);
    QCOMPARE(editor.source(), std::string("long name: 1\nb: long name\n"));
    editor.undo();
    QCOMPARE(editor.source(), std::string("a: 1\nb: a\n"));
    QVERIFY(!editor.canUndo());
    editor.setReadOnly(true);
    searcher.replaceAll("x");
    QVERIFY(isFound(searcher));
    QCOMPARE(editor.source(), std::string("a: 1\nb: a\n"));
}

void TestTextCommands::aWrongPatternFindsNothing()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    searcher.look(query("(a", true));
    QVERIFY(searcher.problem());
    QVERIFY(!searcher.isBusy());
    searcher.goToNext();
    searcher.replaceAll("b");
    QCOMPARE(editor.source(), std::string("a\n"));
    searcher.look(query("a"));
    QVERIFY(!searcher.problem());
}

void TestTextCommands::nothingIsReplacedInAnotherText()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.setText(QStringLiteral("a\n"), Format::Yaml);
    Searcher searcher(editor, desk.executor());
    searcher.look(query("a"));
    desk.waitForJobs();
    desk.deliver();
    searcher.replaceAll("b");
    desk.waitForJobs();
    editor.view().replaceBytes(0, 0, "new ");
    desk.deliver();
    QCOMPARE(editor.source(), std::string("new a\n"));
    QVERIFY(searcher.problem());
    QCOMPARE(searcher.problem()->code, std::string("text-changed"));
}

void TestTextCommands::replacingInTenMegabytes()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.setSource(largeText(std::size_t(10) << 20), Format::Json);
    QVERIFY(isReady(editor));
    Searcher searcher(editor, desk.executor());
    QElapsedTimer timer;
    timer.start();
    searcher.look(query("number"));
    QVERIFY(isFound(searcher));
    const auto finding = timer.restart();
    const auto hits = searcher.count();
    QVERIFY(hits > 200'000);
    searcher.replaceAll("figure");
    QVERIFY(QTest::qWaitFor([&searcher] { return searcher.count() == 0; }, 30'000));
    qInfo("10 MB: %zu hits found in %lld ms, replaced and looked for again in %lld ms", hits,
        static_cast<long long>(finding), static_cast<long long>(timer.elapsed()));
    editor.undo();
    QVERIFY(!editor.canUndo());
}

void TestTextCommands::minimapShowsWhatChanged()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editors::Minimap map(editor, desk.executor());
    map.resize(map.sizeHint());
    map.show();
    QVERIFY(QTest::qWaitForWindowExposed(&map));
    editor.setText(QStringLiteral("a: 1\nb: 2\nc: 3\n"), Format::Yaml);
    map.setBaseline(std::make_shared<const std::string>("a: 1\nb: 2\nc: 3\n"));
    QTRY_VERIFY(map.isSettled());
    QVERIFY(map.changes().empty());
    const QImage before = map.grab().toImage();
    editor.view().replaceBytes(8, 9, "5");
    QTRY_COMPARE(map.changes().size(), 1U);
    QCOMPARE(map.changes().front().rightBegin, 1U);
    QTRY_VERIFY(map.isSettled());
    QVERIFY(map.grab().toImage() != before);
}

void TestTextCommands::minimapOfALargeTextIsCheap()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.resize(600, 700);
    editor.show();
    editor.setSource(largeText(std::size_t(3) << 20), Format::Json);
    QVERIFY(isReady(editor));
    editors::Minimap map(editor, desk.executor());
    map.resize(88, 700);
    map.show();
    QVERIFY(QTest::qWaitForWindowExposed(&map));
    QTRY_VERIFY(map.isSettled());
    QElapsedTimer timer;
    timer.start();
    const QPixmap picture = map.grab();
    const auto painting = timer.nsecsElapsed();
    // A press at the bottom shows the end of the text.
    QTest::mouseClick(&map, Qt::LeftButton, Qt::NoModifier, {40, 698});
    QVERIFY(editor.view().visibleLines().second > editor.view().lines() - 6000);
    qInfo("minimap of 3 MB painted in %.2f ms", double(painting) / 1e6);
    QVERIFY(painting < 100'000'000);
}

QTEST_MAIN(TestTextCommands)
#include "tst_textcommands.moc"
