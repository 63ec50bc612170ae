// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::inQuotes;
using support::ServiceWorld;

// How large a change is, is seen in what comes of it (GOV-6). In "live", "a/fleet" inherits from
// "a/base", and what changes a capacity by more than half needs two of Bob and Cy. Ann writes.
class TestChangeSizes : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov06_theSizeOfAChangeIsOfItsEffect_data();
    void gov06_theSizeOfAChangeIsOfItsEffect();
    void gov06_theFirstTextOfItsOwnIsMeasuredToo();
    void gov06_aNumberThatComesMayHaveBeenAnySize();
    void gov06_whatChangesUnderneathIsMeasuredAnew();
    void gov06_soIsWhatStandsOverIt_data();
    void gov06_soIsWhatStandsOverIt();
    void gov06_aDraftIsMeasuredWhenItIsSubmitted();
    void gov06_aSizeThatStaysTheSameKeepsTheVotes();
    void gov06_aDeclarationIsMeasuredToo();
    void gov06_whatHasTooManyPlacesHasAnySize();

private:
    std::string at(const std::string &request, std::string_view pointer)
    {
        return ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), pointer);
    }
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    int vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
        return m_world
            .ask("POST", "/v1/change-requests/" + request + ":vote",
                R"({"kind":"approve","comment":"","cycle":)" + ServiceWorld::at(seen, "/cycle")
                    + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                    + '}',
                seen.etag)
            .status;
    }
    void publish(const std::string &config, const std::string &text)
    {
        const auto request = asked("pia", config, text);
        QCOMPARE(vote("bob", request), 200);
        QCOMPARE(vote("cy", request), 200);
        m_world.as("pia");
        const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
        QCOMPARE(m_world.ask("POST", "/v1/change-requests/" + request + ":apply", "{}", seen.etag)
                     .status,
            200);
    }
    // A config with eight layers of that kind, all of one text.
    std::string layered(const std::string &path, const std::string &kind, const std::string &layer)
    {
        m_world.as("pia");
        const auto config = m_world.config(path);
        std::string layers;
        for (int i = 0; i < 8; ++i)
            layers += (i == 0 ? "" : ",") + std::string(R"({"config":)") + inQuotes(layer)
                + R"(,"kind":)" + inQuotes(kind) + R"(,"name":)" + inQuotes("n" + std::to_string(i))
                + '}';
        const auto resource = "/v1/configs/" + config + "/layers";
        const auto answer
            = m_world.ask("PUT", resource, R"({"layers":[)" + layers + R"(],"dependencies":[]})",
                m_world.ask("GET", resource).etag);
        return answer.status == 200 ? config : "";
    }
    // By one vote.
    std::string stateOf(const std::string &request)
    {
        return vote("bob", request) == 200 ? at(request, "/state") : "no vote";
    }

    ServiceWorld m_world;
    std::string m_base;
    std::string m_fleet;
    std::string m_other;
};

void TestChangeSizes::init()
{
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    QCOMPARE(m_world
                 .ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    m_world.signUp("ann", {"author"});
    for (const char *name : {"bob", "cy"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_base = m_world.config("a/base");
    m_fleet = m_world.config("a/fleet");
    m_other = m_world.config("a/other");
    const auto layers = "/v1/configs/" + m_fleet + "/layers";
    QCOMPARE(m_world
                 .ask("PUT", layers,
                     R"({"layers":[{"config":)" + inQuotes(m_base)
                         + R"(,"kind":"base","name":""}],"dependencies":[]})",
                     m_world.ask("GET", layers).etag)
                 .status,
        200);
    publish(m_base, R"({"capacity":{"hosts":1000}})");
    publish(m_other, R"({"few":1,"many":1000})");
    m_world.as("pia");
    publish(m_world.config("sys/policy"),
        R"({"rules":[{"id":"large","when":{"keys":["/capacity/**"],"changedBy":50},)"
        R"("require":[{"id":"peers","approvals":2}]}]})");
}

void TestChangeSizes::gov06_theSizeOfAChangeIsOfItsEffect_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("state");
    const QByteArray name = R"({"name":"x"})";
    const QByteArray many = R"({"capacity":{"hosts":"${ref:/a/other#/many}"}})";
    const QByteArray few = R"({"capacity":{"hosts":"${ref:/a/other#/few}"}})";
    QTest::newRow("over what is inherited")
        << name << QByteArray(R"({"name":"x","capacity":{"hosts":1}})") << QByteArray("open");
    QTest::newRow("not far from what is inherited")
        << name << QByteArray(R"({"name":"x","capacity":{"hosts":900}})") << QByteArray("approved");
    QTest::newRow("in the place of a reference")
        << many << QByteArray(R"({"capacity":{"hosts":1}})") << QByteArray("open");
    QTest::newRow("another reference") << many << few << QByteArray("open");
    QTest::newRow("what is inherited is taken out")
        << name << QByteArray(R"({"name":"x","capacity":{"hosts":{"$remove":true}}})")
        << QByteArray("open");
}

void TestChangeSizes::gov06_theSizeOfAChangeIsOfItsEffect()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, state);
    publish(m_fleet, before.toStdString());
    const auto request = asked("ann", m_fleet, after.toStdString());
    QCOMPARE(stateOf(request), state.toStdString());
}

void TestChangeSizes::gov06_theFirstTextOfItsOwnIsMeasuredToo()
{
    QCOMPARE(stateOf(asked("ann", m_fleet, R"({"capacity":{"hosts":1}})")), std::string("open"));
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh");
    QCOMPARE(stateOf(asked("ann", fresh, R"({"capacity":{"hosts":1}})")), std::string("approved"));
}

void TestChangeSizes::gov06_aNumberThatComesMayHaveBeenAnySize()
{
    const auto request = asked("ann", m_other, R"({"few":1,"many":1000,"capacity":{"hosts":1}})");
    QCOMPARE(stateOf(request), std::string("open"));
    QCOMPARE(at(request, "/items/0/facts/largestChange"), std::string("1000000"));
}

void TestChangeSizes::gov06_whatChangesUnderneathIsMeasuredAnew()
{
    publish(m_fleet, R"({"capacity":{"hosts":1000}})");
    const auto request = asked("ann", m_fleet, R"({"capacity":{"hosts":"${ref:/a/other#/many}"}})");
    QCOMPARE(stateOf(request), std::string("approved"));
    publish(m_other, R"({"few":1,"many":1})");
    QCOMPARE(at(request, "/items/0/facts/largestChange"), std::string("99"));
    QCOMPARE(stateOf(request), std::string("open"));
}

void TestChangeSizes::gov06_soIsWhatStandsOverIt_data()
{
    QTest::addColumn<QByteArray>("live");
    QTest::newRow("over a text of its own") << QByteArray(R"({"name":"x"})");
    QTest::newRow("the first text of its own") << QByteArray();
}

// What comes of it is the same as before, but no longer what was there.
void TestChangeSizes::gov06_soIsWhatStandsOverIt()
{
    QFETCH(QByteArray, live);
    if (!live.isEmpty())
        publish(m_fleet, live.toStdString());
    const auto request = asked("ann", m_fleet, R"({"name":"x","capacity":{"hosts":1000}})");
    QCOMPARE(stateOf(request), std::string("approved"));
    publish(m_base, R"({"capacity":{"hosts":10000}})");
    QCOMPARE(at(request, "/items/0/facts/largestChange"), std::string("90"));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/reviews/0/voidedBecause"), std::string("effect-changed"));
    QCOMPARE(stateOf(request), std::string("open"));
    QCOMPARE(vote("cy", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
}

void TestChangeSizes::gov06_aDraftIsMeasuredWhenItIsSubmitted()
{
    m_world.as("ann");
    const auto draft = m_world.ask("POST", "/v1/change-requests",
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
            + m_world.item(m_fleet, "live", R"({"capacity":{"hosts":1000}})")
            + R"(],"submit":false})");
    const auto request = ServiceWorld::at(draft, "/id");
    QCOMPARE(at(request, "/state"), std::string("draft"));
    publish(m_base, R"({"capacity":{"hosts":10000}})");
    m_world.as("ann");
    const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
    QCOMPARE(
        m_world.ask("POST", "/v1/change-requests/" + request + ":submit", "{}", seen.etag).status,
        200);
    QCOMPARE(at(request, "/items/0/facts/largestChange"), std::string("90"));
    QCOMPARE(stateOf(request), std::string("open"));
}

void TestChangeSizes::gov06_aSizeThatStaysTheSameKeepsTheVotes()
{
    publish(m_base, R"({"name":"y","capacity":{"hosts":1000}})");
    publish(m_fleet, R"({"zone":"z"})");
    const auto request = asked("ann", m_fleet, R"({"zone":"z","name":"x"})");
    QCOMPARE(stateOf(request), std::string("approved"));
    publish(m_base, R"({"name":"w","capacity":{"hosts":1000}})");
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(at(request, "/cycle"), std::string("1"));
}

// It voids no vote where the same comes of the request, but its size asks for more of them.
void TestChangeSizes::gov06_aDeclarationIsMeasuredToo()
{
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh");
    const auto request = asked("ann", fresh, R"({"capacity":{"hosts":1}})");
    QCOMPARE(stateOf(request), std::string("approved"));
    m_world.as("pia");
    const auto layers = "/v1/configs/" + fresh + "/layers";
    QCOMPARE(m_world
                 .ask("PUT", layers,
                     R"({"layers":[{"config":)" + inQuotes(m_base)
                         + R"(,"kind":"base","name":""}],"dependencies":[]})",
                     m_world.ask("GET", layers).etag)
                 .status,
        200);
    QCOMPARE(at(request, "/items/0/facts/largestChange"), std::string("99"));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(vote("cy", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
}

// From eight regions through eight groups to eight instances.
void TestChangeSizes::gov06_whatHasTooManyPlacesHasAnySize()
{
    m_world.as("pia");
    std::vector<std::string> texts;
    for (const char *name : {"a/region", "a/group", "a/instance"})
        texts.push_back(m_world.config(name));
    const auto regions = layered("a/regions", "region", texts[0]);
    const auto groups = layered("a/groups", "group", texts[1]);
    const auto instances = layered("a/instances", "instance", texts[2]);
    publish(texts[2], R"({"n":1})");
    publish(instances, R"({"m":1})");
    publish(texts[1], R"({"n":"${ref:/a/instances#/m}"})");
    publish(groups, R"({"m":1})");
    publish(regions, R"({"name":"x"})");
    QCOMPARE(at(asked("ann", regions, R"({"name":"y"})"), "/items/0/facts/keys/0"),
        std::string("/name"));
    publish(texts[0], R"({"n":"${ref:/a/groups#/m}"})");
    const auto request = asked("ann", regions, R"({"name":"y"})");
    QCOMPARE(at(request, "/items/0/facts/keys/0"), std::string());
    QCOMPARE(stateOf(request), std::string("open"));
}

QTEST_GUILESS_MAIN(TestChangeSizes)
#include "tst_changesizes.moc"
