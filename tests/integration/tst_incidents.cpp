// SPDX-License-Identifier: Apache-2.0
#include "tests/support/incidentcase.h"
#include "tests/support/wireworld.h"

using namespace chancery;
using support::jsonText;
using support::WireWorld;

// What has happened to others, here, from the change to what stops it. The names are those of the
// incidents in the design (S5, S13, …). Ann writes, Bob, Cy and Dot approve, Pia may edit policies,
// Olga operates and may activate emergency access; "live" is a production with one approval.
class TestIncidents : public support::IncidentCaseOf<WireWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void incident_S05_aStalePlanLosesAgainstANewerOne();
    void incident_S05_theLastRecordIsNotRemoved();
    void incident_S05_whatIsInUseIsNotCleanedUp();
    void incident_S05_thereIsAWayBackByHand();
    void incident_S13_emergencyAccessIsForIncidents();
    void incident_S16_anIdOfAnotherKindDeletesNothing();
    void incident_S16_whatSomebodyWaitsForStays();
    void incident_S17_aLargeCutOfCapacityNeedsMorePeople();
    void incident_S17_noChangeGoesBelowTheFloor();
    void incident_S20_aValueOfOneEnvironmentOpensInNoOther();
};

void TestIncidents::init()
{
    begin();
}

// Two enactors: the slow one holds a plan that was approved, and comes when a newer one is live.
void TestIncidents::incident_S05_aStalePlanLosesAgainstANewerOne()
{
    m_world.as("ann");
    const auto records = m_world.config("a/records");
    QVERIFY(!landed("ann", records, R"({"records":["10.0.0.1"]})").empty());
    const auto stale = WireWorld::at(change("ann", records, R"({"records":["10.0.0.2"]})"), "/id");
    approve("bob", stale);
    const auto newer = landed("ann", records, R"({"records":["10.0.0.3"]})");
    const auto lost = apply("olga", stale);
    QCOMPARE(lost.status, 412);
    QVERIFY2(WireWorld::at(lost, "/detail").find(newer) != std::string::npos, lost.body->c_str());
    QCOMPARE(live(records), newer);
    QCOMPARE(WireWorld::at(read(stale), "/state"), std::string("failed"));
    // It is told who came too late, and why.
    m_world.as();
    const auto log = ask("GET", "/v1/audit/entries?from=0&to=1000", {});
    QVERIFY2(log.body->find("version-conflict") != std::string::npos, log.body->c_str());
}

void TestIncidents::incident_S05_theLastRecordIsNotRemoved()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"records":{"type":"array","minItems":1,"x-max-removal":10}}})");
    QVERIFY(!id.empty());
    const auto records = m_world.config("a/records", id);
    QVERIFY(!landed("ann", records, R"({"records":["10.0.0.1","10.0.0.2"]})").empty());
    QCOMPARE(change("ann", records, R"({"records":[]})").status, 422);
    // Nor most of them at once.
    QCOMPARE(change("ann", records, R"({"records":["10.0.0.1"]})").status, 422);
}

void TestIncidents::incident_S05_whatIsInUseIsNotCleanedUp()
{
    m_world.as("ann");
    const auto records = m_world.config("a/records");
    QVERIFY(!landed("ann", records, R"({"records":["10.0.0.1"]})").empty());
    const auto config = ask("GET", "/v1/configs/" + records, {});
    QCOMPARE(ask("DELETE", "/v1/configs/" + records, {}, config.etag).status, 409);
}

void TestIncidents::incident_S05_thereIsAWayBackByHand()
{
    m_world.as("ann");
    const auto records = m_world.config("a/records");
    const auto good = landed("ann", records, R"({"records":["10.0.0.1"]})");
    const auto bad = landed("ann", records, R"({"records":[]})");
    m_world.as("olga");
    const auto head = ask("GET", "/v1/configs/" + records + "/heads/live", {});
    QCOMPARE(WireWorld::at(head, "/version"), bad);
    QCOMPARE(ask("POST", "/v1/configs/" + records + "/heads/live:rollback",
                 R"({"target":)" + jsonText(good) + R"(,"reason":"empty","ticket":""})", head.etag)
                 .status,
        201);
    // And nothing brings the bad one back by itself.
    QCOMPARE(
        WireWorld::at(ask("GET", "/v1/configs/" + records + "/heads/live", {}), "/version") == bad,
        false);
    const auto again = change("ann", records, R"({"records":[]})");
    approve("bob", WireWorld::at(again, "/id"));
    QCOMPARE(apply("ann", WireWorld::at(again, "/id")).status, 200); // a person may
}

// The emergency process was used for what was routine.
void TestIncidents::incident_S13_emergencyAccessIsForIncidents()
{
    QVERIFY(!landed("pia", m_emergency, R"({"incidentPattern":"INC-[0-9]+"})").empty());
    m_world.as("olga");
    const auto body = [](const char *incident) {
        return std::string(R"({"environment":"live","namespaces":["a"],)")
            + R"("reason":"We would like to be done before lunch","incident":")" + incident
            + R"(","minutes":30,"password":"correct horse"})";
    };
    const auto refused = ask("POST", "/v1/emergency-sessions", body("routine"));
    QCOMPARE(refused.status, 422);
    QCOMPARE(WireWorld::at(refused, "/errors/0/pointer"), std::string("/incident"));
    QCOMPARE(ask("POST", "/v1/emergency-sessions", body("INC-7")).status, 201);
    // What was done stands in the register for whoever asks.
    const auto shown = ask("GET", "/v1/emergency-sessions", {});
    QCOMPARE(WireWorld::at(shown, "/items/0/incident"), std::string("INC-7"));
}

// A script was given ids of sites where it expected those of an app.
void TestIncidents::incident_S16_anIdOfAnotherKindDeletesNothing()
{
    m_world.as("ann");
    const auto config = m_world.config("a/records");
    const auto version = landed("ann", config, R"({"x":1})");
    const auto request = WireWorld::at(change("ann", config, R"({"x":2})"), "/id");
    m_world.as("ann");
    for (const auto &id :
        {version, request, std::string("a"), std::string("live"), std::string("a/records")})
        QCOMPARE(ask("DELETE", "/v1/configs/" + id, {}, "x").status, 404);
    QCOMPARE(ask("DELETE", "/v1/drafts/" + config, {}, "x").status, 404);
    QCOMPARE(live(config), version);
    // At a shell: an id, a version or a request in the place of a path is none.
    for (const auto &word : {config, version, request, std::string("a"), std::string("live")}) {
        const auto refused = m_world.shell("ann", "delete " + word);
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.errors.find("no config") != std::string::npos, refused.errors.c_str());
    }
    const auto kept = m_world.shell("ann", "delete a/records");
    QVERIFY2(kept.errors.find("has versions, which are kept for good") != std::string::npos,
        kept.errors.c_str());
    // One at a time, and one by one: a pattern is no path either.
    QVERIFY(m_world.shell("ann", "delete a/*").exitCode != 0);
    QVERIFY(m_world.shell("ann", "delete a/records a/records").exitCode != 0);
    QCOMPARE(live(config), version);
}

// What was made and never used can go, unless somebody waits for it.
void TestIncidents::incident_S16_whatSomebodyWaitsForStays()
{
    m_world.as("ann");
    const auto config = m_world.config("a/fresh");
    const auto request = WireWorld::at(change("ann", config, R"({"x":1})"), "/id");
    const auto refused = m_world.shell("ann", "delete a/fresh");
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.find("part of an open change request") != std::string::npos,
        refused.errors.c_str());
    QCOMPARE(m_world.shell("ann", "withdraw " + request).exitCode, 0);
    QCOMPARE(m_world.shell("ann", "delete a/fresh").exitCode, 0);
    QCOMPARE(WireWorld::at(read(request), "/state"), std::string("withdrawn"));
}

void TestIncidents::incident_S17_aLargeCutOfCapacityNeedsMorePeople()
{
    m_world.as("ann");
    const auto fleet = m_world.config("a/fleet");
    QVERIFY(!landed("ann", fleet, R"({"capacity":{"hosts":1000}})").empty());
    const std::string rule
        = R"({"rules":[{"id":"capacity","when":{"keys":["/capacity/**"],"changedBy":50},)"
          R"("require":[{"id":"pair","approvals":2}]}]})";
    QVERIFY(!landed("pia", m_policy, rule).empty());
    const auto small = WireWorld::at(change("ann", fleet, R"({"capacity":{"hosts":990}})"), "/id");
    approve("bob", small);
    QCOMPARE(WireWorld::at(read(small), "/state"), std::string("approved"));
    const auto typo = WireWorld::at(change("ann", fleet, R"({"capacity":{"hosts":100}})"), "/id");
    approve("bob", typo);
    QCOMPARE(WireWorld::at(read(typo), "/state"), std::string("open"));
    QCOMPARE(apply("ann", typo).status, 409);
    approve("cy", typo);
    QCOMPARE(WireWorld::at(read(typo), "/state"), std::string("approved"));
}

void TestIncidents::incident_S17_noChangeGoesBelowTheFloor()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"hosts":{"type":"integer","x-capacity":{"minimum":500}}}})");
    QVERIFY(!id.empty());
    const auto fleet = m_world.config("a/fleet", id);
    QVERIFY(!landed("ann", fleet, R"({"hosts":700})").empty());
    // A step within the factor, so that the floor alone stands against it.
    const auto below = change("ann", fleet, R"({"hosts":499})");
    QCOMPARE(below.status, 422);
    QVERIFY(below.body->find("No change may go below 500 here") != std::string::npos);
    QCOMPARE(change("ann", fleet, R"({"hosts":500})").status, 201);
}

// The variable of another environment emptied the database of production.
void TestIncidents::incident_S20_aValueOfOneEnvironmentOpensInNoOther()
{
    const auto id
        = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",)"
                 R"("properties":{"url":{"type":"string","x-sensitive":true}}})");
    QVERIFY(!id.empty());
    const auto config = m_world.config("a/database", id);
    const auto sealed = ask("POST", "/v1/configs/" + config + "/environments/dev:seal",
        R"({"pointer":"/url","value":"\"postgres://test\"","replaces":""})");
    QCOMPARE(sealed.status, 200);
    const auto text = R"({"url":)" + WireWorld::at(sealed, "/text") + '}';
    m_world.as("ann");
    QCOMPARE(m_world.request(m_world.item(config, "dev", text)).status, 201);
    const auto refused = m_world.request(m_world.item(config, "live", text));
    QCOMPARE(refused.status, 422);
    QCOMPARE(WireWorld::at(refused, "/errors/0/pointer"), std::string("/items/0/text/url"));
}

QTEST_GUILESS_MAIN(TestIncidents)
#include "tst_incidents.moc"
