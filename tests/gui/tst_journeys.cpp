// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "editors/masks.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/configs/documentpage.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QSplitter>
#include <QTableView>
#include <QTreeView>

using namespace chancery;

// Stories through the true window.
class Journeys : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aChangeGoesLiveAndBack();
    void wrongPasswordIsSaidInWords();
    void foreignServerIsRefused();
    void offlineIsAState();
    void crashWhileOfflineLosesNoText();
    void mergedChangeIsShownBeforeItIsSubmitted();
    void secretsAreCoveredEverywhere();
    void schemaThatRefersToOthersIsChecked();
    void viewerCannotChangeAnything();
    void failedListOffersRetry();
    void signOutWhileLoading();
    void paletteGivesEveryCommand();
    void quickOpenFindsConfigsAndRequests();
    void keysAreListed();
    void layoutIsRememberedForEachConnection();
    void filterKeepsTheSelection();

private:
    static bool begin(support::Console &console, const QString &name)
    {
        return console.connectToServer() && console.signIn(name)
            && console.chooseEnvironment(QStringLiteral("prod"));
    }
    static bool switchTo(support::Console &console, const QString &name)
    {
        return console.signOut() && console.signIn(name)
            && console.chooseEnvironment(QStringLiteral("prod"));
    }
};

void Journeys::aChangeGoesLiveAndBack()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/routes")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    editor->setFocus();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("# reviewed "));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QVERIFY(console.trigger(QStringLiteral("submit")));
    QVERIFY(console.write(QStringLiteral("submitTitleField"), QStringLiteral("Mark as reviewed")));
    QVERIFY(console.write(QStringLiteral("submitReasonField"), QStringLiteral("Yearly review")));
    QVERIFY(console.click(QStringLiteral("submitChangeButton")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QVERIFY(!console.action(QStringLiteral("approve"))->isEnabled());

    QVERIFY(switchTo(console, QStringLiteral("bob")));
    QVERIFY(console.openRequest(QStringLiteral("CR-19")));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Approved"));
    QVERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("CR-19")));
    QVERIFY(console.trigger(QStringLiteral("apply")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Applied"));

    QVERIFY(switchTo(console, QStringLiteral("carol")));
    console.window().workArea()->goTo(
        {QStringLiteral("lineage"), QStringLiteral("shop/gateway/routes")});
    QTRY_COMPARE(console.rowsOf(QStringLiteral("versionsTable")).size(), 2);
    QVERIFY(console.rowsOf(QStringLiteral("versionsTable"))
            .front()
            .contains(QStringLiteral("Bob Byrne")));
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Send a tenth")));
    QVERIFY(console.trigger(QStringLiteral("rollBack")));
    QVERIFY(console.rollBack(QStringLiteral("It broke"), QStringLiteral("Production")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QVERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Roll back")));

    QVERIFY(console.openView(QStringLiteral("audit")));
    QTRY_VERIFY(console.rowsOf(QStringLiteral("eventsTable")).size() >= 18);
    QVERIFY(console.trigger(QStringLiteral("verifyLog")));
    QTRY_VERIFY(console.textOf(QStringLiteral("auditState"))
            .contains(QStringLiteral("proved by the signed checkpoint")));
}

void Journeys::wrongPasswordIsSaidInWords()
{
    support::Console console;
    QVERIFY(console.connectToServer());
    QVERIFY(console.write(QStringLiteral("userNameField"), QStringLiteral("alice")));
    QVERIFY(console.write(QStringLiteral("passwordField"), QStringLiteral("guess")));
    QVERIFY(console.click(QStringLiteral("signInButton")));
    QTRY_COMPARE(console.textOf(QStringLiteral("bannerText")),
        QStringLiteral("The name or the password is not right."));
    QVERIFY(console.signIn(QStringLiteral("alice")));
}

void Journeys::foreignServerIsRefused()
{
    support::Console console;
    console.cms().meta.product = "something-else";
    QVERIFY(console.click(QStringLiteral("connectButton")));
    QTRY_VERIFY(console.textOf(QStringLiteral("bannerText"))
            .contains(QStringLiteral("not a Chancery server")));
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("passwordField")));
}

void Journeys::offlineIsAState()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/flags")));
    console.cms().sayStream(client::StreamState::Disconnected);
    QTRY_VERIFY(
        console.textOf(QStringLiteral("bannerText")).startsWith(QStringLiteral("Offline since")));
    console.cms().sayStream(client::StreamState::Connected);
    QTRY_VERIFY(
        !console.textOf(QStringLiteral("bannerText")).startsWith(QStringLiteral("Offline")));
}

void Journeys::crashWhileOfflineLosesNoText()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/routes")));
    console.cms().sayStream(client::StreamState::Disconnected);
    console.cms().failAlways("createDraft", support::anError(core::ErrorKind::Offline));
    console.find<editors::ConfigEditor>(QString())->setFocus();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("# kept "));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft not saved"));
    QTRY_COMPARE(console.unsavedTextCount(), 1);
    console.crashAndBeginAgain();

    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/routes")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(
        console.textOf(QStringLiteral("bannerText")).startsWith(QStringLiteral("Text from")));
    QVERIFY(!editor->text().contains(QStringLiteral("# kept")));
    console.picture(QStringLiteral("restore"));
    auto *restore = console.find<QAbstractButton>(QStringLiteral("bannerActionButton"));
    QCOMPARE(restore->text(), QStringLiteral("Restore"));
    QVERIFY(restore->focusPolicy() & Qt::TabFocus);
    QVERIFY(console.find<QAbstractButton>(QStringLiteral("bannerSecondButton"))->focusPolicy()
        & Qt::TabFocus);
    restore->setFocus(Qt::TabFocusReason);
    QTest::keyClick(restore, Qt::Key_Space);
    QVERIFY(editor->text().startsWith(QStringLiteral("# kept ")));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft not saved"));
    QCOMPARE(console.unsavedTextCount(), 1);

    console.cms().heal();
    console.cms().sayStream(client::StreamState::Disconnected);
    console.cms().sayStream(client::StreamState::Connected);
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QVERIFY(console.cms().drafts.front().text.starts_with("# kept "));
    QTRY_COMPARE(console.unsavedTextCount(), 0);
}

// The same person writes in two windows; the second one has the last word about each conflict.
void Journeys::mergedChangeIsShownBeforeItIsSubmitted()
{
    support::Console console;
    console.cms().addConfig("shop/shared", core::Format::Yaml);
    console.cms().publish("shop/shared", "prod", "limit: 1\nburst: 1\n", "alice", "First");
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/shared")));
    console.find<editors::ConfigEditor>(QString())->replaceText(
        QStringLiteral("limit: 2\nburst: 1\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QVERIFY(console.trigger(QStringLiteral("submit")));
    QVERIFY(console.write(QStringLiteral("submitTitleField"), QStringLiteral("More")));
    console.cms().publish("shop/shared", "prod", "limit: 1\nburst: 9\n", "bob", "Meanwhile");
    console.find<views::DocumentPage>(QString())->session().reloadLive();
    QTRY_VERIFY(console.banners().join(u' ').contains(QStringLiteral("before you submit")));
    QCOMPARE(console.find<editors::DiffView>(QString())->changeCount(), 1);
}

void Journeys::secretsAreCoveredEverywhere()
{
    support::Console console;
    auto &cms = console.cms();
    cms.addConfig("shop/access", core::Format::Yaml,
        R"({"properties":{"database":{"properties":{"pin":{"x-sensitive":true,"type":"string","maxLength":4,
        "default":"0000"}}}}})");
    cms.publish("shop/access", "prod",
        "database:\n  host: db.internal\n  pin: before\nretries: 3\n", "alice", "First");
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/access")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    // Made up.
    editor->replaceText(QStringLiteral("database:\n  host: db.internal\n  pin: s3ame9981\n"
                                       "retries: 3\ntoken: t9Kq2vX8mPz\n"));
    const auto problems = [&console] { return console.rowsOf(QStringLiteral("problemTable")); };
    QTRY_COMPARE(problems().size(), 3); // too long, not sealed, and in a plain field
    QVERIFY(problems().join(u' ').contains(QStringLiteral("looks like a secret")));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    console.picture(QStringLiteral("masked"));
    QVERIFY(console.trigger(QStringLiteral("compareWithLive")));
    QTRY_VERIFY(console.find<editors::CodeView>(QStringLiteral("rightText")));
    const auto *right = console.find<editors::CodeView>(QStringLiteral("rightText"));
    QTRY_VERIFY(right->bytes().find("(changed, value hidden)") != std::string::npos);
    for (const auto *secret : {"s3ame9981", "t9Kq2vX8mPz"})
        QVERIFY(right->bytes().find(secret) == std::string::npos);
    console.picture(QStringLiteral("masked-difference"));
    // Nothing on screen that is not covered says it.
    QString shown = problems().join(u'\n') + console.banners().join(u'\n');
    for (const auto *label : console.window().findChildren<QLabel *>())
        shown += label->text() + label->toolTip();
    for (const auto &part :
        {QStringLiteral("s3ame9981"), QStringLiteral("t9Kq2vX8mPz"), QStringLiteral("0000")})
        QVERIFY2(!shown.contains(part), qPrintable(part));
}

void Journeys::schemaThatRefersToOthersIsChecked()
{
    support::Console console;
    auto &cms = console.cms();
    const auto addSchema
        = [&](const std::string &id, const std::string &uri, const std::string &text) {
              core::Schema schema;
              schema.id = core::SchemaId(id);
              schema.uri = uri;
              cms.schemas.push_back(schema);
              cms.schemaTexts[id] = text;
          };
    // The order of ids is that of time: the config's own comes last.
    addSchema("sch_0a", "https://x.test/a.json", R"({"properties":{"port":{"$ref":"b.json"}}})");
    addSchema("sch_0", "https://x.test/b.json", R"({"type":"integer"})");
    addSchema("sch_00", "https://x.test/unused.json", "{}");
    cms.addConfig("shop/referring", core::Format::Json, R"({"$ref":"https://x.test/a.json"})");
    cms.publish("shop/referring", "prod", R"({"port":"high"})", "alice", "First");
    QVERIFY(begin(console, QStringLiteral("alice")));
    QVERIFY(console.openConfig(QStringLiteral("shop/referring")));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("problemTable")).size(), 1);
    QVERIFY(
        console.rowsOf(QStringLiteral("problemTable")).front().contains(QStringLiteral("/port")));
    QCOMPARE(cms.callCount("schemaText"), 3); // the root and the two that it leads to
}

void Journeys::viewerCannotChangeAnything()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("victor")));
    QVERIFY(!console.action(QStringLiteral("goaudit")));
    QVERIFY(console.openConfig(QStringLiteral("shop/flags")));
    QVERIFY(console.find<editors::ConfigEditor>(QString())->view().isTextReadOnly());
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    QTRY_VERIFY(tree->model()->rowCount() > 0);
    QVERIFY(console.textOf(QStringLiteral("bannerText")).startsWith(QStringLiteral("Read only.")));
    QTest::keyClick(tree, Qt::Key_F2);
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("valueField")));
    QVERIFY(!console.action(QStringLiteral("submit"))->isEnabled());
    QVERIFY(
        console.action(QStringLiteral("submit"))->toolTip().contains(QStringLiteral("“submit”")));
}

void Journeys::failedListOffersRetry()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("bob")));
    console.cms().failNext("listAgents", support::anError(core::ErrorKind::Server));
    QVERIFY(console.openView(QStringLiteral("fleet")));
    QTRY_COMPARE(console.textOf(QStringLiteral("bannerText")),
        QStringLiteral("The server met an error of its own."));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 8);
}

void Journeys::signOutWhileLoading()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("bob")));
    for (const char *method :
        {"listAgents", "listVersions", "getChangeRequest", "listChangeRequests"})
        console.cms().hang(method);
    QVERIFY(console.openView(QStringLiteral("fleet")));
    QVERIFY(console.openView(QStringLiteral("lineage")));
    QVERIFY(console.openView(QStringLiteral("changes")));
    QVERIFY(console.signOut());
    console.cms().release();
    QVERIFY(console.signIn(QStringLiteral("carol")));
}

// From the keyboard alone: the palette opens, finds, says why not, runs, and gives the focus back.
void Journeys::paletteGivesEveryCommand()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("alice")));
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    QWidget *before = console.window().focusWidget();
    QVERIFY(before);
    QVERIFY(console.trigger(QStringLiteral("commandPalette")));
    const auto press = [](Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); };
    const auto list = [&] { return console.find<QListView>(QStringLiteral("paletteFinderList")); };
    QVERIFY(list());
    QList<const QMenu *> menus;
    for (const QAction *title : console.window().menuBar()->actions()) {
        if (title->isVisible())
            menus << title->menu();
    }
    for (qsizetype index = 0; index < menus.size(); ++index) {
        for (const QAction *action : menus[index]->actions()) {
            if (action->menu()) {
                menus << action->menu();
                continue;
            }
            const QString name = action->text().remove(u'&');
            const auto found = list()->model()->match(
                list()->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchEndsWith);
            QVERIFY2(action->isSeparator() || !found.isEmpty(), qPrintable(name));
        }
    }
    QVERIFY(menus.size() > 8);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("disc draft"));
    QCOMPARE(list()->model()->rowCount(), 1);
    QVERIFY(list()
            ->model()
            ->index(0, 0)
            .data(Qt::AccessibleTextRole)
            .toString()
            .endsWith(QStringLiteral("Discard Draft…, No config is open.")));
    press(Qt::Key_Return); // it cannot be done: the palette stays
    QVERIFY(list());
    press(Qt::Key_Escape);
    QTRY_VERIFY(!list());
    QCOMPARE(console.window().focusWidget(), before);

    QVERIFY(console.trigger(QStringLiteral("commandPalette")));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("dark"));
    console.picture(QStringLiteral("palette"));
    press(Qt::Key_Return);
    QVERIFY(console.composition().look().theme().isDark());
    QTRY_VERIFY(!list());
}

void Journeys::quickOpenFindsConfigsAndRequests()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("bob")));
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    const auto titleOf = [&](int row) {
        const auto *list = console.find<QListView>(QStringLiteral("quickOpenFinderList"));
        return list ? list->model()->index(row, 0).data().toString() : QString();
    };
    QVERIFY(console.trigger(QStringLiteral("quickOpen")));
    // Every namespace is read for it.
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("dbpool"));
    QTRY_COMPARE(titleOf(0), QStringLiteral("platform/database/pool"));
    console.find<QLineEdit>(QStringLiteral("quickOpenFinderLine"))
        ->setText(QStringLiteral("gtlim"));
    QCOMPARE(titleOf(0), QStringLiteral("shop/gateway/limits"));
    console.picture(QStringLiteral("quickopen"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits"));
    QVERIFY(console.trigger(QStringLiteral("quickOpen")));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("queue instead"));
    QVERIFY(titleOf(0).startsWith(QStringLiteral("CR-18")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("CR-18")));
    const auto *inbox = console.find<QTableView>(QStringLiteral("requestsTable"));
    QTRY_COMPARE(inbox->selectionModel()->selectedRows().size(), 1);
    // It goes with the session.
    QVERIFY(console.trigger(QStringLiteral("quickOpen")));
    QVERIFY(console.signOut());
    QVERIFY(titleOf(0).isEmpty());
}

void Journeys::keysAreListed()
{
    support::Console console;
    QVERIFY(console.trigger(QStringLiteral("keyboardShortcuts")));
    const auto *list = console.find<QListView>(QStringLiteral("keysFinderList"));
    QVERIFY(list);
    QStringList texts;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        texts << list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY(texts.contains(QStringLiteral("View: Command Palette…, Ctrl+Shift+P")));
    QVERIFY(texts.contains(QStringLiteral("Editor: Complete a Key or Value, Ctrl+Space")));
}

void Journeys::layoutIsRememberedForEachConnection()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("bob")));
    QVERIFY(console.openView(QStringLiteral("changes")));
    auto *splitter = console.find<QSplitter>(QStringLiteral("changesSplitter"));
    QVERIFY(splitter);
    auto *table = console.find<QTableView>(QStringLiteral("requestsTable"));
    table->sortByColumn(2, Qt::DescendingOrder);
    splitter->setSizes({300, 900});
    Q_EMIT splitter->splitterMoved(300, 1);
    const QList<int> sizes = splitter->sizes();
    QVERIFY(console.signOut());
    console.crashAndBeginAgain();
    QVERIFY(begin(console, QStringLiteral("bob")));
    QVERIFY(console.openView(QStringLiteral("changes")));
    splitter = console.find<QSplitter>(QStringLiteral("changesSplitter"));
    QTRY_COMPARE(splitter->sizes(), sizes);
    table = console.find<QTableView>(QStringLiteral("requestsTable"));
    QCOMPARE(table->horizontalHeader()->sortIndicatorSection(), 2);
    QCOMPARE(table->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
}

void Journeys::filterKeepsTheSelection()
{
    support::Console console;
    QVERIFY(begin(console, QStringLiteral("carol")));
    QVERIFY(console.openView(QStringLiteral("fleet")));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 8);
    QVERIFY(console.select(QStringLiteral("fleetTable"), QStringLiteral("Refused")));
    auto *table = console.find<QTableView>(QStringLiteral("fleetTable"));
    const QString chosen = table->currentIndex().siblingAtColumn(0).data().toString();
    QVERIFY(console.write(QStringLiteral("fleetFilter"), QStringLiteral("us-EAST")));
    QCOMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 2);
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), chosen);
    QVERIFY(console.write(QStringLiteral("fleetFilter"), QStringLiteral("nowhere")));
    QTRY_COMPARE(console.textOf(QStringLiteral("emptyTitle")),
        QStringLiteral("No agent matches the filter"));
    QVERIFY(console.click(QStringLiteral("emptyActionButton")));
    QCOMPARE(console.rowsOf(QStringLiteral("fleetTable")).size(), 8);
}

QTEST_MAIN(Journeys)
#include "tst_journeys.moc"
