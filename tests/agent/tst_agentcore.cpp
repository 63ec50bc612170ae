// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "tests/agent/agentworld.h"
#include "tests/support/testcase.h"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace chancery;
using support::contentOf;
using support::FakeCms;
using support::shell;
using World = support::AgentWorld;

namespace {

// While it lives, no file can be made larger than so many bytes.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        m_previous = signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        signal(SIGXFSZ, m_previous);
    }

private:
    rlimit m_before{};
    void (*m_previous)(int) = nullptr;
};

} // namespace

class TestAgentCore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void appliesWhatIsLive();
    void followsTheHead();
    void sameHeadIsNotAppliedAgain();
    void badReleasesAreRefused_data();
    void badReleasesAreRefused();
    void refusedHeadIsNotFetchedAgain();
    void schemaIsHeldAgainstTheText();
    void validateCommandDecides();
    void fullDiskLeavesTheOldFileWhole();
    void missingFolderIsRefused();
    void failedReloadTakesTheFileBack();
    void failedFirstReloadLeavesNoFile();
    void slowReloadIsEnded();
    void jsonIsWrittenWhereAsked();
    void nothingLiveKeepsTheFile();
    void startsFromTheCacheWithoutAServer();
    void corruptCacheIsIgnored_data();
    void corruptCacheIsIgnored();
    void reportsWaitForTheServer();
    void incident_S18_whatWasWrittenByHandIsTold();
    void cacheHoldsBackAnOlderServer();
};

void TestAgentCore::appliesWhatIsLive()
{
    World world;
    world.target().mode = 0640;
    world.startWith("a: 1 # kept\n", 3);
    QCOMPARE(world.content(), std::string("a: 1 # kept\n"));
    QCOMPARE(world.cms.reports, std::vector<std::string>{"applied 3"});
    QVERIFY(world.core->isReady());
    const auto permissions = std::filesystem::status(world.target().file).permissions();
    QCOMPARE(int(permissions), 0640);
    QCOMPARE(world.filesInEtc(), std::string("app.yaml "));
    QVERIFY(std::filesystem::exists(world.cacheFile()));
}

void TestAgentCore::followsTheHead()
{
    World world;
    world.startWith("a: 1\n", 3);
    world.publish("a: 2\n", 4);
    QVERIFY(world.reports(2));
    QCOMPARE(world.content(), std::string("a: 2\n"));
    QCOMPARE(world.cms.reports.at(1), std::string("applied 4"));
}

void TestAgentCore::sameHeadIsNotAppliedAgain()
{
    World world;
    const auto journal = world.folder("etc") + "/reloads";
    world.target().reload.command = shell("echo x >> " + journal);
    world.startWith("a: 1\n", 3);
    world.cms.announce();
    world.publish("a: 2\n", 4);
    QVERIFY(world.reports(2));
    QCOMPARE(contentOf(journal), std::string("x\nx\n"));
    QCOMPARE(world.cms.texts, 2);
}

void TestAgentCore::badReleasesAreRefused_data()
{
    using Break = std::function<void(FakeCms &)>;
    QTest::addColumn<Break>("damage");
    QTest::addColumn<QByteArray>("report");
    const auto row = [](const char *name, Break damage, const char *report) {
        QTest::newRow(name) << damage << QByteArray(report);
    };
    row("another text", [](FakeCms &cms) { cms.text = "a: 666\n"; }, "refused 4 digest-mismatch");
    row("cut text", [](FakeCms &cms) { cms.text.pop_back(); }, "refused 4 digest-mismatch");
    row("empty text", [](FakeCms &cms) { cms.publish("", 4); }, "refused 4 empty-text");
    row(
        "other content than the head's",
        [](FakeCms &cms) {
            cms.head.content = core::ContentId("sha256:00");
            cms.version.content = cms.head.content;
            cms.version.id = api::versionIdOf(cms.version);
            cms.head.version = cms.version.id;
        },
        "refused 4 content-mismatch");
    row("not a document", [](FakeCms &cms) { cms.publish("a: [1\n", 4); }, "refused 4 ");
    row("older epoch", [](FakeCms &cms) { cms.publish("a: 0\n", 2); }, "refused 2 older-epoch");
    row(
        "same epoch, other version", [](FakeCms &cms) { cms.publish("a: 0\n", 3); },
        "refused 3 epoch-reused");
    row(
        "version of another config",
        [](FakeCms &cms) { cms.version.config = core::ConfigId("cfg_2"); },
        "refused 4 foreign-version");
    row(
        "version with another author",
        [](FakeCms &cms) { cms.version.author = core::PrincipalId("x"); },
        "refused 4 version-id-mismatch");
    row(
        "head of another environment",
        [](FakeCms &cms) { cms.head.environment = core::EnvironmentId("dev"); },
        "refused 4 foreign-head");
}

void TestAgentCore::badReleasesAreRefused()
{
    QFETCH(std::function<void(FakeCms &)>, damage);
    QFETCH(QByteArray, report);
    World world;
    world.startWith("a: 1\n", 3);
    world.cms.publish("a: 2\n", 4);
    damage(world.cms);
    world.cms.announce();
    QVERIFY(world.reports(2));
    QVERIFY2(
        world.cms.reports.at(1).starts_with(report.toStdString()), world.cms.reports.at(1).c_str());
    QCOMPARE(world.content(), std::string("a: 1\n"));
    // The next good one is taken.
    world.publish("a: 5\n", 5);
    QVERIFY(world.reports(3));
    QCOMPARE(world.content(), std::string("a: 5\n"));
}

void TestAgentCore::refusedHeadIsNotFetchedAgain()
{
    World world;
    world.startWith("a: 1\n", 3);
    world.cms.publish("a: 2\n", 4);
    world.cms.text = "a: 666\n";
    world.cms.announce();
    QVERIFY(world.reports(2));
    const int texts = world.cms.texts;
    for (int i = 0; i < 20; ++i) {
        world.cms.announce();
        world.loop.mailbox()->drain();
        world.loop.mailbox()->drain();
    }
    QCOMPARE(world.cms.texts, texts);
    QCOMPARE(world.cms.reports.size(), std::size_t(2));
}

void TestAgentCore::schemaIsHeldAgainstTheText()
{
    World world;
    world.cms.schema = R"({"type":"object","properties":{"a":{"type":"integer"}}})";
    world.startWith("a: 1\n", 3);
    QCOMPARE(world.cms.reports, std::vector<std::string>{"applied 3"});
    world.publish("a: word\n", 4);
    QVERIFY(world.reports(2));
    QVERIFY2(world.cms.reports.at(1).starts_with("refused 4 schema-violation: /a"),
        world.cms.reports.at(1).c_str());
    QCOMPARE(world.content(), std::string("a: 1\n"));
}

void TestAgentCore::validateCommandDecides()
{
    World world;
    world.target().validate.command
        = shell("grep -q good \"$1\" || { echo no good in \"$1\"; exit 3; }");
    world.startWith("a: good\n", 3);
    world.publish("a: bad\n", 4);
    QVERIFY(world.reports(2));
    const auto report = world.cms.reports.at(1);
    QVERIFY2(report.starts_with("refused 4 validate-command-failed: /bin/sh ended with 3: no good"),
        report.c_str());
    QCOMPARE(world.content(), std::string("a: good\n"));
    QCOMPARE(world.filesInEtc(), std::string("app.yaml "));
}

void TestAgentCore::fullDiskLeavesTheOldFileWhole()
{
    World world;
    world.startWith("a: 1\n", 3);
    const std::string large = "a: " + std::string(5000, 'x') + '\n';
    {
        const FileSizeLimit limit(1000);
        world.publish(large, 4);
        QVERIFY(world.reports(2));
    }
    QVERIFY2(world.cms.reports.at(1).starts_with("refused 4 file-error: Cannot write"),
        world.cms.reports.at(1).c_str());
    QCOMPARE(world.content(), std::string("a: 1\n"));
    QCOMPARE(world.filesInEtc(), std::string("app.yaml "));
    world.publish(large, 5);
    QVERIFY(world.reports(3));
    QCOMPARE(world.content(), large);
}

void TestAgentCore::missingFolderIsRefused()
{
    World world;
    world.target().file = world.folder("etc") + "/none/app.yaml";
    world.startWith("a: 1\n", 3);
    QVERIFY2(world.cms.reports.at(0).starts_with("refused 3 file-error"),
        world.cms.reports.at(0).c_str());
    QVERIFY(!std::filesystem::exists(world.cacheFile()));
    QVERIFY(!world.core->isReady());
}

void TestAgentCore::failedReloadTakesTheFileBack()
{
    World world;
    const auto journal = world.folder("cache") + "/reloads";
    world.target().reload.command = shell(
        "cat " + world.target().file + " >> " + journal + "; ! grep -q bad " + world.target().file);
    world.startWith("a: 1\n", 3);
    world.publish("a: bad\n", 4);
    QVERIFY(world.reports(2));
    QVERIFY2(world.cms.reports.at(1).starts_with("refused 4 reload-command-failed"),
        world.cms.reports.at(1).c_str());
    QCOMPARE(world.content(), std::string("a: 1\n"));
    QCOMPARE(contentOf(journal), std::string("a: 1\na: bad\na: 1\n"));
    QVERIFY(contentOf(world.cacheFile()).find("bad") == std::string::npos);
}

void TestAgentCore::failedFirstReloadLeavesNoFile()
{
    World world;
    world.target().reload.command = shell("exit 1");
    world.startWith("a: 1\n", 3);
    QCOMPARE(world.filesInEtc(), std::string());
    QVERIFY(!std::filesystem::exists(world.cacheFile()));
}

void TestAgentCore::slowReloadIsEnded()
{
    World world;
    world.target().reload.command = shell("trap '' TERM; while :; do :; done");
    world.target().reload.timeout = std::chrono::seconds(1);
    world.startWith("a: 1\n", 3);
    QVERIFY2(world.cms.reports.at(0).starts_with("refused 3 reload-command-timeout"),
        world.cms.reports.at(0).c_str());
}

void TestAgentCore::jsonIsWrittenWhereAsked()
{
    World world;
    world.target().asJson = true;
    world.startWith("b: [1, x]\na: ~\n", 3);
    const auto reading = core::readJson(world.content());
    QVERIFY(reading.ok());
    QCOMPARE(core::canonicalJson(reading.tree().root()), std::string(R"({"a":null,"b":[1,"x"]})"));
}

void TestAgentCore::nothingLiveKeepsTheFile()
{
    World world;
    std::ofstream(world.target().file) << "by hand\n";
    world.start();
    QVERIFY(world.settle());
    QCOMPARE(world.content(), std::string("by hand\n"));
    QVERIFY(world.core->hasAny(agent::TargetFollower::State::Absent));
}

void TestAgentCore::startsFromTheCacheWithoutAServer()
{
    World world;
    world.startWith("a: 1\n", 3);
    world.core.reset();
    std::filesystem::remove(world.target().file);
    world.cms.offline = true;
    world.cms.reports.clear();
    world.start();
    QCOMPARE(world.content(), std::string("a: 1\n"));
    QVERIFY(world.core->isReady());
    QVERIFY(world.settle());
    QVERIFY(world.core->hasAny(agent::TargetFollower::State::FromCache));
    world.cms.offline = false;
    QVERIFY(world.until(
        [&] { return !world.cms.reports.empty() && world.cms.reports.back() == "applied 3"; }));
}

void TestAgentCore::corruptCacheIsIgnored_data()
{
    using Break = std::function<std::string(std::string)>;
    QTest::addColumn<Break>("damage");
    QTest::newRow("cut") << Break([](std::string text) { return text.substr(0, text.size() / 2); });
    QTest::newRow("empty") << Break([](const std::string &) { return std::string(); });
    QTest::newRow("zeros") << Break(
        [](const std::string &text) { return std::string(text.size(), '\0'); });
    QTest::newRow("another value")
        << Break([](std::string text) { return text.replace(text.find("a: 1"), 4, "a: 7"); });
    QTest::newRow("another config's") << Break(
        [](std::string text) { return text.replace(text.find("shop/app"), 8, "shop/xpp"); });
}

void TestAgentCore::corruptCacheIsIgnored()
{
    QFETCH(std::function<std::string(std::string)>, damage);
    World world;
    world.startWith("a: 1\n", 3);
    world.core.reset();
    std::filesystem::remove(world.target().file);
    const auto damaged = damage(contentOf(world.cacheFile()));
    std::ofstream(world.cacheFile(), std::ios::binary | std::ios::trunc) << damaged;
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    QVERIFY(!std::filesystem::exists(world.target().file));
    QVERIFY2(world.logged.find("cache-ignored path=shop/app") != std::string::npos,
        world.logged.c_str());
    world.cms.offline = false;
    QVERIFY(world.until([&] { return world.content() == "a: 1\n"; }));
}

void TestAgentCore::reportsWaitForTheServer()
{
    World world;
    world.startWith("a: 1\n", 3);
    world.cms.publish("a: 2\n", 4);
    world.cms.announce();
    // The server goes away between the text and the report.
    QVERIFY(world.until([&] {
        const bool isApplied = world.content() == "a: 2\n";
        world.cms.offline = world.cms.texts == 2;
        return isApplied;
    }));
    world.cms.offline = false;
    QVERIFY2(world.reports(2), world.logged.c_str());
    QCOMPARE(world.cms.reports.at(1), std::string("applied 4"));
}

// Keys that stand in the file and in no config: told when they come and when they go.
void TestAgentCore::incident_S18_whatWasWrittenByHandIsTold()
{
    World world;
    world.startWith("a: {x: 1}\n", 3);
    QVERIFY(!world.cms.reported.back().liveOnly);
    std::ofstream(world.target().file) << "a: {x: 2, fec: rs}\nmargin: 3\n";
    world.cms.announce();
    QVERIFY(world.reports(2));
    const std::vector<std::string> byHand{"/a/fec", "/margin"};
    QVERIFY(world.cms.reported.back().liveOnly == byHand);
    QVERIFY(world.logged.find("drift path=") != std::string::npos);
    // Told once, and nobody's file is touched for it.
    world.cms.announce();
    QCOMPARE(world.content(), std::string("a: {x: 2, fec: rs}\nmargin: 3\n"));
    std::ofstream(world.target().file) << "a: {x: 1}\n";
    world.cms.announce();
    QVERIFY(world.reports(3));
    QCOMPARE(world.cms.reported.size(), std::size_t(3));
    QVERIFY(!world.cms.reported.back().liveOnly);
}

void TestAgentCore::cacheHoldsBackAnOlderServer()
{
    World world;
    world.startWith("a: 9\n", 9);
    world.core.reset();
    world.cms.reports.clear();
    world.startWith("a: 8\n", 8); // a restored backup
    QCOMPARE(world.content(), std::string("a: 9\n"));
    QVERIFY2(world.cms.reports.at(0).starts_with("refused 8 older-epoch"),
        world.cms.reports.at(0).c_str());
}

QTEST_GUILESS_MAIN(TestAgentCore)
#include "tst_agentcore.moc"
