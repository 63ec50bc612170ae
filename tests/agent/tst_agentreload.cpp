// SPDX-License-Identifier: Apache-2.0
#include "tests/agent/agentworld.h"
#include "tests/support/testcase.h"

#include <csignal>
#include <fstream>

using namespace chancery;
using support::contentOf;
using support::shell;
using World = support::AgentWorld;

// What the agent does while and after a consumer is told of a new release.
class TestAgentReload : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void runningReloadKeepsNobodyWaiting();
    void droppedCommandIsEnded();
    void crashLoopBringsTheOneBeforeBack();
    void newReleaseEndsTheProbation();
};

void TestAgentReload::runningReloadKeepsNobodyWaiting()
{
    World world;
    const auto gate = world.folder("cache") + "/gate";
    world.target().reload.command = shell("grep -q 1 " + world.target().file
        + " || while ! test -e " + gate + "; do sleep 0.02; done");
    world.startWith("a: 1\n", 3);
    world.publish("a: 2\n", 4);
    QVERIFY(world.until([&] { return world.content() == "a: 2\n"; }));
    QVERIFY(world.core->isApplying());
    QCOMPARE(world.cms.reports.size(), std::size_t(1));
    // Meanwhile it hears of the next one, which waits its turn.
    world.publish("a: 3\n", 5);
    std::ofstream(gate) << "open";
    QVERIFY(world.reports(3));
    QCOMPARE(world.cms.reports.at(1), std::string("applied 4"));
    QCOMPARE(world.cms.reports.at(2), std::string("applied 5"));
    QVERIFY(world.until([&] { return !world.core->isApplying(); }));
}

void TestAgentReload::droppedCommandIsEnded()
{
    World world;
    const auto mark = world.folder("cache") + "/started";
    world.target().reload.command
        = shell("echo $$ > " + mark + "; trap '' TERM; while :; do sleep 0.02; done");
    world.cms.publish("a: 1\n", 3);
    world.start();
    QVERIFY(world.until([&] { return world.core->isApplying(); }));
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(mark).ends_with('\n'), 20'000);
    const auto child = pid_t(std::stoi(contentOf(mark)));
    QCOMPARE(::kill(child, 0), 0);
    world.core.reset();
    QTRY_VERIFY_WITH_TIMEOUT(::kill(child, 0) != 0, 20'000);
}

void TestAgentReload::crashLoopBringsTheOneBeforeBack()
{
    World world;
    auto &probe = world.target().probe;
    probe.command = shell("! grep -q bad " + world.target().file);
    probe.every = std::chrono::milliseconds(10);
    probe.lasts = std::chrono::milliseconds(100);
    const auto cached = [&](const char *text) {
        return contentOf(world.cacheFile()).find(text) != std::string::npos;
    };
    world.startWith("a: 1\n", 3);
    QVERIFY(!cached("a: 1")); // nothing is kept for bad times before it has run a while
    QVERIFY(world.until([&] { return cached("a: 1"); }));
    world.publish("a: bad\n", 4);
    QVERIFY(world.reports(3));
    QCOMPARE(world.cms.reports.at(1), std::string("applied 4"));
    QVERIFY2(world.cms.reports.at(2).starts_with("refused 4 crash-loop: The probe failed 3 times"),
        world.cms.reports.at(2).c_str());
    QCOMPARE(world.content(), std::string("a: 1\n"));
    QVERIFY(cached("a: 1"));
    QVERIFY(world.core->hasAny(agent::TargetFollower::State::Refused));
    // It is not tried again, whoever asks.
    world.cms.announce();
    QVERIFY(world.until([&] { return world.core->isSettled(); }));
    QCOMPARE(world.content(), std::string("a: 1\n"));
    world.publish("a: 5\n", 5);
    QVERIFY(world.reports(4));
    QCOMPARE(world.cms.reports.at(3), std::string("applied 5"));
    QVERIFY(world.until([&] { return cached("a: 5"); }));
}

void TestAgentReload::newReleaseEndsTheProbation()
{
    World world;
    auto &probe = world.target().probe;
    probe.command = shell("! grep -q bad " + world.target().file);
    probe.every = std::chrono::milliseconds(200);
    probe.lasts = std::chrono::milliseconds(2000);
    world.startWith("a: bad\n", 3);
    world.publish("a: 2\n", 4);
    QVERIFY(world.reports(2));
    world.publish("a: bad again\n", 5);
    QVERIFY(world.reports(4));
    // Neither of the two before had been proved, so there is nothing to come back to.
    const auto report = world.cms.reports.at(3);
    QVERIFY2(report.starts_with("refused 5 crash-loop"), report.c_str());
    QVERIFY2(report.ends_with("nothing ran before it"), report.c_str());
    QCOMPARE(world.content(), std::string("a: bad again\n"));
}

QTEST_GUILESS_MAIN(TestAgentReload)
#include "tst_agentreload.moc"
