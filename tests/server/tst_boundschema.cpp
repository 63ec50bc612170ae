// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/incidentcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// Another schema lifts what limits a change: it comes with a request, through the gates of the
// environment, and stays in that environment. Ann writes; "live" asks for one approval, "dev" for
// none.
class TestBoundSchema : public support::IncidentCaseOf<support::ServiceWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov06_anotherSchemaComesWithARequest();
    void gov06_itIsTheEnvironmentsOwn();
    void gov06_nobodySetsItBeside();
    void gov06_noOpenRequestIsHeldAgainstAnother();
    void gov06_whereNothingHangsOnItItIsSet();
    void gov06_aPolicyAsksForMore();
    void gov11_theVotesBindIt();
    void gov12_anotherSchemaVoidsTheVotes();
    void gov13_itStaysWhereTheRequestIsRebased();
    void gov22_whatIsWrongByItComesWithIt();
    void gov22_soItIsForWhatInherits();
    void gov22_aLimitIsNotLiftedByWhatItLimits();
    void gov27_aFreezeStopsIt();
    void gov29_aVersionBringsItsOwnBack();
    void gov29_notWhereTodaysTakesIt();
    void gov32_governingDocumentsHaveTheProducts();
    void itIsNoStandardChange();
    void agentsAreToldOfIt();
    void whatItRefersToStaysAsItWas();
    void gov06_whatIsFeltByItsLayersIsBound();
    void gov08_conditionsHoldForEveryKey();
    void gov13_inThePlaceOfAThirdTheVotesAreVoid();
    void gov20_twoThatBringOneAreToldOfEachOther();
    void gov22_anOldFaultHidesNoNewOne();
    void gov29_whatDiffersInNothingElseGoesBack();

private:
    std::string schemaOf(const std::string &text)
    {
        m_world.as("ann");
        return support::publishSchema(m_world, text);
    }
    Response changeUnder(
        const std::string &schema, const std::string &config, const std::string &text)
    {
        m_world.as("ann");
        return m_world.request(support::itemUnder(m_world, schema, config, "live", text));
    }
    std::string landedUnder(
        const std::string &schema, const std::string &config, const std::string &text)
    {
        const auto id = ServiceWorld::at(changeUnder(schema, config, text), "/id");
        approve("bob", id);
        return ServiceWorld::at(apply("ann", id), "/appliedVersions/0");
    }
    Response setBeside(const std::string &config, const std::string &schema)
    {
        m_world.as("ann");
        const auto path = "/v1/configs/" + config;
        return ask("PUT", path + "/schema", R"({"schema":)" + inQuotes(schema) + '}',
            ask("GET", path, {}).etag);
    }
    Response rebase(const std::string &request, const std::string &way)
    {
        m_world.as("ann");
        return ask("POST", "/v1/change-requests/" + request + ":rebase",
            R"({"items":[{"config":)" + inQuotes(m_limits) + R"(,"environment":"live","way":)"
                + inQuotes(way) + "}]}",
            read(request).etag);
    }
    std::string boundIn(const std::string &config, const char *place = "live")
    {
        return ServiceWorld::at(
            ask("GET", "/v1/configs/" + config + "/heads/" + place, {}), "/schema");
    }

    std::string m_tight; // at most 50
    std::string m_loose; // at most 5000
    std::string m_limits; // live under the first
    int m_count = 0;
};

void TestBoundSchema::init()
{
    begin();
    m_tight = schemaOf(R"({"properties":{"limit":{"type":"integer","maximum":50}}})");
    m_loose = schemaOf(R"({"properties":{"limit":{"type":"integer","maximum":5000}}})");
    m_limits = m_world.config("a/limits", m_tight);
    QVERIFY(!landed("ann", m_limits, R"({"limit":10})").empty());
}

void TestBoundSchema::gov06_anotherSchemaComesWithARequest()
{
    QCOMPARE(change("ann", m_limits, R"({"limit":900})").status, 422);
    const auto asked = changeUnder(m_loose, m_limits, R"({"limit":900})");
    QCOMPARE(asked.status, 201);
    QCOMPARE(ServiceWorld::at(asked, "/items/0/schema"), m_loose);
    const auto id = ServiceWorld::at(asked, "/id");
    QCOMPARE(apply("ann", id).status, 409); // nobody has seen it
    QCOMPARE(boundIn(m_limits), m_tight);
    QCOMPARE(change("ann", m_limits, R"({"limit":900})").status, 422);
    approve("bob", id);
    QCOMPARE(apply("ann", id).status, 200);
    QCOMPARE(boundIn(m_limits), m_loose);
    const auto version = ask("GET", "/v1/versions/" + live(m_limits), {});
    QCOMPARE(ServiceWorld::at(version, "/schema"), m_loose);
    QCOMPARE(change("ann", m_limits, R"({"limit":901})").status, 201);
    QCOMPARE(change("ann", m_limits, R"({"limit":9001})").status, 422);
}

void TestBoundSchema::gov06_itIsTheEnvironmentsOwn()
{
    m_world.as("olga");
    m_world.as("pia");
    QVERIFY(!m_world.publish(m_limits, "dev", R"({"limit":5})").empty());
    m_world.as("ann");
    const auto early
        = m_world.request(support::itemUnder(m_world, m_loose, m_limits, "dev", R"({"limit":99})"));
    m_world.as("pia");
    QVERIFY(!m_world.apply(early).empty());
    QCOMPARE(boundIn(m_limits, "dev"), m_loose);
    QCOMPARE(boundIn(m_limits), m_tight);
    QCOMPARE(change("ann", m_limits, R"({"limit":99})").status, 422);
    const auto config = ask("GET", "/v1/configs/" + m_limits, {});
    QCOMPARE(ServiceWorld::at(config, "/schema"), m_tight);
}

// It says only what begins with it.
void TestBoundSchema::gov06_nobodySetsItBeside()
{
    QCOMPARE(setBeside(m_limits, m_loose).status, 200);
    QCOMPARE(change("ann", m_limits, R"({"limit":900})").status, 422);
    m_world.as("ann");
    const auto plain = m_world.config("a/plain");
    QVERIFY(!landed("ann", plain, R"({"x":"y"})").empty());
    const auto refused = setBeside(plain, m_tight);
    QCOMPARE(refused.status, 409);
    QCOMPARE(ServiceWorld::at(refused, "/code"), std::string("state-conflict"));
    QVERIFY(!landedUnder(m_tight, plain, R"({"x":"y"})").empty());
    QCOMPARE(boundIn(plain), m_tight);
}

void TestBoundSchema::gov06_noOpenRequestIsHeldAgainstAnother()
{
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh", m_tight);
    const auto asked = change("ann", fresh, R"({"limit":9})");
    QCOMPARE(asked.status, 201);
    QCOMPARE(setBeside(fresh, m_loose).status, 409);
    approve("bob", ServiceWorld::at(asked, "/id"));
    QCOMPARE(setBeside(fresh, m_loose).status, 409);
    QCOMPARE(apply("ann", ServiceWorld::at(asked, "/id")).status, 200);
    QCOMPARE(boundIn(fresh), m_tight);
}

void TestBoundSchema::gov06_whereNothingHangsOnItItIsSet()
{
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh", m_tight);
    QCOMPARE(setBeside(fresh, m_loose).status, 200);
    QCOMPARE(change("ann", fresh, R"({"limit":900})").status, 201);
    QCOMPARE(setBeside(fresh, "sch_none").status, 404);
    const auto unknown = changeUnder("sch_none", m_limits, R"({"limit":9})");
    QCOMPARE(unknown.status, 404);
    QCOMPARE(ServiceWorld::at(unknown, "/errors/0/pointer"), std::string("/items/0/schema"));
}

void TestBoundSchema::gov06_aPolicyAsksForMore()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"contract","match":{"actions":["schema"]},"require":[{"id":"two","approvals":2}]}]})")
            .empty());
    const auto plain = ServiceWorld::at(change("ann", m_limits, R"({"limit":11})"), "/id");
    approve("bob", plain);
    QCOMPARE(ServiceWorld::at(read(plain), "/state"), std::string("approved"));
    const auto other = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":11})"), "/id");
    approve("bob", other);
    QCOMPARE(ServiceWorld::at(read(other), "/state"), std::string("open"));
    approve("cy", other);
    QCOMPARE(ServiceWorld::at(read(other), "/state"), std::string("approved"));
}

void TestBoundSchema::gov11_theVotesBindIt()
{
    const auto plain = change("ann", m_limits, R"({"limit":11})");
    const auto other = changeUnder(m_loose, m_limits, R"({"limit":11})");
    const auto third = changeUnder(m_tight, m_limits, R"({"limit":11})"); // as it is
    const auto digest
        = [](const Response &request) { return ServiceWorld::at(request, "/contentDigest"); };
    QVERIFY(digest(plain) != digest(other));
    QCOMPARE(digest(plain), digest(third));
    QVERIFY(ServiceWorld::at(third, "/items/0/schema").empty());
    QVERIFY(other.body->find(R"("code":"schema","points":25)") != std::string::npos);
    QVERIFY(plain.body->find(R"("code":"schema")") == std::string::npos);
}

void TestBoundSchema::gov12_anotherSchemaVoidsTheVotes()
{
    const auto id = ServiceWorld::at(change("ann", m_limits, R"({"limit":11})"), "/id");
    approve("bob", id);
    m_world.as("ann");
    const auto changed = ask("PUT", "/v1/change-requests/" + id,
        R"({"title":"Change","description":"","reason":"because","ticket":"","submit":true,"items":[)"
            + support::itemUnder(m_world, m_loose, m_limits, "live", R"({"limit":11})") + "]}",
        read(id).etag);
    QCOMPARE(changed.status, 200);
    QCOMPARE(ServiceWorld::at(changed, "/state"), std::string("open"));
    QCOMPARE(ServiceWorld::at(changed, "/cycle"), std::string("2"));
}

void TestBoundSchema::gov13_itStaysWhereTheRequestIsRebased()
{
    const auto id
        = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":10,"more":1})"), "/id");
    QVERIFY(!landed("ann", m_limits, R"({"limit":20})").empty());
    const auto rebased = rebase(id, "merge");
    QCOMPARE(rebased.status, 200);
    QCOMPARE(ServiceWorld::at(rebased, "/items/0/schema"), m_loose);
    approve("bob", id);
    QCOMPARE(apply("ann", id).status, 200);
    QCOMPARE(boundIn(m_limits), m_loose);
    // What was asked for under the old one is held against the new one.
    const auto strict = schemaOf(R"({"properties":{"limit":{"maximum":25}}})");
    const auto late
        = [&](const char *text) { return ServiceWorld::at(change("ann", m_limits, text), "/id"); };
    const auto tooMuch = late(R"({"limit":30,"more":1})");
    const auto fits = late(R"({"limit":25,"more":1})");
    QVERIFY(!landedUnder(strict, m_limits, R"({"limit":20,"more":2})").empty());
    QCOMPARE(rebase(tooMuch, "merge").status, 422);
    QCOMPARE(rebase(fits, "merge").status, 200);
}

void TestBoundSchema::gov22_whatIsWrongByItComesWithIt()
{
    const auto strict = schemaOf(R"({"properties":{"limit":{"maximum":5}}})");
    const auto refused = changeUnder(strict, m_limits, R"({"limit":10})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(ServiceWorld::at(refused, "/errors/0/pointer"), std::string("/items/0/text/limit"));
    QCOMPARE(changeUnder(strict, m_limits, R"({"limit":5})").status, 201);
}

void TestBoundSchema::gov22_soItIsForWhatInherits()
{
    m_world.as("ann");
    const auto parent = m_world.config("a/pools/defaults", schemaOf(R"({"type":"object"})"));
    const auto child = m_world.config("a/pools/web");
    QVERIFY(!landed("ann", parent, R"({"most":10})").empty());
    QVERIFY(!landed("ann", child, R"({"used":20})").empty());
    const auto sums
        = schemaOf(R"({"type":"object","x-invariants":[{"compare":["/used","<=","/most"]}]})");
    QVERIFY(!sums.empty());
    const auto refused = changeUnder(sums, parent, R"({"most":10})");
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body->find("a/pools/web") != std::string::npos, refused.body->c_str());
    QCOMPARE(changeUnder(sums, parent, R"({"most":20})").status, 201);
}

void TestBoundSchema::gov22_aLimitIsNotLiftedByWhatItLimits()
{
    const auto careful
        = schemaOf(R"({"properties":{"records":{"type":"array","x-max-removal":10}}})");
    const auto careless = schemaOf(R"({"properties":{"records":{"type":"array"}}})");
    m_world.as("ann");
    const auto records = m_world.config("a/records", careful);
    QVERIFY(!landed("ann", records, R"({"records":["10.0.0.1","10.0.0.2"]})").empty());
    QCOMPARE(changeUnder(careless, records, R"({"records":[]})").status, 422);
    QVERIFY(!landedUnder(careless, records, R"({"records":["10.0.0.1","10.0.0.2"]})").empty());
    QCOMPARE(change("ann", records, R"({"records":[]})").status, 201);
}

void TestBoundSchema::gov27_aFreezeStopsIt()
{
    m_world.as("pia");
    const auto freezes = m_world.config("sys/freezes");
    QVERIFY(!landed("pia", freezes,
        R"({"windows":[{"id":"end","title":"Year end","kind":"deny","severity":"hard","from":"2026-01-01T00:00","to":"2027-12-31T00:00","zone":"UTC"}]})")
            .empty());
    const auto id = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":10})"), "/id");
    approve("bob", id);
    QCOMPARE(ServiceWorld::at(apply("ann", id), "/code"), std::string("change-frozen"));
    QCOMPARE(boundIn(m_limits), m_tight);
}

void TestBoundSchema::gov29_aVersionBringsItsOwnBack()
{
    const auto first = live(m_limits);
    const auto strict = schemaOf(R"({"required":["owner"]})");
    QVERIFY(!landedUnder(strict, m_limits, R"({"limit":10,"owner":"ann"})").empty());
    m_world.as("olga");
    const auto head = ask("GET", "/v1/configs/" + m_limits + "/heads/live", {});
    const auto back = ask("POST", "/v1/configs/" + m_limits + "/heads/live:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"it broke","ticket":""})", head.etag);
    QCOMPARE(back.status, 201);
    QCOMPARE(ServiceWorld::at(back, "/items/0/schema"), m_tight);
    // Where a rollback needs no approval, this one does.
    const auto id = ServiceWorld::at(back, "/id");
    QCOMPARE(ServiceWorld::at(back, "/state"), std::string("open"));
    QCOMPARE(apply("olga", id).status, 409);
    approve("bob", id);
    QCOMPARE(apply("olga", id).status, 200);
    QCOMPARE(boundIn(m_limits), m_tight);
}

void TestBoundSchema::gov29_notWhereTodaysTakesIt()
{
    const auto first = live(m_limits);
    QVERIFY(!landedUnder(m_loose, m_limits, R"({"limit":900})").empty());
    m_world.as("olga");
    const auto head = ask("GET", "/v1/configs/" + m_limits + "/heads/live", {});
    const auto back = ask("POST", "/v1/configs/" + m_limits + "/heads/live:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"it broke","ticket":""})", head.etag);
    QCOMPARE(ServiceWorld::at(back, "/state"), std::string("applied"));
    QCOMPARE(boundIn(m_limits), m_loose);
}

void TestBoundSchema::gov32_governingDocumentsHaveTheProducts()
{
    m_world.as("pia");
    const auto item = support::itemUnder(m_world, m_loose, m_policy, "live", R"({"rules":[]})");
    const auto refused = m_world.request(item);
    QCOMPARE(refused.status, 422);
    QCOMPARE(ServiceWorld::at(refused, "/code"), std::string("policy-violation"));
}

void TestBoundSchema::itIsNoStandardChange()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[],"standardChanges":[{"id":"tune","paths":["a/limits"],"keys":[{"key":"/limit","minimum":0,"maximum":40}]}]})")
            .empty());
    const auto plain = change("ann", m_limits, R"({"limit":11})");
    QCOMPARE(ServiceWorld::at(plain, "/state"), std::string("approved"));
    const auto other = changeUnder(m_loose, m_limits, R"({"limit":11})");
    QCOMPARE(ServiceWorld::at(other, "/state"), std::string("open"));
}

void TestBoundSchema::agentsAreToldOfIt()
{
    const auto effective = [&] {
        return ServiceWorld::at(m_world.ask("GET", "/v1/configs/" + m_limits + "/effective-head",
                                    {}, {}, "environment=live"),
            "/configs/0/schema");
    };
    QCOMPARE(effective(), m_tight);
    QVERIFY(!landedUnder(m_loose, m_limits, R"({"limit":10})").empty());
    QCOMPARE(effective(), m_loose);
    QCOMPARE(setBeside(m_limits, m_tight).status, 200);
    QCOMPARE(effective(), m_loose);
}

// Or whoever may publish schemas could change what is live everywhere at once.
void TestBoundSchema::whatItRefersToStaysAsItWas()
{
    const auto shared = [&](const char *most) {
        m_world.as("ann");
        return support::publishSchema(
            m_world, std::string(R"({"type":"integer","maximum":)") + most + '}', "urn:shared");
    };
    const auto publish = [&] {
        m_world.as("ann");
        return support::publishSchema(m_world,
            R"({"properties":{"n":{"$ref":"urn:shared"}},"title":)"
                + inQuotes("t" + std::to_string(++m_count)) + '}',
            "urn:referring");
    };
    QVERIFY(!shared("10").empty());
    const auto first = publish();
    const auto config = m_world.config("a/numbers", first);
    QVERIFY(!landed("ann", config, R"({"n":5})").empty());
    QVERIFY(!shared("1000").empty());
    QCOMPARE(change("ann", config, R"({"n":500})").status, 422);
    // What is published now means the new one, and comes with a request.
    const auto second = publish();
    QCOMPARE(changeUnder(second, config, R"({"n":500})").status, 201);
}

void TestBoundSchema::gov06_whatIsFeltByItsLayersIsBound()
{
    m_world.as("ann");
    const auto base = m_world.config("a/base");
    const auto over = m_world.config("a/over", m_tight);
    const auto path = "/v1/configs/" + over + "/layers";
    QCOMPARE(ask("PUT", path,
                 R"({"layers":[{"config":)" + inQuotes(base)
                     + R"(,"kind":"base","name":""}],"dependencies":[]})",
                 ask("GET", path, {}).etag)
                 .status,
        200);
    QCOMPARE(setBeside(over, m_loose).status, 200); // nothing is live
    QCOMPARE(setBeside(over, m_tight).status, 200);
    QVERIFY(!landed("ann", base, R"({"limit":9})").empty());
    QCOMPARE(setBeside(over, m_loose).status, 409);
}

void TestBoundSchema::gov08_conditionsHoldForEveryKey()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"limits","when":{"keys":["/limit"],"changedBy":50},"require":[{"id":"two","approvals":2}]}]})")
            .empty());
    const auto other = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":10})"), "/id");
    approve("bob", other);
    QCOMPARE(ServiceWorld::at(read(other), "/state"), std::string("open"));
    approve("cy", other);
    QCOMPARE(ServiceWorld::at(read(other), "/state"), std::string("approved"));
}

// The vote was for the step from the first to the second.
void TestBoundSchema::gov13_inThePlaceOfAThirdTheVotesAreVoid()
{
    const auto third = schemaOf(R"({"properties":{"limit":{"maximum":20}}})");
    const auto mine = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":11})"), "/id");
    approve("bob", mine);
    QVERIFY(!landedUnder(third, m_limits, R"({"limit":11})").empty());
    QCOMPARE(rebase(mine, "merge").status, 409);
    const auto rebased = rebase(mine, "mine");
    QCOMPARE(rebased.status, 200);
    QCOMPARE(ServiceWorld::at(rebased, "/items/0/schema"), m_loose);
    QCOMPARE(ServiceWorld::at(rebased, "/state"), std::string("open"));
    // By hand it is no other.
    const auto again = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":11})"), "/id");
    approve("bob", again);
    const auto fourth = schemaOf(R"({"properties":{"limit":{"maximum":21}}})");
    QVERIFY(!landedUnder(fourth, m_limits, R"({"limit":11})").empty());
    m_world.as("ann");
    const auto changed = ask("PUT", "/v1/change-requests/" + again,
        R"({"title":"Change","description":"","reason":"because","ticket":"","submit":true,"items":[)"
            + support::itemUnder(m_world, m_loose, m_limits, "live", R"({"limit":11})") + "]}",
        read(again).etag);
    QCOMPARE(ServiceWorld::at(changed, "/cycle"), std::string("2"));
}

void TestBoundSchema::gov20_twoThatBringOneAreToldOfEachOther()
{
    const auto mine = ServiceWorld::at(changeUnder(m_loose, m_limits, R"({"limit":10})"), "/id");
    const auto other = ServiceWorld::at(change("ann", m_limits, R"({"limit":12})"), "/id");
    QCOMPARE(ServiceWorld::at(read(mine), "/items/0/overlaps/0/request"), other);
    QCOMPARE(ServiceWorld::at(read(other), "/items/0/overlaps/0/request"), mine);
}

// A reference that was wrong before is told of no more, and what else is wrong is.
void TestBoundSchema::gov22_anOldFaultHidesNoNewOne()
{
    m_world.as("ann");
    const auto open = schemaOf(R"({"properties":{"token":{"type":"string"}}})");
    const auto secret
        = schemaOf(R"({"properties":{"token":{"type":"string","x-sensitive":true}}})");
    const auto store = m_world.config("a/store", open);
    const auto user = m_world.config("a/user", m_tight);
    QVERIFY(!landed("ann", store, R"({"token":"alpha"})").empty());
    QVERIFY(!landed("ann", user, R"({"limit":1,"use":"${ref:/a/store#/token}"})").empty());
    // Secret from now on, it would be seen where it is used: told at once.
    const auto refused = changeUnder(secret, store, R"({"token":"alpha"})");
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body->find("a/user") != std::string::npos, refused.body->c_str());
    QCOMPARE(change("ann", user, R"({"limit":900,"use":"${ref:/a/store#/token}"})").status, 422);
}

void TestBoundSchema::gov29_whatDiffersInNothingElseGoesBack()
{
    const auto first = live(m_limits);
    QVERIFY(!landedUnder(m_loose, m_limits, R"({"limit":10})").empty());
    m_world.as("olga");
    const auto head = ask("GET", "/v1/configs/" + m_limits + "/heads/live", {});
    const auto back = ask("POST", "/v1/configs/" + m_limits + "/heads/live:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"too loose","ticket":""})", head.etag);
    QCOMPARE(back.status, 201);
    const auto id = ServiceWorld::at(back, "/id");
    approve("bob", id);
    QCOMPARE(apply("olga", id).status, 200);
    QCOMPARE(boundIn(m_limits), m_tight);
    // The values are good: nothing waits for a person.
    const auto version = ask("GET", "/v1/versions/" + first, {});
    QCOMPARE(ServiceWorld::at(version, "/quarantined"), std::string("false"));
}

QTEST_GUILESS_MAIN(TestBoundSchema)
#include "tst_boundschema.moc"
