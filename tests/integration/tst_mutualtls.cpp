// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <csignal>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;

bool holds(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

// Certificates of programs (AUT-4): authorities made here, the real server, agent and command line.
class TestMutualTls : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void rightCertificateAndTokenCount();
    void whatDoesNotCount_data();
    void whatDoesNotCount();
    void peopleNeedNone();
    void revokedAfterwardsIsOut();
    void revocationListMustBeFresh();
    void deniedBySerialAndByName();
    void renewedNeedsNoRestartOfTheAgent();
    void commandLineShowsOne();
    void startIsRefused_data();
    void startIsRefused();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    static Outcome program(const QString &name, const QStringList &arguments);
    void openssl(const QStringList &arguments) const;
    void makeAuthority(const QString &name) const;
    // Signed by the authority, with those names, for that long from now on; negative: it was.
    void makeCertificate(const QString &name, const QString &authority, const QByteArray &names,
        const QString &days = QStringLiteral("20")) const;
    void makeList(const QString &name, const QStringList &more) const;
    bool serve(const QStringList &more = {});
    void hangUp();
    // What curl is answered: a status, 0 where no connection came about.
    int status(const QString &certificate, const std::string &token) const;
    QString url() const { return QStringLiteral("https://127.0.0.1:%1").arg(m_cms.port()); }
    QByteArray agentSettings() const;

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::string m_gateway;
    std::string m_other;
    std::string m_ann;
    std::string m_config;
};

void TestMutualTls::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

Outcome TestMutualTls::program(const QString &name, const QStringList &arguments)
{
    QProcess process;
    process.start(name, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(patience))
        return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
        process.readAllStandardError().toStdString()};
}

void TestMutualTls::openssl(const QStringList &arguments) const
{
    const auto done = program(QStringLiteral("openssl"), arguments);
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
}

void TestMutualTls::makeAuthority(const QString &name) const
{
    openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
        QStringLiteral("ec"), QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
        QStringLiteral("-nodes"), QStringLiteral("-keyout"), path(name + QStringLiteral(".key")),
        QStringLiteral("-out"), path(name + QStringLiteral(".pem")), QStringLiteral("-subj"),
        QStringLiteral("/CN=") + name, QStringLiteral("-days"), QStringLiteral("30")});
}

void TestMutualTls::makeCertificate(const QString &name, const QString &authority,
    const QByteArray &names, const QString &days) const
{
    const auto file = [&](const char *ending) { return path(name + QLatin1String(ending)); };
    openssl({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"),
        QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
        QStringLiteral("-nodes"), QStringLiteral("-keyout"), file(".key"), QStringLiteral("-out"),
        file(".csr"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name});
    write(name + QStringLiteral(".ext"), "subjectAltName=" + names + '\n');
    openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), file(".csr"),
        QStringLiteral("-CA"), path(authority + QStringLiteral(".pem")), QStringLiteral("-CAkey"),
        path(authority + QStringLiteral(".key")), QStringLiteral("-CAcreateserial"),
        QStringLiteral("-out"), file(".pem"), QStringLiteral("-days"), days,
        QStringLiteral("-extfile"), file(".ext")});
    QFile::setPermissions(file(".key"), QFile::ReadOwner | QFile::WriteOwner);
}

void TestMutualTls::makeList(const QString &name, const QStringList &more) const
{
    openssl(QStringList{QStringLiteral("ca"), QStringLiteral("-config"),
                QStringLiteral("ca.conf").prepend(m_folder.path() + QLatin1Char('/')),
                QStringLiteral("-gencrl"), QStringLiteral("-out"), path(name)}
        + more);
}

void TestMutualTls::initTestCase()
{
    for (const char *name : {"ca", "clients", "strangers"})
        makeAuthority(QLatin1String(name));
    const auto spiffe = [](const char *rest) { return QByteArray("URI:spiffe://corp/") + rest; };
    const auto clients = QStringLiteral("clients");
    makeCertificate(QStringLiteral("server"), QStringLiteral("ca"), "IP:127.0.0.1");
    makeCertificate(QStringLiteral("gateway"), clients, spiffe("ns/payments/agent/gateway"));
    makeCertificate(QStringLiteral("renewed"), clients, spiffe("ns/payments/agent/gateway"));
    makeCertificate(QStringLiteral("other"), clients, spiffe("ns/payments/agent/other"));
    makeCertificate(QStringLiteral("service"), clients, spiffe("ns/payments/service/gateway"));
    makeCertificate(
        QStringLiteral("domain"), clients, "URI:spiffe://evil/ns/payments/agent/gateway");
    makeCertificate(QStringLiteral("nameless"), clients, "DNS:gateway");
    makeCertificate(QStringLiteral("twonames"), clients,
        spiffe("ns/payments/agent/gateway") + ',' + spiffe("ns/payments/agent/other"));
    makeCertificate(QStringLiteral("expired"), clients, spiffe("ns/payments/agent/gateway"),
        QStringLiteral("-1"));
    makeCertificate(QStringLiteral("stranger"), QStringLiteral("strangers"),
        spiffe("ns/payments/agent/gateway"));
    write(QStringLiteral("index.txt"), {});
    write(QStringLiteral("ca.conf"),
        "[ca]\ndefault_ca=here\n[here]\ndatabase=" + path(QStringLiteral("index.txt")).toUtf8()
            + "\ncertificate=" + path(QStringLiteral("clients.pem")).toUtf8()
            + "\nprivate_key=" + path(QStringLiteral("clients.key")).toUtf8()
            + "\ndefault_md=sha256\ndefault_crl_days=7\n");
    makeList(QStringLiteral("fresh.crl"), {});
    // The accounts are made over plain HTTP: the probe speaks nothing else.
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto ann = makePerson(m_cms.admin(), "ann", R"(["author"])");
    m_ann = ann.token();
    m_gateway = makeService(m_cms.admin(), "gateway@payments", R"(["agent"])").token();
    m_other = makeService(m_cms.admin(), "other@payments", R"(["agent"])").token();
    m_config = makeConfig(m_cms.admin(), "payments/limits", "yaml");
    const auto request
        = ann.post("/v1/change-requests", requestBody(m_config, "dev", "", "rate: 5\n"));
    QCOMPARE(ann.post(verb(request, "apply"), "{}", request.etag()).status, 200);
}

void TestMutualTls::cleanup()
{
    m_cms.kill();
}

bool TestMutualTls::serve(const QStringList &more)
{
    m_cms.kill();
    return m_cms.start(QStringList{QStringLiteral("--cert"), path(QStringLiteral("server.pem")),
                           QStringLiteral("--key"), path(QStringLiteral("server.key")),
                           QStringLiteral("--client-ca"), path(QStringLiteral("clients.pem")),
                           QStringLiteral("--client-trust-domain"), QStringLiteral("corp")}
        + more);
}

void TestMutualTls::hangUp()
{
    ::kill(pid_t(m_cms.process().processId()), SIGHUP);
}

int TestMutualTls::status(const QString &certificate, const std::string &token) const
{
    QStringList arguments{QStringLiteral("-s"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
        QStringLiteral("-w"), QStringLiteral("%{http_code}"), QStringLiteral("--cacert"),
        path(QStringLiteral("ca.pem")), QStringLiteral("-H"),
        QStringLiteral("Authorization: Bearer ") + QString::fromStdString(token)};
    if (!certificate.isEmpty())
        arguments << QStringLiteral("--cert") << path(certificate + QStringLiteral(".pem"))
                  << QStringLiteral("--key") << path(certificate + QStringLiteral(".key"));
    return std::atoi(
        program(QStringLiteral("curl"), arguments << url() + QStringLiteral("/v1/configs"))
            .out.c_str());
}

void TestMutualTls::rightCertificateAndTokenCount()
{
    QVERIFY(serve({QStringLiteral("--client-crl"), path(QStringLiteral("fresh.crl"))}));
    QCOMPARE(status(QStringLiteral("gateway"), m_gateway), 200);
    // Neither of the two is enough.
    QCOMPARE(status(QStringLiteral("gateway"), "not-this-one"), 401);
    QCOMPARE(status({}, m_gateway), 401);
}

void TestMutualTls::whatDoesNotCount_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<int>("expected");
    QTest::addColumn<QByteArray>("logged");
    const auto row = [](const char *name, int expected, const char *logged) {
        QTest::newRow(name) << QString::fromLatin1(name) << expected << QByteArray(logged);
    };
    row("stranger", 0, "unable to get local issuer certificate");
    row("expired", 0, "certificate has expired");
    row("nameless", 0, "no URI, or several");
    row("twonames", 0, "no URI, or several");
    row("other", 401, "");
    row("service", 401, "");
    row("domain", 401, "");
}

void TestMutualTls::whatDoesNotCount()
{
    QFETCH(QString, certificate);
    QFETCH(int, expected);
    QFETCH(QByteArray, logged);
    QVERIFY(serve());
    QCOMPARE(status(certificate, m_gateway), expected);
    QTRY_VERIFY2((m_cms.readLog(), holds(m_cms.log(), logged.toStdString())), m_cms.log().c_str());
}

void TestMutualTls::peopleNeedNone()
{
    QVERIFY(serve());
    QCOMPARE(status({}, m_ann), 200);
    // But nobody speaks for themselves with the certificate of a program.
    QCOMPARE(status(QStringLiteral("gateway"), m_ann), 401);
    QVERIFY(serve({QStringLiteral("--client-certificates-optional")}));
    QCOMPARE(status({}, m_gateway), 200);
    QCOMPARE(status(QStringLiteral("other"), m_gateway), 401);
}

void TestMutualTls::revokedAfterwardsIsOut()
{
    write(QStringLiteral("index.txt"), {});
    makeList(QStringLiteral("live.crl"), {});
    QVERIFY(serve({QStringLiteral("--client-crl"), path(QStringLiteral("live.crl"))}));
    QCOMPARE(status(QStringLiteral("gateway"), m_gateway), 200);
    openssl({QStringLiteral("ca"), QStringLiteral("-config"), path(QStringLiteral("ca.conf")),
        QStringLiteral("-revoke"), path(QStringLiteral("gateway.pem"))});
    makeList(QStringLiteral("live.crl"), {});
    hangUp();
    QTRY_COMPARE_WITH_TIMEOUT(status(QStringLiteral("gateway"), m_gateway), 0, patience);
    QTRY_VERIFY2((m_cms.readLog(), holds(m_cms.log(), "certificate revoked")), m_cms.log().c_str());
    // The others are not.
    QCOMPARE(status(QStringLiteral("renewed"), m_gateway), 200);
}

void TestMutualTls::revocationListMustBeFresh()
{
    makeList(QStringLiteral("stale.crl"),
        {QStringLiteral("-crl_lastupdate"), QStringLiteral("20200101000000Z"),
            QStringLiteral("-crl_nextupdate"), QStringLiteral("20200108000000Z")});
    QVERIFY(serve({QStringLiteral("--client-crl"), path(QStringLiteral("stale.crl"))}));
    QCOMPARE(status(QStringLiteral("renewed"), m_gateway), 0);
    // The line may come after the connection has gone.
    QTRY_VERIFY2((m_cms.readLog(), holds(m_cms.log(), "CRL has expired")), m_cms.log().c_str());
    // People come in as before.
    QCOMPARE(status({}, m_ann), 200);
}

void TestMutualTls::deniedBySerialAndByName()
{
    const auto shown = program(QStringLiteral("openssl"),
        {QStringLiteral("x509"), QStringLiteral("-in"), path(QStringLiteral("renewed.pem")),
            QStringLiteral("-noout"), QStringLiteral("-serial")});
    const auto serial = QByteArray::fromStdString(shown.out.substr(shown.out.find('=') + 1));
    write(QStringLiteral("denied"), "# nobody yet\n");
    QVERIFY(serve({QStringLiteral("--client-deny"), path(QStringLiteral("denied"))}));
    QCOMPARE(status(QStringLiteral("renewed"), m_gateway), 200);
    write(QStringLiteral("denied"), serial + "spiffe://corp/ns/payments/agent/other # stolen\n");
    hangUp();
    QTRY_COMPARE_WITH_TIMEOUT(status(QStringLiteral("renewed"), m_gateway), 0, patience);
    QCOMPARE(status(QStringLiteral("other"), m_other), 0);
    QCOMPARE(status(QStringLiteral("gateway"), m_gateway), 200);
    QTRY_VERIFY((m_cms.readLog(), holds(m_cms.log(), "list of denied certificates")));
    // A list that cannot be read changes nothing.
    write(QStringLiteral("denied"), "everybody\n");
    hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_cms.readLog(), holds(m_cms.log(), "event=certificate.kept")), patience);
    QCOMPARE(status(QStringLiteral("renewed"), m_gateway), 0);
}

QByteArray TestMutualTls::agentSettings() const
{
    return QStringLiteral(R"(server: %1
caFile: %2
certificateFile: %3/live.pem
keyFile: %3/live.key
tokenFile: %3/agent/token
name: host-1
environment: dev
cacheDir: %3/agent/cache
targets:
  - path: payments/limits
    file: %3/agent/limits.yaml
)")
        .arg(url(), path(QStringLiteral("ca.pem")), m_folder.path())
        .toUtf8();
}

void TestMutualTls::renewedNeedsNoRestartOfTheAgent()
{
    const auto replace = [&](const char *by) {
        for (const char *ending : {".pem", ".key"}) {
            const auto live = path(QStringLiteral("live") + QLatin1String(ending));
            QFile::remove(live);
            QVERIFY(QFile::copy(path(QLatin1String(by) + QLatin1String(ending)), live));
        }
    };
    write(QStringLiteral("denied"), {});
    QVERIFY(serve({QStringLiteral("--client-deny"), path(QStringLiteral("denied"))}));
    replace("expired");
    AgentProcess agent(path(QStringLiteral("agent")));
    QVERIFY(agent.start(agentSettings(), m_gateway));
    QTRY_VERIFY_WITH_TIMEOUT(holds(agent.log(), "tls-client-refused"), patience);
    QVERIFY(!QFile::exists(agent.file(QStringLiteral("limits.yaml"))));
    const auto process = agent.processId();
    // Whoever renews it puts the new one in its place, and that is all.
    replace("renewed");
    const auto file = agent.file(QStringLiteral("limits.yaml")).toStdString();
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(file), std::string("rate: 5\n"), patience);
    QCOMPARE(agent.processId(), process);
    QCOMPARE(agent.stop(), 0);
}

void TestMutualTls::commandLineShowsOne()
{
    QVERIFY(serve());
    const Shell shell(path(QStringLiteral("home")));
    const QStringList asked{QStringLiteral("get"), QStringLiteral("payments/limits"),
        QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--server"), url(),
        QStringLiteral("--ca"), path(QStringLiteral("ca.pem"))};
    const QStringList shown{QStringLiteral("--cert"), path(QStringLiteral("gateway.pem")),
        QStringLiteral("--cert-key"), path(QStringLiteral("gateway.key"))};
    qputenv("CHANCERY_TOKEN", QByteArray::fromStdString(m_gateway));
    const auto with = shell.run(asked + shown);
    const auto without = shell.run(asked);
    const auto half = shell.run(asked + shown.mid(0, 2));
    qunsetenv("CHANCERY_TOKEN");
    QVERIFY2(with.exitCode == 0 && holds(with.out, "rate: 5"), with.errors.c_str());
    QVERIFY(without.exitCode != 0);
    QVERIFY2(holds(half.errors + half.out, "--cert-key"), half.errors.c_str());
}

void TestMutualTls::startIsRefused_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QByteArray>("words");
    const auto clients = path(QStringLiteral("clients.pem"));
    const QStringList domain{QStringLiteral("--client-trust-domain"), QStringLiteral("corp")};
    QTest::newRow("no trust domain")
        << QStringList{QStringLiteral("--client-ca"), clients} << QByteArray("trust-domain");
    QTest::newRow("no such domain") << QStringList{QStringLiteral("--client-ca"), clients,
        QStringLiteral("--client-trust-domain"), QStringLiteral("spiffe://corp")}
                                    << QByteArray("trust domain");
    QTest::newRow("no authorities")
        << QStringList{QStringLiteral("--client-ca"), path(QStringLiteral("none.pem"))} + domain
        << QByteArray("cannot be read");
    QTest::newRow("no list") << QStringList{QStringLiteral("--client-ca"), clients,
                                    QStringLiteral("--client-crl"),
                                    path(QStringLiteral("none.crl"))}
            + domain << QByteArray("cannot be read");
    QTest::newRow("no deny list") << QStringList{QStringLiteral("--client-ca"), clients,
                                         QStringLiteral("--client-deny"),
                                         path(QStringLiteral("none"))}
            + domain << QByteArray("cannot be read");
}

void TestMutualTls::startIsRefused()
{
    QFETCH(QStringList, more);
    QFETCH(QByteArray, words);
    const auto done = program(programPath(QStringLiteral("chancery-cms")),
        QStringList{QStringLiteral("--data"), path(QStringLiteral("nothing")),
            QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--cert"),
            path(QStringLiteral("server.pem")), QStringLiteral("--key"),
            path(QStringLiteral("server.key"))}
            + more);
    QVERIFY(done.exitCode > 0);
    QVERIFY2(holds(done.errors, words.toStdString()), done.errors.c_str());
}

QTEST_GUILESS_MAIN(TestMutualTls)
#include "tst_mutualtls.moc"
