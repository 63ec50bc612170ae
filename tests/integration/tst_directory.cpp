// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/personathand.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// People of an LDAP directory come through a broker, as docs/operator-guide.md says: OpenLDAP's
// slapd behind LemonLDAP::NG, both real, both of this test alone (tests/identity/broker.py).
// Chancery sees neither the directory nor their passwords.
class TestDirectory : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void somebodyOfTheDirectorySignsIn();
    void aWrongPasswordOfTheDirectoryLetsNobodyIn();
    void theBrokerSaysWhenItAsked();

private:
    Outcome login(const QString &person, bool isLetIn = true)
    {
        return withPerson(m_folder.filePath(person),
            {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()),
                QStringLiteral("--browser")},
            "http", person, isLetIn);
    }

    QTemporaryDir m_folder;
    QProcess m_broker;
    CmsProcess m_cms;
};

void TestDirectory::initTestCase()
{
    const auto program = identityFolder() + QStringLiteral("/broker.py");
    QProcess asked;
    asked.start(QStringLiteral("python3"), {program, QStringLiteral("--missing")});
    QVERIFY(asked.waitForFinished(personPatience));
    const auto missing = asked.readAllStandardOutput().trimmed();
    if (!missing.isEmpty())
        QSKIP(("not installed: " + missing).constData());
    m_broker.start(QStringLiteral("python3"), {program});
    const auto issuer = lineWith(m_broker, "ready ").section(QLatin1Char(' '), 1);
    QVERIFY2(!issuer.isEmpty(), m_broker.readAllStandardError().constData());
    QVERIFY(m_cms.start({QStringLiteral("--identity-issuer"), issuer,
        QStringLiteral("--identity-client-id"), QStringLiteral("chancery"),
        QStringLiteral("--identity-role"), QStringLiteral("ops=operator"),
        QStringLiteral("--identity-role"), QStringLiteral("ops=approver")}));
}

void TestDirectory::cleanupTestCase()
{
    m_broker.closeWriteChannel();
    if (m_broker.state() != QProcess::NotRunning && !m_broker.waitForFinished(personPatience))
        m_broker.kill();
}

void TestDirectory::somebodyOfTheDirectorySignsIn()
{
    const auto done = login(QStringLiteral("lea"));
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QVERIFY2(done.out.starts_with("Signed in as Lea of the directory"), done.out.c_str());
    // Of the directory's group "ops", by the broker's claim.
    QCOMPARE(Shell(m_folder.filePath(QStringLiteral("lea"))).run("whoami").out,
        "lea approver operator\n");
}

void TestDirectory::aWrongPasswordOfTheDirectoryLetsNobodyIn()
{
    QVERIFY(login(QStringLiteral("max"), false).exitCode != 0);
    QVERIFY(m_cms.admin().get("/v1/principals?limit=200").body.find("Max of the directory")
        == std::string::npos);
}

void TestDirectory::theBrokerSaysWhenItAsked()
{
    const auto request = requestThatWantsProof(m_cms);
    QVERIFY(!request.empty());
    QCOMPARE(login(QStringLiteral("lea")).exitCode, 0);
    const auto approved
        = Shell(m_folder.filePath(QStringLiteral("lea")))
              .run(QStringList{QStringLiteral("approve"), QString::fromStdString(request)});
    QVERIFY2(approved.exitCode == 0, approved.errors.c_str());
}

QTEST_GUILESS_MAIN(TestDirectory)
#include "tst_directory.moc"
