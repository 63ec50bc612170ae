// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using namespace chancery::support;

// The rules of governance.md against the real program over HTTP.
class TestServerGovernance : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov1ActorIsTheToken();
    void gov2RequesterAndContributorsNeverApprove();
    void gov3MachinesNeverApprove();
    void gov10LatestVoteReplacesAndRequestChangesBlocks();
    void gov11StaleVoteIsRefused();
    void gov12NewContentVoidsVotes();
    void gov21OfTwoRacingAppliesOneWins();
    void gov21LoserNamesTheWinner();
    void gov22OnlyIntroducedViolationsBlock();
    void gov23ApplyTwiceIsOnce();
    void gov24FailedApplyLeavesLiveAlone();
    void gov29RollbackIsANewVersion();
    void gov29RollbackWaitsWhereTheGateSaysSo();
    void gov31EveryMutationIsInTheLog();

private:
    ProbeClient admin() const { return m_cms.admin(); }
    std::string nextConfig(const std::string &schema = {});
    ProbeAnswer propose(const ProbeClient &who, const std::string &config,
        const std::string &environment, const std::string &base, const std::string &text);
    std::string applied(const ProbeAnswer &request);
    std::string live(const std::string &config, const std::string &environment);

    CmsProcess m_cms;
    std::optional<ProbeClient> m_ann; // author
    std::optional<ProbeClient> m_bob; // author and approver
    std::optional<ProbeClient> m_eve; // approver
    int m_configs = 0;
};

void TestServerGovernance::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(admin());
    m_ann.emplace(makePerson(admin(), "ann", R"(["author"])"));
    m_bob.emplace(makePerson(admin(), "bob", R"(["author","approver"])"));
    m_eve.emplace(makePerson(admin(), "eve", R"(["approver"])"));
    QVERIFY(!m_ann->token().empty() && !m_bob->token().empty() && !m_eve->token().empty());
}

std::string TestServerGovernance::nextConfig(const std::string &schema)
{
    return makeConfig(admin(), "payments/c" + std::to_string(++m_configs), "json", schema);
}

ProbeAnswer TestServerGovernance::propose(const ProbeClient &who, const std::string &config,
    const std::string &environment, const std::string &base, const std::string &text)
{
    return who.post("/v1/change-requests", requestBody(config, environment, base, text));
}

// The version that the request made.
std::string TestServerGovernance::applied(const ProbeAnswer &request)
{
    const auto done = m_ann->post(verb(request, "apply"), "{}", request.etag());
    return at(done, "/appliedVersions/0");
}

std::string TestServerGovernance::live(const std::string &config, const std::string &environment)
{
    return at(admin().get("/v1/configs/" + config + "/heads/" + environment), "/version");
}

void TestServerGovernance::gov1ActorIsTheToken()
{
    const auto config = nextConfig();
    auto body = requestBody(config, "prod", "", "{}");
    body.insert(1, R"("requester":"usr_somebody","requesterName":"Somebody",)");
    const auto request = m_ann->post("/v1/change-requests", body);
    QCOMPARE(request.status, 201);
    const auto session = m_ann->get("/v1/sessions/current");
    QCOMPARE(at(request, "/requester"), at(session, "/principal/id"));
    QCOMPARE(at(request, "/requesterName"), std::string("ann"));
}

void TestServerGovernance::gov2RequesterAndContributorsNeverApprove()
{
    const auto config = nextConfig();
    auto request = propose(*m_bob, config, "prod", "", R"({"a":1})");
    auto vote = m_bob->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(vote.status, 403);
    QCOMPARE(at(vote, "/code"), std::string("self-approval"));
    // Not for an administrator either, who made the second one.
    const auto second = propose(admin(), config, "prod", "", R"({"a":1})");
    vote = admin().post(verb(second, "vote"), voteBody(second, "approve"), second.etag());
    QCOMPARE(at(vote, "/code"), std::string("self-approval"));
    // Bob edits Ann's request and is a contributor from then on.
    auto third = propose(*m_ann, config, "prod", "", R"({"a":1})");
    third = m_bob->send("PUT", "/v1/change-requests/" + at(third, "/id"),
        requestBody(config, "prod", "", R"({"a":2})"), {{"If-Match", '"' + third.etag() + '"'}});
    QCOMPARE(third.status, 200);
    QCOMPARE(at(third, "/contributors"), std::string("[1]"));
    vote = m_bob->post(verb(third, "vote"), voteBody(third, "approve"), third.etag());
    QCOMPARE(at(vote, "/code"), std::string("self-approval"));
    QCOMPARE(
        at(m_eve->get("/v1/change-requests/" + at(third, "/id")), "/state"), std::string("open"));
}

void TestServerGovernance::gov3MachinesNeverApprove()
{
    const auto machine = makeService(admin(), "robot", R"(["admin"])");
    QVERIFY(!machine.token().empty());
    const auto request = propose(*m_ann, nextConfig(), "prod", "", "{}");
    const auto vote
        = machine.post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(vote.status, 403);
    QCOMPARE(at(vote, "/code"), std::string("machine-approval"));
}

void TestServerGovernance::gov10LatestVoteReplacesAndRequestChangesBlocks()
{
    auto request = propose(*m_ann, nextConfig(), "prod", "", "{}");
    request
        = m_bob->post(verb(request, "vote"), voteBody(request, "request-changes"), request.etag());
    QCOMPARE(request.status, 200);
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/requirements/0/blockedBy"), std::string("request-changes by bob"));
    request = m_bob->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(at(request, "/reviews/0/standing"), std::string("false"));
    QCOMPARE(at(request, "/requirements/0/have"), std::string("2"));
}

void TestServerGovernance::gov11StaleVoteIsRefused()
{
    const auto config = nextConfig();
    const auto seen = propose(*m_ann, config, "prod", "", R"({"a":1})");
    const auto swapped = m_ann->send("PUT", "/v1/change-requests/" + at(seen, "/id"),
        requestBody(config, "prod", "", R"({"a":666})"), {{"If-Match", '"' + seen.etag() + '"'}});
    QCOMPARE(swapped.status, 200);
    const auto vote = m_eve->post(verb(seen, "vote"), voteBody(seen, "approve"), swapped.etag());
    QCOMPARE(vote.status, 409);
    QCOMPARE(at(vote, "/code"), std::string("approval-stale"));
}

void TestServerGovernance::gov12NewContentVoidsVotes()
{
    const auto config = nextConfig();
    auto request = propose(*m_ann, config, "prod", "", R"({"a":1})");
    request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(at(request, "/state"), std::string("approved"));
    auto body = requestBody(config, "prod", "", R"({"a":1})");
    body.replace(body.find("Change"), 6, "Better");
    const auto path = "/v1/change-requests/" + at(request, "/id");
    request = m_ann->send("PUT", path, body, {{"If-Match", '"' + request.etag() + '"'}});
    QCOMPARE(at(request, "/state"), std::string("approved")); // another title is nothing
    QCOMPARE(at(request, "/cycle"), std::string("1"));
    request = m_ann->send("PUT", path, requestBody(config, "prod", "", R"({"a":2})"),
        {{"If-Match", '"' + request.etag() + '"'}});
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/cycle"), std::string("2"));
    QCOMPARE(at(request, "/reviews/0/voidedBecause"), std::string("new-cycle"));
    const auto tried = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(at(tried, "/code"), std::string("approval-required"));
}

void TestServerGovernance::gov21OfTwoRacingAppliesOneWins()
{
    const auto config = nextConfig();
    std::string base;
    for (int round = 0; round < 25; ++round) {
        const auto text = std::to_string(round);
        const auto first = propose(*m_ann, config, "dev", base, R"({"first":)" + text + '}');
        const auto second = propose(*m_bob, config, "dev", base, R"({"second":)" + text + '}');
        ProbeAnswer answers[2];
        std::thread racer(
            [&] { answers[0] = m_ann->post(verb(first, "apply"), "{}", first.etag()); });
        answers[1] = m_bob->post(verb(second, "apply"), "{}", second.etag());
        racer.join();
        const int winner = answers[0].status == 200 ? 0 : 1;
        QCOMPARE(answers[winner].status, 200);
        QCOMPARE(answers[1 - winner].status, 412);
        base = at(answers[winner], "/appliedVersions/0");
        QCOMPARE(live(config, "dev"), base);
    }
    const auto head = admin().get("/v1/configs/" + config + "/heads/dev");
    QCOMPARE(at(head, "/epoch"), std::string("25"));
}

void TestServerGovernance::gov21LoserNamesTheWinner()
{
    const auto config = nextConfig();
    const auto winner = propose(*m_ann, config, "dev", "", R"({"a":1})");
    auto loser = propose(*m_bob, config, "dev", "", R"({"a":2})");
    QVERIFY(!applied(winner).empty());
    loser = m_bob->get("/v1/change-requests/" + at(loser, "/id"));
    QCOMPARE(at(loser, "/items/0/needsRebase"), std::string("true"));
    const auto tried = m_bob->post(verb(loser, "apply"), "{}", loser.etag());
    QCOMPARE(tried.status, 412);
    QVERIFY(at(tried, "/detail").find(at(winner, "/id")) != std::string::npos);
}

void TestServerGovernance::gov22OnlyIntroducedViolationsBlock()
{
    const auto strict = admin().post("/v1/schemas",
        R"({"uri":"urn:strict","name":"","text":"{\"properties\":{\"a\":{\"type\":\"integer\"},)"
        R"(\"b\":{\"type\":\"integer\"}}}"})");
    QCOMPARE(strict.status, 201);
    const auto config = nextConfig();
    const auto base = applied(propose(*m_ann, config, "dev", "", R"({"a":"old"})"));
    QVERIFY(!base.empty());
    const auto present = admin().get("/v1/configs/" + config);
    const auto set = admin().send("PUT", "/v1/configs/" + config + "/schema",
        R"({"schema":)" + jsonText(at(strict, "/id")) + '}',
        {{"If-Match", '"' + present.etag() + '"'}});
    QCOMPARE(set.status, 200);
    // "a" was wrong before and may stay so; "b" may not become so.
    const auto bad = propose(*m_ann, config, "dev", base, R"({"a":"old","b":"new"})");
    QCOMPARE(bad.status, 422);
    QCOMPARE(at(bad, "/errors"), std::string("[1]"));
    QCOMPARE(at(bad, "/errors/0/pointer"), std::string("/items/0/text/b"));
    QCOMPARE(propose(*m_ann, config, "dev", base, R"({"a":"old","b":1})").status, 201);
}

void TestServerGovernance::gov23ApplyTwiceIsOnce()
{
    const auto config = nextConfig();
    const auto request = propose(*m_ann, config, "dev", "", "{}");
    const auto first = m_ann->post(verb(request, "apply"), "{}", request.etag());
    const auto second = m_ann->post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(first.status, 200);
    QCOMPARE(second.status, 200);
    QCOMPARE(at(second, "/appliedVersions/0"), at(first, "/appliedVersions/0"));
    QCOMPARE(at(admin().get("/v1/configs/" + config + "/heads/dev"), "/epoch"), std::string("1"));
    const auto version = admin().get("/v1/versions/" + at(first, "/appliedVersions/0"));
    QCOMPARE(at(version, "/changeRequest"), at(request, "/id"));
    QCOMPARE(at(version, "/semver"), std::string("1.0.0"));
}

void TestServerGovernance::gov24FailedApplyLeavesLiveAlone()
{
    const auto config = nextConfig();
    const auto loser = propose(*m_bob, config, "dev", "", R"({"a":2})");
    const auto version = applied(propose(*m_ann, config, "dev", "", R"({"a":1})"));
    const auto present = m_bob->get("/v1/change-requests/" + at(loser, "/id"));
    QCOMPARE(m_bob->post(verb(loser, "apply"), "{}", present.etag()).status, 412);
    const auto failed = m_bob->get("/v1/change-requests/" + at(loser, "/id"));
    QCOMPARE(at(failed, "/state"), std::string("failed"));
    QVERIFY(at(failed, "/failure").starts_with("version-conflict"));
    QCOMPARE(live(config, "dev"), version);
    // Put on the new base, it goes through.
    const auto again = m_bob->send("PUT", "/v1/change-requests/" + at(loser, "/id"),
        requestBody(config, "dev", version, R"({"a":2})"),
        {{"If-Match", '"' + failed.etag() + '"'}});
    QCOMPARE(at(again, "/state"), std::string("approved"));
    QCOMPARE(m_bob->post(verb(loser, "apply"), "{}", again.etag()).status, 200);
}

void TestServerGovernance::gov29RollbackIsANewVersion()
{
    const auto config = nextConfig();
    const auto good = applied(propose(*m_ann, config, "dev", "", R"({"a":1})"));
    const auto bad = applied(propose(*m_ann, config, "dev", good, R"({"a":2})"));
    const auto draft = m_ann->post("/v1/drafts",
        R"({"config":)" + jsonText(config) + R"(,"environment":"dev","base":)" + jsonText(bad)
            + R"(,"text":"{}"})");
    QCOMPARE(draft.status, 201);
    const auto head = admin().get("/v1/configs/" + config + "/heads/dev");
    const auto rolled = admin().post("/v1/configs/" + config + "/heads/dev:rollback",
        R"({"target":)" + jsonText(good) + R"(,"reason":"broken","ticket":""})", head.etag());
    QCOMPARE(rolled.status, 201);
    QCOMPARE(at(rolled, "/state"), std::string("applied"));
    const auto version = admin().get("/v1/versions/" + live(config, "dev"));
    QVERIFY(at(version, "/id") != good);
    QCOMPARE(at(version, "/content"), at(admin().get("/v1/versions/" + good), "/content"));
    QCOMPARE(at(version, "/rollbackOf"), bad);
    QCOMPARE(at(version, "/semver"), std::string("1.1.1"));
    QCOMPARE(at(m_ann->get("/v1/drafts/" + at(draft, "/id")), "/parkedAs"),
        std::string("before rollback to v1.0.0"));
    QCOMPARE(at(admin().get("/v1/versions/" + bad), "/quarantined"), std::string("true"));
    // Automation may not bring it back until a person has released it.
    const auto robot = makeService(admin(), "deployer", R"(["author"])");
    auto again = propose(robot, config, "dev", live(config, "dev"), R"({"a":2})");
    QCOMPARE(robot.post(verb(again, "apply"), "{}", again.etag()).status, 422);
    QCOMPARE(admin().post("/v1/versions/" + bad + ":release", R"({"reason":""})").status, 422);
    QCOMPARE(admin().post("/v1/versions/" + bad + ":release", R"({"reason":"fixed"})").status, 200);
    again = propose(robot, config, "dev", live(config, "dev"), R"({"a":2})");
    QCOMPARE(robot.post(verb(again, "apply"), "{}", again.etag()).status, 200);
}

void TestServerGovernance::gov29RollbackWaitsWhereTheGateSaysSo()
{
    const auto config = nextConfig();
    std::string versions[2];
    for (int i = 0; i < 2; ++i) {
        auto request = propose(
            *m_ann, config, "prod", i ? versions[0] : "", R"({"a":)" + std::to_string(i) + '}');
        request = m_eve->post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
        versions[i] = applied(request);
        QVERIFY(!versions[i].empty());
    }
    const auto head = admin().get("/v1/configs/" + config + "/heads/prod");
    const auto body = R"({"target":)" + jsonText(versions[0]) + R"(,"reason":"r","ticket":""})";
    const auto target = "/v1/configs/" + config + "/heads/prod:rollback";
    // Not by the administrator, who made eve an approver and gains no approval by it.
    const auto olga = makePerson(admin(), "olga", R"(["operator"])");
    auto rolled = olga.post(target, body, head.etag());
    QCOMPARE(at(rolled, "/state"), std::string("open"));
    QCOMPARE(live(config, "prod"), versions[1]);
    rolled = m_eve->post(verb(rolled, "vote"), voteBody(rolled, "approve"), rolled.etag());
    QCOMPARE(m_ann->post(verb(rolled, "apply"), "{}", rolled.etag()).status, 200);
    QCOMPARE(at(admin().get("/v1/versions/" + versions[1]), "/quarantined"), std::string("true"));
    // A version of another place was never live here.
    const auto other = applied(propose(*m_ann, config, "dev", "", "{}"));
    const auto now = admin().get("/v1/configs/" + config + "/heads/prod");
    const auto foreign = R"({"target":)" + jsonText(other) + R"(,"reason":"r","ticket":""})";
    QCOMPARE(admin().post(target, foreign, now.etag()).status, 422);
}

void TestServerGovernance::gov31EveryMutationIsInTheLog()
{
    const auto request = m_ann->post("/v1/change-requests",
        requestBody(nextConfig(), "dev", "", "{}"), {}, {{"X-Request-Id", "find-me-in-the-log"}});
    const auto sequence = request.header("cms-audit-seq");
    QVERIFY(!sequence.empty());
    const auto next = std::to_string(std::stoull(sequence) + 1);
    const auto leaf = admin().get("/v1/audit/entries?from=" + sequence + "&to=" + next);
    QVERIFY(leaf.body.find("find-me-in-the-log") != std::string::npos);
    QVERIFY(leaf.body.find("change_request.submit") != std::string::npos);
    // What was denied is there too, and who only reads may not read it.
    const auto denied = m_ann->get("/v1/audit/entries?from=0&to=1");
    QCOMPARE(denied.status, 403);
    const auto entry = denied.header("cms-audit-seq");
    const auto shown = admin().get(
        "/v1/audit/entries?from=" + entry + "&to=" + std::to_string(std::stoull(entry) + 1));
    QVERIFY(shown.body.find("\"authz.denied\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestServerGovernance)
#include "tst_servergovernance.moc"
