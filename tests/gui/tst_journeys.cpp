// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAbstractButton>
#include <QLineEdit>

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
    void schemaThatRefersToOthersIsChecked();
    void viewerCannotChangeAnything();
    void failedListOffersRetry();
    void signOutWhileLoading();

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
    QVERIFY(console.answerPrompt(QStringLiteral("It broke"), QStringLiteral("Production")));
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
    addSchema("sch_a", "https://x.test/a.json", R"({"properties":{"port":{"$ref":"b.json"}}})");
    addSchema("sch_b", "https://x.test/b.json", R"({"type":"integer"})");
    addSchema("sch_c", "https://x.test/unused.json", "{}");
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

QTEST_MAIN(Journeys)
#include "tst_journeys.moc"
