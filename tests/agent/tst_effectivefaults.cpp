// SPDX-License-Identifier: Apache-2.0
#include "tests/agent/effectiveworld.h"
#include "tests/support/testcase.h"

#include <fstream>

using namespace chancery;
using support::contentOf;
using support::FakeCms;
using World = support::EffectiveWorld;

namespace {

using Break = std::function<void(FakeCms &)>;

void row(const char *name, const Break &damage, const char *report)
{
    QTest::newRow(name) << damage << QByteArray(report);
}

// What is announced is not what it says.
void addForgeries()
{
    row(
        "wrong content", [](FakeCms &cms) { cms.layers.comesTo("{log: no}"); },
        "content-mismatch: The content is ");
    row(
        "no content", [](FakeCms &cms) { cms.layers.content = core::ContentId(" "); },
        "content-mismatch: ");
    row(
        "own text passed off as all", [](FakeCms &cms) { cms.layers = {}; },
        "older-declaration: The declaration of shop/app is number 0, number 1 has been seen");
    row(
        "older epoch of a layer",
        [](FakeCms &cms) { cms.layers.publishPart("shop/app-eu", "limit: 1\n", 0); },
        "older-epoch: Epoch 0 of shop/app-eu is before 1");
    row(
        "another version behind the same epoch",
        [](FakeCms &cms) {
            cms.layers.parts["shop/app-eu"].version.message = "x";
            auto &part = cms.layers.parts["shop/app-eu"];
            part.live.version = part.version.id = api::versionIdOf(part.version);
        },
        "epoch-reused: Epoch 1 of shop/app-eu was ");
    row(
        "version of another config for a layer",
        [](FakeCms &cms) {
            cms.layers.publishPart("shop/app-eu", "limit: 1\n", 2);
            cms.layers.parts["shop/app-eu"].version.config = core::ConfigId("cfg_shop/app-us");
        },
        "foreign-version: shop/app-eu: ");
    row(
        "another text of a layer",
        [](FakeCms &cms) {
            cms.layers.publishPart("shop/app-eu", "limit: 1\n", 2);
            cms.layers.parts["shop/app-eu"].text = "limit: 666\n";
        },
        "digest-mismatch: shop/app-eu: ");
}

// What is announced is genuine and not all, or cannot be put together.
void addGaps()
{
    row(
        "layer left out", [](FakeCms &cms) { cms.layers.parts.erase("shop/app-eu"); },
        "text-dropped: shop/app-eu is left out without a newer declaration");
    row(
        "parent's text left out", [](FakeCms &cms) { cms.layers.parts.erase("shop/defaults"); },
        "text-dropped: shop/defaults is left out");
    row(
        "parent left out",
        [](FakeCms &cms) {
            cms.layers.parts.erase("shop/defaults");
            cms.layers.declarations.erase(cms.layers.declarations.begin());
        },
        "text-dropped: shop/defaults is left out");
    row(
        "another parent by the same name",
        [](FakeCms &cms) {
            cms.layers.parts.erase("shop/defaults");
            cms.layers.declarations.front().config = core::ConfigId("cfg_other");
        },
        "foreign-config: shop/defaults was another config before");
    row(
        "declaration changed behind its number",
        [](FakeCms &cms) {
            cms.layers.declared.layers.clear();
            cms.layers.parts.erase("shop/app-eu");
        },
        "declaration-reused: ");
    row(
        "target left out", [](FakeCms &cms) { cms.layers.parts.erase("shop/db"); },
        "text-dropped: shop/db ");
    row(
        "dangling reference",
        [](FakeCms &cms) { cms.publish("host: ${ref:/shop/none#/host}\n", 4); },
        "dangling-reference: There is no config /shop/none");
    row(
        "circle of references",
        [](FakeCms &cms) {
            cms.layers.publishPart("shop/db", "host: ${ref:/shop/app#/host}\n", 2);
        },
        "reference-cycle: ");
    row(
        "text announced twice",
        [](FakeCms &cms) { cms.layers.declarations.push_back(cms.layers.declarations.front()); },
        "announced-twice: ");
    row("head of another region", [](FakeCms &cms) { cms.regionTold = "us"; }, "foreign-head: ");
}

} // namespace

// The same, when the server lies, the line is cut, the agent is killed or its cache is damaged.
class TestEffectiveFaults : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void wrongHeadsAreRefused_data();
    void wrongHeadsAreRefused();
    void layerGoesWithANewerDeclaration();
    void whatComesBackIsNotOlder();
    void cutConnectionDeliversNothingByHalf();
    void killedBetweenFetchAndSwap();
    void startsFromTheCacheWithoutAServer();
    void oneDamagedTextSpoilsTheCache();
    void cacheOfAnotherPlaceIsNotDelivered();
    void cacheOfAnEarlierAgentIsRead();
};

void TestEffectiveFaults::wrongHeadsAreRefused_data()
{
    QTest::addColumn<Break>("damage");
    QTest::addColumn<QByteArray>("report");
    addForgeries();
    addGaps();
}

void TestEffectiveFaults::wrongHeadsAreRefused()
{
    QFETCH(Break, damage);
    QFETCH(QByteArray, report);
    World world;
    QVERIFY(world.begin());
    const auto right = world.cms.layers;
    damage(world.cms);
    world.cms.announce();
    QVERIFY(world.reports(2));
    auto told = world.lastReport();
    told.erase(0, std::string("refused 3 ").size());
    QVERIFY2(told.starts_with(report.toStdString()), world.lastReport().c_str());
    QCOMPARE(world.content(), std::string(World::first));
    // The next good one is taken.
    world.cms.layers = right;
    world.cms.regionTold.reset();
    world.cms.publish("limit: 10\nhost: ${ref:/shop/db#/host}\nnew: true\n", 5);
    world.cms.layers.comesTo("{log: info, limit: 20, host: db-1, new: true}");
    world.cms.announce();
    QCOMPARE(world.next(2), std::string(World::first) + "new: true\n| applied 5");
}

void TestEffectiveFaults::layerGoesWithANewerDeclaration()
{
    World world;
    QVERIFY(world.begin());
    world.cms.layers.parts.erase("shop/app-eu");
    world.cms.layers.declared.layers = {World::regionLayer("us")};
    world.cms.layers.declared.number = 2;
    world.cms.layers.comesTo("{log: info, limit: 10, host: db-1}");
    world.cms.announce("/v1/configs/cfg_1", "config.update");
    QCOMPARE(world.next(1), std::string("log: info\nlimit: 10\nhost: db-1\n| applied 3"));
    // The declaration before does not come back.
    world.cms.layers.publishPart("shop/app-eu", "limit: 20\n", 2);
    world.cms.layers.declared.layers = {World::regionLayer("eu"), World::regionLayer("us")};
    world.cms.layers.declared.number = 1;
    world.cms.announce();
    QVERIFY(world.next(2).starts_with(
        "log: info\nlimit: 10\nhost: db-1\n| refused 3 older-declaration: "));
}

void TestEffectiveFaults::whatComesBackIsNotOlder()
{
    World world;
    world.cms.layers.publishPart("shop/db", "host: db-1\n", 7);
    QVERIFY(world.begin());
    const auto db = world.cms.layers.parts.at("shop/db");
    // Its own text lets the reference go …
    world.cms.publish("host: none\n", 4);
    world.cms.layers.parts.erase("shop/db");
    world.cms.layers.declarations.pop_back();
    world.cms.layers.comesTo("{log: info, limit: 20, host: none}");
    world.cms.announce();
    QVERIFY(world.reports(2));
    QCOMPARE(world.lastReport(), std::string("applied 4"));
    // … and takes it up again, also after a start.
    world.core.reset();
    world.cms.publish("host: ${ref:/shop/db#/host}\n", 5);
    world.cms.layers.declare("shop/db");
    world.cms.layers.publishPart("shop/db", "host: older\n", 6);
    world.cms.layers.comesTo("{log: info, limit: 20, host: older}");
    world.start();
    QVERIFY(world.reports(3));
    QVERIFY2(world.lastReport().starts_with("refused 5 older-epoch: Epoch 6 of shop/db"),
        world.lastReport().c_str());
}

void TestEffectiveFaults::cutConnectionDeliversNothingByHalf()
{
    World world;
    QVERIFY(world.begin());
    auto &layers = world.cms.layers;
    layers.publishPart("shop/defaults", "log: debug\n", 2);
    layers.publishPart("shop/app-eu", "limit: 30\n", 2);
    layers.publishPart("shop/db", "host: db-2\n", 2);
    layers.comesTo("{log: debug, limit: 30, host: db-2}");
    world.cms.cutAfter = 5; // after one of the three
    world.cms.announcePart("shop/db");
    QVERIFY(world.until([&] { return world.cms.offline; }));
    const int texts = world.cms.texts;
    QVERIFY(world.until([&] { return world.logged.find("cannot-look") != std::string::npos; }));
    QCOMPARE(world.content(), std::string(World::first));
    world.cms.offline = false;
    QCOMPARE(world.next(1), std::string("log: debug\nlimit: 30\nhost: db-2\n| applied 3"));
    // The one that had come was not fetched again.
    QCOMPARE(world.cms.texts, texts + 2);
}

void TestEffectiveFaults::killedBetweenFetchAndSwap()
{
    World world;
    QVERIFY(world.begin());
    world.cms.layers.publishPart("shop/db", "host: db-2\n", 2);
    world.cms.layers.comesTo("{log: info, limit: 20, host: db-2}");
    world.cms.announcePart("shop/db");
    QVERIFY(world.until([&] { return world.cms.texts == 5; }));
    world.core.reset();
    QCOMPARE(world.content(), std::string(World::first));
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    QCOMPARE(world.content(), std::string(World::first));
    world.cms.offline = false;
    QVERIFY(world.until([&] { return world.content() == "log: info\nlimit: 20\nhost: db-2\n"; }));
}

void TestEffectiveFaults::startsFromTheCacheWithoutAServer()
{
    World world;
    QVERIFY(world.begin());
    world.core.reset();
    std::filesystem::remove(world.target().file);
    world.cms.offline = true;
    world.start();
    QCOMPARE(world.content(), std::string(World::first));
    QVERIFY(world.core->isReady());
    QVERIFY(world.settle());
    QVERIFY(world.core->hasAny(agent::TargetFollower::State::FromCache));
}

void TestEffectiveFaults::oneDamagedTextSpoilsTheCache()
{
    World world;
    QVERIFY(world.begin());
    world.core.reset();
    std::filesystem::remove(world.target().file);
    auto cache = contentOf(world.cacheFile());
    cache.replace(cache.find("host: db-1"), 10, "host: db-9");
    std::ofstream(world.cacheFile(), std::ios::binary | std::ios::trunc) << cache;
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    QVERIFY(!std::filesystem::exists(world.target().file));
    QVERIFY2(world.logged.find("cache-ignored path=shop/app digest-mismatch") != std::string::npos
            || world.logged.find("digest-mismatch") != std::string::npos,
        world.logged.c_str());
    world.cms.offline = false;
    QVERIFY(world.until([&] { return world.content() == World::first; }));
}

void TestEffectiveFaults::cacheOfAnotherPlaceIsNotDelivered()
{
    World world;
    world.cms.layers.publishPart("shop/db", "host: db-1\n", 5);
    QVERIFY(world.begin());
    world.core.reset();
    world.settings.targets.front().region = "us";
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    // What the service runs on stays, but the agent does not answer for it.
    QCOMPARE(world.content(), std::string(World::first));
    QVERIFY(!world.core->isReady());
    QVERIFY2(world.logged.find("cache-ignored path=shop/app place=\"prod, region eu\"")
            != std::string::npos,
        world.logged.c_str());
    // What was seen there counts here as well.
    world.cms.layers.parts.erase("shop/app-eu");
    world.cms.layers.publishPart("shop/db", "host: older\n", 4);
    world.cms.layers.comesTo("{log: info, limit: 10, host: older}");
    world.cms.offline = false;
    QVERIFY(world.reports(2));
    QVERIFY2(world.lastReport().starts_with("refused 3 older-epoch"), world.lastReport().c_str());
    world.cms.layers.publishPart("shop/db", "host: db-6\n", 6);
    world.cms.layers.comesTo("{log: info, limit: 10, host: db-6}");
    world.cms.announcePart("shop/db");
    QCOMPARE(world.next(2), std::string("log: info\nlimit: 10\nhost: db-6\n| applied 3"));
}

void TestEffectiveFaults::cacheOfAnEarlierAgentIsRead()
{
    World world;
    world.cms.layers = {};
    world.cms.publish("a: 1 # kept\n", 9);
    std::ofstream(world.cacheFile())
        << R"({"config":"cfg_1","path":"shop/app","version":")" << world.cms.version.id.text()
        << R"(","content":")" << world.cms.version.content.text() << R"(","sourceDigest":")"
        << world.cms.version.sourceDigest
        << R"(","format":"yaml","epoch":9,"since":"2026-11-20T10:00:00Z","text":"a: 1 # kept\n"})";
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    QCOMPARE(world.content(), std::string("a: 1 # kept\n"));
    world.core.reset();
    world.cms.offline = false;
    world.cms.publish("a: 8\n", 8);
    world.start();
    QVERIFY(world.reports(1));
    QVERIFY2(world.lastReport().starts_with("refused 8 older-epoch"), world.lastReport().c_str());
    QCOMPARE(world.content(), std::string("a: 1 # kept\n"));
}

QTEST_GUILESS_MAIN(TestEffectiveFaults)
#include "tst_effectivefaults.moc"
