// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <fstream>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000; // for what a busy machine may keep waiting

// "CR-12" out of what a command printed.
QString requestIn(const std::string &text)
{
    const auto match
        = QRegularExpression(QStringLiteral("CR-[0-9]+")).match(QString::fromStdString(text));
    return match.captured(0);
}

// A member of a JSON line.
std::string member(const std::string &line, const std::string &pointer)
{
    const auto reading = core::readJson(line);
    return reading.ok() ? std::string(reading.tree().root().resolve(pointer).text()) : "not JSON";
}

std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

} // namespace

// One change, all the way: over HTTP, with the command line and the agents as their users run them.
class TestLoop : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void signingInIsNeeded();
    void importReportsWhatItTook();
    void refusedImportLeavesNothingBehind();
    void importWaitsForApproval();
    void agentsBringItToTheFiles();
    void changeReachesEveryAgent();
    void badChangeIsRefusedByTheServer();
    void rollbackReachesEveryAgent();
    void agentsSurviveTheServersAbsence();
    void auditTellsTheStory();

private:
    void startAgent(int number);
    void write(const QString &file, const QByteArray &content) const;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    std::string target(int agent, const char *name) const;
    bool everyAgentHas(const char *name, const std::string &content) const;
    void approveAndApply(const QString &request);

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::optional<Shell> m_ann; // writes
    std::optional<Shell> m_bob; // approves
    QString m_imported; // the request
    std::vector<std::unique_ptr<QProcess>> m_agents;
    std::string m_agentToken;
};

void TestLoop::write(const QString &file, const QByteArray &content) const
{
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content);
}

std::string TestLoop::target(int agent, const char *name) const
{
    return contentOf(path(QStringLiteral("agent%1/").arg(agent)).toStdString() + name);
}

bool TestLoop::everyAgentHas(const char *name, const std::string &content) const
{
    return target(1, name) == content && target(2, name) == content && target(3, name) == content;
}

void TestLoop::initTestCase()
{
    QVERIFY(m_cms.start());
    const auto admin = m_cms.admin();
    makePlaces(admin);
    makePerson(admin, "ann", R"(["author","operator","auditor"])");
    makePerson(admin, "bob", R"(["approver"])");
    m_agentToken = makeService(admin, "agents", R"(["agent"])").token();
    m_ann.emplace(path(QStringLiteral("ann")));
    m_bob.emplace(path(QStringLiteral("bob")));
    write(path(QStringLiteral("in/schemas/limits.schema.json")),
        R"({"$id":"https://shop.example/limits","type":"object","required":["rate"],
           "properties":{"rate":{"type":"integer","minimum":1}}})");
    write(path(QStringLiteral("in/limits.yaml")), "rate: 5 # per second\n");
    write(path(QStringLiteral("in/pool.toml")), "size = 4\n");
    write(path(QStringLiteral("in/flags.json")), R"({"dark": true})");
    write(path(QStringLiteral("in/broken.json")), R"({"dark": )");
    write(path(QStringLiteral("in/README")), "hello");
}

void TestLoop::cleanupTestCase()
{
    for (const auto &agent : m_agents) {
        agent->terminate();
        QVERIFY(agent->waitForFinished());
        QCOMPARE(agent->exitCode(), 0);
    }
}

void TestLoop::signingInIsNeeded()
{
    const auto nothing = m_ann->run("heads");
    QCOMPARE(nothing.exitCode, 2);
    QVERIFY(nothing.errors.find("no server is known") != std::string::npos);
    const auto url = QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port());
    const auto wrong = m_ann->run({QStringLiteral("login"), url, QStringLiteral("--name"),
                                      QStringLiteral("ann"), QStringLiteral("--password-stdin")},
        "wrong\n");
    QCOMPARE(wrong.exitCode, 2);
    for (const auto &[shell, name] : {std::pair(&*m_ann, "ann"), std::pair(&*m_bob, "bob")}) {
        const auto done = shell->run({QStringLiteral("login"), url, QStringLiteral("--name"),
                                         QLatin1String(name), QStringLiteral("--password-stdin")},
            "correct horse\n");
        QVERIFY2(done.exitCode == 0, done.errors.c_str());
    }
    const auto kept = QFileInfo(path(QStringLiteral("ann/chancery/cli.json")));
    QVERIFY(kept.exists());
    QCOMPARE(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(firstLine(m_ann->run("whoami").out), std::string("ann author operator auditor"));
}

void TestLoop::importReportsWhatItTook()
{
    const auto done = m_ann->run({QStringLiteral("import"), path(QStringLiteral("in")),
        QStringLiteral("-e"), QStringLiteral("prod"), QStringLiteral("--prefix"),
        QStringLiteral("payments"), QStringLiteral("--json")});
    QCOMPARE(done.exitCode, 1);
    QVERIFY2(member(done.out, "/taken/2/file") == "pool.toml", (done.out + done.errors).c_str());
    QCOMPARE(member(done.out, "/taken/1/path"), std::string("payments/limits"));
    QCOMPARE(member(done.out, "/taken/1/schema"), std::string("https://shop.example/limits"));
    QCOMPARE(member(done.out, "/taken/1/schemaBy"), std::string("file name"));
    QCOMPARE(member(done.out, "/skipped/0/file"), std::string("README"));
    QCOMPARE(member(done.out, "/skipped/1/file"), std::string("broken.json"));
    m_imported = requestIn(done.out);
    QVERIFY(!m_imported.isEmpty());
}

void TestLoop::refusedImportLeavesNothingBehind()
{
    write(path(QStringLiteral("more/burst.schema.json")),
        R"({"$id":"https://shop.example/burst","properties":{"size":{"type":"integer"}}})");
    write(path(QStringLiteral("more/burst.yaml")), "size: large\n");
    write(path(QStringLiteral("more/other.json")), R"({"a": 1})");
    const QStringList import{QStringLiteral("import"), path(QStringLiteral("more")),
        QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("--prefix"),
        QStringLiteral("payments"), QStringLiteral("--json")};
    const auto refused = m_ann->run(import);
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(member(refused.out, "/skipped/0/file"), std::string("burst.yaml"));
    QCOMPARE(member(refused.out, "/taken/0/path"), std::string("payments/other"));
    QCOMPARE(m_ann->run("log payments/burst").exitCode, 1); // no such config
    QCOMPARE(m_ann->run("log payments/other").exitCode, 0);
    write(path(QStringLiteral("more/burst.yaml")), "size: 3\n");
    QFile::remove(path(QStringLiteral("more/other.json")));
    const auto mended = m_ann->run(import);
    QCOMPARE(mended.exitCode, 0);
    QCOMPARE(member(mended.out, "/taken/0/path"), std::string("payments/burst"));
    QCOMPARE(m_ann->run("delete payments/burst").exitCode, 1); // a request is open
}

void TestLoop::importWaitsForApproval()
{
    const auto early = m_ann->run({QStringLiteral("apply"), m_imported});
    QCOMPARE(early.exitCode, 1);
    const auto own = m_ann->run({QStringLiteral("approve"), m_imported});
    QCOMPARE(own.exitCode, 1);
    QVERIFY(requestIn(m_bob->run("requests --waiting").out) == m_imported);
    approveAndApply(m_imported);
    QCOMPARE(m_ann->run("get payments/limits -e prod").out, std::string("rate: 5 # per second\n"));
}

void TestLoop::approveAndApply(const QString &request)
{
    const auto approved = m_bob->run({QStringLiteral("approve"), request});
    QVERIFY2(approved.exitCode == 0, approved.errors.c_str());
    const auto applied = m_ann->run({QStringLiteral("apply"), request});
    QVERIFY2(applied.exitCode == 0, applied.errors.c_str());
}

void TestLoop::startAgent(int number)
{
    const auto folder = path(QStringLiteral("agent%1").arg(number));
    write(folder + QStringLiteral("/token"), QByteArray::fromStdString(m_agentToken) + '\n');
    write(folder + QStringLiteral("/agent.yaml"),
        QStringLiteral(R"(server: http://127.0.0.1:%1
tokenFile: %2/token
name: host-%3
environment: prod
cacheDir: %2/cache
targets:
  - path: payments/limits
    file: %2/limits.yaml
    reload: {command: [sh, -c, "cat %2/limits.yaml >> %2/reloads"]}
  - path: payments/pool
    file: %2/pool.json
    format: json
)")
            .arg(m_cms.port())
            .arg(folder)
            .arg(number)
            .toUtf8());
    auto agent = std::make_unique<QProcess>();
    agent->setStandardErrorFile(folder + QStringLiteral("/log"));
    agent->start(support::programPath(QStringLiteral("chancery-agent")),
        {QStringLiteral("--config"), folder + QStringLiteral("/agent.yaml"),
            QStringLiteral("--ready-file"), folder + QStringLiteral("/ready")});
    QVERIFY(agent->waitForStarted());
    m_agents.push_back(std::move(agent));
}

void TestLoop::agentsBringItToTheFiles()
{
    for (int number = 1; number <= 3; ++number)
        startAgent(number);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas("limits.yaml", "rate: 5 # per second\n"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas("pool.json", "{\n  \"size\": 4\n}\n"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas("ready", "ready\n"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        QString::fromStdString(m_ann->run("agents").out).count(QStringLiteral("applied")), 6,
        patience);
}

void TestLoop::changeReachesEveryAgent()
{
    const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    QCOMPARE(
        QFile::permissions(path(QStringLiteral("agent1/cache"))) & others, QFile::Permissions());
    const auto file = path(QStringLiteral("new.yaml"));
    write(file, "rate: 7 # per second\n");
    const auto put = m_ann->run({QStringLiteral("put"), QStringLiteral("payments/limits"), file,
        QStringLiteral("-e"), QStringLiteral("prod")});
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
    const auto submitted
        = m_ann->run("submit payments/limits -e prod --reason more --title Faster");
    QVERIFY2(submitted.exitCode == 0, submitted.errors.c_str());
    approveAndApply(requestIn(submitted.out));
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas("limits.yaml", "rate: 7 # per second\n"), patience);
    // The file is there before the consumer has been told of it: the agent makes the new name
    // durable in between, which takes its time on a disk that is busy writing.
    QTRY_COMPARE_WITH_TIMEOUT(target(1, "reloads"),
        std::string("rate: 5 # per second\nrate: 7 # per second\n"), patience);
}

void TestLoop::badChangeIsRefusedByTheServer()
{
    const auto file = path(QStringLiteral("bad.yaml"));
    write(file, "rate: fast\n");
    (void)m_ann->run({QStringLiteral("put"), QStringLiteral("payments/limits"), file,
        QStringLiteral("-e"), QStringLiteral("prod")});
    const auto submitted = m_ann->run("submit payments/limits -e prod --reason worse");
    QCOMPARE(submitted.exitCode, 1);
    QVERIFY2(submitted.errors.find("rate") != std::string::npos, submitted.errors.c_str());
    QVERIFY(everyAgentHas("limits.yaml", "rate: 7 # per second\n"));
}

void TestLoop::rollbackReachesEveryAgent()
{
    const auto log = m_ann->run("log payments/limits -e prod --json");
    const auto lines = QString::fromStdString(log.out).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    const auto first = member(lines.at(1).toStdString(), "/id");
    const auto asked = m_ann->run({QStringLiteral("rollback"), QStringLiteral("payments/limits"),
        QStringLiteral("-e"), QStringLiteral("prod"), QStringLiteral("--to"),
        QString::fromStdString(first), QStringLiteral("--reason"), QStringLiteral("too fast")});
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    approveAndApply(requestIn(asked.out));
    QTRY_VERIFY_WITH_TIMEOUT(everyAgentHas("limits.yaml", "rate: 5 # per second\n"), patience);
}

void TestLoop::agentsSurviveTheServersAbsence()
{
    m_cms.kill();
    const auto away = m_ann->run("heads");
    QCOMPARE(away.exitCode, 2);
    QVERIFY(away.errors.find("cannot be reached") != std::string::npos);
    // Another start, without a server and without the file.
    m_agents.front()->terminate();
    QVERIFY(m_agents.front()->waitForFinished());
    QCOMPARE(m_agents.front()->exitCode(), 0);
    const auto folder = path(QStringLiteral("agent1"));
    QVERIFY(QFile::remove(folder + QStringLiteral("/limits.yaml")));
    m_agents.front()->start();
    QTRY_COMPARE_WITH_TIMEOUT(
        target(1, "limits.yaml"), std::string("rate: 5 # per second\n"), patience);
    QVERIFY(m_cms.start());
}

void TestLoop::auditTellsTheStory()
{
    const auto url = QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port());
    const auto login = m_ann->run({QStringLiteral("login"), url, QStringLiteral("--name"),
                                      QStringLiteral("ann"), QStringLiteral("--password-stdin")},
        "correct horse\n");
    QVERIFY2(login.exitCode == 0, login.errors.c_str());
    const auto verified = m_ann->run("audit verify");
    QVERIFY2(verified.exitCode == 0, (verified.out + verified.errors).c_str());
    const auto again = m_ann->run("audit verify --json");
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(member(again.out, "/failure"), std::string());
    const auto found = m_ann->run("audit list --find head.update");
    QVERIFY2(found.exitCode == 0, found.errors.c_str());
    const auto why = m_ann->run({QStringLiteral("audit"), QStringLiteral("list"),
        QStringLiteral("--find"), QStringLiteral("too fast")});
    QVERIFY2(why.exitCode == 0, m_ann->run("audit list --json").out.c_str());
    QCOMPARE(m_ann->run("audit list --find no-such-thing").exitCode, 1);
    // A key that is not the log's.
    const auto foreign
        = m_ann->run("audit verify --key "
                     "other.example+2b4eb5ec+AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g");
    QVERIFY(foreign.exitCode != 0);
}

QTEST_GUILESS_MAIN(TestLoop)
#include "tst_loop.moc"
