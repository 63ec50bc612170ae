// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFileInfo>
#include <QStandardPaths>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;

QString identityFolder()
{
    // The contract is engine/api/openapi.yaml.
    return QFileInfo(QStringLiteral(CHANCERY_CONTRACT)).path()
        + QStringLiteral("/../../tests/identity");
}

// Reads until a whole line begins with that word, and gives it.
QString lineWith(QProcess &process, const QByteArray &word)
{
    QByteArray all;
    while (process.state() != QProcess::NotRunning) {
        all += process.readAll();
        for (const auto &line : all.split('\n')) {
            if (line.startsWith(word) && all.indexOf('\n', all.indexOf(line)) >= 0)
                return QString::fromUtf8(line);
        }
        if (!process.waitForReadyRead(patience))
            break;
    }
    return {};
}

} // namespace

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
    if (m_provider.state() != QProcess::NotRunning && !m_provider.waitForFinished(patience))
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
        QStringLiteral("--identity-role"), QStringLiteral("ops=operator")}));
}

Outcome TestIdentityProvider::login(
    const QString &way, const QByteArray &word, const QString &person)
{
    QProcess cli;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
    // No browser opens by itself, should this machine have one.
    environment.insert(QStringLiteral("BROWSER"), QStringLiteral("true"));
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    cli.setProcessEnvironment(environment);
    cli.setReadChannel(QProcess::StandardError);
    cli.start(programPath(QStringLiteral("chancery-cli")),
        {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(m_cms->port()), way});
    const auto address = lineWith(cli, word).section(QLatin1Char(' '), -1);
    QProcess browser;
    browser.start(QStringLiteral("node"),
        {identityFolder() + QStringLiteral("/person.mjs"), person, address});
    if (!browser.waitForFinished(patience) || !cli.waitForFinished(patience))
        return {-1, {}, browser.readAllStandardError().toStdString()};
    return {cli.exitCode(), cli.readAllStandardOutput().toStdString(),
        cli.readAllStandardError().toStdString() + browser.readAll().toStdString()};
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
    QCOMPARE(Shell(m_folder.path()).run("whoami").out, "ann operator\n");
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

QTEST_GUILESS_MAIN(TestIdentityProvider)
#include "tst_identityprovider.moc"
