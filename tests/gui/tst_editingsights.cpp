// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/markedtext.h"
#include "tests/gui/layersworld.h"
#include "tests/gui/openeditor.h"
#include "tests/support/testcase.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

using namespace chancery;

// What surrounds the text is whole, and shows what the text is at.
class EditingSights : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theBarKeepsItsWordsInASmallWindow();
    void problemsComeToTheFront();
    void anOldErrorDoesNotStandInTheWay();
    void anOldErrorMayMoveInItsList();
    void anotherDemandOfTheSameKindIsNew();
    void whatDoesNotGoTogetherStandsInTheWay();
    void aDraftThatIsLiveSaysSo();
    void whatNobodyLookedForIsSaid();
    void completionsHaveAFrameAndWholeRows();
    void effectiveBeginsAtTheCursor();
    void everyPanelIsLeftByTheTabulator();

private:
    static bool maySubmit(support::Console &console)
    {
        const QAction *submit = console.action(QStringLiteral("submit"));
        return submit && submit->isEnabled();
    }
    static bool replace(editors::ConfigEditor &editor, std::string_view old, std::string_view now)
    {
        const auto at = editor.source().find(old);
        editor.view().replaceBytes(at, at + old.size(), now);
        return QTest::qWaitFor([&editor] { return !editor.isBusy(); });
    }
    static bool chooseRegion(support::Console &console, const QString &name)
    {
        auto *box = console.find<QComboBox>(QStringLiteral("effectiveRegion"));
        if (!box || box->findText(name) < 0)
            return false;
        box->setCurrentIndex(box->findText(name));
        Q_EMIT box->activated(box->currentIndex());
        return true;
    }
};

// Also with a draft, its form and the way into a request.
void EditingSights::theBarKeepsItsWordsInASmallWindow()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    console.window().resize(1440, 900);
    const auto areWhole = [&] {
        for (const QToolButton *button : console.window()
                 .findChild<QWidget *>(QStringLiteral("faceSwitch"))
                 ->findChildren<QToolButton *>()) {
            if (button->width() < button->sizeHint().width())
                return false;
        }
        return true;
    };
    editor->goToOffset(1);
    QTest::keyClicks(&editor->view(), QStringLiteral(" "));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft, unsaved"));
    QTRY_VERIFY(areWhole());
    console.picture(QStringLiteral("bar-unsaved"));
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    QTRY_COMPARE_WITH_TIMEOUT(
        console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"), 20'000);
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(areWhole());
    QCOMPARE(console.window().width(), 1440);
    QCOMPARE(console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits"));
    console.picture(QStringLiteral("bar-form"));
}

void EditingSights::problemsComeToTheFront()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    const auto *chip = console.window().findChild<QLabel *>(QStringLiteral("problemCount"));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    editor->goToOffset(0);
    QTRY_VERIFY(!chip->isVisible()); // it counts something else than the panel in front shows
    editor->replaceText(QStringLiteral("{\"onExceed\": \"rejct\", \"requestsPerSecond\": 0}"));
    QTRY_VERIFY(editor->problems().size() >= 2);
    QVERIFY(!chip->isVisible());
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    auto *table = console.find<QTableView>(QStringLiteral("problemTable"));
    QTRY_VERIFY(table && table->hasFocus());
    QVERIFY(chip->isVisible());
    for (int row = 0; row < table->model()->rowCount(); ++row)
        QVERIFY(table->columnWidth(0)
            >= table->sizeHintForIndex(table->model()->index(row, 0)).width());
    console.picture(QStringLiteral("problems"));
}

// GOV-22 as the console has it: the server takes what brings nothing new that is wrong.
void EditingSights::anOldErrorDoesNotStandInTheWay()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/old", core::Format::Yaml,
            R"({"required": ["a", "b"], "properties": {"limit": {"type": "integer"},)"
            R"( "size": {"type": "integer"}}})");
        cms.publish("shop/old", "prod", "limit: many\nsize: 1\na: 1\n", "alice", "First");
    });
    auto *editor = support::openEditor(console, "shop/old");
    QVERIFY(editor);
    const auto maySubmit = [&console] {
        const QAction *submit = console.action(QStringLiteral("submit"));
        return submit && submit->isEnabled();
    };
    const auto replace = [editor](std::string_view old, std::string_view now) {
        const auto at = editor->source().find(old);
        editor->view().replaceBytes(at, at + old.size(), now);
        return QTest::qWaitFor([editor] { return !editor->isBusy(); });
    };
    QVERIFY(replace("size: 1", "size: 2"));
    QVERIFY(!editor->problems().empty()); // they are told of as ever
    QTRY_VERIFY(maySubmit());
    QVERIFY(replace("size: 2", "size: two"));
    QTRY_VERIFY(!maySubmit());
    QVERIFY(replace("size: two", "size: 2"));
    QTRY_VERIFY(maySubmit());
    QVERIFY(replace("a: 1\n", "")); // another key is missing beside the one that was
    QTRY_VERIFY(!maySubmit());
    QVERIFY(replace("size: 2", "size: 2\na: 1"));
    QTRY_VERIFY(maySubmit());
    QVERIFY(replace("size: 2", "size: [")); // nothing can be said of it
    QTRY_VERIFY(!maySubmit());
}

// As the server tells old and new apart: by the item, and not by its place.
void EditingSights::anOldErrorMayMoveInItsList()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/old", core::Format::Yaml,
            R"({"properties": {"list": {"items": {"properties": {"w": {"type": "integer"}}}}}})");
        cms.publish("shop/old", "prod", "list:\n- name: a\n  w: 1\n- name: b\n  w: many\n", "alice",
            "First");
    });
    auto *editor = support::openEditor(console, "shop/old");
    QVERIFY(editor);
    QVERIFY(replace(*editor, "list:\n", "list:\n- name: c\n  w: 3\n"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(replace(*editor, "w: 1", "w: one"));
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(replace(*editor, "w: one", "w: 1"));
    QTRY_VERIFY(maySubmit(console));
    // Another one in the place of the old one is new.
    QVERIFY(replace(*editor, "w: 3", "w: three"));
    QVERIFY(replace(*editor, "w: many", "w: 4"));
    QTRY_VERIFY(!maySubmit(console));
}

// The same keyword at the same value, and yet another demand: it was met before.
void EditingSights::anotherDemandOfTheSameKindIsNew()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/old", core::Format::Yaml,
            R"({"allOf": [{"properties": {"a": {"pattern": "^x"}}},)"
            R"( {"properties": {"a": {"pattern": "z$"}}}], "x-invariants": [)"
            R"({"compare": ["/b", "<=", 5], "message": "No."},)"
            R"({"compare": ["/b", ">=", 3], "message": "No."}]})");
        cms.publish("shop/old", "prod", "a: yz\nb: 7\n", "alice", "First");
    });
    auto *editor = support::openEditor(console, "shop/old");
    QVERIFY(editor);
    QVERIFY(replace(*editor, "yz", "wz"));
    QTRY_VERIFY(maySubmit(console)); // neither is worse than it was
    QVERIFY(replace(*editor, "wz", "xy"));
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(replace(*editor, "xy", "wz"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(replace(*editor, "b: 7", "b: 2"));
    QTRY_VERIFY(!maySubmit(console));
}

// Invariants, and steps that are larger than the schema allows.
void EditingSights::whatDoesNotGoTogetherStandsInTheWay()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/pool", core::Format::Yaml,
            R"({"properties": {"rate": {"x-capacity": true}}, "x-invariants": [)"
            R"({"compare": ["/min", "<=", "/max"], "message": "Too few."},)"
            R"({"compare": ["/min", ">=", 1], "message": "None at all."}]})");
        cms.publish("shop/pool", "prod", "min: 5\nmax: 2\nrate: 10\n", "alice", "First");
    });
    auto *editor = support::openEditor(console, "shop/pool");
    QVERIFY(editor);
    const auto problems = [&] { return console.rowsOf(QStringLiteral("problemTable")).join(u'|'); };
    QTRY_VERIFY(problems().contains(QStringLiteral("Too few.")));
    QVERIFY(replace(*editor, "rate: 10", "rate: 11"));
    QTRY_VERIFY(maySubmit(console)); // that is so in what is live
    QVERIFY(replace(*editor, "min: 5", "min: 0"));
    QTRY_VERIFY(problems().contains(QStringLiteral("None at all.")));
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(replace(*editor, "min: 0", "min: 1"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(problems().isEmpty());
    QVERIFY(replace(*editor, "rate: 11", "rate: 100"));
    QTRY_VERIFY2(
        problems().contains(QStringLiteral("against what is live")), qPrintable(problems()));
    QTRY_VERIFY(!maySubmit(console));
}

void EditingSights::aDraftThatIsLiveSaysSo()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    QVERIFY(console.trigger(QStringLiteral("showProblems")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("problemsEmptyTitle")), QStringLiteral("No problems"));
    const auto draft = [&console] { return console.textOf(QStringLiteral("draftChip")); };
    const auto text = editor->text();
    editor->replaceText(text + u'\n');
    QTRY_COMPARE_WITH_TIMEOUT(draft(), QStringLiteral("Draft saved"), 20'000);
    editor->replaceText(text);
    QTRY_COMPARE_WITH_TIMEOUT(draft(), QStringLiteral("Draft, same as live"), 20'000);
}

// A save that reaches too much to look for circles says so; it is saved all the same.
void EditingSights::whatNobodyLookedForIsSaid()
{
    support::Console console;
    console.cms().circlesUnknown = "It reaches more than 2000 configs";
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    editor->goToOffset(1);
    QTest::keyClicks(&editor->view(), QStringLiteral(" "));
    const QString saved = QStringLiteral("Draft saved");
    QTRY_COMPARE_WITH_TIMEOUT(console.textOf(QStringLiteral("draftChip")), saved, 20'000);
    QTRY_VERIFY(console.banners().join(u' ').contains(
        QStringLiteral("closes a circle: It reaches more than 2000 configs.")));
    console.picture(QStringLiteral("circles-unknown"));
    console.cms().circlesUnknown.reset();
    QTest::keyClicks(&editor->view(), QStringLiteral(" "));
    QTRY_VERIFY_WITH_TIMEOUT(
        !console.banners().join(u' ').contains(QStringLiteral("closes a circle")), 20'000);
}

void EditingSights::completionsHaveAFrameAndWholeRows()
{
    support::Console console;
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    editor->replaceText(editor->text().replace(QStringLiteral("reject"), QStringLiteral("queue")));
    QTRY_VERIFY(editor->isAnalysed() && editor->goToPointer(QStringLiteral("/onExceed")));
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::keyClick(&editor->view(), Qt::Key_Space, Qt::ControlModifier);
    QListWidget *list = nullptr;
    QTRY_VERIFY((list = editor->view().findChild<QListWidget *>(QStringLiteral("completionList")))
        && list->isVisible());
    QCOMPARE(list->count(), 2);
    QVERIFY(!list->accessibleName().isEmpty());
    // What stands there is chosen.
    QVERIFY(list->currentItem()->text().startsWith(QStringLiteral("queue")));
    const QRect last = list->visualItemRect(list->item(list->count() - 1));
    QVERIFY(last.bottom() < list->viewport()->height());
    const QImage image = list->grab().toImage();
    QCOMPARE(image.pixelColor(0, list->height() / 2),
        views::Theme(views::Theme::Kind::Light).colour(views::Token::BorderStrong));
    QTest::keyClick(&editor->view(), Qt::Key_Escape);
}

// The panel has the focus, and yet it shows the key that one came from, in every place.
void EditingSights::effectiveBeginsAtTheCursor()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    editors::ConfigEditor *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor && editor->goToPointer(QStringLiteral("/burst")));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    const auto origin = [&] { return console.textOf(QStringLiteral("effectiveOrigin")); };
    QTRY_VERIFY2(origin().startsWith(QStringLiteral("/burst: This config")), qPrintable(origin()));
    QTRY_VERIFY(chooseRegion(console, QStringLiteral("eu-west")));
    QTRY_VERIFY2(
        origin().startsWith(QStringLiteral("/burst: Region eu-west")), qPrintable(origin()));
    QVERIFY(console.find<editors::MarkedText>(QStringLiteral("effectiveText"))->hasFocus());
}

// Also one that has nothing in it, forwards and backwards.
void EditingSights::everyPanelIsLeftByTheTabulator()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.agents.clear();
    });
    QVERIFY(support::openEditor(console, "shop/unborn"));
    const auto walk = [&console](const char *panel, Qt::Key key) {
        if (!console.trigger(QLatin1String(panel))
            || !QTest::qWaitFor([&] { return console.isAtRest(); }))
            return QStringLiteral("does not come");
        const QWidget *pane
            = console.find<QTabBar>(QStringLiteral("panelTabs"))->parentWidget()->parentWidget();
        QWidget *focus = QApplication::focusWidget();
        if (!focus || !pane->isAncestorOf(focus))
            return QStringLiteral("does not have the keys");
        QStringList chain;
        for (int step = 0; step < 20 && focus && pane->isAncestorOf(focus); ++step) {
            chain << focus->objectName();
            QTest::keyClick(
                focus, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
            focus = QApplication::focusWidget();
        }
        return !focus || pane->isAncestorOf(focus)
            ? QStringLiteral("keeps the keys in ") + chain.join(u' ')
            : QString();
    };
    for (const char *path : {"shop/unborn", "shop/gateway/limits"}) {
        QVERIFY(console.openConfig(QLatin1String(path)));
        for (const char *panel : {"showProblems", "showEffective", "showLive"}) {
            for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab})
                QCOMPARE(QStringLiteral("%1 %2 %3")
                             .arg(QLatin1String(path), QLatin1String(panel), walk(panel, key)),
                    QStringLiteral("%1 %2 ").arg(QLatin1String(path), QLatin1String(panel)));
        }
    }
}

QTEST_MAIN(EditingSights)
#include "tst_editingsights.moc"
