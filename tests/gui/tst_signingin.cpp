// SPDX-License-Identifier: Apache-2.0
#include "engine/core/recovery/recoverykey.h"
#include "tests/support/console.h"
#include "tests/support/signinaids.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.provider
        = core::IdentityProvider{"https://login.example.org/realms/ops", "chancery", {"openid"}};
    cms.idTokens["id-token"] = "bob";
    const auto key = core::SigningKey::fromSeed(core::Secret(std::string(32, 'k')));
    cms.meta.features.push_back("recovery");
    cms.recoveryKeys[core::publicText(key->publicKey())] = "alice";
    cms.recoveryAudience = "https://scripted.example:443";
    for (auto &user : cms.users) {
        if (user.principal.name == "victor")
            user.oneTimePassword
                = core::OneTimePassword{"Ada Admin", cms.now, cms.now + 24h, true, "forgotten"};
    }
    cms.current = nullptr;
}

QString focused()
{
    const auto *widget = QApplication::focusWidget();
    return widget ? widget->objectName() : QString();
}

void type(const char *text)
{
    QTest::keyClicks(QApplication::focusWidget(), QLatin1String(text));
}

void press(Qt::Key key)
{
    QTest::keyClick(QApplication::focusWidget(), key);
}

} // namespace

// Signing in, choosing a password and showing once more who one is, as somebody at the screen does
// it, most of it by keys.
class TestSigningIn : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aOneTimePasswordIsExchangedForOnesOwn();
    void whatIsWrongWithANewPasswordIsSaidAtOnce();
    void thePasswordIsChangedFromTheMenu();
    void theProviderHasAButtonBesideTheForm();
    void whatGoesWrongInTheBrowserIsSaidInWords_data();
    void whatGoesWrongInTheBrowserIsSaidInWords();
    void recoveryKeyIsAskedForOnAPageOfItsOwn();
    void whatIsMissingOfARecoveryKeyIsSaidThere();
    void whatIsWrongWithARecoveryKeyIsSaidInWords_data();
    void whatIsWrongWithARecoveryKeyIsSaidInWords();
    void recoveryKeyIsOfferedOnlyWhereThereIsOne();
    void gov40_anApprovalAsksInPlaceAndGoesOn();
    void aWrongPasswordThereIsSaidThere();
    void anApprovalAsksAtTheProvider();
    void gov40_anEmergencyAsksAtTheProvider();

private:
    // A console with this desktop's aids in memory, before the sign-in page.
    std::unique_ptr<support::Console> began(views::Theme::Kind theme = views::Theme::Kind::Light)
    {
        auto console = std::make_unique<support::Console>(theme, fill);
        m_browser = std::make_unique<support::FakeBrowser>(console->mailbox());
        console->aids = {m_browser.get(), nullptr};
        console->crashAndBeginAgain();
        console->window().activateWindow();
        if (!console->connectToServer())
            qFatal("not connected");
        return console;
    }
    bool arriveAtRequest(support::Console &console, const char *who);
    // The page of the recovery key, filled in and sent.
    bool openRecovery(
        support::Console &console, const QString &file, const char *passphrase, const char *reason);
    QString keyFile();

    std::unique_ptr<support::FakeBrowser> m_browser;
    QTemporaryDir m_safe;
};

QString TestSigningIn::keyFile()
{
    const auto key = core::SigningKey::fromSeed(core::Secret(std::string(32, 'k')));
    const auto pem = core::sealedPem(*key, core::Secret("two people know this"));
    QFile file(m_safe.filePath(QStringLiteral("safe-a.pem")));
    if (!pem || !file.open(QIODevice::WriteOnly))
        return {};
    file.write(QByteArray::fromStdString(*pem));
    return file.fileName();
}

bool TestSigningIn::openRecovery(
    support::Console &console, const QString &file, const char *passphrase, const char *reason)
{
    if (!console.find<QWidget>(QStringLiteral("recoveryPage"))
        && !console.click(QStringLiteral("recoveryKeyButton")))
        return false;
    for (const char *field :
        {"recoveryFileField", "recoveryPassphraseField", "recoveryReasonField"})
        console.find<QLineEdit>(QLatin1String(field))->clear();
    return console.write(QStringLiteral("recoveryFileField"), file)
        && console.write(QStringLiteral("recoveryPassphraseField"), QLatin1String(passphrase))
        && console.write(QStringLiteral("recoveryReasonField"), QLatin1String(reason))
        && console.click(QStringLiteral("openRecoveryButton"));
}

void TestSigningIn::recoveryKeyIsAskedForOnAPageOfItsOwn()
{
    const auto console = began();
    QTRY_VERIFY(console->find<QPushButton>(QStringLiteral("recoveryKeyButton")));
    auto *button = console->find<QPushButton>(QStringLiteral("recoveryKeyButton"));
    QVERIFY(button->isVisible());
    console->picture(QStringLiteral("sign-in-with-recovery"));
    button->setFocus();
    press(Qt::Key_Space);
    QTRY_COMPARE(focused(), QStringLiteral("recoveryFileField"));
    type(qPrintable(keyFile()));
    press(Qt::Key_Return);
    QCOMPARE(focused(), QStringLiteral("recoveryPassphraseField"));
    type("two people know this");
    press(Qt::Key_Return);
    QCOMPARE(focused(), QStringLiteral("recoveryReasonField"));
    type("The provider is down and prod is broken");
    console->picture(QStringLiteral("recovery-key"));
    press(Qt::Key_Return);
    QTRY_VERIFY(console->composition().stores());
    QCOMPARE(console->cms().callCount("openRecovery"), 1);
    // The next one has to have the key again.
    QVERIFY(console->signOut());
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("userNameField")));
}

void TestSigningIn::whatIsMissingOfARecoveryKeyIsSaidThere()
{
    const auto console = began();
    const auto said = [&](const QString &file, const char *passphrase, const char *reason) {
        openRecovery(*console, file, passphrase, reason);
        return console->textOf(QStringLiteral("recoveryProblem"));
    };
    QVERIFY(
        said({}, "x", "The provider is down and prod is broken").contains(QStringLiteral("file")));
    QVERIFY(said(keyFile(), "", "The provider is down and prod is broken")
            .contains(QStringLiteral("passphrase")));
    QVERIFY(said(keyFile(), "x", "too short").contains(QStringLiteral("character")));
    QCOMPARE(console->cms().callCount("recoveryChallenge"), 0);
    QVERIFY(console->click(QStringLiteral("leaveRecoveryButton")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("userNameField")));
}

void TestSigningIn::whatIsWrongWithARecoveryKeyIsSaidInWords_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("passphrase");
    QTest::addColumn<QString>("words");
    QTest::newRow("passphrase") << keyFile() << QStringLiteral("not this one")
                                << QStringLiteral("The passphrase does not open the key.");
    QTest::newRow("no file") << QStringLiteral("/nowhere/safe.pem") << QStringLiteral("x")
                             << QStringLiteral("The file of the key cannot be read.");
    QTest::newRow("no key") << QStringLiteral("/etc/hostname") << QStringLiteral("x")
                            << QStringLiteral("This file holds no recovery key.");
    QTest::newRow("refused")
        << keyFile() << QStringLiteral("two people know this")
        << QStringLiteral("The server does not accept this recovery key. The details say why.");
}

void TestSigningIn::whatIsWrongWithARecoveryKeyIsSaidInWords()
{
    QFETCH(QString, file);
    QFETCH(QString, passphrase);
    QFETCH(QString, words);
    const auto console = began();
    console->cms().recoveryKeys.clear();
    QVERIFY(openRecovery(
        *console, file, qPrintable(passphrase), "The provider is down and prod is broken"));
    QTRY_COMPARE(console->banners(), QStringList{words});
    // The page stays, to be tried again; the passphrase has to be typed again.
    QVERIFY(console->find<QWidget>(QStringLiteral("recoveryPage")));
    QVERIFY(console->find<QLineEdit>(QStringLiteral("recoveryPassphraseField"))->text().isEmpty());
    QTRY_COMPARE(focused(), QStringLiteral("recoveryPassphraseField"));
    console->picture(QStringLiteral("recovery-refused"));
}

void TestSigningIn::recoveryKeyIsOfferedOnlyWhereThereIsOne()
{
    support::Console console(views::Theme::Kind::Light);
    QVERIFY(console.connectToServer());
    auto *button = console.window().findChild<QPushButton *>(QStringLiteral("recoveryKeyButton"));
    QVERIFY(button && !button->isVisible());
}

void TestSigningIn::aOneTimePasswordIsExchangedForOnesOwn()
{
    const auto console = began();
    QVERIFY(console->write(QStringLiteral("userNameField"), QStringLiteral("victor")));
    QVERIFY(console->write(QStringLiteral("passwordField"), QStringLiteral("victor-password")));
    QVERIFY(console->click(QStringLiteral("signInButton")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("passwordForm")));
    const auto text = console->textOf(QStringLiteral("choosePasswordText"));
    QVERIFY2(text.startsWith(QStringLiteral("Ada Admin reset your password on")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("forgotten")));
    console->picture(QStringLiteral("choose-password"));
    // What was typed to sign in is there already.
    QTRY_COMPARE(focused(), QStringLiteral("newPasswordField"));
    type("my own words");
    press(Qt::Key_Return);
    QCOMPARE(focused(), QStringLiteral("newPasswordAgainField"));
    type("my own words");
    press(Qt::Key_Return);
    QTRY_VERIFY(console->composition().stores());
    QVERIFY(console->signOut());
    QVERIFY(console->write(QStringLiteral("userNameField"), QStringLiteral("victor")));
    QVERIFY(console->write(QStringLiteral("passwordField"), QStringLiteral("my own words")));
    QVERIFY(console->click(QStringLiteral("signInButton")));
    QTRY_VERIFY(console->composition().stores());
}

void TestSigningIn::whatIsWrongWithANewPasswordIsSaidAtOnce()
{
    const auto console = began();
    QVERIFY(console->write(QStringLiteral("userNameField"), QStringLiteral("victor")));
    QVERIFY(console->write(QStringLiteral("passwordField"), QStringLiteral("victor-password")));
    QVERIFY(console->click(QStringLiteral("signInButton")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("passwordForm")));
    const auto said = [&](const char *current, const char *fresh, const char *again) {
        console->find<QLineEdit>(QStringLiteral("currentPasswordField"))->clear();
        console->write(QStringLiteral("currentPasswordField"), QLatin1String(current));
        console->write(QStringLiteral("newPasswordField"), QLatin1String(fresh));
        console->write(QStringLiteral("newPasswordAgainField"), QLatin1String(again));
        console->click(QStringLiteral("choosePasswordButton"));
        return console->textOf(QStringLiteral("passwordProblem"));
    };
    QVERIFY(said("", "my own words", "my own words").contains(QStringLiteral("missing")));
    QVERIFY(said("victor-password", "short", "short").contains(QStringLiteral("too short")));
    QVERIFY(said("victor-password", "victor-password", "victor-password")
            .contains(QStringLiteral("that you have")));
    QVERIFY(
        said("victor-password", "my own words", "my own word").contains(QStringLiteral("same")));
    QCOMPARE(console->cms().callCount("changePassword"), 0);
    said("not this one", "my own words", "my own words");
    QTRY_COMPARE(console->textOf(QStringLiteral("passwordProblem")),
        QStringLiteral("The password is not right."));
    QVERIFY(console->click(QStringLiteral("leavePasswordButton")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("userNameField")));
}

void TestSigningIn::thePasswordIsChangedFromTheMenu()
{
    const auto console = began(views::Theme::Kind::Dark);
    QVERIFY(!console->action(QStringLiteral("changePassword"))->isEnabled());
    QVERIFY(console->signIn(QStringLiteral("bob")));
    QVERIFY(console->trigger(QStringLiteral("changePassword")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("passwordDialog")));
    if (const QString folder = qEnvironmentVariable("CHANCERY_PICTURES"); !folder.isEmpty())
        console->find<QWidget>(QStringLiteral("passwordDialog"))
            ->grab()
            .save(folder + QStringLiteral("/change-password-dark.png"));
    QVERIFY(console->write(QStringLiteral("currentPasswordField"), QStringLiteral("bob-password")));
    QVERIFY(console->write(QStringLiteral("newPasswordField"), QStringLiteral("my own words")));
    QVERIFY(
        console->write(QStringLiteral("newPasswordAgainField"), QStringLiteral("my own words")));
    QVERIFY(console->click(QStringLiteral("choosePasswordButton")));
    QTRY_VERIFY(!console->find<QWidget>(QStringLiteral("passwordDialog")));
    QVERIFY(console->composition().stores()); // the work goes on
    QCOMPARE(console->cms().callCount("changePassword"), 1);
}

void TestSigningIn::theProviderHasAButtonBesideTheForm()
{
    const auto console = began();
    QTRY_VERIFY(console->find<QPushButton>(QStringLiteral("providerSignInButton")));
    auto *button = console->find<QPushButton>(QStringLiteral("providerSignInButton"));
    QCOMPARE(button->text(), QStringLiteral("Sign In at login.example.org in the Browser"));
    console->picture(QStringLiteral("sign-in-provider"));
    m_browser->isWaiting = true;
    button->setFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY(console->textOf(QStringLiteral("providerText"))
            .startsWith(QStringLiteral("Your browser shows")));
    console->picture(QStringLiteral("sign-in-waiting"));
    QTRY_COMPARE(focused(), QStringLiteral("cancelProviderButton"));
    press(Qt::Key_Space);
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("userNameField")));
    QVERIFY(!m_browser->isWaitedFor());
    QVERIFY(console->banners().isEmpty());
    m_browser->isWaiting = false;
    QVERIFY(console->click(QStringLiteral("providerSignInButton")));
    QTRY_VERIFY(console->composition().stores());
}

void TestSigningIn::whatGoesWrongInTheBrowserIsSaidInWords_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("late") << "sign-in-timeout" << "Nobody came back from the browser in time.";
    QTest::newRow("no") << "access-denied" << "The identity provider let nobody in.";
    QTest::newRow("no browser") << "browser-missing"
                                << "No browser could be opened on this desktop.";
    QTest::newRow("mixed up") << "state"
                              << "What came back from the browser was not the answer to this "
                                 "sign-in. The details say why.";
    QTest::newRow("refused") << "identity-refused"
                             << "The server does not accept what the identity provider said. The "
                                "details say why.";
}

void TestSigningIn::whatGoesWrongInTheBrowserIsSaidInWords()
{
    QFETCH(QString, code);
    QFETCH(QString, words);
    const auto console = began();
    m_browser->brought = support::anError(core::ErrorKind::Unauthorized, code.toStdString());
    QTRY_VERIFY(console->find<QPushButton>(QStringLiteral("providerSignInButton")));
    QVERIFY(console->click(QStringLiteral("providerSignInButton")));
    QTRY_COMPARE(console->banners(), QStringList{words});
    QVERIFY(console->find<QWidget>(QStringLiteral("userNameField")));
}

// A request that waits for Bob's vote, where approvals want a fresh proof.
bool TestSigningIn::arriveAtRequest(support::Console &console, const char *who)
{
    const auto &request
        = console.cms().open("shop/gateway/limits", "prod", "rate: 5\n", "alice", "Raise");
    const auto id = QString::fromStdString(request.id.text());
    console.cms().wantsFreshProof = true;
    if (!console.signIn(QLatin1String(who)) || !console.openRequest(id))
        return false;
    console.cms().provenAt = console.cms().now - 6min;
    return true;
}

void TestSigningIn::gov40_anApprovalAsksInPlaceAndGoesOn()
{
    const auto console = began();
    QVERIFY(arriveAtRequest(*console, "bob"));
    QVERIFY(console->trigger(QStringLiteral("approve")));
    QVERIFY(console->answerPrompt({}));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("proofPanel")));
    QVERIFY(console->banners().isEmpty()); // it is a question and no error
    console->picture(QStringLiteral("proof"));
    console->window().activateWindow(); // as a desktop does behind a dialog
    QTRY_COMPARE(focused(), QStringLiteral("proofPasswordField"));
    type("bob-password");
    press(Qt::Key_Return);
    QTRY_VERIFY(!console->find<QWidget>(QStringLiteral("proofPanel")));
    QTRY_VERIFY(!console->composition().stores()->requests.selected()->reviews.empty());
    QCOMPARE(console->cms().callCount("vote"), 2);
    QCOMPARE(console->cms().callCount("proveIdentity"), 1);
}

void TestSigningIn::aWrongPasswordThereIsSaidThere()
{
    const auto console = began(views::Theme::Kind::Dark);
    QVERIFY(arriveAtRequest(*console, "bob"));
    QVERIFY(console->trigger(QStringLiteral("approve")));
    QVERIFY(console->answerPrompt({}));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("proofPanel")));
    QVERIFY(console->write(QStringLiteral("proofPasswordField"), QStringLiteral("not this one")));
    QVERIFY(console->click(QStringLiteral("proofConfirmButton")));
    QTRY_COMPARE(console->textOf(QStringLiteral("proofProblem")),
        QStringLiteral("The password is not right."));
    console->picture(QStringLiteral("proof-wrong"));
    QVERIFY(console->click(QStringLiteral("proofCancelButton")));
    QTRY_VERIFY(!console->find<QWidget>(QStringLiteral("proofPanel")));
    QCOMPARE(console->cms().callCount("vote"), 1);
    QVERIFY(console->composition().stores()->requests.selected()->reviews.empty());
}

void TestSigningIn::anApprovalAsksAtTheProvider()
{
    const auto console = began();
    for (auto &user : console->cms().users)
        user.proof = core::ProofKind::Provider;
    QVERIFY(arriveAtRequest(*console, "bob"));
    QVERIFY(!console->action(QStringLiteral("changePassword"))->isEnabled());
    QVERIFY(console->trigger(QStringLiteral("approve")));
    QVERIFY(console->answerPrompt({}));
    QTRY_VERIFY(console->find<QPushButton>(QStringLiteral("proofConfirmButton")));
    QVERIFY(!console->find<QLineEdit>(QStringLiteral("proofPasswordField")));
    console->picture(QStringLiteral("proof-provider"));
    QVERIFY(console->click(QStringLiteral("proofConfirmButton")));
    QTRY_VERIFY(!console->composition().stores()->requests.selected()->reviews.empty());
    QCOMPARE(m_browser->lastMaxAge.value(), std::chrono::seconds(300));
}

void TestSigningIn::gov40_anEmergencyAsksAtTheProvider()
{
    const auto console = began();
    for (auto &user : console->cms().users)
        user.proof = core::ProofKind::Provider;
    console->cms().idTokens["id-token"] = "erin";
    QVERIFY(console->signIn(QStringLiteral("erin")));
    QVERIFY(console->chooseEnvironment(QStringLiteral("prod")));
    console->cms().provenAt = console->cms().now - 6min;
    QVERIFY(console->openView(QStringLiteral("emergency")));
    QVERIFY(console->trigger(QStringLiteral("openEmergency")));
    QTRY_VERIFY(console->find<QLineEdit>(QStringLiteral("activationReason")));
    QVERIFY(!console->find<QLineEdit>(QStringLiteral("activationPassword")));
    for (const auto &[field, text] : {std::pair("activationReason", "Checkout refuses every card"),
             {"activationIncident", "INC-7"}, {"activationNamespaces", "shop"},
             {"activationConfirmation", "prod"}})
        QVERIFY(console->write(QLatin1String(field), QLatin1String(text)));
    QVERIFY(console->click(QStringLiteral("activateEmergencyButton")));
    QTRY_VERIFY(console->find<QWidget>(QStringLiteral("proofPanel")));
    console->picture(QStringLiteral("proof-emergency"));
    QVERIFY(console->click(QStringLiteral("proofConfirmButton")));
    QTRY_COMPARE(console->cms().emergencies.size(), std::size_t(1));
    QTRY_VERIFY(!console->find<QWidget>(QStringLiteral("proofPanel")));
}

QTEST_MAIN(TestSigningIn)
#include "tst_signingin.moc"
