// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Finding and changing many configs at the shell, through the real programs.
class TestBulkCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void searchPrintsEveryHit();
    void searchSaysWhatIsWrong();
    void differenceIsPrintedAndNothingChanged();
    void renameTakesReferencesAndBecomesOneRequest();
    void renameTakesDraftsAlong();
    void whatCannotBeDoneIsToldAndNothingRequested();

private:
    std::string publish(
        const std::string &path, const std::string &format, const std::string &text);
    std::string live(const std::string &id) const;

    QTemporaryDir m_home;
    CmsProcess m_cms;
    std::unique_ptr<Shell> m_shell;
    std::string m_database;
    std::string m_client;
};

std::string TestBulkCli::publish(
    const std::string &path, const std::string &format, const std::string &text)
{
    const auto &admin = m_cms.admin();
    const auto id = makeConfig(admin, path, format);
    const auto request = admin.post("/v1/change-requests", requestBody(id, "dev", {}, text));
    const auto applied = admin.post(verb(request, "apply"), "{}", request.etag());
    return applied.status == 200 ? id : std::string();
}

std::string TestBulkCli::live(const std::string &id) const
{
    const auto head = m_cms.admin().get("/v1/configs/" + id + "/heads/dev");
    return m_cms.admin().get("/v1/versions/" + at(head, "/version") + "/text").body;
}

void TestBulkCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_database = publish("payments/db", "yaml", "# where\nhost: old.example # now\nport: 5432\n");
    m_client = publish("payments/client", "json",
        "{\n  \"url\": \"${ref:/payments/db#/host}\",\n  \"note\": \"old\"\n}\n");
    publish("payments/shared", "yaml", "a: &x {n: 1}\nb: *x\n");
    QVERIFY(!m_database.empty() && !m_client.empty());
    makePerson(m_cms.admin(), "ann", R"(["author"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("ann")));
}

void TestBulkCli::searchPrintsEveryHit()
{
    const auto found = m_shell->run("search old -e dev");
    QCOMPARE(found.exitCode, 0);
    QCOMPARE(found.out,
        std::string("payments/client@dev:3:12: \"note\": \"old\"\n"
                    "payments/db@dev:2:7: host: old.example # now\n"));
    QCOMPARE(m_shell->run("search nowhere").exitCode, 1);
    const auto keys = m_shell->run("search -E ^h --in keys --path payments/d*");
    QCOMPARE(keys.out, std::string("payments/db@dev:2:1: host: old.example # now\n"));
}

void TestBulkCli::searchSaysWhatIsWrong()
{
    const auto bad = m_shell->run("search -E a[z-a]");
    QCOMPARE(bad.exitCode, 1);
    QVERIFY2(
        bad.errors.find("/pattern (line 1, column 3)") != std::string::npos, bad.errors.c_str());
}

void TestBulkCli::differenceIsPrintedAndNothingChanged()
{
    const auto shown = m_shell->run("bulk multiply /port 2 -e dev --dry-run");
    QCOMPARE(shown.exitCode, 0);
    QCOMPARE(shown.out,
        std::string("--- payments/db@dev\n+++ payments/db@dev (after)\n@@ -1,3 +1,3 @@\n"
                    " # where\n host: old.example # now\n-port: 5432\n+port: 10864\n"));
    QVERIFY(live(m_database).find("5432") != std::string::npos);
}

void TestBulkCli::renameTakesReferencesAndBecomesOneRequest()
{
    const auto made = m_shell->run({QStringLiteral("bulk"), QStringLiteral("rename"),
        QStringLiteral("/host"), QStringLiteral("hostname"), QStringLiteral("--path"),
        QStringLiteral("=payments/db"), QStringLiteral("-e"), QStringLiteral("dev"),
        QStringLiteral("--request"), QStringLiteral("Name the host"), QStringLiteral("--reason"),
        QStringLiteral("Clearer")});
    QVERIFY2(made.exitCode == 0, made.errors.c_str());
    QVERIFY2(made.out.find("2 items") != std::string::npos, made.out.c_str());
    const auto requests = m_cms.admin().get("/v1/change-requests?limit=1");
    const auto id = at(requests, "/items/0/id");
    const auto request = m_cms.admin().get("/v1/change-requests/" + id);
    QCOMPARE(
        m_cms.admin().post("/v1/change-requests/" + id + ":apply", "{}", request.etag()).status,
        200);
    QCOMPARE(live(m_database), std::string("# where\nhostname: old.example # now\nport: 5432\n"));
    QCOMPARE(live(m_client),
        std::string("{\n  \"url\": \"${ref:/payments/db#/hostname}\",\n  \"note\": \"old\"\n}\n"));
}

void TestBulkCli::renameTakesDraftsAlong()
{
    const auto target = publish("payments/named", "yaml", "host: h\n");
    const auto user = publish("payments/naming", "json", "{}");
    QVERIFY(!target.empty() && !user.empty());
    const auto file = m_home.filePath(QStringLiteral("naming.json"));
    QFile written(file);
    QVERIFY(written.open(QIODevice::WriteOnly));
    written.write("{\"url\": \"${ref:/payments/named#/host}\"}");
    written.close();
    QCOMPARE(m_shell
                 ->run({QStringLiteral("put"), QStringLiteral("payments/naming"), file,
                     QStringLiteral("-e"), QStringLiteral("dev")})
                 .exitCode,
        0);
    const QStringList rename{QStringLiteral("bulk"), QStringLiteral("rename"),
        QStringLiteral("/host"), QStringLiteral("address"), QStringLiteral("-e"),
        QStringLiteral("dev"), QStringLiteral("--path"), QStringLiteral("=payments/named")};
    const auto without = m_shell->run(rename);
    QVERIFY2(without.out.find("@draft:dev") == std::string::npos, without.out.c_str());
    const auto shown = m_shell->run(rename + QStringList{QStringLiteral("--drafts")});
    QVERIFY2(shown.out.find("payments/naming@draft:dev") != std::string::npos,
        (shown.out + shown.errors).c_str());
    const auto draft = [this] { return m_shell->run("get payments/naming -e dev --draft").out; };
    QVERIFY(draft().find("#/host") != std::string::npos); // only shown
    const auto made = m_shell->run(rename
        + QStringList{QStringLiteral("--drafts"), QStringLiteral("--request"),
            QStringLiteral("Rename"), QStringLiteral("--reason"), QStringLiteral("clearer")});
    QVERIFY2(made.exitCode == 0, (made.out + made.errors).c_str());
    QVERIFY2(made.out.find("1 of your drafts changed") != std::string::npos, made.out.c_str());
    QCOMPARE(draft(), std::string("{\"url\": \"${ref:/payments/named#/address}\"}"));
}

void TestBulkCli::whatCannotBeDoneIsToldAndNothingRequested()
{
    const auto refused = m_shell->run("bulk set /*/n 2 -e dev --request Two --reason r");
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.find("payments/shared in dev:1:11") != std::string::npos,
        refused.errors.c_str());
    QVERIFY(refused.errors.find("nothing was requested") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestBulkCli)
#include "tst_bulkcli.moc"
