// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// The way back and the look back, through the real server and the real command line.
class TestWayBack : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aPreviewShowsAndDoesNothing();
    void oneKeyGoesBack();
    void whatHeldThenIsPrinted();
    void aServiceIsComparedOverTime();
    void theCauseIsNamed();
    void aNamespaceGoesBackInTime();
    void someConfigsAreLeftOut();
    void whatOthersHangOnStaysUnlessNamed();
    void wrongUsesAreTold();
    void theOldWaySurvivesARestart();

private:
    std::string live() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    }
    std::string text() const { return m_cms.admin().get("/v1/versions/" + live() + "/text").body; }
    void publish(const std::string &text)
    {
        QCOMPARE(publishInDev(m_cms.admin(), m_config, text).status, 200);
    }
    // The agent of the shop has what is live.
    void report();
    static QString now();
    // The next instant is another one.
    static void waitForAnotherInstant(const QString &instant);

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::string m_config;
    std::string m_agent;
    QString m_first;
    QString m_beginning;
};

QString TestWayBack::now()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

void TestWayBack::waitForAnotherInstant(const QString &instant)
{
    QTRY_VERIFY(now() != instant);
}

void TestWayBack::report()
{
    const auto body = R"({"config":")" + m_config + R"(","path":"","version":")" + live()
        + R"(","epoch":1,"status":"applied","reason":"","at":")" + now().toStdString() + "\"}";
    QCOMPARE(m_cms.admin().post("/v1/agents/" + m_agent + ":report", body).status, 200);
}

void TestWayBack::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_config = makeConfig(m_cms.admin(), "payments/limits");
    publish(R"({"rate": 1, "burst": 1})");
    m_first = QString::fromStdString(live());
    m_agent = at(m_cms.admin().post("/v1/agents",
                     R"({"name":"host-1","environment":"dev","service":"shop","region":"",)"
                     R"("build":"1","paths":["payments/limits"]})"),
        "/id");
    report();
    m_beginning = now();
    waitForAnotherInstant(m_beginning);
    publish(R"({"rate": 1, "burst": 2})");
    publish(R"({"rate": 90, "burst": 2})");
    report();
    (void)makePerson(m_cms.admin(), "olga", R"(["operator"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("olga")));
}

void TestWayBack::aPreviewShowsAndDoesNothing()
{
    const auto before = live();
    const auto shown = m_shell->run(QStringList{QStringLiteral("rollback"),
        QStringLiteral("payments/limits"), QStringLiteral("--to"), m_first, QStringLiteral("-e"),
        QStringLiteral("dev"), QStringLiteral("--preview")});
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    for (const char *words : {"~ /rate", "~ /burst", "lost: v", "Reaches 1 services, 1 agents"})
        QVERIFY2(shown.out.find(words) != std::string::npos, shown.out.c_str());
    QCOMPARE(live(), before);
    QVERIFY2(shown.out.find("  services: shop\n  agents: host-1\n") != std::string::npos,
        shown.out.c_str());
    const auto json = m_shell->run(QStringList{QStringLiteral("rollback"),
        QStringLiteral("payments/limits"), QStringLiteral("--to"), m_first, QStringLiteral("-e"),
        QStringLiteral("dev"), QStringLiteral("--preview"), QStringLiteral("--json")});
    const auto read = core::readJson(json.out);
    QVERIFY2(read, json.out.c_str());
    const auto impact = read.tree().root()["impact"];
    QCOMPARE(impact["agents"]["direct"].text(), std::string_view("1"));
    QCOMPARE(impact.resolve("/serviceNames/0").text(), std::string_view("shop"));
    QCOMPARE(read.tree().root().resolve("/agentNames/0").text(), std::string_view("host-1"));
}

void TestWayBack::oneKeyGoesBack()
{
    const auto done = m_shell->run(QStringList{QStringLiteral("rollback"),
        QStringLiteral("payments/limits"), QStringLiteral("--to"), m_first, QStringLiteral("--key"),
        QStringLiteral("/rate"), QStringLiteral("-e"), QStringLiteral("dev"),
        QStringLiteral("--reason"), QStringLiteral("too fast")});
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QVERIFY2(done.out.find("applied") != std::string::npos, done.out.c_str());
    QCOMPARE(text(), std::string(R"({"rate": 1, "burst": 2})"));
}

void TestWayBack::whatHeldThenIsPrinted()
{
    const auto then
        = m_shell->run(QStringList{QStringLiteral("effective"), QStringLiteral("payments/limits"),
            QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--at"), m_beginning});
    QVERIFY2(then.exitCode == 0, then.errors.c_str());
    QVERIFY2(then.out.find("\"burst\": 1") != std::string::npos, then.out.c_str());
}

void TestWayBack::aServiceIsComparedOverTime()
{
    const auto compared = m_shell->run(
        QStringList{QStringLiteral("compare"), QStringLiteral("--service"), QStringLiteral("shop"),
            QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--from"), m_beginning});
    QCOMPARE(compared.exitCode, 1);
    QVERIFY2(compared.out.find("-  \"burst\": 1") != std::string::npos, compared.out.c_str());
    QVERIFY2(compared.out.find("+  \"burst\": 2") != std::string::npos, compared.out.c_str());
    QVERIFY(compared.out.find("-  \"rate\"") == std::string::npos);
    const auto same = m_shell->run("compare payments/limits -e dev --from 0m --to 0m");
    QCOMPARE(same.exitCode, 0);
}

void TestWayBack::theCauseIsNamed()
{
    const auto asked = m_shell->run("suspects -e dev --service shop --since 1h");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    // The step from 1 to 90, and not the one before it.
    const auto first = QString::fromStdString(asked.out).split(u'\n').value(2);
    QVERIFY2(first.contains(QStringLiteral("large-step")), asked.out.c_str());
    QVERIFY2(first.contains(QStringLiteral("rolled-back")), asked.out.c_str());
}

void TestWayBack::aNamespaceGoesBackInTime()
{
    const auto done
        = m_shell->run(QStringList{QStringLiteral("rollback"), QStringLiteral("--at"), m_beginning,
            QStringLiteral("--namespace"), QStringLiteral("payments"), QStringLiteral("-e"),
            QStringLiteral("dev"), QStringLiteral("--reason"), QStringLiteral("as it was")});
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QCOMPARE(text(), std::string(R"({"rate": 1, "burst": 1})"));
    const auto again = m_shell->run(QStringList{QStringLiteral("rollback"), QStringLiteral("--at"),
        m_beginning, QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--yes"),
        QStringLiteral("--reason"), QStringLiteral("as it was")});
    QVERIFY(again.exitCode != 0);
    QVERIFY2(again.errors.find("nothing to roll back") != std::string::npos, again.errors.c_str());
}

void TestWayBack::someConfigsAreLeftOut()
{
    const auto strict = makeConfig(m_cms.admin(), "payments/strict");
    QCOMPARE(publishInDev(m_cms.admin(), strict, R"({"a": 1})").status, 200);
    publish(R"({"rate": 3, "burst": 3})");
    const auto instant = now();
    waitForAnotherInstant(instant);
    QCOMPARE(publishInDev(m_cms.admin(), strict, R"({"a": 1, "b": 1})").status, 200);
    publish(R"({"rate": 4, "burst": 3})");
    // By today's schema the one cannot go back.
    const auto schema = m_cms.admin().post("/v1/schemas",
        R"({"uri":"https://x/strict","name":"s","text":)" + jsonText(R"({"required": ["b"]})")
            + '}');
    const auto target = "/v1/configs/" + strict;
    QCOMPARE(m_cms.admin()
                 .send("PUT", target + "/schema", R"({"schema":")" + at(schema, "/id") + R"("})",
                     {{"If-Match", '"' + m_cms.admin().get(target).etag() + '"'}})
                 .status,
        200);
    const auto run = [&](const char *more) {
        return m_shell->run(("rollback --at " + instant.toStdString()
            + " --namespace payments -e dev --reason incident" + more)
                .c_str());
    };
    const auto refused = run("");
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("--except payments/strict") != std::string::npos,
        refused.errors.c_str());
    const auto misspelt = run(" --except payments/strikt");
    QVERIFY2(misspelt.errors.find("payments/strikt would not go back") != std::string::npos,
        misspelt.errors.c_str());
    const auto shown = run(" --except payments/strict --preview");
    QVERIFY2(shown.out.find("payments/limits: ") != std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("payments/strict: ") == std::string::npos, shown.out.c_str());
    const auto done = run(" --except payments/strict");
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QCOMPARE(text(), std::string(R"({"rate": 3, "burst": 3})"));
    QVERIFY(run(" --except payments/limits --except payments/strict").exitCode != 0);
}

// What the preview says is what is done: of those that go back, and of no others.
void TestWayBack::whatOthersHangOnStaysUnlessNamed()
{
    const auto &admin = m_cms.admin();
    const auto shared = makeConfig(admin, "payments/shared");
    QCOMPARE(publishInDev(admin, shared, R"({"a": 1})").status, 200);
    publish(R"({"rate": 5, "burst": 5})");
    for (const auto &[name, service, paths] :
        {std::tuple("host-1", "shop", R"("payments/limits","payments/shared")"),
            std::tuple("host-2", "till", R"("payments/shared")")})
        QCOMPARE(admin
                     .post("/v1/agents",
                         std::string(R"({"name":")") + name + R"(","environment":"dev","service":")"
                             + service + R"(","region":"","build":"1","paths":[)" + paths + "]}")
                     .status,
            201);
    const auto instant = now();
    waitForAnotherInstant(instant);
    QCOMPARE(publishInDev(admin, shared, R"({"a": 2})").status, 200);
    publish(R"({"rate": 6, "burst": 5})");
    const auto run = [&](const char *more) {
        return m_shell->run(
            ("rollback --at " + instant.toStdString() + " --service shop -e dev --reason r" + more)
                .c_str());
    };
    const auto has = [](const Outcome &outcome, const char *words) {
        return outcome.out.find(words) != std::string::npos;
    };
    const auto shown = run(" --preview");
    QVERIFY2(
        has(shown, "payments/shared: stays, because others hang on it too"), shown.out.c_str());
    QVERIFY2(has(shown, ", goes back\n"), shown.out.c_str());
    QVERIFY2(has(shown, "Reaches 1 services, 1 agents"), shown.out.c_str());
    const auto more = run(" --preview --with payments/shared");
    QVERIFY2(has(more, ", goes back, others hang on it too\n"), more.out.c_str());
    QVERIFY2(has(more, "Reaches 2 services, 2 agents"), more.out.c_str());
    const auto text = [&](const std::string &config) {
        const auto live = at(admin.get("/v1/configs/" + config + "/heads/dev"), "/version");
        return admin.get("/v1/versions/" + live + "/text").body;
    };
    QCOMPARE(run("").exitCode, 0);
    QCOMPARE(text(m_config), std::string(R"({"rate": 5, "burst": 5})"));
    QCOMPARE(text(shared), std::string(R"({"a": 2})"));
    const auto done = run(" --with payments/shared");
    QVERIFY2(done.exitCode == 0, done.errors.c_str());
    QCOMPARE(text(shared), std::string(R"({"a": 1})"));
    QVERIFY(run(" --with payments/none").exitCode != 0);
}

void TestWayBack::wrongUsesAreTold()
{
    const auto fails = [this](const char *command, const char *words) {
        const auto outcome = m_shell->run(command);
        return outcome.exitCode != 0 && outcome.errors.find(words) != std::string::npos;
    };
    QVERIFY(fails("rollback payments/limits -e dev --to sha256:0", "--reason"));
    QVERIFY(fails("rollback -e dev --reason r", "--at"));
    QVERIFY(fails("rollback payments/limits --at 1h -e dev --reason r", "excludes"));
    QVERIFY(fails("rollback --at soon -e dev --reason r", "2026-11-29T14:05:00Z"));
    QVERIFY(fails("rollback --at 1m -e dev --reason r", "--yes"));
    QVERIFY(fails("suspects -e dev --service none", "none"));
    QVERIFY(fails("compare -e dev --from 1h", "--service"));
}

void TestWayBack::theOldWaySurvivesARestart()
{
    m_cms.kill();
    QVERIFY(m_cms.startAgain());
    const auto asked = m_shell->run("suspects -e dev --service shop --since 1h");
    QVERIFY2(asked.out.find("large-step") != std::string::npos, asked.out.c_str());
}

QTEST_GUILESS_MAIN(TestWayBack)
#include "tst_wayback.moc"
