// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/editwatch.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"
#include "editors/text/textversion.h"
#include "editors/usewatch.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

#include <random>

using namespace chancery;
using core::Format;
using editors::CodeView;
using editors::ConfigEditor;
using editors::EditWatch;
using editors::TextChange;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

constexpr std::size_t megabyte = std::size_t(1) << 20;

std::string largeText(std::size_t bytes)
{
    std::string text = "[\n";
    while (text.size() < bytes)
        text += "  {\"number\": " + std::to_string(text.size()) + "},\n";
    return text + "  null\n]\n";
}

// Follows a view by what it is told alone.
class Mirror {
public:
    explicit Mirror(CodeView &view)
        : m_view(view)
    {
        m_version.base = std::make_shared<const std::string>(view.bytes());
        QObject::connect(
            &view.watch(), &EditWatch::edited, &m_context, [this](const TextChange &change) {
                m_version.edits.push_back({change.at, change.removed,
                    m_view.bytes(change.at, change.at + change.inserted)});
            });
    }
    std::string text() const { return *m_version.whole(); }
    std::size_t edits() const { return m_version.edits.size(); }

private:
    QObject m_context;
    CodeView &m_view;
    editors::TextVersion m_version;
};

QAccessibleTextInterface &accessibleOf(CodeView &view)
{
    return *QAccessible::queryAccessibleInterface(&view)->textInterface();
}

std::vector<long> foldLevels(ConfigEditor &editor)
{
    std::vector<long> levels;
    for (int line = 0; line + 1 < editor.view().lines(); ++line)
        levels.push_back(editor.view().send(Sci::SCI_GETFOLDLEVEL, static_cast<std::size_t>(line)));
    return levels;
}

} // namespace

class TestEdits : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyEditIsTold();
    void editsAreToldWhenTheyAreDone();
    void whatNobodyForesawIsToldLater();
    void aKeystrokeFarFromTheBeginningIsCheap();
    void accessiblePlacesAreFoundByLines_data();
    void accessiblePlacesAreFoundByLines();
    void accessibleTextCanBeEdited();
    void placesAreComputedOnlyWhileSomebodyListens();
    void aLargeTextIsShownWhenItIsThere();
    void anotherTextMayComeWhileOneIsLoaded();
    void theEditorMayGoWhileLoading();
    void whatIsReadBeforeTheTextIsShownWaits();
    void aHugeTextIsReadAgainWhenSomebodyUsesIt();
    void anEditOfAHugeTextAtRestIsReadWithIt();
    void aKeyWakesAHugeTextAndAPauseLetsItRest();
    void aTextEditedWhileItIsReadIsReadAgain();
    void foldsFollowEveryEdit();
};

void TestEdits::everyEditIsTold()
{
    CodeView view;
    view.setBytes("one\ntwo\nthree\n");
    Mirror mirror(view);
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same every time
    const auto below
        = [&random](std::size_t bound) { return random() % std::max<std::size_t>(1, bound); };
    for (int turn = 0; turn < 400; ++turn) {
        const auto at = below(view.byteCount());
        switch (below(6)) {
        case 0:
            view.replaceBytes(at, at, "new\nline");
            break;
        case 1:
            view.replaceBytes(at, std::min(at + 3, view.byteCount()), "x");
            break;
        case 2:
            view.undo();
            break;
        case 3:
            view.redo();
            break;
        case 4: // two carets
            view.send(Sci::SCI_SETSELECTION, at, static_cast<std::intptr_t>(at));
            view.send(Sci::SCI_ADDSELECTION, 0, 0);
            QTest::keyClick(&view, Qt::Key_Y);
            break;
        default:
            QTest::keyClick(&view, Qt::Key_Delete);
        }
        QCOMPARE(mirror.text(), view.bytes());
    }
    QVERIFY(mirror.edits() > 200);
}

void TestEdits::editsAreToldWhenTheyAreDone()
{
    CodeView view;
    view.setBytes("abc");
    QByteArray log;
    connect(&view.watch(), &EditWatch::coming, this,
        [&](const TextChange &) { log += "coming " + QByteArray::fromStdString(view.bytes()); });
    connect(&view.watch(), &EditWatch::edited, this,
        [&](const TextChange &) { log += ", edited " + QByteArray::fromStdString(view.bytes()); });
    connect(&view, &QsciScintilla::textChanged, this, [&] { log += ", changed"; });
    connect(&view, &QsciScintilla::linesChanged, this, [&] { log += ", lines"; });
    view.replaceBytes(3, 3, "d\n");
    QCOMPARE(log, QByteArray("coming abc, edited abcd\n, changed, lines"));
}

void TestEdits::whatNobodyForesawIsToldLater()
{
    CodeView view;
    Mirror mirror(view);
    const QSignalSpy changed(&view, &QsciScintilla::textChanged);
    view.SendScintilla(Sci::SCI_INSERTTEXT, 0UL, "unforeseen");
    QCOMPARE(changed.size(), 0);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(mirror.text(), std::string("unforeseen"));
}

void TestEdits::aKeystrokeFarFromTheBeginningIsCheap()
{
    CodeView view;
    view.setBytes(largeText(8 * megabyte));
    view.show();
    view.setCaret(view.byteCount());
    QElapsedTimer clock;
    clock.start();
    for (int key = 0; key < 100; ++key) {
        QTest::keyClick(&view, Qt::Key_X);
        view.viewport()->repaint();
    }
    // Counting the characters before the caret, as QScintilla does, takes three seconds.
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
}

void TestEdits::accessiblePlacesAreFoundByLines_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain") << QStringLiteral("one\ntwo\n\nthree");
    QTest::newRow("of several bytes") << QString::fromUtf8("äöü\r\n日本語: 設定\nשלום\n");
    QTest::newRow("of two units") << QString::fromUtf8("a😀b\n👩‍👩‍👧\n");
}

void TestEdits::accessiblePlacesAreFoundByLines()
{
    QFETCH(QString, text);
    CodeView view;
    view.setBytes(text.toStdString());
    view.show();
    QAccessibleTextInterface &accessible = accessibleOf(view);
    QCOMPARE(accessible.characterCount(), int(text.size()));
    QCOMPARE(accessible.text(0, -1), text);
    for (int offset = 0; offset < text.size(); ++offset) {
        if (text.at(offset).isLowSurrogate())
            continue;
        accessible.setCursorPosition(offset);
        QCOMPARE(accessible.cursorPosition(), offset);
        const int size = text.at(offset).isHighSurrogate() ? 2 : 1;
        int begin = -1;
        int end = -1;
        const auto character
            = accessible.textAtOffset(offset, QAccessible::CharBoundary, &begin, &end);
        if (text.at(offset) != u'\r') {
            QCOMPARE(character, text.mid(offset, size));
            QCOMPARE(begin, offset);
            QCOMPARE(end, offset + size);
        }
        const auto line = accessible.textAtOffset(offset, QAccessible::LineBoundary, &begin, &end);
        QCOMPARE(line, text.mid(begin, end - begin));
        QVERIFY(begin <= offset && offset < end);
    }
}

void TestEdits::accessibleTextCanBeEdited()
{
    CodeView view;
    view.setBytes("a: \xC3\xA4\nb: 2\n");
    auto *accessible = QAccessible::queryAccessibleInterface(&view);
    QVERIFY(accessible->editableTextInterface());
    accessible->editableTextInterface()->replaceText(3, 4, QString::fromUtf8("ß1"));
    QCOMPARE(view.bytes(),
        std::string("a: \xC3\x9F"
                    "1\nb: 2\n"));
    accessible->textInterface()->setSelection(0, 0, 2);
    QCOMPARE(accessible->textInterface()->selectionCount(), 1);
    QVERIFY(accessible->state().editable);
    view.setReadOnly(true);
    QVERIFY(accessible->state().readOnly);
    view.setReadOnly(false);
    view.undo();
    QCOMPARE(view.bytes(), std::string("a: \xC3\xA4\nb: 2\n"));
}

// Whether an event arrives cannot be seen without a platform that has assistive programs; that its
// place is computed can, by the index of the lines that it needs.
void TestEdits::placesAreComputedOnlyWhileSomebodyListens()
{
    CodeView view;
    view.setBytes("\xC3\xA4\nbc\n");
    view.show();
    const auto index = [&view] { return view.send(Sci::SCI_GETLINECHARACTERINDEX); };
    view.replaceBytes(3, 4, "xy");
    view.setCaret(1);
    QCOMPARE(index(), 0L);
    QAccessible::setActive(true);
    view.replaceBytes(3, 5, "b");
    QCOMPARE(index(), long(Sci::SC_LINECHARACTERINDEX_UTF16));
    QCOMPARE(accessibleOf(view).text(0, -1), QString::fromUtf8("ä\nbc\n"));
    QAccessible::setActive(false);
}

void TestEdits::aLargeTextIsShownWhenItIsThere()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.show();
    const auto text = largeText(2 * megabyte);
    editor.setSource("[1]", Format::Json);
    editor.setSource(text, Format::Json);
    QVERIFY(editor.isBusy());
    QVERIFY(editor.source() == text);
    QTest::keyClick(&editor.view(), Qt::Key_X);
    editor.goToLine(1000);
    QTRY_VERIFY((desk.deliver(), !editor.isBusy()));
    QVERIFY(editor.view().bytes() == text);
    QCOMPARE(editor.line(), 1000);
    QVERIFY(!editor.isModified());
    QVERIFY(!editor.canUndo());
    QTest::keyClick(&editor.view(), Qt::Key_X);
    QCOMPARE(editor.view().byteCount(), text.size() + 1);
    QVERIFY(editor.isModified());
    editor.undo();
    QVERIFY(editor.source() == text);
    QVERIFY(!editor.isModified());
}

void TestEdits::anotherTextMayComeWhileOneIsLoaded()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    editor.setSource(largeText(megabyte), Format::Json);
    editor.setReadOnly(true);
    editor.setSource("a: 1\n", Format::Yaml);
    QTRY_VERIFY((desk.deliver(), !editor.isBusy()));
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(editor.source(), std::string("a: 1\n"));
    QVERIFY(editor.view().isTextReadOnly());
    const auto second = largeText(megabyte + 1);
    editor.setSource(largeText(megabyte), Format::Json);
    editor.setSource(second, Format::Json);
    editor.setReadOnly(false);
    QTRY_VERIFY((desk.deliver(), !editor.isBusy()));
    QVERIFY(editor.source() == second);
    QVERIFY(!editor.view().isTextReadOnly());
}

void TestEdits::theEditorMayGoWhileLoading()
{
    Desk desk(Desk::Delivery::ByHand);
    auto editor = std::make_unique<ConfigEditor>(desk.executor());
    editor->setSource(largeText(megabyte), Format::Json);
    editor.reset();
    desk.waitForJobs();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(desk.deliver(), std::size_t(0));
}

// Reading and showing go on beside each other, and either may be done first.
void TestEdits::whatIsReadBeforeTheTextIsShownWaits()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    const auto text = largeText(megabyte) + "oops";
    editor.setSource(text, Format::Json);
    desk.waitForJobs();
    desk.deliver();
    QVERIFY(editor.isBusy());
    QVERIFY(editor.problems().empty());
    QTRY_VERIFY((desk.deliver(), !editor.isBusy()));
    QCOMPARE(editor.problems().front().begin, text.size() - 4);
    QVERIFY(editor.source() == text);
}

// A huge text that nobody is at work in keeps its problems, its covers and its folds, and nothing
// else of what was read.
void TestEdits::aHugeTextIsReadAgainWhenSomebodyUsesIt()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.live().setHugeText(megabyte);
    const auto text = largeText(megabyte + 1);
    std::weak_ptr<const editors::Analysis> known;
    connect(
        &editor.live(), &editors::LiveAnalysis::analysed, this, [&] { known = editor.analysis(); });
    editor.setSource("[{\"password\": \"hunter2\"}," + text.substr(1), Format::Json);
    editor.show();
    QTRY_VERIFY(editor.live().isResting());
    QVERIFY(!editor.analysis());
    QVERIFY(known.expired()); // nobody else holds it
    QVERIFY(!editor.view().masks().coveredRanges().empty());
    // Whoever asks for the text has it read; it may be let go of again before anybody looks.
    const QSignalSpy read(&editor.live(), &editors::LiveAnalysis::analysed);
    QVERIFY(!editor.live().version().base->empty());
    QTRY_VERIFY(!read.isEmpty());
    QVERIFY(!editor.view().masks().coveredRanges().empty());
}

void TestEdits::anEditOfAHugeTextAtRestIsReadWithIt()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.live().setHugeText(megabyte);
    const auto text = largeText(megabyte + 1);
    editor.setSource(text, Format::Json);
    editor.show();
    QTRY_VERIFY(editor.live().isResting());
    const auto levels = foldLevels(editor);
    editor.view().replaceBytes(0, 1, "oops");
    QTRY_VERIFY(!editor.problems().empty());
    QCOMPARE(editor.problems().front().begin, std::size_t(0));
    editor.undo();
    QTRY_VERIFY(editor.problems().empty() && editor.live().isResting());
    QVERIFY(editor.problems().empty());
    QCOMPARE(*editor.live().version().whole(), text);
    QCOMPARE(foldLevels(editor), levels);
}

void TestEdits::aKeyWakesAHugeTextAndAPauseLetsItRest()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    editor.live().setHugeText(megabyte);
    editor.setSource(largeText(megabyte + 1), Format::Json);
    editor.show();
    QTRY_VERIFY(editor.live().isResting());
    QTest::keyClick(&editor.view(), Qt::Key_Down);
    for (int step = 0; step < 3; ++step)
        QTest::keyClick(&editor.view(), Qt::Key_Right);
    QTRY_VERIFY(editor.isAnalysed() && !editor.isBusy());
    QVERIFY(!editor.live().isResting());
    QCOMPARE(editor.pointer(), QStringLiteral("/0/number"));
    editor.findChild<editors::UseWatch *>()->giveUp();
    QVERIFY(editor.live().isResting());
}

void TestEdits::aTextEditedWhileItIsReadIsReadAgain()
{
    Desk desk(Desk::Delivery::ByHand);
    ConfigEditor editor(desk.executor());
    const auto text = largeText(100'000);
    editor.setSource(text, Format::Json);
    editor.view().replaceBytes(0, 1, "oops");
    desk.waitForJobs();
    desk.deliver();
    QVERIFY(editor.problems().empty());
    QVERIFY(editor.isBusy());
    QTRY_VERIFY_WITH_TIMEOUT((desk.deliver(), !editor.isBusy()), 5000);
    QCOMPARE(editor.problems().size(), std::size_t(1));
    QCOMPARE(editor.problems().front().begin, std::size_t(0));
}

void TestEdits::foldsFollowEveryEdit()
{
    Desk desk;
    ConfigEditor editor(desk.executor());
    ConfigEditor fresh(desk.executor());
    std::string text;
    for (int block = 0; block < 12; ++block)
        text += "b" + std::to_string(block) + ":\n  x:\n    y: 1\n    z: 2\n  w: 3\n";
    editor.setSource(text, Format::Yaml);
    std::mt19937 random(11); // NOLINT(cert-msc51-cpp): the same every time
    for (int turn = 0; turn < 150; ++turn) {
        CodeView &view = editor.view();
        const int line = static_cast<int>(random() % static_cast<unsigned>(view.lines() - 1));
        const int count = static_cast<int>(1 + random() % 3);
        if (random() % 2)
            view.replaceBytes(view.lineStart(line), view.lineStart(line + count), {});
        else
            view.replaceBytes(view.lineStart(line), view.lineStart(line),
                "n" + std::to_string(turn) + ":\n  m: 1\n");
        if (random() % 3 == 0)
            editor.undo();
        QTRY_VERIFY(!editor.isBusy());
        if (!editor.problems().empty()) {
            editor.undo();
            QTRY_VERIFY(!editor.isBusy());
        }
        if (!editor.problems().empty() || view.lines() < 8)
            break;
        fresh.setSource(editor.source(), Format::Yaml);
        QTRY_VERIFY(!fresh.isBusy());
        QCOMPARE(foldLevels(editor), foldLevels(fresh));
    }
}

QTEST_MAIN(TestEdits)
#include "tst_edits.moc"
