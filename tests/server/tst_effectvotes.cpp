// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// A vote binds the effect that was seen (GOV-11): what a request inherits or refers to may not
// change under it. Ann and Ada write, Bob approves; "live" asks for one approval.
class TestEffectVotes : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov11_anotherEffectVoidsTheVotes_data();
    void gov11_anotherEffectVoidsTheVotes();
    void gov11_whatATextNewlyRefersToVoidsThemToo();
    void gov11_theSameEffectKeepsThem_data();
    void gov11_theSameEffectKeepsThem();
    void gov11_aVoteForTheEffectBeforeIsRefused();
    void gov20_whatIsScheduledWaitsForNewVotes();

private:
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    Response read(const std::string &request)
    {
        return m_world.ask("GET", "/v1/change-requests/" + request);
    }
    std::string at(const std::string &request, std::string_view pointer)
    {
        return ServiceWorld::at(read(request), pointer);
    }
    Response vote(const std::string &request, const Response &seen)
    {
        m_world.as("bob");
        return m_world.ask("POST", "/v1/change-requests/" + request + ":vote",
            R"({"kind":"approve","comment":"","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
            read(request).etag);
    }
    int apply(const std::string &request)
    {
        m_world.as("bob");
        return m_world
            .ask("POST", "/v1/change-requests/" + request + ":apply", "{}", read(request).etag)
            .status;
    }
    void publish(const std::string &config, const std::string &text)
    {
        const auto request = asked("ada", config, text);
        QCOMPARE(vote(request, read(request)).status, 200);
        QCOMPARE(apply(request), 200);
    }
    // "a/app" over "a/base", beside "a/db", under "a/defaults".
    std::string path(const QByteArray &name) { return m_configs[name.toStdString()]; }

    ServiceWorld m_world;
    std::map<std::string, std::string> m_configs;
};

void TestEffectVotes::init()
{
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author"});
    m_world.signUp("bob", {"approver", "operator"});
    m_world.clock.time += std::chrono::seconds(1);
    m_world.as("ann");
    for (const char *name : {"app", "base", "db", "defaults"})
        m_configs[name] = m_world.config(std::string("a/") + name);
    const auto layers = "/v1/configs/" + m_configs["app"] + "/layers";
    QCOMPARE(m_world
                 .ask("PUT", layers,
                     R"({"layers":[{"config":)" + inQuotes(m_configs["base"])
                         + R"(,"kind":"base","name":""}],"dependencies":[]})",
                     m_world.ask("GET", layers).etag)
                 .status,
        200);
    publish(m_configs["defaults"], R"({"zone":"z"})");
    publish(m_configs["base"], R"({"pool":1,"own":1})");
    publish(m_configs["db"], R"({"host":"h","port":1})");
    publish(m_configs["app"], R"({"own":2,"at":"${ref:/a/db#/host}"})");
}

void TestEffectVotes::gov11_anotherEffectVoidsTheVotes_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a layer under it") << QByteArray("base") << QByteArray(R"({"pool":9,"own":1})");
    QTest::newRow("what it inherits") << QByteArray("defaults") << QByteArray(R"({"zone":"y"})");
    QTest::newRow("what it refers to")
        << QByteArray("db") << QByteArray(R"({"host":"other","port":1})");
}

void TestEffectVotes::gov11_anotherEffectVoidsTheVotes()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, text);
    const auto mine = asked("ann", path("app"), R"({"own":3,"at":"${ref:/a/db#/host}"})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(at(mine, "/state"), std::string("approved"));
    publish(path(config), text.toStdString());
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(at(mine, "/cycle"), std::string("2"));
    QCOMPARE(at(mine, "/reviews/0/voidedBecause"), std::string("effect-changed"));
    QCOMPARE(apply(mine), 409);
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(apply(mine), 200);
}

// Nothing that is live tells that the one hangs on the other: only the text that is proposed does.
void TestEffectVotes::gov11_whatATextNewlyRefersToVoidsThemToo()
{
    m_world.as("ann");
    m_configs["other"] = m_world.config("a/other");
    publish(path("other"), R"({"n":1,"m":1})");
    const auto mine = asked("ann", path("app"), R"({"own":3,"n":"${ref:/a/other#/n}"})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    publish(path("other"), R"({"n":1,"m":2})");
    QCOMPARE(at(mine, "/state"), std::string("approved"));
    publish(path("other"), R"({"n":2,"m":2})");
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(at(mine, "/reviews/0/voidedBecause"), std::string("effect-changed"));
}

void TestEffectVotes::gov11_theSameEffectKeepsThem_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("it says the key itself")
        << QByteArray("base") << QByteArray(R"({"pool":1,"own":7})");
    QTest::newRow("nothing but its spelling")
        << QByteArray("base") << QByteArray("{\n  \"own\": 1, \"pool\": 1}");
    QTest::newRow("a key that it does not refer to")
        << QByteArray("db") << QByteArray(R"({"host":"h","port":2})");
}

void TestEffectVotes::gov11_theSameEffectKeepsThem()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, text);
    const auto mine = asked("ann", path("app"), R"({"own":3,"at":"${ref:/a/db#/host}"})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    publish(path(config), text.toStdString());
    QCOMPARE(at(mine, "/state"), std::string("approved"));
    QCOMPARE(apply(mine), 200);
}

// The page was loaded before.
void TestEffectVotes::gov11_aVoteForTheEffectBeforeIsRefused()
{
    const auto mine = asked("ann", path("app"), R"({"own":3})");
    const auto seen = read(mine);
    publish(path("base"), R"({"pool":9,"own":1})");
    const auto late = vote(mine, seen);
    QCOMPARE(late.status, 409);
    QCOMPARE(at(mine, "/state"), std::string("open"));
}

void TestEffectVotes::gov20_whatIsScheduledWaitsForNewVotes()
{
    const auto mine = asked("ann", path("app"), R"({"own":3})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    const auto when = core::toRfc3339(m_world.clock.time + std::chrono::hours(1));
    QCOMPARE(m_world
                 .ask("POST", "/v1/change-requests/" + mine + ":schedule",
                     R"({"at":)" + inQuotes(when) + R"(,"zone":"UTC"})", read(mine).etag)
                 .status,
        200);
    publish(path("base"), R"({"pool":9,"own":1})");
    m_world.tick(std::chrono::hours(2), std::chrono::hours(2));
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QVERIFY(ServiceWorld::at(read(mine), "/schedule/at").empty());
}

QTEST_GUILESS_MAIN(TestEffectVotes)
#include "tst_effectvotes.moc"
