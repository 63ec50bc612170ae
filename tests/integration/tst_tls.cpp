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

// TLS between the real programs, with certificates that are made here: what is trusted, what is
// refused and in which words.
class TestTls : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void rightAuthorityIsTrusted();
    void mistrustSaysWhatToDo_data();
    void mistrustSaysWhatToDo();
    void onlyTls12And13AreSpoken();
    void clientSpeaksNoOldTls();
    void plainHttpIsToldOfTls();
    void tlsToPlainPortIsTold();
    void startIsRefused_data();
    void startIsRefused();
    void eventsAndAgentsGoOverTls();
    void agentWithoutAuthorityKeepsTrying();
    void renewedCertificateNeedsNoRestart();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    // A program to its end: exit code and all it said.
    static Outcome program(const QString &name, const QStringList &arguments);
    void openssl(const QStringList &arguments) const;
    void makeAuthority(const QString &name) const;
    void makeCertificate(const QString &name, const QByteArray &names, int days) const;
    bool serve(const QString &certificate);
    QString url() const { return QStringLiteral("https://127.0.0.1:%1").arg(m_cms.port()); }
    Outcome login(const QString &to, const QStringList &more) const;
    // A handshake of openssl's own client.
    Outcome handshake(const QStringList &more) const;
    QByteArray agentSettings(const QString &authority) const;

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::string m_agentToken;
    std::string m_config;
    std::optional<ProbeAnswer> m_live;
};

void TestTls::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

Outcome TestTls::program(const QString &name, const QStringList &arguments)
{
    QProcess process;
    process.start(name, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(patience))
        return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
        process.readAllStandardError().toStdString()};
}

void TestTls::openssl(const QStringList &arguments) const
{
    const auto done = program(QStringLiteral("openssl"), arguments);
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
}

void TestTls::makeAuthority(const QString &name) const
{
    openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
        QStringLiteral("ec"), QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
        QStringLiteral("-nodes"), QStringLiteral("-keyout"), path(name + QStringLiteral(".key")),
        QStringLiteral("-out"), path(name + QStringLiteral(".pem")), QStringLiteral("-subj"),
        QStringLiteral("/CN=Test authority"), QStringLiteral("-days"), QStringLiteral("30")});
}

void TestTls::makeCertificate(const QString &name, const QByteArray &names, int days) const
{
    const auto file = [&](const char *ending) { return path(name + QLatin1String(ending)); };
    openssl({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"),
        QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
        QStringLiteral("-nodes"), QStringLiteral("-keyout"), file(".key"), QStringLiteral("-out"),
        file(".csr"), QStringLiteral("-subj"), QStringLiteral("/CN=server")});
    write(name + QStringLiteral(".ext"), "subjectAltName=" + names + '\n');
    openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), file(".csr"),
        QStringLiteral("-CA"), path(QStringLiteral("ca.pem")), QStringLiteral("-CAkey"),
        path(QStringLiteral("ca.key")), QStringLiteral("-CAcreateserial"), QStringLiteral("-out"),
        file(".pem"), QStringLiteral("-days"), QString::number(days), QStringLiteral("-extfile"),
        file(".ext")});
    QFile::setPermissions(file(".key"), QFile::ReadOwner | QFile::WriteOwner);
}

void TestTls::initTestCase()
{
    makeAuthority(QStringLiteral("ca"));
    makeAuthority(QStringLiteral("other"));
    makeCertificate(QStringLiteral("good"), "IP:127.0.0.1,DNS:localhost", 20);
    makeCertificate(QStringLiteral("renewed"), "IP:127.0.0.1", 3);
    makeCertificate(QStringLiteral("expired"), "IP:127.0.0.1", -1);
    makeCertificate(QStringLiteral("foreign"), "DNS:cms.example", 20);
    write(QStringLiteral("broken.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n");
    // The accounts are made over plain HTTP: the probe speaks nothing else.
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto ann = makePerson(m_cms.admin(), "ann", R"(["author"])");
    m_agentToken = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    m_config = makeConfig(m_cms.admin(), "payments/limits", "yaml");
    const auto request
        = ann.post("/v1/change-requests", requestBody(m_config, "dev", "", "rate: 5\n"));
    m_live = ann.post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(m_live->status, 200);
}

void TestTls::cleanup()
{
    m_cms.kill();
}

bool TestTls::serve(const QString &certificate)
{
    m_cms.kill();
    return m_cms.start({QStringLiteral("--cert"), path(certificate + QStringLiteral(".pem")),
        QStringLiteral("--key"), path(certificate + QStringLiteral(".key"))});
}

Outcome TestTls::login(const QString &to, const QStringList &more) const
{
    return Shell(path(QStringLiteral("home")))
        .run(QStringList{QStringLiteral("login"), to, QStringLiteral("--name"),
                 QStringLiteral("ann"), QStringLiteral("--password-stdin")}
                + more,
            "correct horse\n");
}

Outcome TestTls::handshake(const QStringList &more) const
{
    return program(QStringLiteral("openssl"),
        QStringList{QStringLiteral("s_client"), QStringLiteral("-connect"),
            QStringLiteral("127.0.0.1:%1").arg(m_cms.port()), QStringLiteral("-CAfile"),
            path(QStringLiteral("ca.pem")), QStringLiteral("-verify_return_error")}
            + more);
}

void TestTls::rightAuthorityIsTrusted()
{
    QVERIFY(serve(QStringLiteral("good")));
    const auto authority = QDir().relativeFilePath(path(QStringLiteral("ca.pem")));
    const auto done = login(url(), {QStringLiteral("--ca"), authority});
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    // It is remembered, with its whole name.
    const Shell shell(path(QStringLiteral("home")));
    QCOMPARE(shell.run("whoami").exitCode, 0);
    QVERIFY(holds(contentOf(path(QStringLiteral("home/chancery/cli.json")).toStdString()),
        path(QStringLiteral("ca.pem")).toStdString()));
    QVERIFY(holds(shell.run("login --help").out, "CHANCERY_CA_FILE"));
}

void TestTls::mistrustSaysWhatToDo_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QByteArray>("words");
    const auto row
        = [](const char *name, const char *certificate, const char *authority, const char *words) {
              QTest::newRow(name) << QString::fromLatin1(certificate)
                                  << QString::fromLatin1(authority) << QByteArray(words);
          };
    row("no authority", "good", "", "give its certificate with --ca FILE");
    row("another authority", "good", "other.pem", "give its certificate with --ca FILE");
    row("another host", "foreign", "ca.pem", "is for another name");
    row("expired", "expired", "ca.pem", "must renew it");
    row("broken authority", "good", "broken.pem", "must hold the authority's certificate as PEM");
    row("missing authority", "good", "none.pem", "must hold the authority's certificate as PEM");
}

void TestTls::mistrustSaysWhatToDo()
{
    QFETCH(QString, certificate);
    QFETCH(QString, authority);
    QFETCH(QByteArray, words);
    QVERIFY(serve(certificate));
    const auto done = login(url(),
        authority.isEmpty() ? QStringList() : QStringList{QStringLiteral("--ca"), path(authority)});
    QCOMPARE(done.exitCode, 2);
    QVERIFY2(holds(done.errors, words.toStdString()), done.errors.c_str());
    m_cms.kill();
    QVERIFY(!holds(m_cms.log(), "/v1/sessions")); // nothing was said before there was trust
}

void TestTls::onlyTls12And13AreSpoken()
{
    QVERIFY(serve(QStringLiteral("good")));
    const auto with12 = handshake({QStringLiteral("-tls1_2")});
    QVERIFY2(with12.exitCode == 0 && holds(with12.out, "TLSv1.2"), with12.errors.c_str());
    const auto with13 = handshake({QStringLiteral("-tls1_3")});
    QVERIFY2(with13.exitCode == 0 && holds(with13.out, "TLSv1.3"), with13.errors.c_str());
    const auto with11 = handshake(
        {QStringLiteral("-tls1_1"), QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0")});
    QCOMPARE(with11.exitCode, 1);
    QVERIFY2(holds(with11.errors, "alert protocol version"), with11.errors.c_str());
}

void TestTls::clientSpeaksNoOldTls()
{
    QProcess old;
    old.start(QStringLiteral("openssl"),
        {QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
            QStringLiteral("-cert"), path(QStringLiteral("good.pem")), QStringLiteral("-key"),
            path(QStringLiteral("good.key")), QStringLiteral("-tls1_1"), QStringLiteral("-cipher"),
            QStringLiteral("ALL:@SECLEVEL=0")});
    QByteArray said;
    const QRegularExpression accept(QStringLiteral("ACCEPT 127\\.0\\.0\\.1:([0-9]+)"));
    QTRY_VERIFY_WITH_TIMEOUT(
        (said += old.readAllStandardOutput(), accept.match(QString::fromLatin1(said)).hasMatch()),
        patience);
    const auto port = accept.match(QString::fromLatin1(said)).captured(1);
    const auto done = login(QStringLiteral("https://127.0.0.1:") + port,
        {QStringLiteral("--ca"), path(QStringLiteral("ca.pem"))});
    QCOMPARE(done.exitCode, 2);
    QVERIFY2(holds(done.errors, "No safe connection"), done.errors.c_str());
    old.kill();
    old.waitForFinished(patience);
}

void TestTls::plainHttpIsToldOfTls()
{
    QVERIFY(serve(QStringLiteral("good")));
    const auto answer = ProbeClient(m_cms.port(), "").get("/v1/meta");
    QCOMPARE(answer.status, 400);
    QVERIFY2(holds(answer.body, "use https"), answer.body.c_str());
    const auto done = login(QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()), {});
    QVERIFY(done.exitCode != 0);
    QVERIFY2(holds(done.errors, "use https"), done.errors.c_str());
    // Neither garbage nor a client that falls silent ends anything.
    HttpProbe garbage(m_cms.port());
    QVERIFY(garbage.send("\x16\x03\x01\x00\x05garbage"));
    QVERIFY(handshake({}).exitCode == 0);
}

void TestTls::tlsToPlainPortIsTold()
{
    QVERIFY(m_cms.start());
    const auto done = login(url(), {QStringLiteral("--ca"), path(QStringLiteral("ca.pem"))});
    QCOMPARE(done.exitCode, 2);
    QVERIFY2(holds(done.errors, "speaks no TLS"), done.errors.c_str());
}

void TestTls::startIsRefused_data()
{
    QTest::addColumn<QString>("listen");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const char *listen, const char *certificate,
                         const char *key, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(listen) << QString::fromLatin1(certificate)
                            << QString::fromLatin1(key) << QByteArray(words);
    };
    row("all addresses in the clear", "0.0.0.0:0", "", "", "give a certificate");
    row("all addresses of IPv6", "[::]:0", "", "", "give a certificate");
    row("mapped address", "[::ffff:10.0.0.1]:0", "", "", "give a certificate");
    row("key of another", "127.0.0.1:0", "good.pem", "renewed.key", "is not that of");
    row("open key", "127.0.0.1:0", "good.pem", "open.key", "chmod 600");
    row("no key file", "127.0.0.1:0", "good.pem", "none.key", "cannot be read");
    row("broken certificate", "127.0.0.1:0", "broken.pem", "good.key", "cannot be read");
    row("certificate alone", "127.0.0.1:0", "good.pem", "", "--key");
    row("key alone", "127.0.0.1:0", "", "good.key", "--cert");
}

void TestTls::startIsRefused()
{
    QFETCH(QString, listen);
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QByteArray, words);
    QFile::copy(path(QStringLiteral("good.key")), path(QStringLiteral("open.key")));
    QFile::setPermissions(
        path(QStringLiteral("open.key")), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    QStringList arguments{QStringLiteral("--data"), path(QStringLiteral("nothing")),
        QStringLiteral("--listen"), listen};
    if (!certificate.isEmpty())
        arguments += {QStringLiteral("--cert"), path(certificate)};
    if (!key.isEmpty())
        arguments += {QStringLiteral("--key"), path(key)};
    const auto done = program(programPath(QStringLiteral("chancery-cms")), arguments);
    QVERIFY(done.exitCode > 0);
    QVERIFY2(holds(done.errors, words.toStdString()), done.errors.c_str());
    QVERIFY(!QFile::exists(path(QStringLiteral("nothing"))));
}

QByteArray TestTls::agentSettings(const QString &authority) const
{
    return QStringLiteral(R"(server: %1
caFile: %2
tokenFile: %3/token
name: host-1
environment: dev
cacheDir: %3/cache
targets:
  - path: payments/limits
    file: %3/limits.yaml
)")
        .arg(url(), path(authority), path(QStringLiteral("agent")))
        .toUtf8();
}

void TestTls::eventsAndAgentsGoOverTls()
{
    QVERIFY(serve(QStringLiteral("good")));
    QCOMPARE(login(url(), {QStringLiteral("--ca"), path(QStringLiteral("ca.pem"))}).exitCode, 0);
    AgentProcess agent(path(QStringLiteral("agent")));
    QVERIFY(agent.start(agentSettings(QStringLiteral("ca.pem")), m_agentToken));
    const auto file = agent.file(QStringLiteral("limits.yaml")).toStdString();
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(file), std::string("rate: 5\n"), patience);
    // Only an event brings the next one in time: the agent looks by itself every five minutes.
    const Shell shell(path(QStringLiteral("home")));
    write(QStringLiteral("six.yaml"), "rate: 6\n");
    QCOMPARE(shell
                 .run({QStringLiteral("put"), QStringLiteral("payments/limits"),
                     path(QStringLiteral("six.yaml")), QStringLiteral("-e"), QStringLiteral("dev")})
                 .exitCode,
        0);
    const auto submitted = shell.run("submit payments/limits -e dev --reason more");
    QVERIFY2(submitted.exitCode == 0, submitted.errors.c_str());
    const auto request = QRegularExpression(QStringLiteral("CR-[0-9]+"))
                             .match(QString::fromStdString(submitted.out))
                             .captured(0);
    QCOMPARE(shell.run({QStringLiteral("apply"), request}).exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(file), std::string("rate: 6\n"), patience);
    QVERIFY(holds(shell.run("watch --since 1 --count 1 --seconds 20").out, "payments"));
    QCOMPARE(agent.stop(), 0);
}

void TestTls::agentWithoutAuthorityKeepsTrying()
{
    QVERIFY(serve(QStringLiteral("good")));
    AgentProcess agent(path(QStringLiteral("mistrustful")));
    auto settings = agentSettings(QStringLiteral("other.pem"));
    settings.replace(
        path(QStringLiteral("agent")).toUtf8(), path(QStringLiteral("mistrustful")).toUtf8());
    QVERIFY(agent.start(settings, m_agentToken));
    QTRY_VERIFY_WITH_TIMEOUT(holds(agent.log(), "tls-unknown-authority"), patience);
    QVERIFY(agent.isRunning());
    QVERIFY(!QFile::exists(agent.file(QStringLiteral("limits.yaml"))));
    QCOMPARE(agent.stop(), 0);
}

void TestTls::renewedCertificateNeedsNoRestart()
{
    const auto replace = [&](const QString &by, const char *ending) {
        const auto live = path(QStringLiteral("live") + QLatin1String(ending));
        QFile::remove(live);
        QVERIFY(QFile::copy(path(by + QLatin1String(ending)), live));
        QFile::setPermissions(live, QFile::ReadOwner | QFile::WriteOwner);
    };
    const auto serial = [&] {
        const auto shown = handshake({QStringLiteral("-showcerts")}).out;
        const auto begin = shown.find("-----BEGIN");
        return begin == std::string::npos ? shown : shown.substr(begin, 400);
    };
    replace(QStringLiteral("good"), ".pem");
    replace(QStringLiteral("good"), ".key");
    QVERIFY(serve(QStringLiteral("live")));
    const auto before = serial();
    QVERIFY(holds(before, "BEGIN"));
    const auto hangUp = [&] { ::kill(pid_t(m_cms.process().processId()), SIGHUP); };
    const auto logged = [&](const char *what) {
        return [this, what] {
            m_cms.readLog();
            return holds(m_cms.log(), what);
        };
    };
    // Half a renewal: the new certificate with the old key.
    replace(QStringLiteral("renewed"), ".pem");
    hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(logged("event=certificate.kept")(), patience);
    QCOMPARE(serial(), before);
    replace(QStringLiteral("renewed"), ".key");
    hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(serial() != before, patience);
    QVERIFY(logged("daysLeft=2")()); // of three, and a warning
    QCOMPARE(m_cms.stop(), 0);
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
