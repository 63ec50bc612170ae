// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/diffview.h"
#include "tests/gui/openeditor.h"
#include "tests/support/testcase.h"

#include <QClipboard>
#include <QMimeData>

using namespace chancery;

// The text beside what is on the clipboard, through the true window and by keyboard.
class ClipboardFaceTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void textIsComparedWithTheClipboard();
    void ownCopyIsComparedWithItsValues();
    void clipboardWithoutTextIsSaid();

private:
    static constexpr int patience = 5'000;

    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
};

void ClipboardFaceTest::textIsComparedWithTheClipboard()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits", patience);
    QVERIFY(editor);
    QGuiApplication::clipboard()->setText(
        editor->text().replace(QStringLiteral("64"), QStringLiteral("65")));
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(console.find<editors::DiffView>(QString()));
    QTRY_COMPARE(console.find<editors::DiffView>(QString())->changeCount(), 1);
    console.picture(QStringLiteral("clipboard"));
    QVERIFY(console.trigger(QStringLiteral("compareWithClipboard")));
    QVERIFY(editor->view().hasFocus());
}

// A covered value that is copied is bullets for others, and itself for the editor that it is of.
void ClipboardFaceTest::ownCopyIsComparedWithItsValues()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/routes", patience);
    QVERIFY(editor);
    editors::CodeView &view = editor->view();
    view.replaceBytes(0, 0, "password: hunter2hunter\n");
    QTRY_VERIFY(!editor->isBusy());
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(!QGuiApplication::clipboard()->text().contains(u"hunter2"));
    view.replaceBytes(view.byteCount(), view.byteCount(), "# more\n");
    QTRY_VERIFY(!editor->isBusy());
    const auto difference = [&console] { return console.find<editors::DiffView>(QString()); };
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(difference());
    QTRY_COMPARE(difference()->changeCount(), 1);
    const auto isTold = [&difference] {
        return std::ranges::any_of(
            difference()->findChildren<editors::CodeView *>(), [](editors::CodeView *shown) {
                return shown->bytes().find("hunter2") != std::string::npos;
            });
    };
    QVERIFY(!isTold());
    QVERIFY(console.trigger(QStringLiteral("compareWithClipboard")));
    // The value alone is not known for what it is.
    view.send(QsciScintillaBase::SCI_SETSEL, 10, 23);
    press(Qt::Key_C, Qt::ControlModifier);
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(difference() && !difference()->isBusy() && difference()->changeCount() > 0);
    QVERIFY(!isTold());
}

void ClipboardFaceTest::clipboardWithoutTextIsSaid()
{
    support::Console console;
    QVERIFY(support::openEditor(console, "shop/gateway/limits", patience));
    for (const bool isEmpty : {true, false}) {
        QGuiApplication::clipboard()->clear();
        if (!isEmpty) {
            auto data = std::make_unique<QMimeData>();
            data->setData(QStringLiteral("application/x-drawing"), QByteArrayLiteral("x"));
            QGuiApplication::clipboard()->setMimeData(data.release());
        }
        press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(console.textOf(QStringLiteral("emptyTitle")),
            QStringLiteral("The clipboard holds no text"));
        QVERIFY(!console.find<editors::DiffView>(QString()));
        QVERIFY(console.trigger(QStringLiteral("compareWithClipboard")));
    }
    QGuiApplication::clipboard()->setText(QStringLiteral("{}"));
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(console.find<editors::DiffView>(QString()));
}

QTEST_MAIN(ClipboardFaceTest)
#include "tst_clipboardface.moc"
