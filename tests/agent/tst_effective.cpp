// SPDX-License-Identifier: Apache-2.0
#include "tests/agent/effectiveworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::contentOf;
using support::shell;
using World = support::EffectiveWorld;

// An agent whose config is put together from several texts.
class TestAgentEffective : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void mergedDocumentIsDelivered();
    void everyPartIsFollowed();
    void newParentIsHeardOf();
    void burstIsOneLook();
    void itTellsWhereItReads();
    void unchangedDocumentIsNotReloaded();
    void plainTextBecomesADocumentAndPlainAgain();
    void writtenInTheFormatOfTheConfig_data();
    void writtenInTheFormatOfTheConfig();
    void parentsInvariantsHold();
    void crashLoopBringsTheDocumentBefore();
};

void TestAgentEffective::mergedDocumentIsDelivered()
{
    World world;
    QVERIFY2(world.begin(), world.logged.c_str());
    QCOMPARE(world.cms.reports, std::vector<std::string>{"applied 3"});
    // Its own version, as ever, and what it comes to.
    QVERIFY(world.cms.reported.at(0).version == world.cms.version.id);
    QVERIFY(world.cms.reported.at(0).effective == world.cms.layers.content);
    QCOMPARE(world.cms.texts, 4);
}

void TestAgentEffective::everyPartIsFollowed()
{
    World world;
    QVERIFY(world.begin());
    auto &layers = world.cms.layers;
    layers.publishPart("shop/defaults", "log: debug\nlimit: 1\n", 2);
    layers.comesTo("{log: debug, limit: 20, host: db-1}");
    world.cms.announcePart("shop/defaults");
    QCOMPARE(world.next(1), std::string("log: debug\nlimit: 20\nhost: db-1\n| applied 3"));
    layers.publishPart("shop/app-eu", "limit: 30\n", 2);
    layers.comesTo("{log: debug, limit: 30, host: db-1}");
    world.cms.announcePart("shop/app-eu");
    QCOMPARE(world.next(2), std::string("log: debug\nlimit: 30\nhost: db-1\n| applied 3"));
    layers.publishPart("shop/db", "host: db-2\n", 2);
    layers.comesTo("{log: debug, limit: 30, host: db-2}");
    world.cms.announcePart("shop/db");
    QCOMPARE(world.next(3), std::string("log: debug\nlimit: 30\nhost: db-2\n| applied 3"));
    world.cms.publish("host: ${ref:/shop/db#/host}\n", 4);
    world.cms.announce();
    QCOMPARE(world.next(4), std::string("log: debug\nlimit: 30\nhost: db-2\n| applied 4"));
    // Only what was new was fetched.
    QCOMPARE(world.cms.texts, 8);
    // Of others it does not even look.
    const int heads = world.cms.heads;
    world.cms.announcePart("shop/other");
    world.cms.announce("/v1/configs/cfg_shop%2Fdb/heads/dev");
    world.cms.publish("host: plain\n", 5);
    layers.comesTo("{log: debug, limit: 30, host: plain}");
    world.cms.announce();
    QCOMPARE(world.next(5), std::string("log: debug\nlimit: 30\nhost: plain\n| applied 5"));
    QCOMPARE(world.cms.heads, heads + 1);
}

void TestAgentEffective::newParentIsHeardOf()
{
    World world;
    world.cms.layers = {};
    world.cms.layers.absent = {"shop/defaults"};
    world.startWith("a: 1 # kept\n", 3);
    QCOMPARE(world.content(), std::string("a: 1 # kept\n"));
    world.cms.layers.absent.clear();
    world.cms.layers.declare("shop/defaults");
    world.cms.layers.publishPart("shop/defaults", "b: 2\n", 1);
    world.cms.layers.comesTo("{b: 2, a: 1}");
    world.cms.announce("/v1/configs/cfg_shop/defaults/heads/prod", "head.update", "shop/defaults");
    QCOMPARE(world.next(1), std::string("b: 2\na: 1\n| applied 3"));
}

void TestAgentEffective::burstIsOneLook()
{
    World world;
    const auto journal = world.folder("cache") + "/reloads";
    world.target().reload.command = shell("echo x >> " + journal);
    QVERIFY(world.begin());
    const int heads = world.cms.heads;
    for (std::uint64_t epoch = 2; epoch <= 50; ++epoch) {
        world.cms.layers.publishPart(
            "shop/defaults", "log: debug\nlimit: " + std::to_string(epoch) + "\n", epoch);
        world.cms.announcePart("shop/defaults");
        world.loop.mailbox()->drain();
    }
    world.cms.layers.comesTo("{log: debug, limit: 20, host: db-1}");
    QCOMPARE(world.next(1), std::string("log: debug\nlimit: 20\nhost: db-1\n| applied 3"));
    QCOMPARE(world.cms.heads, heads + 1);
    QCOMPARE(contentOf(journal), std::string("x\nx\n"));
}

// The target's own place, whatever the agent is called and registered for.
void TestAgentEffective::itTellsWhereItReads()
{
    World world;
    world.settings.group = "canary";
    world.settings.instance = "i-7";
    world.target().region = "us";
    world.start();
    QVERIFY(world.cms.registered);
    QCOMPARE(world.cms.registered->region, std::string("eu"));
    QVERIFY(world.cms.registered->places
        == (std::vector<core::FollowedPlace>{{"shop/app", "us", "canary", "i-7"}}));
}

void TestAgentEffective::unchangedDocumentIsNotReloaded()
{
    World world;
    const auto journal = world.folder("cache") + "/reloads";
    world.target().reload.command = shell("echo x >> " + journal);
    QVERIFY(world.begin());
    // The region has its own limit.
    world.cms.layers.publishPart("shop/defaults", "log: info\nlimit: 2\n", 2);
    world.cms.announcePart("shop/defaults");
    QCOMPARE(world.next(1), std::string(World::first) + "| applied 3");
    QCOMPARE(contentOf(journal), std::string("x\n"));
    // It is what the cache speaks of, all the same: what is older is refused later.
    world.core.reset();
    world.cms.layers.publishPart("shop/defaults", "log: old\n", 1);
    world.cms.layers.comesTo("{log: old, limit: 20, host: db-1}");
    world.start();
    QVERIFY(world.next(2).starts_with(std::string(World::first) + "| refused 3 older-epoch: "));
}

void TestAgentEffective::plainTextBecomesADocumentAndPlainAgain()
{
    World world;
    world.cms.layers = {};
    const auto journal = world.folder("cache") + "/reloads";
    world.target().reload.command = shell("echo x >> " + journal);
    world.startWith("a: 1 # kept\n", 3);
    // A parent of which nothing is live changes nothing, and tells the service nothing.
    world.cms.layers.declare("shop/defaults");
    world.cms.announce("/v1/configs/cfg_1", "config.update");
    QCOMPARE(world.next(1), std::string("a: 1 # kept\n| applied 3"));
    QVERIFY(!world.cms.reported.at(1).effective);
    QCOMPARE(contentOf(journal), std::string("x\n"));
    world.cms.layers.declared = {{}, {}, {}, 5, {World::regionLayer("eu")}};
    world.cms.layers.publishPart("shop/app-eu", "a: 2\n", 1);
    world.cms.layers.comesTo("{a: 2}");
    world.cms.announce("/v1/configs/cfg_1", "config.update");
    QCOMPARE(world.next(2), std::string("a: 2\n| applied 3"));
    QVERIFY(world.cms.reported.at(2).effective == world.cms.layers.content);
    world.cms.layers.parts.clear();
    world.cms.layers.declared = {{}, {}, {}, 6, {}};
    world.cms.layers.content = {};
    world.cms.announce("/v1/configs/cfg_1", "config.update");
    QCOMPARE(world.next(3), std::string("a: 1 # kept\n| applied 3"));
    QVERIFY(!world.cms.reported.at(3).effective);
}

void TestAgentEffective::writtenInTheFormatOfTheConfig_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("asJson");
    QTest::addColumn<QByteArray>("own");
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("YAML") << int(core::Format::Yaml) << false << QByteArray("a: 1\n")
                          << QByteArray("b: [1, x]\n")
                          << QByteArray("b:\n  - 1\n  - x\na: 1\n| applied 3");
    QTest::newRow("JSON") << int(core::Format::Json) << false << QByteArray(R"({"a":1})")
                          << QByteArray("b: x\n")
                          << QByteArray("{\n  \"b\": \"x\",\n  \"a\": 1\n}\n| applied 3");
    QTest::newRow("TOML") << int(core::Format::Toml) << false << QByteArray("a = 1\n")
                          << QByteArray("b: x\n") << QByteArray("b = \"x\"\na = 1\n| applied 3");
    QTest::newRow("TOML has no null")
        << int(core::Format::Toml) << false << QByteArray("a = 1\n") << QByteArray("b: null\n")
        << QByteArray("| refused 3 cannot-write: The document holds something that cannot be "
                      "written as toml");
    QTest::newRow("as JSON") << int(core::Format::Toml) << true << QByteArray("a = 1\n")
                             << QByteArray("b: null\n")
                             << QByteArray("{\n  \"b\": null,\n  \"a\": 1\n}\n| applied 3");
}

void TestAgentEffective::writtenInTheFormatOfTheConfig()
{
    QFETCH(int, format);
    QFETCH(bool, asJson);
    QFETCH(QByteArray, own);
    QFETCH(QByteArray, layer);
    QFETCH(QByteArray, outcome);
    World world;
    world.target().asJson = asJson;
    world.cms.layers = {};
    world.cms.layers.declare("shop/defaults");
    world.cms.layers.publishPart("shop/defaults", layer.toStdString(), 1);
    world.cms.publish(own.toStdString(), 3, core::Format(format));
    world.cms.layers.comesTo("{a: 1, " + layer.trimmed().toStdString() + "}");
    world.start();
    QCOMPARE(QByteArray::fromStdString(world.next(0)), outcome);
}

void TestAgentEffective::parentsInvariantsHold()
{
    World world;
    world.cms.schema = R"({"properties": {"log": {"type": "string"}},
        "x-invariants": [{"compare": ["/limit", "<=", 25], "message": "too much"}]})";
    world.cms.layers.declarations.front().schema = core::SchemaId("sch_1");
    QVERIFY2(world.begin(), world.logged.c_str());
    world.cms.layers.publishPart("shop/app-eu", "limit: 26\n", 2);
    world.cms.layers.comesTo("{log: info, limit: 26, host: db-1}");
    world.cms.announcePart("shop/app-eu");
    QVERIFY(world.reports(2));
    QVERIFY2(
        world.lastReport().starts_with("refused 3 schema-violation: "), world.lastReport().c_str());
    QVERIFY(world.lastReport().ends_with("too much"));
    // The shape that a parent's schema asks for is its own affair, that of its own schema is not.
    world.cms.layers.publishPart("shop/app-eu", "log: 1\n", 3);
    world.cms.layers.comesTo("{log: 1, limit: 10, host: db-1}");
    world.cms.announcePart("shop/app-eu");
    QCOMPARE(world.next(2), std::string("log: 1\nlimit: 10\nhost: db-1\n| applied 3"));
    world.cms.layers.declared.schema = core::SchemaId("sch_1");
    world.cms.announce("/v1/configs/cfg_1", "config.update");
    QVERIFY(world.reports(4));
    QVERIFY2(world.lastReport().starts_with("refused 3 schema-violation: /log"),
        world.lastReport().c_str());
}

void TestAgentEffective::crashLoopBringsTheDocumentBefore()
{
    World world;
    world.target().probe = {shell("! grep -q bad " + world.target().file),
        std::chrono::milliseconds(10), std::chrono::milliseconds(400), 3};
    QVERIFY(world.begin());
    QVERIFY(world.until([&] { return std::filesystem::exists(world.cacheFile()); }));
    world.cms.layers.publishPart("shop/defaults", "log: bad\n", 2);
    world.cms.layers.comesTo("{log: bad, limit: 20, host: db-1}");
    world.cms.announcePart("shop/defaults");
    QVERIFY2(world.reports(3), world.logged.c_str());
    QVERIFY2(world.lastReport().starts_with("refused 3 crash-loop"), world.lastReport().c_str());
    QCOMPARE(world.content(), std::string(World::first));
    // It is not tried again, whatever else is declared beside it.
    world.cms.layers.declared.number = 9;
    const int heads = world.cms.heads;
    world.cms.announce();
    QVERIFY(world.until([&] { return world.cms.heads > heads; }));
    QVERIFY(world.settle());
    QCOMPARE(world.cms.reports.size(), std::size_t(3));
    QCOMPARE(world.content(), std::string(World::first));
}

QTEST_GUILESS_MAIN(TestAgentEffective)
#include "tst_effective.moc"
