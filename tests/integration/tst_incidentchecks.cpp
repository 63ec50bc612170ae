// SPDX-License-Identifier: Apache-2.0
#include "tests/support/incidentcase.h"
#include "tests/support/wireworld.h"

#include <set>

using namespace chancery;
using support::jsonText;
using support::WireWorld;

// More of what has happened to others (see tst_incidents): what a change reaches, what it switches
// on and off, what it removes, and how much at once.
class TestIncidentChecks : public support::IncidentCaseOf<WireWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void incident_S11_aWideScopeIsSaidInNumbers();
    void incident_S11_anOutdatedReachVoidsTheVote();
    void incident_S11_theScopeOfAParentCounts();
    void incident_S12_aPatternThatMatchesEverythingIsRefused();
    void incident_S14_aRetiredKeyIsNotUsedAgain();
    void incident_S14_mixedBuildsKeepAFlagOff();
    void incident_S14_theWayBackTellsWhoCannotGoIt();
    void incident_S18_driftIsReconciledBeforeItGoes();
    void incident_S18_driftThatIsAdoptedGoesNowhere();
    void incident_S18_newDriftIsNewWork();
    void incident_S19_veryManyAtOnceAreSampledAndSeenByMore();
    void incident_S19_theSampleIsTheSameForAllAndDrawnAnewByAnEdit();

private:
    std::string open(const Response &response) { return WireWorld::at(response, "/id"); }
    std::string pair(const std::string &path, const std::string &agents);
    std::string bulk(const std::string &value);
    std::string itemsOf(const std::string &value);
    std::string sampleOf(const std::string &request);
    std::vector<std::string> m_configs;
};

void TestIncidentChecks::init()
{
    begin();
    m_configs.clear();
}

// A policy by which more than one region has to be said, and a config that agents of four read.
std::string TestIncidentChecks::pair(const std::string &path, const std::string &agents)
{
    if (landed("pia", m_policy, R"({"reach":{"regions":1}})").empty())
        qFatal("the policy was refused");
    m_world.as("ann");
    const auto config = m_world.config(path);
    if (landed("ann", config, R"({"drain":false})").empty())
        qFatal("the config was refused");
    for (const char region : agents)
        agent(std::string("host-") + region, "[" + jsonText(path) + "]",
            std::string("region-") + region);
    return config;
}

// The maintenance was meant for one region, and its selector found four.
void TestIncidentChecks::incident_S11_aWideScopeIsSaidInNumbers()
{
    const auto config = pair("a/network", "abcd");
    const auto id = open(change("ann", config, R"({"drain":true})"));
    m_world.as("bob");
    const auto seen = read(id);
    QCOMPARE(WireWorld::at(seen, "/checks/0/id"), std::string("reach:live"));
    QCOMPARE(WireWorld::at(seen, "/checks/0/expects/0"), std::string("4"));
    QCOMPARE(WireWorld::at(seen, "/checks/0/names/3"), std::string("region-d"));
    // Nobody approves what its author has not seen, or has only ticked.
    QCOMPARE(WireWorld::at(vote("bob", id), "/code"), std::string("acknowledgement-required"));
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["1"])").status, 409);
    QCOMPARE(acknowledge("ann", id, "reach:live", R"([])").status, 409);
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["4"])").status, 200);
    // Nor without having seen it themselves.
    QCOMPARE(WireWorld::at(vote("bob", id), "/code"), std::string("acknowledgement-required"));
    QCOMPARE(acknowledge("olga", id, "reach:live", R"(["4"])").status, 403);
    const auto said = m_world.shell("bob", "acknowledge " + id + " reach:live 4");
    QVERIFY2(said.exitCode == 0, said.errors.c_str());
    QVERIFY2(said.out.find("reach:live: reaches 4 regions") != std::string::npos, said.out.c_str());
    approve("bob", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    QCOMPARE(apply("ann", id).status, 200);
    // Within its limits nothing is asked.
    const auto narrow = m_world.config("a/narrow");
    const auto small = open(change("ann", narrow, "{}"));
    approve("bob", small);
    QCOMPARE(stateOf(small), std::string("approved"));
}

void TestIncidentChecks::incident_S11_anOutdatedReachVoidsTheVote()
{
    const auto config = pair("a/network", "ab");
    const auto id = open(change("ann", config, R"({"drain":true})"));
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["2"])").status, 200);
    QCOMPARE(acknowledge("bob", id, "reach:live", R"(["2"])").status, 200);
    approve("bob", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    agent("host-c", R"(["a/network"])", "region-c");
    const auto refused = apply("ann", id);
    QCOMPARE(refused.status, 409);
    QCOMPARE(WireWorld::at(refused, "/code"), std::string("acknowledgement-required"));
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["2"])").status, 409);
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["3"])").status, 200);
    QCOMPARE(WireWorld::at(apply("ann", id), "/code"), std::string("approval-required"));
    // The vote stands, and counts again for what its voter has seen by now.
    QCOMPARE(acknowledge("bob", id, "reach:live", R"(["3"])").status, 200);
    QCOMPARE(apply("ann", id).status, 200);
}

void TestIncidentChecks::incident_S11_theScopeOfAParentCounts()
{
    QVERIFY(!landed("pia", m_policy, R"({"reach":{"configs":2}})").empty());
    m_world.as("ann");
    const auto parent = m_world.config("a/shop/defaults");
    const auto one = m_world.config("a/shop/one");
    m_world.config("a/shop/two");
    const auto wide = open(change("ann", parent, R"({"size":1})"));
    m_world.as("bob");
    QCOMPARE(WireWorld::at(read(wide), "/checks/0/unit"), std::string("configs"));
    QCOMPARE(WireWorld::at(read(wide), "/checks/0/expects/0"), std::string("3"));
    QCOMPARE(vote("bob", wide).status, 409);
    const auto leaf = open(change("ann", one, R"({"size":1})"));
    approve("bob", leaf);
    QCOMPARE(apply("ann", leaf).status, 200);
}

// A lone "/" got onto the list of what is harmful, and was contained in everything.
void TestIncidentChecks::incident_S12_aPatternThatMatchesEverythingIsRefused()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"harmful":{"type":"array","x-patterns":{"kind":"contains",)"
                 R"("percent":10,"samples":["http://example.com/","http://example.org/news",)"
                 R"("http://shop.example/"]}}}})");
    QVERIFY(!id.empty());
    const auto list = m_world.config("a/harmful", id);
    QVERIFY(!landed("ann", list, R"({"harmful":["evil.example"]})").empty());
    for (const char *entry : {"/", "", "example.", "http"}) {
        const auto refused = change(
            "ann", list, R"({"harmful":["evil.example",")" + std::string(entry) + R"("]})");
        QCOMPARE(refused.status, 422);
        QCOMPARE(
            WireWorld::at(refused, "/errors/0/pointer"), std::string("/items/0/text/harmful/1"));
        QCOMPARE(WireWorld::at(refused, "/errors/0/code"), std::string("x-patterns"));
    }
    const auto refused = change("ann", list, R"({"harmful":["evil.example","http"]})");
    QVERIFY(WireWorld::at(refused, "/errors/0/message").find("\"http://example.com/\"")
        != std::string::npos);
}

// A flag's old bit came back with another meaning, and one of eight servers still had the old one.
void TestIncidentChecks::incident_S14_aRetiredKeyIsNotUsedAgain()
{
    const std::string head
        = R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:incident",)"
          R"("type":"object",)";
    const auto id = schema(head + R"("x-retired":["powerPeg"],"properties":{"smars":{}}})");
    QVERIFY(!id.empty());
    const auto flags = m_world.config("a/flags", id);
    const auto refused = change("ann", flags, R"({"smars":true,"powerPeg":true})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(WireWorld::at(refused, "/errors/0/code"), std::string("x-retired"));
    // Nor does another schema give the name free, by declaring it or by forgetting it.
    for (const char *text : {R"("properties":{"smars":{},"powerPeg":{"type":"boolean"}}})",
             R"("properties":{"smars":{}}})"}) {
        const auto conflict = ask("POST", "/v1/schemas",
            R"({"uri":"urn:incident","name":"","text":)" + jsonText(head + text) + '}');
        QCOMPARE(conflict.status, 409);
        QCOMPARE(WireWorld::at(conflict, "/errors/0/code"), std::string("retired"));
    }
    QVERIFY(
        !schema(head + R"("x-retired":["powerPeg","smars"],"properties":{"smars2":{}}})").empty());
}

void TestIncidentChecks::incident_S14_mixedBuildsKeepAFlagOff()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"rlp":{"type":"boolean","x-requires":"rlp-2"}}})");
    const auto flags = m_world.config("a/flags", id);
    for (const char *host : {"host-1", "host-2", "host-3"})
        agent(host, R"(["a/flags"])", {}, R"(["rlp-2"])");
    agent("host-8", R"(["a/flags"])");
    agent("elsewhere", R"(["a/other"])");
    QVERIFY(!landed("ann", flags, R"({"rlp":false})").empty());
    const auto refused = change("ann", flags, R"({"rlp":true})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(WireWorld::at(refused, "/errors/0/pointer"), std::string("/items/0/text/rlp"));
    const auto message = WireWorld::at(refused, "/errors/0/message");
    QVERIFY2(message.find("host-8 (2.1)") != std::string::npos, message.c_str());
    QVERIFY2(message.find("host-1") == std::string::npos, message.c_str());
    QVERIFY2(message.find("elsewhere") == std::string::npos, message.c_str());
    agent("host-8", R"(["a/flags"])", {}, R"(["rlp-2"])");
    const auto fine = open(change("ann", flags, R"({"rlp":true})"));
    approve("bob", fine);
    // One that comes back with an old build in the meantime stops it again.
    agent("host-8", R"(["a/flags"])");
    QCOMPARE(apply("ann", fine).status, 422);
    QCOMPARE(stateOf(fine), std::string("failed"));
}

void TestIncidentChecks::incident_S14_theWayBackTellsWhoCannotGoIt()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"old":{"type":"boolean","x-requires":"peg"}}})");
    const auto flags = m_world.config("a/flags", id);
    const auto with = landed("ann", flags, R"({"old":true})");
    QVERIFY(!with.empty());
    QVERIFY(!landed("ann", flags, R"({"old":false})").empty());
    agent("host-1", R"(["a/flags"])");
    m_world.as("olga");
    const auto preview = ask("POST", "/v1/environments/live:preview-rollback",
        R"({"items":[{"config":)" + jsonText(flags) + R"(,"base":"","target":)" + jsonText(with)
            + R"(,"keys":[]}],"at":null,"namespace":"","service":""})");
    QVERIFY2(preview.body->find("host-1 (2.1)") != std::string::npos, preview.body->c_str());
    const auto head = ask("GET", "/v1/configs/" + flags + "/heads/live", {});
    const auto refused = ask("POST", "/v1/configs/" + flags + "/heads/live:rollback",
        R"({"target":)" + jsonText(with) + R"(,"reason":"back","ticket":""})", head.etag);
    QVERIFY2(refused.status >= 400, refused.body->c_str());
    QVERIFY(refused.body->find("host-1 (2.1)") != std::string::npos);
}

// The settings that kept the lines alive stood on the devices and in no repository.
void TestIncidentChecks::incident_S18_driftIsReconciledBeforeItGoes()
{
    m_world.as("ann");
    const auto config = m_world.config("a/optics");
    QVERIFY(!landed("ann", config, R"({"rate":100})").empty());
    const auto host = agent("host-1", R"(["a/optics"])");
    QCOMPARE(tellLiveOnly(host, config, R"(["/fec","/lanes/0","/margin"])").status, 200);
    const auto id = open(change("ann", config, R"({"rate":400})"));
    m_world.as("bob");
    const auto seen = read(id);
    QCOMPARE(WireWorld::at(seen, "/checks/0/id"), std::string("live-only:a/optics@live"));
    QCOMPARE(WireWorld::at(seen, "/checks/0/expects/2"), std::string("/margin"));
    QCOMPARE(WireWorld::at(seen, "/checks/0/names/0"), std::string("host-1"));
    const auto refused = vote("bob", id);
    QCOMPARE(WireWorld::at(refused, "/code"), std::string("acknowledgement-required"));
    QVERIFY(WireWorld::at(refused, "/detail").find("3 live-only keys") != std::string::npos);
    // Who approves cannot say it in the place of who wants it gone; and all of it, by name.
    const std::string all = R"(["/fec","/lanes/0","/margin"])";
    QCOMPARE(acknowledge("bob", id, "live-only:a/optics@live", all).status, 403);
    QCOMPARE(acknowledge("ann", id, "live-only:a/optics@live", R"(["/fec"])").status, 409);
    const auto said = m_world.shell(
        "ann", "acknowledge " + id + " live-only:a/optics@live /fec /lanes/0 /margin");
    QVERIFY2(said.exitCode == 0, said.errors.c_str());
    approve("bob", id);
    QCOMPARE(apply("ann", id).status, 200);
}

void TestIncidentChecks::incident_S18_driftThatIsAdoptedGoesNowhere()
{
    m_world.as("ann");
    const auto config = m_world.config("a/optics");
    QVERIFY(!landed("ann", config, R"({"rate":100})").empty());
    const auto host = agent("host-1", R"(["a/optics"])");
    QCOMPARE(tellLiveOnly(host, config, R"(["/fec"])").status, 200);
    QCOMPARE(tellLiveOnly(host, config, R"(["fec"])").status, 422);
    const auto adopting = open(change("ann", config, R"({"rate":400,"fec":"rs-528"})"));
    m_world.as("bob");
    QCOMPARE(WireWorld::at(read(adopting), "/checks/0/id"), std::string());
    approve("bob", adopting);
    QCOMPARE(apply("ann", adopting).status, 200);
    // And when the agent tells of none any more, there is none.
    QCOMPARE(tellLiveOnly(host, config, "null").status, 200);
    const auto next = open(change("ann", config, R"({"rate":100})"));
    approve("bob", next);
    QCOMPARE(stateOf(next), std::string("approved"));
}

void TestIncidentChecks::incident_S18_newDriftIsNewWork()
{
    m_world.as("ann");
    const auto config = m_world.config("a/optics");
    QVERIFY(!landed("ann", config, R"({"rate":100})").empty());
    const auto host = agent("host-1", R"(["a/optics"])");
    const auto id = open(change("ann", config, R"({"rate":400})"));
    approve("bob", id);
    QCOMPARE(tellLiveOnly(host, config, R"(["/fec"])").status, 200);
    const auto refused = apply("ann", id);
    QCOMPARE(WireWorld::at(refused, "/code"), std::string("acknowledgement-required"));
    QCOMPARE(acknowledge("ann", id, "live-only:a/optics@live", R"(["/fec"])").status, 200);
    QCOMPARE(apply("ann", id).status, 200);
}

// Three configs in one request, where more than two are very many.
std::string TestIncidentChecks::bulk(const std::string &value)
{
    m_world.as("ann");
    return open(m_world.request(itemsOf(value)));
}

std::string TestIncidentChecks::itemsOf(const std::string &value)
{
    std::string items;
    for (const auto &config : m_configs)
        items += (items.empty() ? "" : ",") + m_world.item(config, "live", value);
    return items;
}

std::string TestIncidentChecks::sampleOf(const std::string &request)
{
    const auto seen = read(request);
    return "[" + jsonText(WireWorld::at(seen, "/checks/0/expects/0")) + ','
        + jsonText(WireWorld::at(seen, "/checks/0/expects/1")) + "]";
}

// A release wrote the metadata of every token anew, and nobody looked at one.
void TestIncidentChecks::incident_S19_veryManyAtOnceAreSampledAndSeenByMore()
{
    QVERIFY(!landed("pia", m_policy, R"({"bulk":{"objects":2,"approvals":2,"sample":2}})").empty());
    m_world.as("ann");
    m_configs = {m_world.config("a/one"), m_world.config("a/two"), m_world.config("a/three")};
    const auto id = bulk(R"({"owner":""})");
    m_world.as("bob");
    QCOMPARE(WireWorld::at(read(id), "/checks/0/id"), std::string("sample:live"));
    QCOMPARE(WireWorld::at(vote("bob", id), "/code"), std::string("acknowledgement-required"));
    QCOMPARE(acknowledge("bob", id, "sample:live", R"(["a/one"])").status, 409);
    QCOMPARE(acknowledge("bob", id, "sample:live", sampleOf(id)).status, 200);
    approve("bob", id);
    QCOMPARE(stateOf(id), std::string("open")); // one approval would do for fewer
    QCOMPARE(acknowledge("cy", id, "sample:live", sampleOf(id)).status, 200);
    approve("cy", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    QCOMPARE(apply("ann", id).status, 200);
    // A policy that nobody could meet is not accepted.
    QCOMPARE(change("pia", m_policy, R"({"bulk":{"approvals":30}})").status, 422);
    QCOMPARE(change("pia", m_policy, R"({"bulk":{"objects":0}})").status, 422);
}

void TestIncidentChecks::incident_S19_theSampleIsTheSameForAllAndDrawnAnewByAnEdit()
{
    QVERIFY(!landed("pia", m_policy, R"({"bulk":{"objects":2,"approvals":1,"sample":2}})").empty());
    m_world.as("ann");
    for (int i = 0; i < 8; ++i)
        m_configs.push_back(m_world.config("a/c" + std::to_string(i)));
    const auto id = bulk(R"({"v":1})");
    m_world.as("bob");
    const auto first = sampleOf(id);
    m_world.as("cy");
    QCOMPARE(sampleOf(id), first);
    // Other requests have other samples: of many, not all are alike.
    std::set<std::string> samples{first};
    for (int i = 0; i < 6; ++i)
        samples.insert(sampleOf(bulk(R"({"v":1})")));
    QVERIFY(samples.size() > 1);
    QCOMPARE(acknowledge("bob", id, "sample:live", first).status, 200);
    approve("bob", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    // What was looked at before an edit is not what is asked for now.
    m_world.as("ann");
    QCOMPARE(ask("PUT", "/v1/change-requests/" + id,
                 R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
                     + itemsOf(R"({"v":2})") + "]}",
                 read(id).etag)
                 .status,
        200);
    QCOMPARE(stateOf(id), std::string("open"));
    QCOMPARE(WireWorld::at(vote("bob", id), "/code"), std::string("acknowledgement-required"));
}

QTEST_GUILESS_MAIN(TestIncidentChecks)
#include "tst_incidentchecks.moc"
