// SPDX-License-Identifier: Apache-2.0
#include "models/mailpump.h"
#include "models/proofstore.h"
#include "models/sessionstore.h"
#include "tests/support/demoworld.h"
#include "tests/support/signinaids.h"
#include "tests/support/testcase.h"

#include <QDirIterator>
#include <QSettings>
#include <QTemporaryDir>

using namespace chancery;
using core::ErrorKind;
using models::SessionStore;
using Stage = models::SessionStore::Stage;
using namespace std::chrono_literals;

// The ways into a session beside name and password, and out of a one-time password.
class SigningInTest : public support::TestCase, public models::ServerLauncher {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aOneTimePasswordLeadsToTheChoiceOfAnother();
    void aWrongCurrentPasswordIsSaid();
    void outOfTheChoiceWithoutChoosing();
    void thePasswordCanBeChangedLater();
    void theProviderIsOfferedWhereThereIsOne();
    void withoutAProviderNothingIsOffered();
    void theBrowserBringsTheSession();
    void theBrowserIsWaitedForUntilSomebodyCancels();
    void whatTheBrowserBringsMayBeRefused_data();
    void whatTheBrowserBringsMayBeRefused();
    void aKeptTokenOpensTheNextSession();
    void aKeptTokenThatEndedIsForgotten();
    void anUnreachableServerKeepsTheToken();
    void signingOutRemovesTheToken();
    void aTokenGoesOnlyWhereItCameFrom();
    void aLockedKeychainIsInNobodysWay();
    void withoutAKeychainTheTokenIsInMemoryAlone();
    void noTokenIsInAnyFile();
    void aFreshProofByPassword();
    void aFreshProofAtTheProvider();

public:
    core::Call launch(const models::Profile &, core::Handler<models::Endpoint> done) override
    {
        auto token = std::make_shared<core::CancelToken>();
        m_mailbox->post(
            token, [done = std::move(done)] { done(models::Endpoint{"scripted", {}, {}}); });
        return core::Call(token);
    }

private:
    std::unique_ptr<SessionStore> makeSession()
    {
        return std::make_unique<SessionStore>(
            *m_settings, *this,
            [this](const models::Endpoint &) -> core::Result<std::shared_ptr<client::CmsApi>> {
                return std::shared_ptr<client::CmsApi>(m_cms);
            },
            models::SignInAids{m_browser.get(), m_vault.get()});
    }
    static models::Profile server(const QString &url = QStringLiteral("https://cms.example"))
    {
        models::Profile profile;
        profile.id = QStringLiteral("p1");
        profile.name = QStringLiteral("Production");
        profile.url = url;
        return profile;
    }
    std::unique_ptr<SessionStore> connected(const models::Profile &profile = server())
    {
        auto session = makeSession();
        session->connectTo(profile);
        if (!QTest::qWaitFor([&] { return session->stage() != Stage::Connecting; }))
            qFatal("not connected");
        return session;
    }
    static void signIn(SessionStore &session, const char *name, const char *password)
    {
        session.signIn(QLatin1String(name), QLatin1String(password));
    }
    support::ScriptedCms::User &user(const std::string &name)
    {
        return *std::ranges::find_if(
            m_cms->users, [&](const auto &user) { return user.principal.name == name; });
    }
    void issue(const std::string &name)
    {
        user(name).oneTimePassword
            = core::OneTimePassword{"Ada Admin", m_cms->now, m_cms->now + 24h, true, "forgotten"};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::shared_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<support::FakeBrowser> m_browser;
    std::unique_ptr<support::FakeVault> m_vault;
};

void SigningInTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_shared<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->current = nullptr;
    m_settings = std::make_unique<QSettings>(
        m_folder->filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
    m_browser = std::make_unique<support::FakeBrowser>(m_mailbox);
    m_vault = std::make_unique<support::FakeVault>(m_mailbox);
}

void SigningInTest::aOneTimePasswordLeadsToTheChoiceOfAnother()
{
    issue("bob");
    const auto session = connected();
    QSignalSpy signedIn(session.get(), &SessionStore::signedIn);
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::ChoosingPassword);
    QCOMPARE(session->oneTimePassword()->issuedBy, std::string("Ada Admin"));
    QCOMPARE(signedIn.count(), 0);
    session->changePassword(QStringLiteral("bob-password"), QStringLiteral("my own words"));
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(signedIn.count(), 1);
    QVERIFY(!session->oneTimePassword());
    QCOMPARE(user("bob").password, std::string("my own words"));
}

void SigningInTest::aWrongCurrentPasswordIsSaid()
{
    issue("bob");
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::ChoosingPassword);
    session->changePassword(QStringLiteral("not this one"), QStringLiteral("my own words"));
    QTRY_VERIFY(session->changingPassword().hasFailed());
    QCOMPARE(session->changingPassword().error().code, std::string("step-up-failed"));
    QVERIFY(session->stage() == Stage::ChoosingPassword);
}

void SigningInTest::outOfTheChoiceWithoutChoosing()
{
    issue("bob");
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::ChoosingPassword);
    QSignalSpy leaving(session.get(), &SessionStore::signingOut);
    session->signOut();
    QVERIFY(session->stage() == Stage::SigningIn);
    QVERIFY(!session->oneTimePassword());
    QCOMPARE(leaving.count(), 0); // no work has begun
    QTRY_COMPARE(m_cms->callCount("signOut"), 1);
}

void SigningInTest::thePasswordCanBeChangedLater()
{
    const auto session = connected();
    session->changePassword(QStringLiteral("bob-password"), QStringLiteral("my own words"));
    QCOMPARE(m_cms->callCount("changePassword"), 0); // nobody is signed in
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QSignalSpy signedIn(session.get(), &SessionStore::signedIn);
    QSignalSpy changed(session.get(), &SessionStore::passwordChanged);
    session->changePassword(QStringLiteral("bob-password"), QStringLiteral("my own words"));
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(signedIn.count(), 0); // the work goes on
    QVERIFY(session->stage() == Stage::SignedIn);
}

void SigningInTest::theProviderIsOfferedWhereThereIsOne()
{
    m_cms->provider = core::IdentityProvider{"https://id.example", "chancery", {"openid"}};
    const auto session = connected();
    QTRY_VERIFY(session->provider().has_value());
    QCOMPARE(session->provider()->issuer, std::string("https://id.example"));
}

void SigningInTest::withoutAProviderNothingIsOffered()
{
    const auto session = connected();
    QTRY_COMPARE(m_cms->callCount("identityProvider"), 1);
    QVERIFY(!session->provider());
    session->signInAtProvider();
    QCOMPARE(m_browser->asked, 0);
    QVERIFY(!session->atProvider().hasFailed());
}

void SigningInTest::theBrowserBringsTheSession()
{
    m_cms->provider = core::IdentityProvider{"https://id.example", "chancery", {"openid"}};
    m_cms->idTokens["id-token"] = "bob";
    user("bob").proof = core::ProofKind::Provider;
    const auto session = connected();
    QTRY_VERIFY(session->provider().has_value());
    session->signInAtProvider();
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(session->permissions().me.name, std::string("bob"));
    QVERIFY(session->permissions().proof == core::ProofKind::Provider);
    QVERIFY(!m_browser->lastMaxAge);
}

void SigningInTest::theBrowserIsWaitedForUntilSomebodyCancels()
{
    m_cms->provider = core::IdentityProvider{"https://id.example", "chancery", {"openid"}};
    m_browser->isWaiting = true;
    const auto session = connected();
    QTRY_VERIFY(session->provider().has_value());
    session->signInAtProvider();
    QVERIFY(session->atProvider().isRunning());
    QVERIFY(m_browser->isWaitedFor());
    session->cancelProvider();
    QVERIFY(!m_browser->isWaitedFor());
    QVERIFY(!session->atProvider().isRunning() && !session->atProvider().hasFailed());
    session->signInAtProvider();
    session->disconnectFromServer();
    QVERIFY(!m_browser->isWaitedFor());
}

void SigningInTest::whatTheBrowserBringsMayBeRefused_data()
{
    QTest::addColumn<bool>("isBrowser");
    QTest::addColumn<QString>("code");
    QTest::newRow("nobody came back") << true << "sign-in-timeout";
    QTest::newRow("the provider says no") << true << "access-denied";
    QTest::newRow("another question's answer") << true << "state";
    QTest::newRow("no browser") << true << "browser-missing";
    QTest::newRow("the server says no") << false << "identity-refused";
    QTest::newRow("the server cannot ask") << false << "identity-unavailable";
}

void SigningInTest::whatTheBrowserBringsMayBeRefused()
{
    QFETCH(bool, isBrowser);
    QFETCH(QString, code);
    m_cms->provider = core::IdentityProvider{"https://id.example", "chancery", {"openid"}};
    m_cms->idTokens["id-token"] = "bob";
    const auto error = support::anError(ErrorKind::Unauthorized, code.toStdString());
    if (isBrowser)
        m_browser->brought = error;
    else
        m_cms->failNext("exchangeIdToken", error);
    const auto session = connected();
    QTRY_VERIFY(session->provider().has_value());
    session->signInAtProvider();
    QTRY_VERIFY(session->atProvider().hasFailed());
    QCOMPARE(session->atProvider().error().code, code.toStdString());
    QVERIFY(session->stage() == Stage::SigningIn);
    m_browser->brought = core::IdTokenExchange{core::Secret("id-token"), "n-1"};
    session->signInAtProvider();
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
}

void SigningInTest::aKeptTokenOpensTheNextSession()
{
    {
        const auto session = connected();
        signIn(*session, "bob", "bob-password");
        QTRY_VERIFY(session->stage() == Stage::SignedIn);
        session->disconnectFromServer(); // and the console is closed
    }
    QCOMPARE(m_vault->tokens.size(), std::size_t(1));
    m_cms->keptTokens["token"] = "bob";
    m_cms->current = nullptr;
    const auto session = connected();
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(session->permissions().me.name, std::string("bob"));
    QCOMPARE(m_cms->callCount("signIn"), 1);
}

void SigningInTest::aKeptTokenThatEndedIsForgotten()
{
    m_vault->tokens[QStringLiteral("p1 https://cms.example")] = "an old one";
    const auto session = connected();
    QTRY_COMPARE(m_cms->callCount("currentSession"), 1);
    QTRY_VERIFY(m_vault->tokens.empty());
    QVERIFY(session->stage() == Stage::SigningIn);
    QVERIFY(!session->signingIn().hasFailed()); // nothing is wrong
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
}

void SigningInTest::anUnreachableServerKeepsTheToken()
{
    m_vault->tokens[QStringLiteral("p1 https://cms.example")] = "token";
    m_cms->failNext("currentSession", support::anError(ErrorKind::Offline));
    const auto session = connected();
    QTRY_COMPARE(m_cms->callCount("currentSession"), 1);
    m_mailbox->drain();
    QCOMPARE(m_vault->tokens.size(), std::size_t(1));
    QVERIFY(session->stage() == Stage::SigningIn);
}

void SigningInTest::signingOutRemovesTheToken()
{
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(m_vault->tokens.size(), std::size_t(1));
    m_cms->failNext("signOut", support::anError(ErrorKind::Offline));
    session->signOut();
    QVERIFY(m_vault->tokens.empty());
}

void SigningInTest::aTokenGoesOnlyWhereItCameFrom()
{
    m_vault->tokens[QStringLiteral("p1 https://cms.example")] = "token";
    m_cms->keptTokens["token"] = "bob";
    const auto session = connected(server(QStringLiteral("https://elsewhere.example")));
    QTRY_COMPARE(m_cms->callCount("identityProvider"), 1);
    signIn(*session, "victor", "victor-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(m_cms->callCount("currentSession"), 0);
    // The console's own server leaves a token each time; none of its is kept.
    const auto own = makeSession();
    own->connectTo(models::Profile(own->profiles().front()));
    QTRY_VERIFY(own->stage() == Stage::SigningIn);
    signIn(*own, "victor", "victor-password");
    QTRY_VERIFY(own->stage() == Stage::SignedIn);
    QCOMPARE(m_vault->tokens.size(), std::size_t(2));
}

void SigningInTest::aLockedKeychainIsInNobodysWay()
{
    m_vault->isLocked = true;
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
}

void SigningInTest::withoutAKeychainTheTokenIsInMemoryAlone()
{
    m_vault->isMissing = true;
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QVERIFY(m_vault->tokens.empty());
    const auto next = connected();
    QTRY_COMPARE(m_cms->callCount("identityProvider"), 2);
    QVERIFY(next->stage() == Stage::SigningIn);
}

void SigningInTest::noTokenIsInAnyFile()
{
    const auto session = connected();
    signIn(*session, "bob", "bob-password");
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    m_settings->sync();
    QDirIterator files(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto content = file.readAll();
        QVERIFY2(!content.contains("token") && !content.contains("bob-password"),
            qPrintable(file.fileName()));
    }
}

void SigningInTest::aFreshProofByPassword()
{
    m_cms->actAs("bob");
    models::ProofStore proof(*m_cms, *m_cms, core::ProofKind::Password);
    QSignalSpy proven(&proof, &models::ProofStore::proven);
    proof.byPassword(QStringLiteral("not this one"));
    QTRY_VERIFY(proof.proving().hasFailed());
    QCOMPARE(proof.proving().error().code, std::string("step-up-failed"));
    QCOMPARE(proven.count(), 0);
    proof.byPassword(QStringLiteral("bob-password"));
    QTRY_COMPARE(proven.count(), 1);
    QCOMPARE(m_cms->provenAt.value(), m_cms->now);
}

void SigningInTest::aFreshProofAtTheProvider()
{
    m_cms->actAs("bob");
    m_cms->provider = core::IdentityProvider{"https://id.example", "chancery", {"openid"}};
    m_cms->idTokens["id-token"] = "victor";
    models::ProofStore proof(*m_cms, *m_cms, core::ProofKind::Provider);
    proof.useBrowser(m_browser.get());
    QSignalSpy proven(&proof, &models::ProofStore::proven);
    proof.atProvider();
    QTRY_VERIFY(proof.proving().hasFailed());
    QCOMPARE(proof.proving().error().code, std::string("proof-refused"));
    m_cms->idTokens["id-token"] = "bob";
    proof.atProvider();
    QTRY_COMPARE(proven.count(), 1);
    QCOMPARE(m_browser->lastMaxAge.value(), std::chrono::seconds(300));
    m_browser->isWaiting = true;
    proof.atProvider();
    QTRY_VERIFY(m_browser->asked == 3);
    proof.cancel();
    QVERIFY(!m_browser->isWaitedFor());
    models::ProofStore without(*m_cms, *m_cms, core::ProofKind::Provider);
    without.atProvider();
    QCOMPARE(without.proving().error().code, std::string("browser-unsupported"));
}

QTEST_GUILESS_MAIN(SigningInTest)
#include "tst_signingin.moc"
