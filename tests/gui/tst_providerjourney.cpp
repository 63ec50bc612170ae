// SPDX-License-Identifier: Apache-2.0
#include "app/console/systembrowser.h"
#include "tests/integration/personathand.h"
#include "tests/support/consoledriver.h"
#include "tests/support/signinaids.h"
#include "tests/support/testcase.h"

#include <QStandardPaths>

using namespace chancery;
using namespace chancery::support;

namespace {

// The console with its own way to the browser, in which a person signs in by the provider's forms.
class BrowsingConsole : public ConsoleDriver {
public:
    explicit BrowsingConsole(FakeVault &vault, std::shared_ptr<core::Mailbox> mailbox)
        : m_mailbox(std::move(mailbox))
        , m_browser(m_mailbox, {}, [this](const std::string &address) { return open(address); })
    {
        app::Options options;
        options.dataFolder = m_folder.path();
        options.theme = app::Options::ThemeChoice::Light;
        app::Parts parts;
        parts.mailbox = m_mailbox;
        parts.aids = models::SignInAids{&m_browser, &vault};
        begin(options, std::move(parts));
    }
    ~BrowsingConsole() override
    {
        end();
        m_person.waitForFinished(personPatience);
    }

    bool connectTo(const QString &url)
    {
        return click(QStringLiteral("addServerButton"))
            && write(QStringLiteral("serverNameField"), QStringLiteral("Test server"))
            && write(QStringLiteral("serverUrlField"), url)
            && click(QStringLiteral("saveServerButton")) && click(QStringLiteral("connectButton"));
    }

    QString person = QStringLiteral("ann");
    bool hasBrowser = true;
    int opened = 0;

protected:
    QString passwordOf(const QString &) const override { return {}; }

private:
    bool open(const std::string &address)
    {
        ++opened;
        if (!hasBrowser)
            return false;
        m_person.waitForFinished(personPatience);
        m_person.start(QStringLiteral("python3"),
            {identityFolder() + QStringLiteral("/person.py"), person,
                QString::fromStdString(address)});
        return true;
    }

    QTemporaryDir m_folder;
    QProcess m_person;
    std::shared_ptr<core::Mailbox> m_mailbox;
    app::SystemBrowser m_browser;
};

} // namespace

// The whole way on the screen with a certified provider, the npm package oidc-provider, and the
// real server: signing in, and the proof that an approval asks for.
class TestProviderJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void theProviderLetsSomebodyInAndIsAskedAgainBeforeAnApproval();
    void whereNoBrowserOpensThatIsSaid();

private:
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()); }

    QProcess m_provider;
    CmsProcess m_cms;
};

void TestProviderJourney::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("node is not installed");
    if (!QFileInfo::exists(identityFolder() + QStringLiteral("/node_modules/oidc-provider")))
        QSKIP("npm ci --prefix tests/identity has not been run");
    m_provider.start(QStringLiteral("node"),
        {identityFolder() + QStringLiteral("/provider.mjs"), QStringLiteral("ES256")});
    const auto issuer = lineWith(m_provider, "ready ").section(QLatin1Char(' '), 1);
    QVERIFY2(!issuer.isEmpty(), m_provider.readAllStandardError().constData());
    QVERIFY(m_cms.start({QStringLiteral("--identity-issuer"), issuer,
        QStringLiteral("--identity-client-id"), QStringLiteral("chancery"),
        QStringLiteral("--identity-role"), QStringLiteral("ops=approver")}));
}

void TestProviderJourney::cleanupTestCase()
{
    m_provider.closeWriteChannel();
    if (m_provider.state() != QProcess::NotRunning && !m_provider.waitForFinished(personPatience))
        m_provider.kill();
}

void TestProviderJourney::theProviderLetsSomebodyInAndIsAskedAgainBeforeAnApproval()
{
    const auto mailbox = std::make_shared<core::Mailbox>();
    FakeVault vault(mailbox);
    BrowsingConsole console(vault, mailbox);
    QVERIFY(console.connectTo(url()));
    QTRY_VERIFY_WITH_TIMEOUT(
        console.find<QPushButton>(QStringLiteral("providerSignInButton")), personPatience);
    QVERIFY(console.click(QStringLiteral("providerSignInButton")));
    QTRY_VERIFY_WITH_TIMEOUT(console.composition().stores(), personPatience);
    QCOMPARE(console.composition().session().permissions().me.displayName,
        std::string("ann of the provider"));
    QCOMPARE(vault.tokens.size(), std::size_t(2)); // the session's, and the key of drafts
    const auto request = requestThatWantsProof(m_cms);
    QVERIFY(!request.empty());
    console.composition().stores()->requests.reload();
    QVERIFY(console.openRequest(QString::fromStdString(request)));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QTRY_VERIFY_WITH_TIMEOUT(
        console.find<QPushButton>(QStringLiteral("proofConfirmButton")), personPatience);
    QVERIFY(console.click(QStringLiteral("proofConfirmButton")));
    QTRY_VERIFY_WITH_TIMEOUT(
        at(m_cms.admin().get("/v1/change-requests/" + request), "/state") == "approved",
        personPatience);
    QCOMPARE(console.opened, 2);
}

void TestProviderJourney::whereNoBrowserOpensThatIsSaid()
{
    const auto mailbox = std::make_shared<core::Mailbox>();
    FakeVault vault(mailbox);
    BrowsingConsole console(vault, mailbox);
    console.hasBrowser = false;
    QVERIFY(console.connectTo(url()));
    QTRY_VERIFY_WITH_TIMEOUT(
        console.find<QPushButton>(QStringLiteral("providerSignInButton")), personPatience);
    QVERIFY(console.click(QStringLiteral("providerSignInButton")));
    QTRY_COMPARE_WITH_TIMEOUT(console.banners(),
        QStringList{QStringLiteral("No browser could be opened on this desktop.")}, personPatience);
}

QTEST_MAIN(TestProviderJourney)
#include "tst_providerjourney.moc"
