// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <arpa/inet.h>
#include <condition_variable>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace chancery;
using namespace chancery::support;

namespace {

const auto nginxProgram = QStringLiteral("/usr/sbin/nginx");

std::filesystem::path examples()
{
    return dataFile("../../installer/examples").lexically_normal();
}

int freePort()
{
    const int end = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const bool isBound
        = ::bind(end, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        && ::getsockname(end, reinterpret_cast<sockaddr *>(&address), &length) == 0;
    ::close(end);
    return isBound ? ntohs(address.sin_port) : 0;
}

ProbeAnswer ask(int port)
{
    HttpProbe probe(port);
    if (!probe.send("GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
        return {};
    return probe.read();
}

// Clients that never stop: each request has a connection of its own, and each answer is counted.
class Load {
public:
    explicit Load(int port)
    {
        for (int client = 0; client < clients; ++client)
            m_threads.emplace_back([this, port] { work(port); });
    }
    ~Load() { stop(); }
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

    void stop()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isOver = true;
        }
        m_wake.notify_all();
        for (auto &thread : m_threads)
            thread.join();
        m_threads.clear();
    }
    int answered() const { return m_answered; }
    int lost() const { return m_lost; }
    std::string firstLoss()
    {
        const std::lock_guard lock(m_mutex);
        return m_firstLoss;
    }

private:
    static constexpr int clients = 4;
    static constexpr std::chrono::milliseconds pause{4}; // some hundred requests a second in all

    void work(int port)
    {
        for (bool isOver = false; !isOver;) {
            const auto answer = ask(port);
            const bool isGood = answer.status >= 200 && answer.status < 300;
            ++(isGood ? m_answered : m_lost);
            std::unique_lock lock(m_mutex);
            if (!isGood && m_firstLoss.empty())
                m_firstLoss = "status " + std::to_string(answer.status) + ' ' + answer.body;
            isOver = m_wake.wait_for(lock, pause, [this] { return m_isOver; });
        }
    }

    std::atomic<int> m_answered = 0;
    std::atomic<int> m_lost = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isOver = false;
    std::string m_firstLoss;
    std::vector<std::thread> m_threads;
};

// An nginx of its own in a folder of its own.
class Nginx {
public:
    explicit Nginx(const QString &folder)
        : m_folder(folder)
    {
        QDir().mkpath(folder);
    }
    ~Nginx()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }

    void configure(const QString &http)
    {
        QString temporary;
        for (const auto *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            temporary
                += QStringLiteral("    %1_temp_path %2/%1;\n").arg(QLatin1String(kind), m_folder);
        QFile out(configFile());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QStringLiteral("daemon off;\nworker_processes 2;\npid %1/nginx.pid;\n"
                                 "error_log %1/error.log notice;\n"
                                 "events { worker_connections 512; }\n"
                                 "http {\n    access_log off;\n%2%3}\n")
                .arg(m_folder, temporary, http)
                .toUtf8());
    }
    bool start(int port)
    {
        m_process.start(nginxProgram,
            {QStringLiteral("-c"), configFile(), QStringLiteral("-e"),
                m_folder + QStringLiteral("/error.log")});
        return m_process.waitForStarted()
            && QTest::qWaitFor([port] { return ask(port).status == 200; });
    }
    std::string file(const char *name) const
    {
        return contentOf(m_folder.toStdString() + '/' + name);
    }
    QString configFile() const { return m_folder + QStringLiteral("/nginx.conf"); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }

private:
    QString m_folder;
    QProcess m_process;
};

struct Limits {
    int rate = 20'000;
    int burst = 20'000;
};

} // namespace

// A real consumer: an agent feeds an nginx its upstreams and rate limits, as the example beside the
// installer says, and reloads it under load.
class TestNginx : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void agentWritesTheFirstInclude();
    void changesUnderLoadLoseNothing();
    void schemaKeepsForeignWordsOut();
    void refusedByNginxStaysOut();
    void rateLimitIsInForce();
    void cleanupTestCase();

private:
    void configureNginx();
    QByteArray agentSettings() const;
    static std::string example(const char *name);
    std::string value(const std::vector<std::string> &servers, Limits limits) const;
    ProbeAnswer propose(const std::string &text) const;
    void bringLive(const std::string &text);
    void approveAndApply(const ProbeAnswer &request);
    void awaitReport(const std::string &start) const;
    // What the agent says of the config: "applied 7", or "refused 8: why".
    std::string reported() const;
    std::string backend(int number) const;

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::optional<ProbeClient> m_ann; // writes
    std::optional<ProbeClient> m_bob; // approves
    std::string m_config;
    std::string m_live; // version
    int m_epoch = 0;
    int m_port = 0;
    int m_backendPorts[2] = {};
    std::optional<Nginx> m_backends;
    std::optional<Nginx> m_nginx;
    std::optional<AgentProcess> m_agent;
};

std::string TestNginx::example(const char *name)
{
    return contentOf(examples() / "nginx" / name);
}

std::string TestNginx::backend(int number) const
{
    return "127.0.0.1:" + std::to_string(m_backendPorts[number]);
}

void TestNginx::initTestCase()
{
    if (!QFile::exists(nginxProgram))
        QSKIP("there is no /usr/sbin/nginx: apt-get install nginx-light");
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    QCOMPARE(m_cms.admin()
                 .post("/v1/namespaces",
                     R"({"id":"","slug":"shop","title":"Shop","owner":"team","etag":""})")
                 .status,
        201);
    m_ann = makePerson(m_cms.admin(), "ann", R"(["author","operator"])");
    m_bob = makePerson(m_cms.admin(), "bob", R"(["approver"])");
    const auto schema = m_ann->post("/v1/schemas",
        R"({"uri":"","name":"nginx","text":)" + jsonText(example("nginx.schema.json")) + '}');
    QVERIFY2(schema.status == 201, schema.body.c_str());
    m_config = makeConfig(*m_ann, "shop/edge/nginx", "yaml", at(schema, "/id"));
    QVERIFY(!m_config.empty());
    configureNginx();
}

void TestNginx::configureNginx()
{
    m_port = freePort();
    QString http;
    for (int number = 0; number < 2; ++number) {
        m_backendPorts[number] = freePort();
        http += QStringLiteral("    server { listen 127.0.0.1:%1; return 200 \"%2\"; }\n")
                    .arg(m_backendPorts[number])
                    .arg(number);
    }
    m_backends.emplace(m_folder.filePath(QStringLiteral("backends")));
    m_backends->configure(http);
    QVERIFY(m_backends->start(m_backendPorts[0]));
    m_nginx.emplace(m_folder.filePath(QStringLiteral("nginx")));
    m_nginx->configure(QStringLiteral("    include %1/chancery.conf;\n"
                                      "    server {\n"
                                      "        listen 127.0.0.1:%2;\n"
                                      "        location / {\n"
                                      "            proxy_pass http://shop;\n"
                                      "            proxy_http_version 1.1;\n"
                                      "            proxy_set_header Connection \"\";\n"
                                      "        }\n"
                                      "    }\n")
            .arg(m_folder.filePath(QStringLiteral("nginx")))
            .arg(m_port));
}

// The example's own, with the places of this test.
QByteArray TestNginx::agentSettings() const
{
    auto text = QString::fromStdString(example("agent.yaml"));
    const std::pair<const char *, QString> places[] = {
        {"https://cms.example:8443", QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port())},
        {"/etc/chancery/agent.token", m_folder.filePath(QStringLiteral("agent/token"))},
        {"/var/lib/chancery-agent", m_folder.filePath(QStringLiteral("agent"))},
        {"/usr/share/chancery/examples", QString::fromStdString(examples().string())},
        {"/etc/nginx", m_folder.filePath(QStringLiteral("nginx"))},
        {"/run/nginx.pid", m_folder.filePath(QStringLiteral("nginx/nginx.pid"))},
    };
    for (const auto &[theirs, ours] : places) {
        if (!text.contains(QLatin1String(theirs)))
            return {};
        text.replace(QLatin1String(theirs), ours);
    }
    return text.toUtf8();
}

std::string TestNginx::value(const std::vector<std::string> &servers, Limits limits) const
{
    std::string text = "upstreams:\n  shop:\n    servers:\n";
    for (const auto &server : servers)
        text += "      - " + server + '\n';
    return text + "limits:\n  requestsPerSecond: " + std::to_string(limits.rate)
        + "\n  burst: " + std::to_string(limits.burst) + '\n';
}

ProbeAnswer TestNginx::propose(const std::string &text) const
{
    return m_ann->post("/v1/change-requests", requestBody(m_config, "prod", m_live, text));
}

void TestNginx::approveAndApply(const ProbeAnswer &request)
{
    QVERIFY2(request.status == 201, request.body.c_str());
    const auto voted
        = m_bob->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    const auto applied = m_ann->post(verb(request, "apply"), "{}", voted.etag());
    QVERIFY2(applied.status == 200, applied.body.c_str());
    m_live = at(applied, "/appliedVersions/0");
    ++m_epoch;
}

void TestNginx::bringLive(const std::string &text)
{
    approveAndApply(propose(text));
    if (!QTest::currentTestFailed())
        awaitReport("applied " + std::to_string(m_epoch));
}

std::string TestNginx::reported() const
{
    const auto agents = m_ann->get("/v1/agents");
    const std::string report = "/items/0/reports/0";
    const auto reason = at(agents, report + "/reason");
    return at(agents, report + "/status") + ' ' + at(agents, report + "/epoch")
        + (reason.empty() ? "" : ": " + reason);
}

void TestNginx::awaitReport(const std::string &start) const
{
    std::string last;
    const bool isThere = QTest::qWaitFor(
        [&] {
            last = reported();
            return last.starts_with(start);
        },
        30'000);
    QVERIFY2(isThere, (last + " instead of " + start + '\n' + m_agent->log()).c_str());
}

void TestNginx::agentWritesTheFirstInclude()
{
    const auto settings = agentSettings();
    QVERIFY(!settings.isEmpty());
    const auto token = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    m_agent.emplace(m_folder.filePath(QStringLiteral("agent")));
    QVERIFY(m_agent->start(settings, token));
    bringLive(value({backend(0)}, {}));
    QVERIFY(m_nginx->file("chancery.conf").find(backend(0)) != std::string::npos);
    QVERIFY2(m_nginx->start(m_port), m_nginx->file("error.log").c_str());
    QCOMPARE(ask(m_port).body, std::string("0"));
}

void TestNginx::changesUnderLoadLoseNothing()
{
    QVERIFY(m_nginx && m_nginx->isRunning());
    const int changes = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS") ? 200 : 25;
    QElapsedTimer timer;
    timer.start();
    Load load(m_port);
    for (int change = 1; change <= changes; ++change) {
        const int answeredBefore = load.answered();
        std::vector<std::string> servers{backend(change % 2)};
        if (change % 5 == 0)
            servers.push_back(backend((change + 1) % 2));
        bringLive(value(servers, {20'000 + change, 20'000}));
        if (QTest::currentTestFailed())
            return;
        // The new upstream answers: nginx has taken the change over, not only its file.
        const auto wanted = std::to_string(change % 2);
        QVERIFY(QTest::qWaitFor([&] { return ask(m_port).body == wanted; }));
        QTRY_VERIFY(load.answered() > answeredBefore);
        QVERIFY2(load.lost() == 0, load.firstLoss().c_str());
    }
    load.stop();
    qInfo("nginx: %d changes in %d ms, %d requests on connections of their own, %d lost", changes,
        int(timer.elapsed()), load.answered(), load.lost());
    QVERIFY2(load.lost() == 0, load.firstLoss().c_str());
    QVERIFY(m_nginx->file("chancery.conf").find("rate=" + std::to_string(20'000 + changes) + "r/s")
        != std::string::npos);
}

void TestNginx::schemaKeepsForeignWordsOut()
{
    const auto made = propose(value({"a:1; } evil {"}, {}));
    QCOMPARE(made.status, 422);
    QCOMPARE(at(made, "/errors/0/pointer"), std::string("/items/0/text/upstreams/shop/servers/0"));
    QCOMPARE(at(made, "/errors/0/line"), std::string("4"));
}

void TestNginx::refusedByNginxStaysOut()
{
    const auto include = m_nginx->file("chancery.conf");
    const auto file = m_agent->file(QStringLiteral("nginx.json")).toStdString();
    const auto content = contentOf(file);
    const auto good = m_live;
    QVERIFY(!include.empty() && !content.empty());
    Load load(m_port);
    // A port that the schema lets through and nginx does not.
    approveAndApply(propose(value({"127.0.0.1:99999"}, {})));
    awaitReport("refused " + std::to_string(m_epoch) + ": ");
    const auto reason = reported();
    QVERIFY2(reason.find("invalid port in upstream \"127.0.0.1:99999\"") != std::string::npos,
        reason.c_str());
    qInfo("%s", reason.c_str());
    QCOMPARE(m_nginx->file("chancery.conf"), include);
    QCOMPARE(contentOf(file), content);
    QVERIFY(m_nginx->isRunning());
    // The way back is a change like any other.
    const auto head = m_ann->get("/v1/configs/" + m_config + "/heads/prod");
    approveAndApply(m_ann->post("/v1/configs/" + m_config + "/heads/prod:rollback",
        R"({"target":)" + jsonText(good) + R"(,"reason":"nginx refuses it","ticket":""})",
        head.etag()));
    awaitReport("applied " + std::to_string(m_epoch));
    QCOMPARE(m_nginx->file("chancery.conf"), include);
    load.stop();
    QVERIFY(load.answered() > 0);
    QVERIFY2(load.lost() == 0, load.firstLoss().c_str());
}

// What the config says is what nginx does; and the load that lost nothing before counts what it
// loses.
void TestNginx::rateLimitIsInForce()
{
    Load load(m_port);
    bringLive(value({backend(0)}, {1, 1}));
    QVERIFY(QTest::qWaitFor([&] { return load.lost() > 0; }));
    QVERIFY2(load.firstLoss().starts_with("status 503"), load.firstLoss().c_str());
    load.stop();
    bringLive(value({backend(0)}, {}));
    QVERIFY(QTest::qWaitFor([&] { return ask(m_port).status == 200; }));
}

void TestNginx::cleanupTestCase()
{
    if (m_agent)
        QCOMPARE(m_agent->stop(), 0);
}

QTEST_GUILESS_MAIN(TestNginx)
#include "tst_nginx.moc"
