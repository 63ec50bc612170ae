// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;
const QString secret
    = QStringLiteral("whsec_") + QString::fromLatin1(QByteArray(32, 'k').toBase64());

QString folderOfScripts()
{
    return QFileInfo(QStringLiteral(CHANCERY_CONTRACT)).path()
        + QStringLiteral("/../../tests/notifications/");
}

// One of tests/notifications, which says where it listens and then what came.
class Script {
public:
    bool start(const QString &name, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QStringLiteral("/usr/bin/python3"), QStringList{folderOfScripts() + name} + arguments);
        port = line().section(QLatin1Char(' '), 1).toInt();
        return port > 0;
    }
    ~Script()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    QString line()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(patience))
                return {};
        }
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    // The next thing that came.
    ProbeAnswer told() { return {200, {}, line().toStdString()}; }

    int port = 0;

private:
    QProcess m_process;
};

} // namespace

// The real server tells a real web server and a real mail server on this machine, both under TLS.
// What they say of it was found out by other people's code.
class TestReceivers : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aWebhook();
    void aWebhookOfAnotherAuthority();
    void aWebhookThatLeadsInside();
    void aMail();
    void aMailServerWithoutTls();
    void aMailServerThatWantsAnotherPassword();
    void theInboxInAShell();

private:
    QString file(const QString &name) const { return m_folder.path() + QLatin1Char('/') + name; }
    void write(const QString &name, const QByteArray &text) const;
    // The server with these options, and the document with that receiver live in "dev".
    void begin(const QStringList &options, const std::string &document);
    // Of an author, for "prod", where it needs an approval.
    void submit(const std::string &title);
    std::string stateOf(const std::string &receiver);
    QStringList mailOptions(int port) const
    {
        return {QStringLiteral("--mail-relay"), QStringLiteral("localhost:%1").arg(port),
            QStringLiteral("--mail-from"), QStringLiteral("cms@example.org"),
            QStringLiteral("--mail-user"), QStringLiteral("cms"),
            QStringLiteral("--mail-password-file"), file(QStringLiteral("password")),
            QStringLiteral("--notification-ca"), file(QStringLiteral("cert.pem"))};
    }
    QStringList hookOptions() const
    {
        return {QStringLiteral("--notification-secrets"), m_folder.path(),
            QStringLiteral("--notification-ca"), file(QStringLiteral("cert.pem"))};
    }

    QTemporaryDir m_folder;
    std::unique_ptr<CmsProcess> m_cms;
    std::optional<ProbeClient> m_author;
    int m_count = 0; // of configs
};

void TestReceivers::write(const QString &name, const QByteArray &text) const
{
    QFile out(file(name));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(text);
}

void TestReceivers::initTestCase()
{
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
        {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
            QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
            QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost"),
            QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
            QStringLiteral("-keyout"), file(QStringLiteral("key.pem")), QStringLiteral("-out"),
            file(QStringLiteral("cert.pem"))});
    QVERIFY(openssl.waitForFinished(patience));
    QCOMPARE(openssl.exitCode(), 0);
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("prod")));
    write(QStringLiteral("prod/pager"), secret.toLatin1() + '\n');
    write(QStringLiteral("password"), "letters\n");
}

void TestReceivers::init()
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
        {QStringLiteral("-c"), QStringLiteral("import aiosmtpd")});
    if (!python.waitForFinished(patience) || python.exitCode() != 0)
        QSKIP("python3-aiosmtpd is not installed");
}

void TestReceivers::begin(const QStringList &options, const std::string &document)
{
    m_cms = std::make_unique<CmsProcess>();
    QVERIFY(m_cms->start(options));
    makePlaces(m_cms->admin());
    QCOMPARE(
        m_cms->admin()
            .post("/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    m_author.emplace(makePerson(m_cms->admin(), "ann", R"(["author","policy.edit"])"));
    const auto bob = makePerson(m_cms->admin(), "bob", R"(["approver"])");
    const auto cy = makePerson(m_cms->admin(), "cy", R"(["approver"])");
    const auto config = m_author->post("/v1/configs",
        R"({"path":"sys/notifications","format":"json","schema":null,"description":"","owner":""})");
    auto made = m_author->post(
        "/v1/change-requests", requestBody(at(config, "/id"), "prod", "", document));
    QVERIFY2(made.status == 201, made.body.c_str());
    auto voted = bob.post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    QVERIFY2(voted.status == 200, voted.body.c_str());
    voted = cy.post(verb(made, "vote"), voteBody(made, "approve"), voted.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", voted.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

void TestReceivers::submit(const std::string &title)
{
    const auto config = m_author->post("/v1/configs",
        R"({"path":"payments/c)" + std::to_string(++m_count)
            + R"(","format":"json","schema":null,"description":"","owner":""})");
    auto body = requestBody(at(config, "/id"), "prod", "", R"({"a":1})");
    const std::string mark = "\"title\":";
    const auto from = body.find(mark) + mark.size();
    const auto until = body.find('"', from + 1) + 1;
    body.replace(from, until - from, jsonText(title));
    const auto made = m_author->post("/v1/change-requests", body);
    QVERIFY2(made.status == 201, made.body.c_str());
}

std::string TestReceivers::stateOf(const std::string &receiver)
{
    std::string state;
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired() && (state.empty() || state == "waiting 0")) {
        const auto answer = m_cms->admin().get("/v1/notification-deliveries");
        if (at(answer, "/items/0/receiver") != receiver)
            continue;
        state = at(answer, "/items/0/state") + ' ' + at(answer, "/items/0/attempts");
        if (const auto failure = at(answer, "/items/0/failure"); !failure.empty())
            state += ' ' + failure;
    }
    return state;
}

void TestReceivers::aWebhook()
{
    Script receiver;
    QVERIFY(receiver.start(QStringLiteral("webhookreceiver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")), secret}));
    begin(hookOptions() << QStringLiteral("--notification-allow-network")
                        << QStringLiteral("127.0.0.0/8"),
        R"({"webhooks":[{"id":"pager","kinds":["review-asked"],"secret":"pager","url":"https:\/\/localhost:)"
            + std::to_string(receiver.port) + R"(\/"}]})");
    submit("Größer\r\nx: y");
    const auto told = receiver.told();
    QVERIFY2(told.body.find(R"("signed": true, "fresh": true, "same": true)") != std::string::npos,
        told.body.c_str());
    QCOMPARE(at(told, "/type"), std::string("chancery.review-asked"));
    QCOMPARE(at(told, "/title"), std::string("Größer\\u{d}\\u{a}x: y"));
    QCOMPARE(stateOf("pager"), std::string("delivered 1"));
}

void TestReceivers::aWebhookOfAnotherAuthority()
{
    Script receiver;
    QVERIFY(receiver.start(QStringLiteral("webhookreceiver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")), secret}));
    begin({QStringLiteral("--notification-secrets"), m_folder.path(),
              QStringLiteral("--notification-allow-network"), QStringLiteral("127.0.0.0/8")},
        R"({"webhooks":[{"id":"pager","kinds":["review-asked"],"secret":"pager","url":"https:\/\/localhost:)"
            + std::to_string(receiver.port) + R"(\/"}]})");
    submit("t");
    QCOMPARE(stateOf("pager"), std::string("waiting 1 tls"));
}

// Without the option this machine is not to be reached, by whatever name.
void TestReceivers::aWebhookThatLeadsInside()
{
    Script receiver;
    QVERIFY(receiver.start(QStringLiteral("webhookreceiver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")), secret}));
    begin(hookOptions(),
        R"({"webhooks":[{"id":"pager","kinds":["review-asked"],"secret":"pager","url":"https:\/\/localhost:)"
            + std::to_string(receiver.port) + R"(\/"}]})");
    submit("t");
    QCOMPARE(stateOf("pager"), std::string("waiting 1 address-refused"));
}

void TestReceivers::aMail()
{
    Script mails;
    QVERIFY(mails.start(QStringLiteral("mailserver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")),
            QStringLiteral("starttls")}));
    begin(mailOptions(mails.port),
        R"({"mails":[{"id":"team","kinds":["review-asked"],"to":["a@example.org","b@example.org"]}]})");
    submit("Größer\r\n.\r\nBcc: everybody@example.org");
    const auto told = mails.told();
    QVERIFY2(
        told.body.find(R"("tls": true, "signedIn": true)") != std::string::npos, told.body.c_str());
    QCOMPARE(at(told, "/from"), std::string("cms@example.org"));
    QCOMPARE(at(told, "/to/1"), std::string("b@example.org"));
    QVERIFY(told.body.find(R"("bcc": null)") != std::string::npos);
    QCOMPARE(at(told, "/headers"), std::string("10"));
    QVERIFY(at(told, "/subject").starts_with("[Chancery] prod: CR-"));
    const auto body = at(told, "/body");
    QVERIFY2(body.find("Größer\\u{d}\\u{a}.\\u{d}\\u{a}Bcc: everybody") != std::string::npos,
        body.c_str());
    QCOMPARE(stateOf("team"), std::string("delivered 1"));
}

void TestReceivers::aMailServerWithoutTls()
{
    Script mails;
    QVERIFY(mails.start(QStringLiteral("mailserver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")),
            QStringLiteral("plain")}));
    begin(mailOptions(mails.port),
        R"({"mails":[{"id":"team","kinds":["review-asked"],"to":["a@example.org"]}]})");
    submit("t");
    QCOMPARE(stateOf("team"), std::string("waiting 1 tls"));
}

void TestReceivers::aMailServerThatWantsAnotherPassword()
{
    Script mails;
    QVERIFY(mails.start(QStringLiteral("mailserver.py"),
        {file(QStringLiteral("cert.pem")), file(QStringLiteral("key.pem")),
            QStringLiteral("starttls")}));
    auto options = mailOptions(mails.port);
    options[options.indexOf(QStringLiteral("--mail-user")) + 1] = QStringLiteral("somebody");
    begin(options, R"({"mails":[{"id":"team","kinds":["review-asked"],"to":["a@example.org"]}]})");
    submit("t");
    const auto state = stateOf("team");
    QVERIFY2(state.starts_with("waiting 1 "), state.c_str()); // by the relay's word or its silence
}

void TestReceivers::theInboxInAShell()
{
    begin({}, R"({"webhooks":[]})");
    submit("Größer\x1b[2J");
    const Shell shell(file(QStringLiteral("home")));
    QVERIFY(shell.login(m_cms->port(), QStringLiteral("bob")));
    const auto first = shell.run("inbox --unread");
    QCOMPARE(first.exitCode, 0);
    QVERIFY2(first.out.find("asks for a review") != std::string::npos, first.out.c_str());
    QVERIFY(first.out.find("Größer\\u{1b}[2J") != std::string::npos);
    QVERIFY(first.out.find(" unread\n") != std::string::npos);
    QVERIFY(shell.run("inbox --read-all").out.find("0 unread\n") != std::string::npos);
    QVERIFY(shell.run("inbox --unread").out.find("0 unread\n") != std::string::npos);
    const auto refused = shell.run("notifications test pager -e prod");
    QVERIFY(refused.exitCode != 0); // bob edits no policies
    QCOMPARE(shell.run("notifications deliveries").exitCode, 0);
}

QTEST_GUILESS_MAIN(TestReceivers)
#include "tst_receivers.moc"
