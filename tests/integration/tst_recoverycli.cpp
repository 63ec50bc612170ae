// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/recoveryfile.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <sys/stat.h>

using namespace chancery;
using namespace chancery::support;

namespace {

const QByteArray passphrase = "two people know this\n";
const QString reason = QStringLiteral("The provider is down and prod is broken");

bool says(const Outcome &outcome, const char *words)
{
    return outcome.exitCode == 0 && outcome.out.find(words) != std::string::npos;
}

bool refuses(const Outcome &outcome, const char *words)
{
    return outcome.exitCode != 0 && (outcome.errors + outcome.out).find(words) != std::string::npos;
}

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.out + outcome.errors);
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

// Recovery access from a shell: keys that the program makes, a server that names an identity
// provider which nobody answers for, and the verbs that everybody uses. Each step goes on from the
// one before.
class TestRecoveryCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keyIsSealedAndItsOwners();
    void keyIsNeverOverwritten();
    void opensslReadsIt();
    void whatDoesNotOpenIt();
    void keySignsInWithoutTheProvider();
    void looksAndGoesBack();
    void otherVersionIsRefused();
    void freezesAndRevokes();
    void restIsRefused();
    void everybodySeesIt();
    void killedServerKeepsTheSession();
    void signingOutEndsIt();
    void serverDoesNotStartWithABadFile();

private:
    QString path(const char *name) const { return m_homes.filePath(QLatin1String(name)); }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()); }
    Outcome login(
        const Shell &shell, const QString &key, const QByteArray &words = passphrase) const
    {
        return shell.run(
            {QStringLiteral("login"), url(), QStringLiteral("--recovery"), key,
                QStringLiteral("--reason"), reason, QStringLiteral("--password-stdin")},
            words);
    }
    void publish(const std::string &text);
    std::string liveText() const
    {
        const auto head = m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod");
        return m_cms.admin().get("/v1/versions/" + at(head, "/version") + "/text").body;
    }

    QTemporaryDir m_homes;
    RecoveryFile m_file;
    CmsProcess m_cms;
    QStringList m_options;
    std::unique_ptr<Shell> m_shell;
    std::optional<ProbeClient> m_author;
    std::optional<ProbeClient> m_approver;
    std::string m_config;
    std::string m_first;
};

void TestRecoveryCli::publish(const std::string &text)
{
    const auto head = m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod");
    const auto made = m_author->post("/v1/change-requests",
        requestBody(m_config, "prod", head.status == 200 ? at(head, "/version") : "", text));
    const auto voted = m_approver->post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", voted.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

void TestRecoveryCli::initTestCase()
{
    m_shell = std::make_unique<Shell>(path("home"));
    std::vector<std::string> keys;
    for (const char *name : {"a.pem", "b.pem"}) {
        const auto made = m_shell->run({QStringLiteral("recovery"), QStringLiteral("make-key"),
                                           path(name), QStringLiteral("--password-stdin")},
            passphrase);
        QVERIFY2(made.exitCode == 0, told(made).constData());
        keys.push_back(made.out.substr(0, made.out.find('\n')));
    }
    // Nobody answers at the provider's address.
    m_options = {QStringLiteral("--recovery"), m_file.write(keys[0], keys[1]),
        QStringLiteral("--identity-issuer"), QStringLiteral("http://127.0.0.1:9"),
        QStringLiteral("--identity-client-id"), QStringLiteral("chancery")};
    QVERIFY(m_cms.start(m_options));
    makePlaces(m_cms.admin());
    m_author.emplace(makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])"));
    m_approver.emplace(makePerson(m_cms.admin(), "otto", R"(["approver"])"));
    (void)makePerson(m_cms.admin(), "cid", R"(["viewer","emergency.review"])");
    m_config = makeConfig(*m_author, "payments/limits");
    publish("{\"rate\": 1}\n");
    m_first = at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod"), "/version");
    publish("{\"rate\": 2}\n");
    publish("{\"rate\": 0}\n");
}

void TestRecoveryCli::keyIsSealedAndItsOwners()
{
    struct stat found{};
    QCOMPARE(::stat(path("a.pem").toUtf8().constData(), &found), 0);
    QCOMPARE(found.st_mode & 0777, mode_t(0600));
    QFile file(path("a.pem"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    const auto weak = m_shell->run({QStringLiteral("recovery"), QStringLiteral("make-key"),
                                       path("weak.pem"), QStringLiteral("--password-stdin")},
        "short\n");
    QVERIFY2(refuses(weak, "12 characters"), told(weak).constData());
    QVERIFY(!QFile::exists(path("weak.pem")));
}

void TestRecoveryCli::keyIsNeverOverwritten()
{
    const auto again = m_shell->run({QStringLiteral("recovery"), QStringLiteral("make-key"),
                                        path("a.pem"), QStringLiteral("--password-stdin")},
        passphrase);
    QVERIFY2(refuses(again, "File exists"), told(again).constData());
}

void TestRecoveryCli::opensslReadsIt()
{
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
        {QStringLiteral("pkey"), QStringLiteral("-in"), path("a.pem"), QStringLiteral("-passin"),
            QStringLiteral("pass:two people know this"), QStringLiteral("-pubout"),
            QStringLiteral("-text")});
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode(), 0);
    QVERIFY(openssl.readAllStandardOutput().contains("ED25519"));
}

void TestRecoveryCli::whatDoesNotOpenIt()
{
    const auto wrong = login(*m_shell, path("a.pem"), "another passphrase\n");
    QVERIFY2(refuses(wrong, "passphrase"), told(wrong).constData());
    const auto missing = login(*m_shell, path("none.pem"));
    QVERIFY2(refuses(missing, "No such file"), told(missing).constData());
    QVERIFY(QFile::copy(path("a.pem"), path("open.pem")));
    QVERIFY(::chmod(path("open.pem").toUtf8().constData(), 0644) == 0);
    const auto open = login(*m_shell, path("open.pem"));
    QVERIFY2(refuses(open, "chmod 600"), told(open).constData());
    // One that the server does not know.
    const auto made = m_shell->run({QStringLiteral("recovery"), QStringLiteral("make-key"),
                                       path("c.pem"), QStringLiteral("--password-stdin")},
        passphrase);
    QCOMPARE(made.exitCode, 0);
    const auto stranger = login(*m_shell, path("c.pem"));
    QVERIFY2(refuses(stranger, "key"), told(stranger).constData());
    // It has to say why.
    QVERIFY(m_shell
                ->run({QStringLiteral("login"), url(), QStringLiteral("--recovery"), path("a.pem"),
                          QStringLiteral("--password-stdin")},
                    passphrase)
                .exitCode
        != 0);
}

void TestRecoveryCli::keySignsInWithoutTheProvider()
{
    const auto signedIn = login(*m_shell, path("a.pem"));
    QVERIFY2(says(signedIn, "Recovery key safe-a"), told(signedIn).constData());
    const auto who = m_shell->run("whoami");
    QVERIFY2(says(who, "recovery:safe-a"), told(who).constData());
}

void TestRecoveryCli::looksAndGoesBack()
{
    QVERIFY(says(m_shell->run("get payments/limits -e prod"), "\"rate\": 0"));
    const auto seen = m_shell->run("rollback payments/limits --last-good -e prod --preview");
    QVERIFY2(says(seen, "goes back"), told(seen).constData());
    const auto done
        = m_shell->run(words("rollback payments/limits --last-good -e prod --reason Broken"));
    QVERIFY2(says(done, "applied"), told(done).constData());
    QCOMPARE(liveText(), std::string("{\"rate\": 2}\n"));
}

void TestRecoveryCli::otherVersionIsRefused()
{
    publish("{\"rate\": 3}\n");
    auto asked = words("rollback payments/limits -e prod --reason Broken --to");
    const auto refused = m_shell->run(asked << QString::fromStdString(m_first));
    QVERIFY2(refuses(refused, "last known good"), told(refused).constData());
    QCOMPARE(liveText(), std::string("{\"rate\": 3}\n"));
}

void TestRecoveryCli::freezesAndRevokes()
{
    const auto frozen = m_shell->run("freeze now -e prod --minutes 30 --reason Broken");
    QVERIFY2(says(frozen, "prod is frozen until"), told(frozen).constData());
    const auto calendar = m_shell->run("calendar -e prod");
    QVERIFY2(says(calendar, "recovery:safe-a"), told(calendar).constData());
    const auto out = m_shell->run("token revoke otto --all");
    QVERIFY2(out.exitCode == 0, told(out).constData());
    QCOMPARE(m_approver->get("/v1/configs").status, 401);
}

void TestRecoveryCli::restIsRefused()
{
    for (const char *asked :
        {"freeze lift -e prod --reason Enough", "user add eve --role admin --service", "audit list",
            "user disable pia --reason why", "token create pia"}) {
        const auto refused = m_shell->run(asked);
        QVERIFY2(refused.exitCode != 0, asked);
        QVERIFY2(refuses(refused, "Recovery access") || refuses(refused, "allowed"),
            told(refused).constData());
    }
}

void TestRecoveryCli::everybodySeesIt()
{
    Shell cid(path("cid"));
    QVERIFY(cid.login(m_cms.port(), QStringLiteral("cid")));
    const auto listed = cid.run("emergency list");
    QVERIFY2(says(listed, "recovery:safe-a"), told(listed).constData());
    const auto shown = cid.run("emergency show EM-1");
    QVERIFY2(says(shown, "with a recovery key"), told(shown).constData());
    const auto inbox = cid.run("inbox");
    QVERIFY2(says(inbox, "EM-1"), told(inbox).constData());
}

void TestRecoveryCli::killedServerKeepsTheSession()
{
    m_cms.kill();
    QVERIFY(m_cms.startAgain(m_options));
    QVERIFY(says(m_shell->run("get payments/limits -e prod"), "\"rate\": 3"));
    QVERIFY(says(m_shell->run("calendar -e prod"), "recovery:safe-a"));
}

void TestRecoveryCli::signingOutEndsIt()
{
    QCOMPARE(m_shell->run("logout").exitCode, 0);
    Shell cid(path("cid"));
    QVERIFY(cid.login(m_cms.port(), QStringLiteral("cid")));
    const auto shown = cid.run("emergency show EM-1");
    QVERIFY2(says(shown, "review-due"), told(shown).constData());
}

void TestRecoveryCli::serverDoesNotStartWithABadFile()
{
    const auto key = core::publicText(m_file.a.publicKey());
    CmsProcess twice;
    QVERIFY(!twice.start({QStringLiteral("--recovery"), m_file.write(key, key)}));
    CmsProcess open;
    const auto file = m_file.write();
    QVERIFY(::chmod(file.toUtf8().constData(), 0622) == 0);
    QVERIFY(!open.start({QStringLiteral("--recovery"), file}));
}

QTEST_GUILESS_MAIN(TestRecoveryCli)
#include "tst_recoverycli.moc"
