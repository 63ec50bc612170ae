// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QTableView>
#include <QTreeView>

using namespace chancery;

namespace {

constexpr auto start = "rate: 50\npools:\n  - name: a\n    size: 1\n  - name: b\n    size: 2\n";

constexpr auto rules = R"({"type": "object", "required": ["rate"], "properties": {
    "rate": {"type": "integer", "maximum": 100, "description": "Requests a second."},
    "mode": {"enum": ["fast", "safe"], "description": "How it works."}}})";

void fillShop(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/service", core::Format::Yaml, rules);
    for (const char *place : {"dev", "staging", "prod"})
        cms.publish("shop/service", place, "rate: 50\n", "alice", "First");
    cms.current = nullptr;
}

} // namespace

// One whole session with both hands on the keyboard: nothing but keys is sent, and at every step
// the focus is on something that is seen and has a name.
class KeyboardSession : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void fromTheStartToTheEnd();
    void everyWayToEdit();

private:
    // Where the next key goes: the popup that is open, or what has the focus.
    static QWidget *target()
    {
        QWidget *popup = QApplication::activePopupWidget();
        return popup ? popup : QApplication::focusWidget();
    }
    static QString focused()
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }
    // Seen, and with a name that an assistive program says.
    static bool isNamed()
    {
        const QWidget *widget = QApplication::focusWidget();
        auto *there
            = widget ? QAccessible::queryAccessibleInterface(QApplication::focusWidget()) : nullptr;
        return there && widget->isVisible() && !widget->size().isEmpty()
            && !there->text(QAccessible::Name).isEmpty();
    }
    static bool press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        if (!target())
            return false;
        QTest::keyClick(target(), Qt::Key(key), modifiers);
        return true;
    }
    static bool type(const char *text)
    {
        if (!target())
            return false;
        QTest::keyClicks(target(), QString::fromUtf8(text));
        return true;
    }
    // By the Tab key, over nothing that has no name.
    static bool tabTo(const char *name)
    {
        constexpr int most = 80;
        for (int steps = 0; steps < most && focused() != QLatin1String(name); ++steps) {
            if (!press(Qt::Key_Tab) || !isNamed())
                return false;
        }
        return focused() == QLatin1String(name);
    }
    static bool isAt(const char *name)
    {
        return QTest::qWaitFor([name] { return focused() == QLatin1String(name) && isNamed(); });
    }

    static void signIn(support::Console &console);
    static void openService(support::Console &console);
    static void openConfig(support::Console &console);
    static void completeAndMend(support::Console &console);
    static void submit(support::Console &console);
    static void editInForm(support::Console &console);
    static void editInTable(support::Console &console);
    static void chooseInMatrix(support::Console &console);
    static void mendFromTheList(support::Console &console);
    static void replaceInBulk(support::Console &console);
    static bool reads(support::Console &console, const std::string &text)
    {
        auto *editor = console.window().findChild<editors::ConfigEditor *>();
        return QTest::qWaitFor(
            [editor, &text] { return !editor->isBusy() && editor->source() == text; });
    }
};

void KeyboardSession::signIn(support::Console &console)
{
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    QTRY_VERIFY(isNamed());
    QVERIFY(tabTo("connectButton"));
    press(Qt::Key_Space);
    QVERIFY(isAt("userNameField"));
    type("alice");
    press(Qt::Key_Return);
    QVERIFY(isAt("passwordField"));
    type("alice-password");
    press(Qt::Key_Return);
    QTRY_VERIFY(console.window().workArea() && console.window().workArea()->currentView());
    QTRY_VERIFY(isNamed());
}

void KeyboardSession::openService(support::Console &console)
{
    press(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(isAt("quickOpenFinderLine"));
    type("shop/service");
    const auto isFound = [&console] {
        const auto *list = console.find<QListView>(QStringLiteral("quickOpenFinderList"));
        return list && list->model()->rowCount() == 1 && list->currentIndex().isValid();
    };
    QTRY_VERIFY(isFound());
    press(Qt::Key_Return);
    QTRY_COMPARE(console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/service"));
    QVERIFY(isAt("configText"));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor && !editor->isBusy() && editor->isAnalysed());
}

void KeyboardSession::openConfig(support::Console &console)
{
    openService(console);
    const auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_COMPARE(editor->source(), std::string("rate: 50\n"));
}

void KeyboardSession::completeAndMend(support::Console &console)
{
    auto *editor = console.find<editors::ConfigEditor>(QString());
    press(Qt::Key_End, Qt::ControlModifier);
    type("mo");
    const auto isOffered = [editor] { return editor->view().isListActive(); };
    // By itself, and also where the schema is still on its way.
    QTRY_VERIFY(isOffered());
    press(Qt::Key_Return);
    QTRY_VERIFY(editor->source().starts_with("rate: 50\nmode: "));
    // Whatever it proposes as the value gives way to a wrong one.
    press(Qt::Key_Escape);
    press(Qt::Key_End);
    press(Qt::Key_Home, Qt::ShiftModifier);
    type("mode: fasd");
    press(Qt::Key_Escape);
    QTRY_VERIFY(!editor->isBusy() && editor->problems().size() == 1);
    QCOMPARE(editor->problems().front().code, std::string("enum"));
    // The Inspector tells of the key.
    QTRY_COMPARE(console.textOf(QStringLiteral("inspectorPointer")), QStringLiteral("/mode"));
    QCOMPARE(
        console.textOf(QStringLiteral("inspectorDescription")), QStringLiteral("How it works."));
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    press(Qt::Key_Period, Qt::ControlModifier);
    auto *menu = editor->findChild<QMenu *>(QStringLiteral("quickFixes"));
    QTRY_VERIFY(menu && menu->isVisible() && menu->activeAction());
    QVERIFY(!menu->accessibleName().isEmpty());
    console.picture(QStringLiteral("keyboard-quick-fix"));
    press(Qt::Key_Return);
    QTRY_VERIFY(!editor->isBusy() && editor->problems().empty());
    QVERIFY(editor->source().starts_with("rate: 50\nmode: fast"));
    // The window has lost its place to the menu where there is no window manager.
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    QVERIFY(isAt("configText"));
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(console.cms().drafts.size(), std::size_t(1));
    QVERIFY(isAt("configText"));
}

void KeyboardSession::submit(support::Console &console)
{
    const auto before = console.cms().requests.size();
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(isAt("submitTitleField"));
    type("Work fast");
    QVERIFY(tabTo("submitReasonField"));
    type("It was asked for.");
    console.picture(QStringLiteral("keyboard-submit"));
    QVERIFY(tabTo("submitChangeButton"));
    press(Qt::Key_Space);
    QTRY_COMPARE(console.cms().requests.size(), before + 1);
    QCOMPARE(console.cms().requests.back().title, std::string("Work fast"));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestTitle"))
            .contains(QString::fromStdString(console.cms().requests.back().id.text())));
    QTRY_VERIFY(isNamed());
}

void KeyboardSession::editInForm(support::Console &console)
{
    press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(isAt("formTree"));
    press(Qt::Key_Home);
    press(Qt::Key_F2);
    QTRY_VERIFY(focused() != QLatin1String("formTree") && isNamed());
    press(Qt::Key_A, Qt::ControlModifier);
    type("60");
    press(Qt::Key_Return);
    QVERIFY(isAt("formTree"));
    QVERIFY(
        reads(console, "rate: 60\npools:\n  - name: a\n    size: 1\n  - name: b\n    size: 2\n"));
}

void KeyboardSession::editInTable(support::Console &console)
{
    press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(isAt("configText"));
    press(Qt::Key_End, Qt::ControlModifier);
    press(Qt::Key_Up);
    press(Qt::Key_3, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(isAt("collectionTable"));
    const auto *table = console.find<QTableView>(QStringLiteral("collectionTable"));
    QTRY_COMPARE(table->currentIndex().row(), 1); // where the cursor was
    press(Qt::Key_Up);
    for (int column = table->currentIndex().column(); column < 2; ++column)
        press(Qt::Key_Right);
    press(Qt::Key_F2);
    QTRY_VERIFY(focused() != QLatin1String("collectionTable") && isNamed());
    press(Qt::Key_A, Qt::ControlModifier);
    type("7");
    press(Qt::Key_Return);
    QVERIFY(isAt("collectionTable"));
    QVERIFY(
        reads(console, "rate: 60\npools:\n  - name: a\n    size: 7\n  - name: b\n    size: 2\n"));
    // One history for all of them.
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(
        reads(console, "rate: 60\npools:\n  - name: a\n    size: 1\n  - name: b\n    size: 2\n"));
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(reads(console, start));
}

void KeyboardSession::chooseInMatrix(support::Console &console)
{
    press(Qt::Key_4, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(isAt("matrixTree"));
    auto *tree = console.find<QTreeView>(QStringLiteral("matrixTree"));
    press(Qt::Key_Home);
    const auto state = [tree] {
        return tree->currentIndex().siblingAtColumn(0).data(Qt::CheckStateRole).toInt();
    };
    QTRY_COMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("rate"));
    press(Qt::Key_Down); // what is the same everywhere has nothing to promote
    const int before = state();
    press(Qt::Key_Space);
    QTRY_VERIFY(state() != before);
    console.picture(QStringLiteral("keyboard-matrix"));
    press(Qt::Key_Space);
    press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(isAt("configText"));
}

void KeyboardSession::mendFromTheList(support::Console &console)
{
    auto *editor = console.find<editors::ConfigEditor>(QString());
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_End);
    type("x");
    press(Qt::Key_Escape);
    QTRY_VERIFY(!editor->isBusy() && editor->problems().size() == 1);
    press(Qt::Key_End, Qt::ControlModifier);
    press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(isAt("problemTable"));
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QVERIFY(isAt("configText"));
    QCOMPARE(editor->pointer(), QStringLiteral("/rate"));
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(reads(console, start));
    // Nothing is wrong any more, and no key is lost to a table that is not shown.
    press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(isAt("panelTabs"));
}

void KeyboardSession::replaceInBulk(support::Console &console)
{
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(isAt("paletteFinderLine"));
    type("Bulk Edit");
    press(Qt::Key_Return);
    QTRY_VERIFY(focused().startsWith(QLatin1String("bulk")) && isNamed());
    QVERIFY2(tabTo("bulkPattern"), qPrintable(focused()));
    type("size: 2");
    press(Qt::Key_Return);
    QTRY_VERIFY(console.textOf(QStringLiteral("bulkSummary")).contains(QStringLiteral("1 hit")));
    QVERIFY2(tabTo("bulkOperation"), qPrintable(focused()));
    type("Rep");
    QVERIFY2(tabTo("bulkWith"), qPrintable(focused()));
    type("size: 3");
    press(Qt::Key_Return);
    QTRY_VERIFY(console.isAtRest());
    QVERIFY2(tabTo("bulkResults"), qPrintable(focused()));
    console.picture(QStringLiteral("keyboard-bulk"));
    const auto &drafts = console.cms().drafts;
    QVERIFY(drafts.empty());
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(drafts.size(), std::size_t(1));
    QVERIFY(drafts.front().text.find("size: 3") != std::string::npos);
}

// Form, table, environments, problems and all configs at once.
void KeyboardSession::everyWayToEdit()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillShop(cms);
        cms.publish("shop/service", "dev", start, "alice", "Second");
    });
    for (const auto &step :
        {&KeyboardSession::signIn, &KeyboardSession::openService, &KeyboardSession::editInForm,
            &KeyboardSession::editInTable, &KeyboardSession::chooseInMatrix,
            &KeyboardSession::mendFromTheList, &KeyboardSession::replaceInBulk}) {
        step(console);
        if (QTest::currentTestFailed()) {
            console.picture(QStringLiteral("keyboard-failed"));
            qInfo("the focus was on \"%s\"", qPrintable(focused()));
            return;
        }
    }
}

void KeyboardSession::fromTheStartToTheEnd()
{
    support::Console console(views::Theme::Kind::Light, fillShop);
    for (const auto &step : {&KeyboardSession::signIn, &KeyboardSession::openConfig,
             &KeyboardSession::completeAndMend, &KeyboardSession::submit}) {
        step(console);
        if (QTest::currentTestFailed()) {
            console.picture(QStringLiteral("keyboard-failed"));
            qInfo("the focus was on \"%s\"", qPrintable(focused()));
            return;
        }
    }
    press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier); // signs out
    QTRY_VERIFY(console.find<QLineEdit>(QStringLiteral("userNameField")));
    // Of who was here last only the name is kept.
    QVERIFY2(isAt("userNameField") || isAt("passwordField"), qPrintable(focused()));
    QVERIFY(console.find<QLineEdit>(QStringLiteral("passwordField"))->text().isEmpty());
    press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(!console.window().isVisible());
}

QTEST_MAIN(KeyboardSession)
#include "tst_keyboardsession.moc"
