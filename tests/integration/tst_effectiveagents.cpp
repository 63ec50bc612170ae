// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QFile>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 30'000;

} // namespace

// Real agents behind the real server, whose config has a parent, a layer for one region and a
// reference: what any of them says reaches the files, whoever dies in between.
class TestEffectiveAgents : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void documentsArriveInTheirPlace();
    void fleetTellsWhatIsDelivered();
    void parentReachesAll();
    void layerReachesItsRegion();
    void referenceIsFollowed();
    void newParentIsHeardOf();
    void burstTellsTheServiceLittle();
    void brokenDocumentIsRefused();
    void killedBeforeTheSwap();
    void startsWithoutTheServer();
    void anotherPlaceWaitsForTheServer();

private:
    std::string config(const std::string &path, const std::string &format = "yaml");
    void publish(const std::string &path, const std::string &text);
    void startAgent(int number, const QString &region);
    std::string fileOf(int number) const;
    std::size_t reloadsOf(int number) const;
    void removeFileOf(int number) const;
    std::string agentMember(int number, const std::string &member) const;

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::string m_token;
    std::map<std::string, std::string> m_ids;
    std::map<int, std::unique_ptr<AgentProcess>> m_agents;
};

std::string TestEffectiveAgents::config(const std::string &path, const std::string &format)
{
    auto &id = m_ids[path];
    if (id.empty())
        id = makeConfig(m_cms.admin(), path, format);
    return id;
}

void TestEffectiveAgents::publish(const std::string &path, const std::string &text)
{
    const auto answer = publishInDev(m_cms.admin(), config(path), text);
    QVERIFY2(answer.status < 300, answer.body.c_str());
}

void TestEffectiveAgents::startAgent(int number, const QString &region)
{
    const auto folder = m_folder.filePath(QStringLiteral("agent%1").arg(number));
    QFile::remove(folder + QStringLiteral("/ready"));
    auto &agent = m_agents[number];
    agent = std::make_unique<AgentProcess>(folder);
    // The check waits as long as somebody holds it.
    const auto settings = QStringLiteral(R"(server: http://127.0.0.1:%1
tokenFile: %2/token
name: host-%3
environment: dev
region: "%4"
cacheDir: %2/cache
targets:
  - path: payments/api
    file: %2/api.yaml
    validate: {command: [sh, -c, "while test -e %2/hold; do sleep 0.02; done", "{file}"]}
    reload: {command: [sh, -c, "echo x >> %2/reloads"]}
)")
                              .arg(m_cms.port())
                              .arg(folder)
                              .arg(number)
                              .arg(region);
    QVERIFY(agent->start(settings.toUtf8(), m_token));
}

std::string TestEffectiveAgents::fileOf(int number) const
{
    return contentOf(m_agents.at(number)->file(QStringLiteral("api.yaml")).toStdString());
}

std::size_t TestEffectiveAgents::reloadsOf(int number) const
{
    return contentOf(m_agents.at(number)->file(QStringLiteral("reloads")).toStdString()).size() / 2;
}

void TestEffectiveAgents::removeFileOf(int number) const
{
    QVERIFY(QFile::remove(m_agents.at(number)->file(QStringLiteral("api.yaml"))));
}

std::string TestEffectiveAgents::agentMember(int number, const std::string &member) const
{
    const auto agents = m_cms.admin().get("/v1/agents");
    for (int i = 0; i < 10; ++i) {
        const auto place = "/items/" + std::to_string(i);
        if (at(agents, place + "/name") == "host-" + std::to_string(number))
            return at(agents, place + member);
    }
    return "no agent";
}

void TestEffectiveAgents::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_token = makeService(m_cms.admin(), "host", R"(["agent"])").token();
    const auto layers = regionLayer("eu", config("payments/api-eu"));
    QCOMPARE(declareLayers(m_cms.admin(), config("payments/api"), layers).status, 200);
    config("payments/db", "json");
    publish("payments/defaults", "log: info # for all\nlimit: 1\n");
    publish("payments/db", R"({"host": "db-1"})");
    publish("payments/api", "# ours\nlimit: 10\nhost: ${ref:/payments/db#/host}\n");
    publish("payments/api-eu", "limit: 20\n");
    startAgent(1, QStringLiteral("eu"));
    startAgent(2, QString());
}

void TestEffectiveAgents::documentsArriveInTheirPlace()
{
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(1), std::string("log: info\nlimit: 20\nhost: db-1\n"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(2), std::string("log: info\nlimit: 10\nhost: db-1\n"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_agents.at(1)->isReady() && m_agents.at(2)->isReady(), patience);
}

void TestEffectiveAgents::fleetTellsWhatIsDelivered()
{
    const auto content = [&](const std::string &region) {
        return at(m_cms.admin().get("/v1/configs/" + config("payments/api")
                      + "/effective?environment=dev&region=" + region),
            "/content");
    };
    QTRY_COMPARE_WITH_TIMEOUT(agentMember(1, "/reports/0/effective"), content("eu"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(agentMember(2, "/reports/0/effective"), content(""), patience);
    const auto head = m_cms.admin().get("/v1/configs/" + config("payments/api") + "/heads/dev");
    QCOMPARE(agentMember(1, "/reports/0/version"), at(head, "/version"));
    const Shell shell(m_folder.filePath(QStringLiteral("home")));
    makePerson(m_cms.admin(), "ann", R"(["viewer"])");
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("ann")));
    const auto listed = shell.run("agents -e dev").out;
    // "sha256:" and the beginning that people compare.
    QVERIFY2(listed.find(content("eu").substr(7, 12)) != std::string::npos, listed.c_str());
}

void TestEffectiveAgents::parentReachesAll()
{
    const auto reloads = reloadsOf(2);
    publish("payments/defaults", "log: debug\nlimit: 1\n");
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(1), std::string("log: debug\nlimit: 20\nhost: db-1\n"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(2), std::string("log: debug\nlimit: 10\nhost: db-1\n"), patience);
    // The service hears of it a moment after the file.
    QTRY_COMPARE_WITH_TIMEOUT(reloadsOf(2), reloads + 1, patience);
}

void TestEffectiveAgents::layerReachesItsRegion()
{
    const auto reloads = reloadsOf(2);
    publish("payments/api-eu", "limit: 30\n");
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(1), std::string("log: debug\nlimit: 30\nhost: db-1\n"), patience);
    publish("payments/api", "# ours\nlimit: 11\nhost: ${ref:/payments/db#/host}\n");
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(2), std::string("log: debug\nlimit: 11\nhost: db-1\n"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(reloadsOf(2), reloads + 1, patience);
}

void TestEffectiveAgents::referenceIsFollowed()
{
    publish("payments/db", R"({"host": "db-2"})");
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(1), std::string("log: debug\nlimit: 30\nhost: db-2\n"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        fileOf(2), std::string("log: debug\nlimit: 11\nhost: db-2\n"), patience);
}

// Of the config that is referred to: nobody knew that it would have one.
void TestEffectiveAgents::newParentIsHeardOf()
{
    publish("payments/team/db", "host: ${ref:/payments/db#/host}\n");
    publish("payments/api",
        "limit: 11\nhost: ${ref:/payments/team/db#/host}\nport: "
        "${ref:/payments/db#/host}:80\n");
    const std::string expected = "log: debug\nlimit: 30\nhost: db-2\nport: \"db-2:80\"\n";
    QTRY_COMPARE_WITH_TIMEOUT(fileOf(1), expected, patience);
    publish("payments/team/defaults", "host: unused\nlog: unused\n");
    publish("payments/team/db", "{}\n");
    QTRY_COMPARE_WITH_TIMEOUT(fileOf(1),
        std::string("log: debug\nlimit: 30\nhost: unused\nport: \"db-2:80\"\n"), patience);
    publish("payments/team/db", "host: ${ref:/payments/db#/host}\n");
    QTRY_COMPARE_WITH_TIMEOUT(fileOf(1), expected, patience);
}

void TestEffectiveAgents::burstTellsTheServiceLittle()
{
    constexpr std::size_t changes = 20;
    const auto reloads = reloadsOf(1);
    for (std::size_t i = 1; i <= changes; ++i)
        publish("payments/defaults", "log: debug" + std::to_string(i) + '\n');
    QTRY_VERIFY_WITH_TIMEOUT(
        fileOf(1).starts_with("log: debug" + std::to_string(changes) + '\n'), patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        fileOf(2).starts_with("log: debug" + std::to_string(changes) + '\n'), patience);
    const auto told = reloadsOf(1) - reloads;
    qInfo("%d changes of a parent: %d reloads", int(changes), int(told));
    QVERIFY(told < changes);
    publish("payments/defaults", "log: debug\n");
}

void TestEffectiveAgents::brokenDocumentIsRefused()
{
    QTRY_VERIFY_WITH_TIMEOUT(fileOf(1).starts_with("log: debug\n"), patience);
    const auto admin = m_cms.admin();
    const auto before = fileOf(1);
    const auto schema = admin.post("/v1/schemas",
        R"({"uri":"urn:api","name":"","text":"{\"properties\":{\"limit\":{\"maximum\":15}}}"})");
    const auto target = "/v1/configs/" + config("payments/api");
    const auto chosen
        = admin.send("PUT", target + "/schema", R"({"schema":")" + at(schema, "/id") + R"("})",
            {{"If-Match", '"' + admin.get(target).etag() + '"'}});
    QCOMPARE(chosen.status, 200);
    // Right where it is 11, and not where the region says 30.
    QTRY_COMPARE_WITH_TIMEOUT(
        agentMember(1, "/reports/0/status"), std::string("refused"), patience);
    QVERIFY(agentMember(1, "/reports/0/reason").starts_with("schema-violation: /limit"));
    QCOMPARE(fileOf(1), before);
    QCOMPARE(agentMember(2, "/reports/0/status"), std::string("applied"));
    publish("payments/api-eu", "limit: 12\n");
    QTRY_VERIFY_WITH_TIMEOUT(fileOf(1).find("limit: 12\n") != std::string::npos, patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        agentMember(1, "/reports/0/status"), std::string("applied"), patience);
}

void TestEffectiveAgents::killedBeforeTheSwap()
{
    const auto folder = m_agents.at(1)->file(QString());
    const auto before = fileOf(1);
    QFile hold(m_agents.at(1)->file(QStringLiteral("hold")));
    QVERIFY(hold.open(QIODevice::WriteOnly));
    publish("payments/api-eu", "limit: 13\n");
    QTRY_VERIFY_WITH_TIMEOUT(
        QFile::exists(folder + QStringLiteral(".candidate-api.yaml")), patience);
    m_agents.erase(1); // by SIGKILL
    QVERIFY(hold.remove());
    QCOMPARE(contentOf((folder + QStringLiteral("api.yaml")).toStdString()), before);
    startAgent(1, QStringLiteral("eu"));
    QTRY_VERIFY_WITH_TIMEOUT(fileOf(1).find("limit: 13\n") != std::string::npos, patience);
}

void TestEffectiveAgents::startsWithoutTheServer()
{
    const auto before = fileOf(1);
    QTRY_COMPARE_WITH_TIMEOUT(
        agentMember(1, "/reports/0/status"), std::string("applied"), patience);
    m_cms.kill();
    QCOMPARE(m_agents.at(1)->stop(), 0);
    removeFileOf(1);
    startAgent(1, QStringLiteral("eu"));
    QTRY_COMPARE_WITH_TIMEOUT(fileOf(1), before, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_agents.at(1)->isReady(), patience);
    QVERIFY(m_cms.startAgain());
    publish("payments/api-eu", "limit: 14\n");
    QTRY_VERIFY_WITH_TIMEOUT(fileOf(1).find("limit: 14\n") != std::string::npos, patience);
}

void TestEffectiveAgents::anotherPlaceWaitsForTheServer()
{
    const auto before = fileOf(1);
    m_cms.kill();
    QCOMPARE(m_agents.at(1)->stop(), 0);
    startAgent(1, QString());
    QTRY_VERIFY_WITH_TIMEOUT(
        m_agents.at(1)->log().find("cache-ignored path=payments/api place=\"dev, region eu\"")
            != std::string::npos,
        patience);
    QCOMPARE(fileOf(1), before);
    QVERIFY(!m_agents.at(1)->isReady());
    QVERIFY(m_cms.startAgain());
    QTRY_COMPARE_WITH_TIMEOUT(fileOf(1), fileOf(2), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_agents.at(1)->isReady(), patience);
}

QTEST_GUILESS_MAIN(TestEffectiveAgents)
#include "tst_effectiveagents.moc"
