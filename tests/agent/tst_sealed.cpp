// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/agent/agentworld.h"
#include "tests/support/testcase.h"

#include <QDirIterator>

using namespace chancery;
using core::ErrorKind;

namespace {

constexpr auto canary = "c4n4ry-in-the-agent";

// An agent of a config with a sealed password.
struct SealedWorld : support::AgentWorld {
    SealedWorld() { reveal(canary); }

    static std::string sealed(const std::string &value)
    {
        std::string json;
        core::appendJsonString(json, value);
        const auto reading = core::readJson(json);
        const auto made = core::sealValue(core::Secret(std::string(32, 'k')), "dek-1",
            core::sealPlace("shop/app", "prod", "/password"), reading.tree().root());
        return core::toJson(*made);
    }
    // What the server says of the present text.
    void reveal(const std::string &value)
    {
        std::string json;
        core::appendJsonString(json, value);
        cms.opened = {{"/password", core::Secret(json)}};
    }
    static std::string text(const std::string &seal)
    {
        return "# ours\nhost: db-1\npassword: " + seal + "\n";
    }
    static std::string plain(const std::string &value)
    {
        return "# ours\nhost: db-1\npassword: " + value + "\n";
    }
    // Files of the agent but for the one that it delivers.
    QStringList filesWithCanary() const
    {
        QStringList found;
        QDirIterator files(
            temporary.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const auto name = files.next();
            const bool isDelivered = name.toStdString() == settings.targets.front().file;
            if (!isDelivered
                && support::contentOf(name.toStdString()).find(canary) != std::string::npos)
                found << files.fileName();
        }
        return found;
    }
    std::string sealsFile() const { return cacheFile() + ".seals"; }
};

} // namespace

// Sealed values on their way to a service.
class TestAgentSealed : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theServiceGetsTheValue();
    void theSecretIsInTheDeliveredFileOnly();
    void openedOnceForAValue();
    void startsWithoutTheServer();
    void withoutItsKeyTheCacheIsNothing();
    void whatTheServerDoesNotOpenIsRefused();
    void aServerThatCannotOpenIsAskedAgain();
    void theRealValueIsHeldAgainstTheSchema();
    void goesAwayAndNothingIsLeft();
};

void TestAgentSealed::theServiceGetsTheValue()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    QCOMPARE(world.content(), SealedWorld::plain(canary));
    QCOMPARE(world.cms.reports, std::vector<std::string>{"applied 1"});
}

void TestAgentSealed::theSecretIsInTheDeliveredFileOnly()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    QCOMPARE(world.content(), SealedWorld::plain(canary));
    QCOMPARE(world.filesWithCanary(), QStringList());
    QVERIFY(world.logged.find(canary) == std::string::npos);
    for (const auto &file : {world.sealsFile(), world.settings.cacheDir + "/seal.key"})
        QCOMPARE(
            int(std::filesystem::status(file).permissions() & std::filesystem::perms::mask), 0600);
}

void TestAgentSealed::openedOnceForAValue()
{
    SealedWorld world;
    const auto seal = SealedWorld::sealed(canary);
    world.startWith(SealedWorld::text(seal), 1);
    QCOMPARE(world.cms.openings, 1);
    world.publish("host: db-2\npassword: " + seal + "\n", 2);
    QVERIFY(world.reports(2));
    QCOMPARE(world.content(), std::string("host: db-2\npassword: ") + canary + "\n");
    QCOMPARE(world.cms.openings, 1);
    world.reveal("another");
    world.publish(SealedWorld::text(SealedWorld::sealed("another")), 3);
    QVERIFY(world.reports(3));
    QCOMPARE(world.content(), SealedWorld::plain("another"));
    QCOMPARE(world.cms.openings, 2);
}

void TestAgentSealed::startsWithoutTheServer()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    std::filesystem::remove(world.settings.targets.front().file);
    world.cms.offline = true;
    world.start();
    QVERIFY(world.settle());
    QCOMPARE(world.content(), SealedWorld::plain(canary));
    QCOMPARE(world.cms.openings, 1);
}

void TestAgentSealed::withoutItsKeyTheCacheIsNothing()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    for (const auto &file : {world.settings.cacheDir + "/seal.key", world.sealsFile()}) {
        std::filesystem::remove(world.settings.targets.front().file);
        std::filesystem::remove(file);
        world.cms.offline = true;
        world.start();
        QVERIFY(world.settle());
        QVERIFY(world.content().empty());
        QVERIFY(world.logged.find("cache-ignored") != std::string::npos);
        world.cms.offline = false;
        QVERIFY(world.until([&] { return world.content() == SealedWorld::plain(canary); }));
    }
}

void TestAgentSealed::whatTheServerDoesNotOpenIsRefused()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    world.cms.opened.clear();
    world.publish(SealedWorld::text(SealedWorld::sealed("other")), 2);
    QVERIFY(world.reports(2));
    QVERIFY(world.cms.reports[1].starts_with("refused 2 seal-refused"));
    QCOMPARE(world.content(), SealedWorld::plain(canary));
}

void TestAgentSealed::aServerThatCannotOpenIsAskedAgain()
{
    SealedWorld world;
    world.cms.opensNothing = core::Error{ErrorKind::Server, "sealing-unavailable", {}, {}, {}, {}};
    world.cms.publish(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    world.start();
    QVERIFY(world.until([&] { return world.cms.openings > 2; }));
    QVERIFY(world.content().empty());
    world.cms.opensNothing.reset();
    QVERIFY(world.reports(1));
    QCOMPARE(world.content(), SealedWorld::plain(canary));
}

void TestAgentSealed::theRealValueIsHeldAgainstTheSchema()
{
    SealedWorld world;
    world.cms.schema = R"({"properties":{"password":{"type":"string","maxLength":8}}})";
    world.cms.publish(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    world.start();
    QVERIFY(world.reports(1));
    QVERIFY(world.cms.reports[0].starts_with("refused 1 schema-violation"));
    QVERIFY(world.cms.reports[0].find(canary) == std::string::npos);
    QVERIFY(world.content().empty());
}

void TestAgentSealed::goesAwayAndNothingIsLeft()
{
    SealedWorld world;
    world.startWith(SealedWorld::text(SealedWorld::sealed(canary)), 1);
    QVERIFY(std::filesystem::exists(world.sealsFile()));
    world.publish("host: db-2\n", 2);
    QVERIFY(world.reports(2));
    QCOMPARE(world.content(), std::string("host: db-2\n"));
    QVERIFY(!std::filesystem::exists(world.sealsFile()));
}

QTEST_GUILESS_MAIN(TestAgentSealed)
#include "tst_sealed.moc"
