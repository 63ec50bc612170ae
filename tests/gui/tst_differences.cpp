// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "editors/diffpane.h"
#include "editors/diffview.h"
#include "tests/gui/layersworld.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QTreeView>

using namespace chancery;
using editors::DiffView;

// The differences that the console shows, through the true window.
class DifferencesTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aDraftTakesFromLive();
    void rulesAreRememberedForEachConfig();
    void effectiveTextsAreMergedWhenAskedFor();
    void effectiveTextsAreMergedForAPlace();
    void effectiveFailuresAreSaid();
    void versionsAreComparedInFourForms_data();
    void versionsAreComparedInFourForms();

private:
    static bool begin(support::Console &console, const QString &path)
    {
        return console.connectToServer() && console.signIn(QStringLiteral("alice"))
            && console.chooseEnvironment(QStringLiteral("prod")) && console.openConfig(path)
            && QTest::qWaitFor([&] { return console.isAtRest(); });
    }
    static editors::ConfigEditor &editor(support::Console &console)
    {
        return *console.find<editors::ConfigEditor>(QString());
    }
    static DiffView *difference(support::Console &console)
    {
        DiffView *found = nullptr;
        const bool isThere = QTest::qWaitFor([&] {
            found = console.find<DiffView>(QString());
            return found && !found->isBusy() && console.isAtRest();
        });
        return isThere ? found : nullptr;
    }
    static QString text(const DiffView &view, const char *pane)
    {
        return QString::fromStdString(
            view.findChild<editors::DiffPane *>(QString::fromLatin1(pane))->bytes());
    }
    static void press(const DiffView &view, int key, Qt::KeyboardModifiers with)
    {
        auto *pane = view.findChild<editors::DiffPane *>(QStringLiteral("leftText"));
        pane->setFocus();
        QTest::keyClick(pane, static_cast<Qt::Key>(key), with);
    }
};

void DifferencesTest::aDraftTakesFromLive()
{
    support::Console console;
    console.cms().addConfig("shop/shared", core::Format::Yaml);
    console.cms().publish(
        "shop/shared", "prod", "limit: 1 # is\nburst: 1\nmore: 3\n", "alice", "First");
    QVERIFY(begin(console, QStringLiteral("shop/shared")));
    // Out of sight while the comparison is in front.
    editors::ConfigEditor &draft = editor(console);
    draft.replaceText(QStringLiteral("limit: 2 # was\nburst: 1\nmore: 4\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QVERIFY(console.trigger(QStringLiteral("compareWithLive")));
    DiffView *view = difference(console);
    QVERIFY(view);
    QCOMPARE(view->changeCount(), 2);
    QVERIFY(view->findChild<QToolButton *>(QStringLiteral("takeLeftButton"))->isVisible());
    press(*view, Qt::Key_F7, {});
    press(*view, Qt::Key_F7, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(draft.text(), QStringLiteral("limit: 1 # is\nburst: 1\nmore: 4\n"));
    QTRY_COMPARE(view->changeCount(), 1);
    draft.undo();
    QCOMPARE(draft.text(), QStringLiteral("limit: 2 # was\nburst: 1\nmore: 4\n"));
}

void DifferencesTest::rulesAreRememberedForEachConfig()
{
    support::Console console;
    for (const char *path : {"shop/one", "shop/two"}) {
        console.cms().addConfig(path, core::Format::Yaml);
        console.cms().publish(path, "prod", "a: 1 # x\n", "alice", "First");
        console.cms().publish(path, "prod", "a: 1 # y\n", "alice", "Second");
    }
    QVERIFY(begin(console, QStringLiteral("shop/one")));
    const auto show = [&](const char *path) {
        console.window().workArea()->goTo({QStringLiteral("lineage"), QString::fromLatin1(path)});
        return difference(console);
    };
    DiffView *view = show("shop/one");
    QVERIFY(view);
    QTRY_COMPARE(view->summary(), QStringLiteral("1 change · only comments"));
    view->findChild<QAction *>(QStringLiteral("ignoreComments"))->trigger();
    QTRY_COMPARE(view->summary(), QStringLiteral("Only what is ignored differs"));
    QVERIFY(show("shop/two"));
    QTRY_COMPARE(view->summary(), QStringLiteral("1 change · only comments"));
    QVERIFY(show("shop/one"));
    QTRY_COMPARE(view->summary(), QStringLiteral("Only what is ignored differs"));
    // The text's own comparison knows it too.
    QVERIFY(console.openView(QStringLiteral("configs")));
    QVERIFY(console.trigger(QStringLiteral("compareWithLive")));
    DiffView *ofDraft = difference(console);
    QVERIFY(ofDraft && ofDraft != view);
    QTRY_VERIFY(ofDraft->rules().ignoresComments);
}

void DifferencesTest::effectiveTextsAreMergedWhenAskedFor()
{
    support::Console console;
    gui::fillLayers(console.cms());
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    console.window().workArea()->goTo(
        {QStringLiteral("lineage"), QStringLiteral("shop/gateway/limits")});
    DiffView *view = difference(console);
    QVERIFY(view);
    QVERIFY(!text(*view, "rightText").contains(QStringLiteral("grace")));
    press(*view, Qt::Key_4, Qt::AltModifier);
    QTRY_VERIFY(difference(console) && view->changeCount() > 0);
    view->setFolded(false);
    // Of the base, below the config's own text.
    QTRY_VERIFY(text(*view, "rightText").contains(QStringLiteral("\"grace\"")));
    QVERIFY(text(*view, "leftText").contains(QStringLiteral("\"grace\"")));
    console.picture(QStringLiteral("difference-effective"));
    press(*view, Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(!text(*view, "rightText").contains(QStringLiteral("grace")));
}

void DifferencesTest::effectiveTextsAreMergedForAPlace()
{
    support::Console console;
    gui::fillLayers(console.cms());
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    console.window().workArea()->goTo(
        {QStringLiteral("lineage"), QStringLiteral("shop/gateway/limits")});
    DiffView *view = difference(console);
    QVERIFY(view);
    auto *region = view->findChild<QLineEdit *>(QStringLiteral("differenceRegion"));
    QVERIFY(region && !region->isVisible());
    press(*view, Qt::Key_4, Qt::AltModifier);
    QTRY_VERIFY(difference(console) && view->changeCount() > 0);
    QVERIFY(region->isVisible());
    view->setFolded(false);
    QTRY_VERIFY(!text(*view, "rightText").contains(QStringLiteral("\"burst\": 9")));
    // The layer of a region lies over the config's own text.
    region->setFocus();
    QTest::keyClicks(region, QStringLiteral("eu-west"));
    QTest::keyClick(region, Qt::Key_Return);
    QTRY_VERIFY(text(*view, "rightText").contains(QStringLiteral("\"burst\": 9")));
    QTRY_COMPARE(console.textOf(QStringLiteral("differencePlaceState")), QString());
    console.picture(QStringLiteral("difference-effective-region"));
    region->clear();
    QTest::keyClick(region, Qt::Key_Return);
    QTRY_VERIFY(!text(*view, "rightText").contains(QStringLiteral("\"burst\": 9")));
}

void DifferencesTest::effectiveFailuresAreSaid()
{
    support::Console console;
    gui::fillLayers(console.cms());
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    console.window().workArea()->goTo(
        {QStringLiteral("lineage"), QStringLiteral("shop/gateway/limits")});
    DiffView *view = difference(console);
    QVERIFY(view);
    console.cms().failNext("previewEffective", support::anError(core::ErrorKind::Server));
    press(*view, Qt::Key_4, Qt::AltModifier);
    QTRY_COMPARE(view->mode(), DiffView::Mode::SideBySide);
    auto *button = view->findChild<QToolButton *>(QStringLiteral("effectiveButton"));
    QVERIFY(!button->isEnabled());
    QVERIFY2(button->toolTip().startsWith(QStringLiteral("<p>Effective: ")),
        qPrintable(button->toolTip()));
}

void DifferencesTest::versionsAreComparedInFourForms_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void DifferencesTest::versionsAreComparedInFourForms()
{
    QFETCH(int, theme);
    support::Console console{views::Theme::Kind(theme)};
    console.cms().addConfig("shop/pool", core::Format::Yaml);
    std::string before = "# Pool of the orders\npool:\n  max: 5\n  idle: 2 # seconds\nservers:\n";
    for (int i = 0; i < 14; ++i)
        before += "  - name: server-" + std::to_string(i) + "\n    port: 808"
            + std::to_string(i % 10) + "\n";
    before += "password: t9Kq2vX8mPz\n";
    std::string after = before;
    const auto replace = [&after](const std::string &from, const std::string &into) {
        after.replace(after.find(from), from.size(), into);
    };
    replace("max: 5", "max: 8");
    replace("# seconds", "# s");
    replace("  - name: server-2\n    port: 8082\n", "");
    replace("  - name: server-9", "  - name: server-2\n    port: 8082\n  - name: server-9");
    replace("t9Kq2vX8mPz", "w7Ms4xZ6oRb");
    console.cms().publish("shop/pool", "prod", before, "alice", "First");
    console.cms().publish("shop/pool", "prod", after, "bob", "Second");
    QVERIFY(begin(console, QStringLiteral("shop/pool")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pool")});
    DiffView *view = difference(console);
    QVERIFY(view);
    QTRY_COMPARE(view->changeCount(), 4);
    console.picture(QStringLiteral("difference-side-by-side"));
    press(*view, Qt::Key_2, Qt::AltModifier);
    console.picture(QStringLiteral("difference-inline"));
    press(*view, Qt::Key_3, Qt::AltModifier);
    QCOMPARE(view->changeCount(), 3);
    console.picture(QStringLiteral("difference-keys"));
    QVERIFY(view->findChild<QTreeView *>(QStringLiteral("changedKeys"))->isVisible());
}

QTEST_MAIN(DifferencesTest)
#include "tst_differences.moc"
