// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
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

private:
    static editors::ConfigEditor *open(support::Console &console, const char *path)
    {
        const bool isOpen = console.connectToServer() && console.signIn(QStringLiteral("alice"))
            && console.chooseEnvironment(QStringLiteral("prod"))
            && console.openConfig(QString::fromLatin1(path));
        console.window().activateWindow();
        if (!isOpen || !QTest::qWaitForWindowActive(&console.window()))
            return nullptr;
        auto *editor = console.find<editors::ConfigEditor>(QString());
        editor->setFocus();
        return QTest::qWaitFor([editor] { return !editor->isBusy() && editor->line() > 0; })
            ? editor
            : nullptr;
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    // What the keyboard's owner would see of the path over the text.
    static QStringList pathOf(support::Console &console)
    {
        QStringList parts;
        for (int index = 0;
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
    editors::ConfigEditor *editor = open(console, "shop/gateway/limits");
    QVERIFY(editor);
    // What the text does better by itself, and the window does when the focus is elsewhere.
    const QStringList ofTheText{QStringLiteral("Ctrl+Z"), QStringLiteral("Ctrl+Shift+Z")};
    QStringList taken;
    int keys = 0;
    for (const QMenu *menu : console.window().menuBar()->findChildren<QMenu *>()) {
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
    editors::ConfigEditor *editor = open(console, "shop/gateway/limits");
    QVERIFY(editor);
    QTRY_VERIFY(console.find<QTreeView>(QStringLiteral("outlineTree")));
    auto *tree = console.find<QTreeView>(QStringLiteral("outlineTree"));
    QVERIFY(tree->model()->rowCount() > 1);
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
    editors::ConfigEditor *editor = open(console, "shop/gateway/limits");
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
    editors::ConfigEditor *editor = open(console, "shop/gateway/routes");
    QVERIFY(editor);
    QTRY_VERIFY(!editor->pointer().isNull());
    const auto &view = editor->view();
    editor->goToOffset(view.byteCount() - 2);
    QTRY_COMPARE(pathOf(console).size(), editor->pointer().count(u'/'));
    QVERIFY(pathOf(console).size() > 1);
    const auto before = view.caretOffset();

    press(Qt::Key_Home, Qt::AltModifier);
    QVERIFY(QApplication::focusWidget()->objectName().startsWith(QStringLiteral("pathPart")));
    for (qsizetype part = pathOf(console).size(); part > 1; --part)
        press(Qt::Key_Left);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("pathPart0"));
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

    press(Qt::Key_Home, Qt::AltModifier);
    press(Qt::Key_Escape);
    QVERIFY(view.hasFocus());
}

QTEST_MAIN(EditorCommands)
#include "tst_editorcommands.moc"
