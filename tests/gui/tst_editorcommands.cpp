// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/masks.h"
#include "editors/minimap.h"
#include "tests/gui/openeditor.h"
#include "tests/support/testcase.h"

#include <QAccessible>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>
#include <Qsci/qscicommandset.h>

using namespace chancery;

// The commands of the text editor, through the true window and by keyboard.
class EditorCommands : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theTextTakesNoKeyOfACommand();
    void outlineFollowsTheCaretAndLeadsToIt();
    void outlineSaysWhyItIsEmpty();
    void pathIsWalkedByKeyboard();
    void documentIsFormattedAndSorted();
    void whatCannotBeSortedIsSaid();
    void conversionListsWhatIsLost();
    void whatHasNoFixIsSaid();
    void zoomAndMinimapAreRemembered();
    void caretsFoldsAndBracketsByKey();
    void findAndReplaceByKeyboard();
    void aLargeDocumentKeepsTheWindowAlive();

private:
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    // What the keyboard's owner would see of the path over the text.
    static QStringList pathOf(support::Console &console)
    {
        QStringList parts;
        for (int index = 1;
            const auto *part = console.find<QToolButton>(QStringLiteral("pathPart%1").arg(index));
            ++index)
            parts << part->text().remove(QStringLiteral(" ›"));
        return parts;
    }
};

// Scintilla has keys of its own, which it takes before the window's commands are asked.
void EditorCommands::theTextTakesNoKeyOfACommand()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    // What the text does better by itself, and the window does when the focus is elsewhere.
    const QStringList ofTheText{QStringLiteral("Ctrl+Z"), QStringLiteral("Ctrl+Shift+Z")};
    QStringList taken;
    int keys = 0;
    for (const QMenu *menu : console.window().findChildren<QMenu *>()) {
        for (const QAction *action : menu->actions()) {
            for (const QKeySequence &key : action->shortcuts()) {
                ++keys;
                if (!ofTheText.contains(key.toString())
                    && editor->view().standardCommands()->boundTo(key[0].toCombined()))
                    taken << key.toString() + u' ' + action->objectName();
            }
        }
    }
    QVERIFY(keys > 15);
    QVERIFY2(taken.isEmpty(), qPrintable(taken.join(u'\n')));
}

void EditorCommands::outlineFollowsTheCaretAndLeadsToIt()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    QTRY_VERIFY(console.find<QTreeView>(QStringLiteral("outlineTree")));
    auto *tree = console.find<QTreeView>(QStringLiteral("outlineTree"));
    QTRY_VERIFY(tree->model()->rowCount() > 1);
    const QString last = tree->model()->index(tree->model()->rowCount() - 1, 0).data().toString();
    QVERIFY(editor->goToPointer(u'/' + last));
    QTRY_COMPARE(tree->currentIndex().data().toString(), last);
    console.picture(QStringLiteral("outline"));

    press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("outlineFilter"));
    const QString first = tree->model()->index(0, 0).data().toString();
    QTest::keyClicks(QApplication::focusWidget(), first);
    QTRY_COMPARE(tree->currentIndex().data().toString(), first);
    console.picture(QStringLiteral("outline-found"));
    press(Qt::Key_Return);
    QCOMPARE(editor->pointer(), u'/' + first);
    QVERIFY(editor->view().hasFocus());
}

void EditorCommands::outlineSaysWhyItIsEmpty()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    auto *field = console.find<QLineEdit>(QStringLiteral("outlineFilter"));
    QVERIFY(field);
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("nothing is called so"));
    const auto says = [&console](const char *title) {
        for (const auto *label :
            console.window().findChildren<QLabel *>(QStringLiteral("emptyTitle"))) {
            if (label->isVisible() && label->text() == QLatin1String(title))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(says("No key matches"));
    press(Qt::Key_Escape);
    QVERIFY(editor->view().hasFocus());
    QTRY_VERIFY(!says("No key matches"));
}

void EditorCommands::pathIsWalkedByKeyboard()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/routes");
    QVERIFY(editor);
    QTRY_VERIFY(!editor->pointer().isNull());
    const auto &view = editor->view();
    editor->goToOffset(view.byteCount() - 2);
    QTRY_COMPARE(pathOf(console).size(), editor->pointer().count(u'/'));
    QVERIFY(pathOf(console).size() > 1);
    const auto before = view.caretOffset();

    press(Qt::Key_Home, Qt::AltModifier);
    QVERIFY(QApplication::focusWidget()->objectName().startsWith(QStringLiteral("pathPart")));
    for (qsizetype part = pathOf(console).size(); part > 0; --part)
        press(Qt::Key_Left);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("pathPart0"));
    QCOMPARE(static_cast<QToolButton *>(QApplication::focusWidget())->text(),
        QStringLiteral("Document ›"));
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    press(Qt::Key_Return);
    auto *menu = console.window().findChild<QMenu *>(QStringLiteral("pathMenu"));
    QTRY_VERIFY(menu && menu->isVisible());
    QVERIFY(menu->activeAction());
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_VERIFY(view.hasFocus());
    QVERIFY(view.caretOffset() < before);
    QTRY_COMPARE(pathOf(console).size(), 1);
    // The window has lost its place to the menu where there is no window manager.
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));

    press(Qt::Key_Home, Qt::AltModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("pathPart1"));
    press(Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("configText"));
}

void EditorCommands::documentIsFormattedAndSorted()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    QVERIFY(editor->goToPointer(QStringLiteral("/routes")));
    press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(editor->source().find("\"/checkout\": {\n      \"requests") != std::string::npos);
    QCOMPARE(editor->pointer(), QStringLiteral("/routes"));
    QTRY_VERIFY(!editor->isBusy());
    press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(console.banners().contains(QStringLiteral("The text is like this already.")));

    press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    QTRY_VERIFY(editor->source().find("\"burst\"") < editor->source().find("\"onExceed\""));
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/routes"));
    QTRY_VERIFY(console.banners().isEmpty()
        || !console.banners().contains(QStringLiteral("The text is like this already.")));
    editor->undo();
    editor->undo();
    QVERIFY(!editor->canUndo());
}

void EditorCommands::whatCannotBeSortedIsSaid()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/routes");
    QVERIFY(editor);
    editors::CodeView &view = editor->view();
    view.replaceBytes(0, view.byteCount(), "b: &x 1\na: *x\n");
    press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!console.banners().filter(QStringLiteral("before its anchor")).isEmpty());
    QCOMPARE(editor->source(), std::string("b: &x 1\na: *x\n"));
    view.replaceBytes(0, view.byteCount(), "b: [\n");
    press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!console.banners().filter(QStringLiteral("cannot be read")).isEmpty());
    QCOMPARE(editor->source(), std::string("b: [\n"));
}

void EditorCommands::conversionListsWhatIsLost()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/routes");
    QVERIFY(editor);
    editor->view().replaceBytes(
        0, 0, "# kept here only\nnothing: null\n# old password: hunter2hunter\n");
    press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY(console.textOf(QStringLiteral("conversionSummary"))
            .contains(QStringLiteral("cannot be carried over")));
    QVERIFY(console.click(QStringLiteral("convertToTOML")));
    const auto *losses = console.find<QListWidget>(QStringLiteral("conversionLosses"));
    QVERIFY(losses);
    const auto lists = [losses](const QString &text) {
        return !losses->findItems(text, Qt::MatchExactly).isEmpty();
    };
    QTRY_VERIFY(lists(QStringLiteral("Line 1. Comment left behind: # kept here only")));
    QTRY_VERIFY(lists(QStringLiteral("Line 2. Left out, TOML has no null: /nothing")));
    // What is covered in the text is not read out here either.
    QVERIFY(lists(QStringLiteral("Line 3. Comment left behind: # old password: ••••••")));
    auto *spoken = QAccessible::queryAccessibleInterface(const_cast<QListWidget *>(losses));
    QVERIFY(spoken && spoken->childCount() >= losses->count());
    for (int row = 0; row < spoken->childCount(); ++row)
        QVERIFY(!spoken->child(row)->text(QAccessible::Name).contains(u"hunter2"));
    console.picture(QStringLiteral("conversion"));
    QVERIFY(console.click(QStringLiteral("copyConversion")));
    const auto copied = QGuiApplication::clipboard()->text().toStdString();
    QVERIFY(core::read(copied, core::Format::Toml));
    QVERIFY(!copied.empty() && copied.find("nothing") == std::string::npos);
    QVERIFY(console.click(QStringLiteral("leaveConversion")));
    QVERIFY(editor->view().hasFocus());
}

void EditorCommands::whatHasNoFixIsSaid()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    const auto note = QStringLiteral("There is no quick fix for what stands at the cursor.");
    press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY(console.banners().contains(note));
    // It goes with the next letter, and comes when that one has been looked at.
    press(Qt::Key_Space);
    QTRY_VERIFY(!console.banners().contains(note));
    press(Qt::Key_Space);
    press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY(console.banners().contains(note));
}

void EditorCommands::zoomAndMinimapAreRemembered()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    const auto zoom = [&console] {
        return console.find<editors::ConfigEditor>(QString())->view().send(
            QsciScintillaBase::SCI_GETZOOM);
    };
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Minus, Qt::ControlModifier);
    QCOMPARE(zoom(), 1);
    QVERIFY(console.find<editors::Minimap>(QString()));
    press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(!console.find<editors::Minimap>(QString()));
    QVERIFY(console.openConfig(QStringLiteral("shop/flags")));
    QCOMPARE(zoom(), 1);
    QVERIFY(!console.find<editors::Minimap>(QString()));
    QVERIFY(console.signOut());
    console.crashAndBeginAgain();
    QVERIFY(support::openEditor(console, "shop/gateway/limits"));
    QCOMPARE(zoom(), 1);
    QVERIFY(!console.find<editors::Minimap>(QString()));
    press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(zoom(), 0);
}

void EditorCommands::caretsFoldsAndBracketsByKey()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    editors::CodeView &view = editor->view();
    constexpr auto keys = Qt::ControlModifier | Qt::AltModifier;
    view.setCaret(0);
    press(Qt::Key_Down, keys);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETSELECTIONS), 2);
    press(Qt::Key_Escape);
    QVERIFY(editor->goToPointer(QStringLiteral("/routes")));
    const auto open = view.caretOffset();
    press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(view.caretOffset() > open + 10);
    press(Qt::Key_M, Qt::ControlModifier);
    QCOMPARE(view.caretOffset(), open);
    press(Qt::Key_Left, keys);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETALLLINESVISIBLE), 0);
    press(Qt::Key_Right, keys);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETALLLINESVISIBLE), 1);
    press(Qt::Key_1, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETALLLINESVISIBLE), 0);
    console.picture(QStringLiteral("folded"));
    press(Qt::Key_0, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETALLLINESVISIBLE), 1);
}

void EditorCommands::findAndReplaceByKeyboard()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    const auto count = [&console] { return console.textOf(QStringLiteral("findCount")); };
    press(Qt::Key_H, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("findField"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("requestspersecond"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 3"));
    press(Qt::Key_Return);
    QTRY_COMPARE(count(), QStringLiteral("2 of 3"));
    press(Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(count(), QStringLiteral("1 of 3"));
    console.picture(QStringLiteral("find"));
    // The next field with Tab, past the switches.
    for (int stops = 0;
        QApplication::focusWidget()->objectName() != QLatin1String("replaceField") && stops < 12;
        ++stops)
        press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("rate"));
    press(Qt::Key_Return, Qt::ControlModifier | Qt::AltModifier);
    QTRY_COMPARE(QString::fromStdString(editor->source()).count(QStringLiteral("rate")), 3);
    editor->undo();
    QVERIFY(!editor->canUndo());

    // What is selected is looked for, unless it is covered.
    QTRY_VERIFY(!editor->isBusy());
    editors::CodeView &view = editor->view();
    const auto begin = view.lineStart(1) + 2;
    for (const bool isCovered : {true, false}) {
        view.masks().clear();
        if (isCovered)
            view.masks().add(begin, begin + 4);
        editor->setFocus();
        view.send(QsciScintillaBase::SCI_SETSEL, begin, std::intptr_t(begin) + 4);
        const QString selected = view.selectedText();
        press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(
            console.find<QLineEdit>(QStringLiteral("findField"))->text() == selected, !isCovered);
    }
    QVERIFY(console.click(QStringLiteral("findExpression")));
    console.find<QLineEdit>(QStringLiteral("findField"))->setText(QStringLiteral("(route"));
    QTRY_VERIFY(console.textOf(QStringLiteral("findProblem"))
            .startsWith(QStringLiteral("This is no regular expression: missing )")));
    console.picture(QStringLiteral("find-wrong"));
    console.find<QLineEdit>(QStringLiteral("findField"))->setFocus();
    press(Qt::Key_Escape);
    QVERIFY(editor->view().hasFocus());
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("findField")));
}

// Ten megabytes in the whole window, with the outline, the path and the minimap at work. The limit
// is for a build without optimisation on a busy machine; the figures are said.
void EditorCommands::aLargeDocumentKeepsTheWindowAlive()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/large", core::Format::Json);
        std::string text = "{\"rows\": [\n";
        while (text.size() < (std::size_t(10) << 20))
            text += "  {\"number\": " + std::to_string(text.size()) + ", \"name\": \"row\"},\n";
        cms.publish("shop/large", "prod", text + "  null\n]}\n", "alice", "Many rows");
    });
    editors::ConfigEditor *editor = support::openEditor(console, "shop/large");
    QVERIFY(editor);
    QTRY_VERIFY_WITH_TIMEOUT(!editor->isBusy() && editor->view().lines() > 100'000, 30'000);

    QElapsedTimer sinceTick;
    qint64 longest = 0;
    QTimer tick;
    connect(
        &tick, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceTick.restart()); });
    sinceTick.start();
    tick.start(1);
    const auto report = [&](const char *what) {
        longest = std::max(longest, sinceTick.restart());
        qInfo("%s: the window waited for at most %lld ms", what, static_cast<long long>(longest));
        const bool isFine = longest < 3000;
        longest = 0;
        return isFine;
    };
    auto *tree = console.find<QTreeView>(QStringLiteral("outlineTree"));
    QTRY_VERIFY_WITH_TIMEOUT(console.find<QTreeView>(QStringLiteral("outlineTree")), 10'000);
    tree = console.find<QTreeView>(QStringLiteral("outlineTree"));
    editor->goToLine(150'000, 8);
    QTRY_VERIFY_WITH_TIMEOUT(tree->currentIndex().parent().parent().isValid(), 10'000);
    QVERIFY(report("go to line 150,000"));
    QTest::keyClicks(&editor->view(), QStringLiteral("x"));
    QTRY_VERIFY_WITH_TIMEOUT(!editor->isBusy(), 10'000);
    QVERIFY(report("a letter typed"));
    QTRY_COMPARE_WITH_TIMEOUT(pathOf(console).size(), 3, 10'000);
    console.find<QLineEdit>(QStringLiteral("outlineFilter"))
        ->setText(QStringLiteral("rows/777/na"));
    QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount() > 0
            && tree->currentIndex().data().toString().startsWith(QStringLiteral("rows/777")),
        20'000);
    QVERIFY(report("a path found"));
    editor->setFocus();
    press(Qt::Key_1, Qt::AltModifier | Qt::ShiftModifier);
    QVERIFY(report("folded"));
    press(Qt::Key_0, Qt::AltModifier | Qt::ShiftModifier);
    press(Qt::Key_H, Qt::ControlModifier);
    console.find<QLineEdit>(QStringLiteral("findField"))->setText(QStringLiteral("number"));
    QTRY_VERIFY_WITH_TIMEOUT(
        console.textOf(QStringLiteral("findCount")).contains(QStringLiteral(" of ")), 20'000);
    QVERIFY(report("found 270,000 times"));
}

QTEST_MAIN(EditorCommands)
#include "tst_editorcommands.moc"
