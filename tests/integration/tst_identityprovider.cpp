// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/personathand.h"
#include "tests/support/testcase.h"

#include <QStandardPaths>

using namespace chancery;
using namespace chancery::support;

// The whole way with a certified provider, the npm package oidc-provider: chancery-cli asks, a
// person signs in there by the forms, the real server takes the token. See tests/identity.
class TestIdentityProvider : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void signsInByBrowser_data();
    void signsInByBrowser();
    void signsInByDevice();
    void thePersonIsTheSameOnBothWays();
    void gov40_theProviderAsksAgainBeforeAnApproval();

private:
    // The provider signs with that algorithm from then on, and the server trusts it.
    void begin(const QString &algorithm);
    // chancery-cli login, and the person at the address at the end of that line.
    Outcome login(const QString &way, const QByteArray &word, const QString &person);

    QTemporaryDir m_folder;
    QProcess m_provider;
    std::unique_ptr<CmsProcess> m_cms;
};

void TestIdentityProvider::init()
{
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("node is not installed");
    if (!QFileInfo::exists(identityFolder() + QStringLiteral("/node_modules/oidc-provider")))
        QSKIP("npm ci --prefix tests/identity has not been run");
}

void TestIdentityProvider::cleanup()
{
    m_provider.closeWriteChannel();
    if (m_provider.state() != QProcess::NotRunning && !m_provider.waitForFinished(personPatience))
        m_provider.kill();
    m_cms.reset();
}

void TestIdentityProvider::begin(const QString &algorithm)
{
    m_provider.start(
        QStringLiteral("node"), {identityFolder() + QStringLiteral("/provider.mjs"), algorithm});
    const auto issuer = lineWith(m_provider, "ready ").section(QLatin1Char(' '), 1);
    QVERIFY2(!issuer.isEmpty(), m_provider.readAllStandardError().constData());
    m_cms = std::make_unique<CmsProcess>();
    QVERIFY(m_cms->start({QStringLiteral("--identity-issuer"), issuer,
        QStringLiteral("--identity-client-id"), QStringLiteral("chancery"),
        QStringLiteral("--identity-role"), QStringLiteral("ops=operator"),
        QStringLiteral("--identity-role"), QStringLiteral("ops=approver")}));
}

Outcome TestIdentityProvider::login(
    const QString &way, const QByteArray &word, const QString &person)
{
    return withPerson(m_folder.path(),
        {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(m_cms->port()), way},
        word, person);
}

void TestIdentityProvider::signsInByBrowser_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const auto *algorithm : {"RS256", "PS256", "ES256", "EdDSA"})
        QTest::newRow(algorithm) << QString::fromLatin1(algorithm);
}

void TestIdentityProvider::signsInByBrowser()
{
    QFETCH(QString, algorithm);
    begin(algorithm);
    const auto done = login(QStringLiteral("--browser"), "http", QStringLiteral("ann"));
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QVERIFY2(done.out.starts_with("Signed in as ann of the provider"), done.out.c_str());
    QCOMPARE(Shell(m_folder.path()).run("whoami").out, "ann approver operator\n");
}

void TestIdentityProvider::signsInByDevice()
{
    begin(QStringLiteral("ES256"));
    const auto done = login(QStringLiteral("--device"), "or open ", QStringLiteral("bob"));
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QCOMPARE(Shell(m_folder.path()).run("whoami").out, "bob\n");
}

void TestIdentityProvider::thePersonIsTheSameOnBothWays()
{
    begin(QStringLiteral("RS256"));
    QCOMPARE(login(QStringLiteral("--browser"), "http", QStringLiteral("ann")).exitCode, 0);
    const auto first = at(m_cms->admin().get("/v1/principals"), "/items/1/id");
    QCOMPARE(login(QStringLiteral("--device"), "or open ", QStringLiteral("ann")).exitCode, 0);
    const auto people = m_cms->admin().get("/v1/principals");
    QCOMPARE(at(people, "/items/1/id"), first);
    QCOMPARE(at(people, "/items/2/id"), std::string());
}

// The sign-in asked for no time of the provider, so it is no proof: the approval leads to the
// provider once more, which has to ask, and the same command goes on with the approval.
void TestIdentityProvider::gov40_theProviderAsksAgainBeforeAnApproval()
{
    begin(QStringLiteral("ES256"));
    QCOMPARE(login(QStringLiteral("--browser"), "http", QStringLiteral("ann")).exitCode, 0);
    const auto request = QString::fromStdString(requestThatWantsProof(*m_cms));
    QVERIFY(!request.isEmpty());
    const QStringList approve{QStringLiteral("approve"), request};
    // Somebody else at that browser proves nothing.
    const auto other = withPerson(m_folder.path(), approve, "http", QStringLiteral("bob"));
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.errors.find("somebody-else") != std::string::npos, other.errors.c_str());
    const auto approved = withPerson(m_folder.path(), approve, "http", QStringLiteral("ann"));
    QVERIFY2(approved.exitCode == 0, approved.errors.c_str());
    QCOMPARE(at(m_cms->admin().get("/v1/change-requests/" + request.toStdString()), "/state"),
        std::string("approved"));
    // It holds for five minutes: the next one needs no browser.
    const auto again = makeConfig(m_cms->admin(), "payments/fees");
    const auto next = at(
        m_cms->admin().post("/v1/change-requests", requestBody(again, "prod", "", "{}")), "/id");
    const auto quick
        = Shell(m_folder.path())
              .run(QStringList{QStringLiteral("approve"), QString::fromStdString(next)});
    QVERIFY2(quick.exitCode == 0, quick.errors.c_str());
}

QTEST_GUILESS_MAIN(TestIdentityProvider)
#include "tst_identityprovider.moc"
