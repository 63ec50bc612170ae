// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// Passwords from the shell of whoever has to have one: the real server, the real command line.
class TestPasswd : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aOneTimePasswordIsExchanged();

private:
    QTemporaryDir m_folder;
};

// On a server as it is everywhere else: what an administrator issues has to be changed.
void TestPasswd::aOneTimePasswordIsExchanged()
{
    CmsProcess cms;
    cms.issueOneTimePasswords();
    QVERIFY(cms.start());
    (void)cms.admin().post("/v1/principals",
        R"({"kind":"user","name":"nina","displayName":"","roles":["viewer"],)"
        R"("password":"correct horse"})");
    const Shell nina(m_folder.filePath(QStringLiteral("nina")));
    const auto login = nina.run(
        {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(cms.port()),
            QStringLiteral("--name"), QStringLiteral("nina"), QStringLiteral("--password-stdin")},
        "correct horse\n");
    QCOMPARE(login.exitCode, 0);
    QVERIFY2(login.errors.find("Administrator made your account at") == 0, login.errors.c_str());
    QVERIFY(login.errors.find("chancery-cli passwd") != std::string::npos);
    const auto barred = nina.run("user list");
    QCOMPARE(barred.exitCode, 1);
    QVERIFY2(barred.errors.find("chancery-cli passwd") != std::string::npos, barred.errors.c_str());
    const QStringList passwd{QStringLiteral("passwd"), QStringLiteral("--password-stdin")};
    const auto wrong = nina.run(passwd, "not this one\nmy own words\n");
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY2(
        wrong.errors.find("The password is not right") != std::string::npos, wrong.errors.c_str());
    QCOMPARE(nina.run(passwd, "correct horse\nshort\n").exitCode, 1);
    const auto changed = nina.run(passwd, "correct horse\nmy own words\n");
    QVERIFY2(changed.exitCode == 0, changed.errors.c_str());
    QCOMPARE(nina.run("user list").exitCode, 0);
    // The very first administrator's password is nobody's but the server's own.
    QCOMPARE(cms.admin().get("/v1/configs").status, 200);
}

QTEST_GUILESS_MAIN(TestPasswd)
#include "tst_passwd.moc"
