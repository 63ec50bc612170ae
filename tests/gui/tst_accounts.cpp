// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/accountsteps.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QClipboard>
#include <QTableView>
#include <QTreeWidget>

using namespace chancery;
using namespace support::accounts;
using support::emergency::bannerOf;
using support::emergency::press;
using support::emergency::whyNot;

// Accounts as who administers them meets them: what each is, what can be done, and why not.
class TestAccounts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whoMayNotAdministerIsNotOffered();
    void theListThatCannotBeRead();
    void everyAccountSaysWhatItIs();
    void oneAccountSaysWhoseItIs();
    void whatTheRulesGiveStandsThere();
    void disabledAndEnabled();
    void aOneTimePasswordIsTypedTwiceAndSeenByNobody();
    void rolesAreSet();
    void linkedAndTakenOutByTwo();
    void whatIsOpenIsEnded();
    void anAccountIsMade();
    void whatCannotBeDoneSaysWhy_data();
    void whatCannotBeDoneSaysWhy();
    void whoComesTooLateReadsAgain();
    void aRefusalSaysWhy();
    void othersChangesAreSeen();
    void byKeysAlone();
};

void TestAccounts::whoMayNotAdministerIsNotOffered()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("bob")));
    QVERIFY(!console.find<QToolButton>(QStringLiteral("accountsRailButton")));
    QCOMPARE(console.cms().callCount("listAccounts"), 0);
}

void TestAccounts::theListThatCannotBeRead()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().failAlways("listAccounts", support::anError(core::ErrorKind::Server));
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("adam"))
        && console.openView(QStringLiteral("accounts")));
    QTRY_VERIFY(!console.banners().isEmpty());
    QVERIFY(console.textOf(QStringLiteral("accountsSummary")).isEmpty());
    console.picture(QStringLiteral("accounts-failed"));
    console.cms().heal();
    QVERIFY(console.trigger(QStringLiteral("reloadAccounts")));
    QTRY_VERIFY(!console.rowsOf(QStringLiteral("accountsTable")).isEmpty());
}

void TestAccounts::everyAccountSaysWhatItIs()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QCOMPARE(console.rowsOf(QStringLiteral("accountsTable")).size(), 11);
    const auto says = [&](const char *name, const char *word) {
        return rowOf(console, name).contains(QString::fromUtf8(word));
    };
    QVERIFY(says("victor", "Disabled"));
    QVERIFY(says("zed", "One-Time Password"));
    QVERIFY(says("alice", "Password Ended"));
    QVERIFY(says("bob-2", "id.example.org"));
    QVERIFY(says("bob-2", " min ago"));
    QVERIFY(says("edge-7", "Token"));
    QVERIFY(says("edge-7", "Service"));
    QVERIFY(says("adam", "admin"));
    QVERIFY(says("adam", "Active"));
    QCOMPARE(console.textOf(QStringLiteral("accountsSummary")),
        QStringLiteral("11 accounts, disabled: 1, people with several: 1"));
    QCOMPARE(console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("No account is chosen"));
    console.picture(QStringLiteral("accounts-none"));
}

void TestAccounts::oneAccountSaysWhoseItIs()
{
    for (const auto theme : {views::Theme::Kind::Light, views::Theme::Kind::Dark}) {
        support::Console console(theme, fill);
        QVERIFY(enter(console));
        QVERIFY(choose(console, "bob"));
        QVERIFY(console.textOf(QStringLiteral("accountPerson"))
                .contains(QStringLiteral("Second account of: bob-2.")));
        QVERIFY(console.textOf(QStringLiteral("accountSignIn"))
                .contains(QStringLiteral("Counts with adam")));
        QVERIFY(console.textOf(QStringLiteral("accountRights"))
                .contains(QStringLiteral("Everywhere: approver")));
        auto *tokens = console.find<QTreeWidget>(QStringLiteral("accountTokens"));
        QVERIFY(tokens);
        QCOMPARE(tokens->topLevelItemCount(), 2);
        QCOMPARE(tokens->topLevelItem(0)->text(0), QStringLiteral("4f1d0a77c2b9e001"));
        const bool isLight = theme == views::Theme::Kind::Light;
        console.picture(
            isLight ? QStringLiteral("accounts-light") : QStringLiteral("accounts-dark"));
        QVERIFY(choose(console, "zed"));
        QVERIFY(console.textOf(QStringLiteral("accountSignIn"))
                .contains(QStringLiteral("Has to choose a password: the one it has is of Adam")));
        QVERIFY(console.textOf(QStringLiteral("accountSignIn"))
                .contains(QStringLiteral("Forgot it over the holidays")));
        QVERIFY(choose(console, "alice"));
        QVERIFY(
            console.textOf(QStringLiteral("accountSignIn")).contains(QStringLiteral("has ended")));
    }
}

void TestAccounts::whatTheRulesGiveStandsThere()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fill(cms);
        cms.addConfig("sys/access", core::Format::Json);
        cms.publish("sys/access", "prod",
            R"({"rules":[{"id":"loan","to":["bob"],"permissions":["edit"],"paths":["shop/**"],)"
            R"("notAfter":"2027-12-24T18:00:00Z"},)"
            R"({"id":"limits","effect":"forbid","to":["bob"],"permissions":["approve"]},)"
            R"({"id":"other","to":["carol"],"permissions":["edit"]}]})",
            "alice", "Begin");
        cms.current = nullptr;
    });
    QVERIFY(enter(console));
    QVERIFY(choose(console, "bob"));
    const auto rights = [&] { return console.textOf(QStringLiteral("accountRights")); };
    QTRY_VERIFY2(rights().contains(QStringLiteral("prod: “loan” gives edit for shop/**, until 24 "
                                                  "Dec 2027")),
        qPrintable(rights()));
    QVERIFY2(rights().contains(QStringLiteral("prod: “limits” forbids approve for every path")),
        qPrintable(rights()));
    QVERIFY(!rights().contains(QStringLiteral("other")));
    console.picture(QStringLiteral("accounts-scopes"));
}

void TestAccounts::disabledAndEnabled()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "bob"));
    QVERIFY(console.trigger(QStringLiteral("disableAccount")));
    console.picture(QStringLiteral("accounts-disable"));
    QVERIFY(console.answerPrompt(QStringLiteral("Has left")));
    QTRY_VERIFY2(rowOf(console, "bob\t").contains(QStringLiteral("Disabled"))
            || rowOf(console, "bob ").contains(QStringLiteral("Disabled"))
            || console.textOf(QStringLiteral("accountState")) == QStringLiteral("Disabled"),
        qPrintable(rowOf(console, "bob")));
    QVERIFY(userOf(console.cms(), "bob").principal.disabled);
    QVERIFY(bannerOf(console).contains(QStringLiteral("what it had open has ended")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(whyNot(console, "disableAccount").contains(QStringLiteral("The account is disabled")));
    QVERIFY(console.trigger(QStringLiteral("enableAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Came back")));
    QTRY_COMPARE(console.textOf(QStringLiteral("accountState")), QStringLiteral("Active"));
    QVERIFY(!userOf(console.cms(), "bob").principal.disabled);
}

void TestAccounts::aOneTimePasswordIsTypedTwiceAndSeenByNobody()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "bob"));
    QVERIFY(console.trigger(QStringLiteral("resetAccountPassword")));
    auto *password = console.find<QLineEdit>(QStringLiteral("accountPassword"));
    auto *button = console.find<QPushButton>(QStringLiteral("sendAccountForm"));
    QVERIFY(password && button && password->hasFocus());
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    const auto hint = [&] { return console.textOf(QStringLiteral("accountFormHint")); };
    QVERIFY(console.write(QStringLiteral("accountPassword"), QStringLiteral("short")));
    QVERIFY2(hint().contains(QStringLiteral("at least 8")), qPrintable(hint()));
    QVERIFY(console.write(QStringLiteral("accountPassword"), QStringLiteral("a long secret")));
    QVERIFY(console.write(QStringLiteral("accountPasswordAgain"), QStringLiteral("a long secrex")));
    QVERIFY2(hint().contains(QStringLiteral("not the same")), qPrintable(hint()));
    QVERIFY(!button->isEnabled());
    console.picture(QStringLiteral("accounts-password"));
    QVERIFY(console.write(QStringLiteral("accountPasswordAgain"), QStringLiteral("a long secret")));
    QVERIFY(console.write(QStringLiteral("accountReason"), QStringLiteral("Forgot it")));
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    password->selectAll();
    password->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QVERIFY(password->text().isEmpty());
    QTRY_COMPARE(
        console.textOf(QStringLiteral("accountState")), QStringLiteral("One-Time Password"));
    QCOMPARE(userOf(console.cms(), "bob").password, std::string("a long secret"));
    QVERIFY(bannerOf(console).contains(QStringLiteral("by a way that nobody else reads")));
    QVERIFY(!bannerOf(console).contains(QStringLiteral("secret")));
    QVERIFY(userOf(console.cms(), "bob").tokens.empty());
}

void TestAccounts::rolesAreSet()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "zed"));
    QVERIFY(console.trigger(QStringLiteral("setAccountRoles")));
    const auto box = [&](const char *role) {
        return console.find<QCheckBox>(QStringLiteral("accountRole-") + QLatin1String(role));
    };
    QVERIFY(box("viewer") && box("viewer")->isChecked() && !box("approver")->isChecked());
    QVERIFY(
        console.textOf(QStringLiteral("accountFormHint")).contains(QStringLiteral("has already")));
    box("approver")->setChecked(true);
    box("emergency.review")->setChecked(true);
    console.picture(QStringLiteral("accounts-roles"));
    QVERIFY(console.write(QStringLiteral("accountReason"), QStringLiteral("On call")));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QTRY_VERIFY(console.textOf(QStringLiteral("accountRights"))
            .contains(QStringLiteral("viewer, approver, emergency.review")));
}

void TestAccounts::linkedAndTakenOutByTwo()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "carol"));
    QVERIFY(whyNot(console, "partAccount").contains(QStringLiteral("linked with no other")));
    QVERIFY(console.trigger(QStringLiteral("linkAccount")));
    auto *other = console.find<QComboBox>(QStringLiteral("accountOther"));
    QVERIFY(other);
    QCOMPARE(other->findText(QStringLiteral("edge-7"), Qt::MatchStartsWith), -1);
    other->setCurrentIndex(other->findText(QStringLiteral("zed"), Qt::MatchStartsWith));
    console.picture(QStringLiteral("accounts-link"));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    const auto person = [&] { return console.textOf(QStringLiteral("accountPerson")); };
    QTRY_VERIFY2(person().contains(QStringLiteral("Second account of: zed")), qPrintable(person()));
    QVERIFY(rowOf(console, "zed").contains(QStringLiteral("carol")));
    QVERIFY(console.trigger(QStringLiteral("partAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Two people after all")));
    QTRY_VERIFY2(person().contains(QStringLiteral("carol is somebody else's, says adam")),
        qPrintable(person()));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(whyNot(console, "partAccount").contains(QStringLiteral("You have said so")));
    console.picture(QStringLiteral("accounts-parting"));
    // The second one, at another computer.
    console.cms().linked.back().partings.front().by = core::PrincipalId("usr_eve");
    QVERIFY(console.trigger(QStringLiteral("reloadAccounts")));
    QTRY_VERIFY2(person().contains(QStringLiteral("says eve")), qPrintable(person()));
    QVERIFY(console.trigger(QStringLiteral("partAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Two people after all")));
    QTRY_VERIFY2(person().contains(QStringLiteral("The only account")), qPrintable(person()));
}

void TestAccounts::whatIsOpenIsEnded()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "bob"));
    auto *tokens = console.find<QTreeWidget>(QStringLiteral("accountTokens"));
    QVERIFY(tokens && tokens->topLevelItemCount() == 2);
    QVERIFY(whyNot(console, "revokeToken").contains(QStringLiteral("Select the session")));
    tokens->setCurrentItem(tokens->topLevelItem(1));
    QVERIFY(console.trigger(QStringLiteral("revokeToken")));
    QVERIFY(console.answerPrompt({}));
    QTRY_COMPARE(tokens->topLevelItemCount(), 1);
    QCOMPARE(userOf(console.cms(), "bob").tokens.front().id, std::string("4f1d0a77c2b9e001"));
    QVERIFY(console.trigger(QStringLiteral("revokeAllTokens")));
    QVERIFY(console.answerPrompt({}));
    QTRY_COMPARE(userOf(console.cms(), "bob").tokens.size(), std::size_t(0));
    QTRY_VERIFY2(whyNot(console, "revokeAllTokens").contains(QStringLiteral("Nothing is open")),
        qPrintable(whyNot(console, "revokeAllTokens")));
}

void TestAccounts::anAccountIsMade()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("createAccount")));
    QVERIFY(console.write(QStringLiteral("accountName"), QStringLiteral("nora")));
    QVERIFY(console.write(QStringLiteral("accountDisplayName"), QStringLiteral("Nora Nil")));
    console.find<QCheckBox>(QStringLiteral("accountRole-author"))->setChecked(true);
    QVERIFY(console.write(QStringLiteral("accountPassword"), QStringLiteral("correct horse")));
    QVERIFY(console.write(QStringLiteral("accountPasswordAgain"), QStringLiteral("correct horse")));
    console.picture(QStringLiteral("accounts-new"));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QTRY_COMPARE(console.textOf(QStringLiteral("accountTitle")), QStringLiteral("nora  Nora Nil"));
    QCOMPARE(userOf(console.cms(), "nora").password, std::string("correct horse"));
    // A service has none.
    QVERIFY(console.trigger(QStringLiteral("createAccount")));
    console.find<QComboBox>(QStringLiteral("accountKind"))->setCurrentIndex(1);
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("accountPassword")));
    QVERIFY(console.write(QStringLiteral("accountName"), QStringLiteral("ci")));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QTRY_COMPARE(console.textOf(QStringLiteral("accountTitle")), QStringLiteral("ci"));
}

void TestAccounts::whatCannotBeDoneSaysWhy_data()
{
    QTest::addColumn<QByteArray>("account");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *account, const char *action, const char *why) {
        QTest::addRow("%s of %s", action, account)
            << QByteArray(account) << QByteArray(action) << QString::fromUtf8(why);
    };
    row("adam", "setAccountRoles", "Nobody changes their own roles");
    row("adam", "disableAccount", "Nobody disables their own account");
    row("adam", "resetAccountPassword", "Change your own password with the one you have");
    row("bob-2", "resetAccountPassword", "signs in at the identity provider");
    row("edge-7", "resetAccountPassword", "Only people have passwords");
    row("edge-7", "linkAccount", "Only people have several accounts");
    row("victor", "disableAccount", "The account is disabled");
    row("bob", "enableAccount", "The account is not disabled");
    row("zed", "revokeAllTokens", "Nothing is open by this account");
    row("zed", "partAccount", "linked with no other account");
}

void TestAccounts::whatCannotBeDoneSaysWhy()
{
    QFETCH(QByteArray, account);
    QFETCH(QByteArray, action);
    QFETCH(QString, why);
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, account.constData()));
    const QString said = whyNot(console, action.constData());
    QVERIFY2(said.contains(why), qPrintable(said));
    QVERIFY(console.action(QString::fromLatin1(action))->toolTip().contains(why.left(12)));
}

void TestAccounts::whoComesTooLateReadsAgain()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "zed"));
    QVERIFY(console.trigger(QStringLiteral("setAccountRoles")));
    console.find<QCheckBox>(QStringLiteral("accountRole-author"))->setChecked(true);
    userOf(console.cms(), "zed").principal.etag = core::ETag("later");
    const int reads = console.cms().callCount("listAccounts");
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral("Somebody else changed this")),
        qPrintable(bannerOf(console)));
    QTRY_VERIFY(console.cms().callCount("listAccounts") > reads);
    // What was chosen is still there, and holds for what there is now.
    QVERIFY(console.find<QCheckBox>(QStringLiteral("accountRole-author"))->isChecked());
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("accountRights")).contains(QStringLiteral("viewer, author")));
}

void TestAccounts::aRefusalSaysWhy()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "bob"));
    console.cms().failNext("setDisabled",
        {core::ErrorKind::Conflict, "state-conflict", "bob is the last administrator", "req-1", {},
            {}});
    QVERIFY(console.trigger(QStringLiteral("disableAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Has left")));
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral("bob is the last administrator")),
        qPrintable(bannerOf(console)));
    QVERIFY(!userOf(console.cms(), "bob").principal.disabled);
    console.picture(QStringLiteral("accounts-refused"));
}

// Also who is one person says whose emergency session is one's own: both are read again.
void TestAccounts::othersChangesAreSeen()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    const int sessions = console.cms().callCount("listEmergencies");
    userOf(console.cms(), "zed").principal.roles = {"auditor"};
    console.cms().linked.push_back(
        {{core::PrincipalId("usr_carol"), core::PrincipalId("usr_zed")}, {}});
    console.cms().sayStream(client::StreamState::Connected,
        {{900, "principal.update", "/v1/principals", "", "zed is the account of somebody", {}}});
    QTRY_VERIFY(rowOf(console, "zed").contains(QStringLiteral("auditor")));
    QVERIFY(rowOf(console, "zed").contains(QStringLiteral("carol")));
    QTRY_VERIFY(console.cms().callCount("listEmergencies") > sessions);
}

void TestAccounts::byKeysAlone()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.window().activateWindow();
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("adam"))
        && QTest::qWaitForWindowActive(&console.window()));
    QTest::keyClick(&console.window(), Qt::Key_F6, Qt::AltModifier | Qt::ShiftModifier);
    QTRY_COMPARE(console.window().workArea()->currentId(), QStringLiteral("accounts"));
    QTRY_VERIFY(console.composition().stores()->accounts.isKnown() && console.isAtRest());
    auto *table = console.find<QTableView>(QStringLiteral("accountsTable"));
    QVERIFY(table);
    table->setFocus();
    press(Qt::Key_Down);
    QTRY_VERIFY(!console.textOf(QStringLiteral("accountTitle")).isEmpty());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(console.find<QLineEdit>(QStringLiteral("accountName"))
        && console.find<QLineEdit>(QStringLiteral("accountName"))->hasFocus());
}

QTEST_MAIN(TestAccounts)
#include "tst_accounts.moc"
