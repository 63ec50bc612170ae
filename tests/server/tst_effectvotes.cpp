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
    void gov11_aLayerThatIsDeclaredAfterwardsVoidsThem();
    void gov11_soDoesBecomingALayerOfWhatIsLive();
    void gov11_aDeclarationWithoutEffectKeepsThem_data();
    void gov11_aDeclarationWithoutEffectKeepsThem();
    void gov13_aRebaseOverAnotherEffectVoidsThem();
    void gov20_whatIsScheduledWaitsForNewVotes();
    void gov20_overlapReachesThroughDefaults();
    void gov25_whoeverWaitsForAScheduleIsToldThatItIsOff();

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
    int declare(const std::string &config, const std::vector<std::string> &layers)
    {
        m_world.as("ann");
        std::string list;
        for (const auto &layer : layers)
            list += (list.empty() ? "" : ",") + std::string(R"({"config":)") + inQuotes(layer)
                + R"(,"kind":"base","name":""})";
        const auto resource = "/v1/configs/" + config + "/layers";
        return m_world
            .ask("PUT", resource, R"({"layers":[)" + list + R"(],"dependencies":[]})",
                m_world.ask("GET", resource).etag)
            .status;
    }
    std::string newConfig(const std::string &path)
    {
        m_world.as("ann");
        return m_world.config(path);
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
    QCOMPARE(declare(path("app"), {path("base")}), 200);
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

void TestEffectVotes::gov11_aLayerThatIsDeclaredAfterwardsVoidsThem()
{
    const auto fresh = newConfig("a/fresh");
    const auto mine = asked("ann", fresh, R"({"own":3})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(declare(fresh, {path("base")}), 200);
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(at(mine, "/reviews/0/voidedBecause"), std::string("effect-changed"));
    QCOMPARE(apply(mine), 409);
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(apply(mine), 200);
}

// Whoever voted for it has seen a config that nothing inherits from.
void TestEffectVotes::gov11_soDoesBecomingALayerOfWhatIsLive()
{
    const auto fresh = newConfig("a/fresh");
    const auto mine = asked("ann", fresh, R"({"pool":9})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(declare(path("app"), {path("base"), fresh}), 200);
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(at(mine, "/cycle"), std::string("2"));
    QCOMPARE(apply(mine), 409);
    // Nor is it the layer of anything any more without a word.
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(declare(path("app"), {path("base")}), 200);
    QCOMPARE(at(mine, "/cycle"), std::string("3"));
}

void TestEffectVotes::gov11_aDeclarationWithoutEffectKeepsThem_data()
{
    QTest::addColumn<QByteArray>("proposed");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("it says the keys itself")
        << QByteArray("a/fresh") << QByteArray(R"({"pool":2,"own":2})");
    QTest::newRow("what gets the layer is neither live nor asked for")
        << QByteArray("a/base") << QByteArray(R"({"pool":2,"own":2})");
}

void TestEffectVotes::gov11_aDeclarationWithoutEffectKeepsThem()
{
    QFETCH(QByteArray, proposed);
    QFETCH(QByteArray, text);
    const auto fresh = newConfig("a/fresh");
    const auto mine = asked("ann", proposed == "a/base" ? path("base") : fresh, text.toStdString());
    QCOMPARE(vote(mine, read(mine)).status, 200);
    QCOMPARE(declare(fresh, {path("base")}), 200);
    QCOMPARE(at(mine, "/state"), std::string("approved"));
    QCOMPARE(apply(mine), 200);
}

// One request changes the config and what it inherits: where the text is the same afterwards, what
// comes of it is not.
void TestEffectVotes::gov13_aRebaseOverAnotherEffectVoidsThem()
{
    const auto text = R"({"own":3,"z":1})";
    const auto mine = asked("ann", path("app"), text);
    QCOMPARE(vote(mine, read(mine)).status, 200);
    m_world.as("ada");
    const auto both
        = ServiceWorld::at(m_world.request(m_world.item(path("app"), "live", R"({"own":3})") + ','
                               + m_world.item(path("base"), "live", R"({"pool":9,"own":1})")),
            "/id");
    QCOMPARE(vote(both, read(both)).status, 200);
    QCOMPARE(apply(both), 200);
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(at(mine, "/items/0/needsRebase"), std::string("true"));
    m_world.as("ann");
    QCOMPARE(
        m_world
            .ask("PUT", "/v1/change-requests/" + mine,
                R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
                    + m_world.item(path("app"), "live", text) + R"(],"submit":true})",
                read(mine).etag)
            .status,
        200);
    QCOMPARE(at(mine, "/state"), std::string("open"));
    QCOMPARE(apply(mine), 409);
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

// "a/root" lies under "a/defaults", which "a/app" inherits.
void TestEffectVotes::gov20_overlapReachesThroughDefaults()
{
    const auto root = newConfig("a/root");
    QCOMPARE(declare(path("defaults"), {root}), 200);
    const auto mine = asked("ann", path("app"), R"({"own":2,"zone":"x"})");
    const auto above = asked("ada", path("defaults"), R"({"zone":"y"})");
    QCOMPARE(at(mine, "/items/0/overlaps/0/request"), above);
    QCOMPARE(at(above, "/items/0/overlaps/0/request"), mine);
    const auto under = asked("ada", root, R"({"zone":"w"})");
    QCOMPARE(at(mine, "/items/0/overlaps/1/request"), under);
    const auto seen
        = at(under, "/items/0/overlaps/0/request") + at(under, "/items/0/overlaps/1/request");
    QVERIFY2(seen.find(mine) != std::string::npos, seen.c_str());
    const auto elsewhere = asked("ada", root, R"({"other":1})");
    QCOMPARE(at(elsewhere, "/items/0/overlaps/0/request"), std::string());
}

void TestEffectVotes::gov25_whoeverWaitsForAScheduleIsToldThatItIsOff()
{
    m_world.as();
    m_world.signUp("olga", {"operator"});
    const auto mine = asked("ann", path("app"), R"({"own":3})");
    QCOMPARE(vote(mine, read(mine)).status, 200);
    m_world.as("olga");
    const auto when = core::toRfc3339(m_world.clock.time + std::chrono::hours(1));
    QCOMPARE(m_world
                 .ask("POST", "/v1/change-requests/" + mine + ":schedule",
                     R"({"at":)" + inQuotes(when) + R"(,"zone":"UTC"})", read(mine).etag)
                 .status,
        200);
    publish(path("base"), R"({"pool":9,"own":1})");
    for (const char *name : {"ann", "olga"}) {
        m_world.as(name);
        const auto inbox = m_world.ask("GET", "/v1/notifications");
        QVERIFY2(inbox.body->find("\"schedule-suspended\"") != std::string::npos, name);
    }
}

QTEST_GUILESS_MAIN(TestEffectVotes)
#include "tst_effectvotes.moc"
