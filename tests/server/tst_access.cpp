// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// Who may do what is said by roles and by sys/access, wherever it is tried. Ann writes, Bob, Cy and
// Dot approve, Pia may do all and edit policies, Olga operates, Vic looks on and is one of the
// payers; "live" is a production with one approval.
class TestAccess : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aRuleGivesARightForAPartOnly();
    void oneForeignItemStopsTheWholeRequest();
    void forbidBeatsPermitAtEveryDoor();
    void aClosedPlaceKnowsNoRoles();
    void gov04_anApproverWithoutTheRightForAllItTouchesDoesNotCount();
    void gov04_whoLosesTheRightLosesTheVote();
    void aRightThatEndsIsGoneAtItsInstant();
    void aScheduleRunsOnlyWhileItsSchedulerMaySchedule();
    void rollbacksAskWhereTheyAre();
    void secretsAreRevealedWhereOneMay();
    void emergencyAccessIsOfItsEnvironment();
    void aRightThatIsTakenMeanwhileOpensNothing();
    void onlyWhoMayEditItTakesAConfigForALayer();
    void whoMayNotApplySchedulesNothing();
    void namesMeanSomebodyWhoIsThere();
    void nobodyLocksEverybodyOut();
    void explainSaysWhyNotAndWhatHelps();
    void explainTellsOfOthersOnlyToWhoReadsTheLog();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    Response read(const std::string &request)
    {
        return ask("GET", "/v1/change-requests/" + request, {});
    }
    Response act(
        const std::string &request, const std::string &verb, const std::string &body = "{}")
    {
        return ask("POST", "/v1/change-requests/" + request + ':' + verb, body, read(request).etag);
    }
    Response vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return act(request, "vote",
            R"({"kind":"approve","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                + R"(,"comment":""})");
    }
    Response change(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return m_world.request(m_world.item(config, "live", text));
    }
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        return ServiceWorld::at(change(who, config, text), "/id");
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &config, const std::string &text)
    {
        const auto id = asked("pia", config, text);
        QVERIFY(!id.empty());
        QCOMPARE(vote("bob", id).status, 200);
        QCOMPARE(vote("cy", id).status, 200);
        m_world.as("pia");
        QCOMPARE(act(id, "apply").status, 200);
    }
    std::string explained(const std::string &body)
    {
        const auto answer = ask("POST", "/v1/authz:explain", body);
        return answer.status != 200 ? std::to_string(answer.status)
            : ServiceWorld::at(answer, "/detail").empty()
            ? "yes: " + ServiceWorld::at(answer, "/decidedBy")
            : "no: " + ServiceWorld::at(answer, "/detail");
    }
    std::string draftBody(const std::string &config) const
    {
        return R"({"config":)" + inQuotes(config)
            + R"(,"environment":"live","base":null,"text":"{}"})";
    }
    std::string head(const std::string &config)
    {
        return ask("GET", "/v1/configs/" + config + "/heads/live", {}).etag;
    }

    ServiceWorld m_world;
    std::string m_access;
    std::string m_groups;
    std::string m_app; // a/app
    std::string m_other; // b/app
};

void TestAccess::init()
{
    m_world.begin();
    QCOMPARE(ask("POST", "/v1/environments",
                 R"({"id":"live","title":"","tier":3,"order":1,"gated":true,"requiredApprovals":1,)"
                 R"("rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    m_world.signUp("ann", {"author"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.signUp("olga", {"operator", "secret.reveal", "emergency.activate"});
    m_world.signUp("vic", {"viewer"});
    m_world.as("pia");
    m_access = m_world.config("sys/access");
    m_groups = m_world.config("sys/groups");
    m_app = m_world.config("a/app");
    m_other = m_world.config("b/app");
    QVERIFY(!m_access.empty() && !m_groups.empty() && !m_app.empty() && !m_other.empty());
    govern(m_groups, R"({"groups":[{"name":"payers","members":["vic"]}]})");
}

void TestAccess::aRuleGivesARightForAPartOnly()
{
    m_world.as("vic");
    QCOMPARE(ask("POST", "/v1/drafts", draftBody(m_app)).status, 403);
    govern(m_access,
        R"({"rules":[{"id":"pay","to":["payers"],"roles":["author"],"paths":["a/**"]}]})");
    // The session that was open already knows it.
    m_world.as("vic");
    QCOMPARE(ask("POST", "/v1/drafts", draftBody(m_app)).status, 201);
    const auto refused = ask("POST", "/v1/drafts", draftBody(m_other));
    QCOMPARE(refused.status, 403);
    QCOMPARE(ServiceWorld::at(refused, "/detail"),
        std::string(
            "This needs the permission \"edit\" for b/app in live: nothing gives it; a rule "
            "of sys/access can give it"));
    QCOMPARE(change("vic", m_app, R"({"x":1})").status, 201);
    QCOMPARE(change("vic", m_other, R"({"x":1})").status, 403);
    QCOMPARE(m_world.request(m_world.item(m_app, "dev", R"({"x":1})")).status, 403);
    // It gives nothing else.
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"x","title":"","owner":"","etag":""})")
            .status,
        403);
}

void TestAccess::oneForeignItemStopsTheWholeRequest()
{
    govern(m_access,
        R"({"rules":[{"id":"pay","to":["payers"],"roles":["author"],"paths":["a/**"]}]})");
    m_world.as("vic");
    const auto both = m_world.item(m_app, "live", "{}") + ',' + m_world.item(m_other, "live", "{}");
    QCOMPARE(m_world.request(both).status, 403);
    // Nor is one slipped into a request that is one's own.
    const auto own = asked("vic", m_app, R"({"x":1})");
    const auto changed = ask("PUT", "/v1/change-requests/" + own,
        R"({"title":"t","description":"","reason":"","ticket":"","items":[)" + both
            + R"(],"submit":true})",
        read(own).etag);
    QCOMPARE(changed.status, 403);
    QCOMPARE(ServiceWorld::at(read(own), "/items/1/config"), std::string());
}

void TestAccess::forbidBeatsPermitAtEveryDoor()
{
    m_world.as("ann");
    const auto draft = ServiceWorld::at(ask("POST", "/v1/drafts", draftBody(m_app)), "/id");
    const auto open = asked("ann", m_app, R"({"x":1})");
    QVERIFY(!draft.empty() && !open.empty());
    const auto live = asked("ann", m_app, R"({"x":0})");
    QCOMPARE(vote("dot", live).status, 200);
    m_world.as("ann");
    QCOMPARE(act(live, "apply").status, 200);
    govern(m_access,
        R"({"rules":[{"id":"no-ann","effect":"forbid","to":["ann"],"paths":["a/**"],
            "permissions":["edit","submit","apply"]}]})");
    m_world.as("ann");
    QCOMPARE(change("ann", m_app, R"({"x":2})").status, 403);
    QCOMPARE(ask("PUT", "/v1/drafts/" + draft, draftBody(m_app), "\"x\"").status, 403);
    QCOMPARE(ask("DELETE", "/v1/drafts/" + draft, {}, "\"x\"").status, 403);
    QCOMPARE(act(open, "withdraw").status, 403);
    QCOMPARE(act(open, "apply").status, 403);
    QCOMPARE(ask("PUT", "/v1/configs/" + m_app + "/layers", "{}", "\"x\"").status, 403);
    QCOMPARE(ask("DELETE", "/v1/configs/" + m_app, {}, "\"x\"").status, 403);
    QCOMPARE(change("ann", m_other, R"({"x":2})").status, 201);
}

void TestAccess::aClosedPlaceKnowsNoRoles()
{
    govern(m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"]},
        {"id":"approvers","to":["bob","cy","dot"],"roles":["approver"],"paths":["sys/**","a/**"]}]})");
    QCOMPARE(change("ann", m_app, "{}").status, 403);
    m_world.as(); // the administrator neither
    QCOMPARE(m_world.request(m_world.item(m_app, "live", "{}")).status, 403);
    // Elsewhere the roles hold.
    QCOMPARE(m_world.request(m_world.item(m_app, "dev", "{}")).status, 201);
    QCOMPARE(change("pia", m_app, "{}").status, 201);
}

void TestAccess::gov04_anApproverWithoutTheRightForAllItTouchesDoesNotCount()
{
    govern(m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia","bob"],"roles":["author","operator"],"permissions":["policy.edit"]},
        {"id":"all","to":["bob","cy"],"roles":["approver"]},
        {"id":"part","to":["dot"],"roles":["approver"],"paths":["a/**"]}]})");
    const auto own = asked("pia", m_app, R"({"x":1})");
    const auto foreign = asked("pia", m_other, R"({"x":1})");
    m_world.as("pia");
    const auto both = ServiceWorld::at(m_world.request(m_world.item(m_app, "live", R"({"x":2})")
                                           + ',' + m_world.item(m_other, "live", R"({"x":2})")),
        "/id");
    QCOMPARE(vote("dot", own).status, 200);
    QCOMPARE(vote("dot", foreign).status, 403);
    QCOMPARE(vote("dot", both).status, 403);
    QCOMPARE(ServiceWorld::at(read(own), "/state"), std::string("approved"));
}

void TestAccess::gov04_whoLosesTheRightLosesTheVote()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request).status, 200);
    QCOMPARE(ServiceWorld::at(read(request), "/state"), std::string("approved"));
    govern(m_access,
        R"({"rules":[{"id":"no-dot","effect":"forbid","to":["dot"],"permissions":["approve"]}]})");
    m_world.as("ann");
    QCOMPARE(ServiceWorld::at(read(request), "/state"), std::string("open"));
    QCOMPARE(act(request, "apply").status, 409);
}

void TestAccess::aRightThatEndsIsGoneAtItsInstant()
{
    const auto end = core::toRfc3339(m_world.clock.time + std::chrono::hours(1));
    govern(m_access,
        R"({"rules":[{"id":"loan","to":["vic"],"roles":["author"],"notAfter":)" + inQuotes(end)
            + "}]}");
    m_world.as("vic");
    QCOMPARE(ask("POST", "/v1/drafts", draftBody(m_app)).status, 201);
    m_world.clock.time += std::chrono::hours(1) - std::chrono::seconds(1);
    QCOMPARE(change("vic", m_app, R"({"x":1})").status, 201);
    m_world.clock.time += std::chrono::seconds(1);
    QCOMPARE(change("vic", m_app, R"({"x":2})").status, 403);
}

void TestAccess::aScheduleRunsOnlyWhileItsSchedulerMaySchedule()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request).status, 200);
    m_world.as("olga");
    const auto when = core::toRfc3339(m_world.clock.time + std::chrono::hours(1));
    QCOMPARE(act(request, "schedule",
                 R"({"at":)" + inQuotes(when) + R"(,"zone":"UTC","graceMinutes":15})")
                 .status,
        200);
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["olga"],"permissions":["schedule"],"paths":["a/**"]}]})");
    m_world.tick(std::chrono::hours(1));
    m_world.as("ann");
    const auto after = read(request);
    QCOMPARE(ServiceWorld::at(after, "/state"), std::string("approved"));
    QVERIFY(ServiceWorld::at(after, "/schedule/suspendedBecause").starts_with("forbidden"));
    m_world.as("olga");
    QCOMPARE(act(request, "unschedule").status, 403);
}

void TestAccess::rollbacksAskWhereTheyAre()
{
    std::string first;
    for (const char *text : {R"({"x":1})", R"({"x":2})"}) {
        const auto request = asked("ann", m_app, text);
        QCOMPARE(vote("dot", request).status, 200);
        m_world.as("ann");
        const auto applied = act(request, "apply");
        QCOMPARE(applied.status, 200);
        if (first.empty())
            first = ServiceWorld::at(applied, "/appliedVersions/0");
    }
    const auto live
        = ServiceWorld::at(ask("GET", "/v1/configs/" + m_app + "/heads/live", {}), "/version");
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["olga"],"permissions":["rollback"],"paths":["a/**"]}]})");
    m_world.as("olga");
    const auto back = R"({"target":)" + inQuotes(first) + R"(,"reason":"r","ticket":""})";
    QCOMPARE(ask("POST", "/v1/configs/" + m_app + "/heads/live:rollback", back, head(m_app)).status,
        403);
    const auto several = R"({"items":[{"config":)" + inQuotes(m_app) + R"(,"base":)"
        + inQuotes(live) + R"(,"target":)" + inQuotes(first)
        + R"(,"keys":[]}],"at":null,"reason":"r","ticket":""})";
    QCOMPARE(ask("POST", "/v1/environments/live:rollback", several).status, 403);
    m_world.as("pia");
    QCOMPARE(ask("POST", "/v1/configs/" + m_app + "/heads/live:rollback", back, head(m_app)).status,
        201);
}

void TestAccess::secretsAreRevealedWhereOneMay()
{
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["olga"],"permissions":["secret.reveal"],"paths":["a/**"]}]})");
    m_world.as("olga");
    const auto ask = [this](const std::string &config) {
        return m_world.ask("POST", "/v1/configs/" + config + "/environments/live:reveal", "{}")
            .status;
    };
    QCOMPARE(ask(m_app), 403);
    QCOMPARE(ask(m_other), 400); // nothing was said of what is to be revealed
}

void TestAccess::emergencyAccessIsOfItsEnvironment()
{
    const auto body = [](const char *environment) {
        return std::string(R"({"environment":")") + environment
            + R"(","namespaces":["a"],"reason":"Payments are down, customers wait",)"
              R"("incident":"INC-1","minutes":30,"password":"12345678"})";
    };
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["olga"],"permissions":["emergency.activate"]}]})");
    m_world.as("olga");
    QCOMPARE(ask("POST", "/v1/emergency-sessions", body("live")).status, 403);
    QCOMPARE(ask("POST", "/v1/emergency-sessions", body("prod")).status, 201);
}

// Both are let in by the roles that the account has then; what waits is asked again.
void TestAccess::aRightThatIsTakenMeanwhileOpensNothing()
{
    m_world.signUp("chief", {"admin"});
    m_world.as();
    const auto people = ask("GET", "/v1/principals", {});
    const auto reading = core::readJson(*people.body);
    std::string etag;
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["name"].text() == "chief")
            etag = item.value()["etag"].text();
    }
    const auto answers
        = m_world.together({{"", "PUT", "/v1/principals/" + m_world.idOf("chief") + "/roles",
                                R"({"roles":["viewer"],"reason":"r"})", etag},
            {"chief", "POST", "/v1/namespaces",
                R"({"id":"","slug":"mine","title":"","owner":"","etag":""})", {}}});
    QCOMPARE(answers[0].status, 200);
    QCOMPARE(answers[1].status, 403);
}

void TestAccess::onlyWhoMayEditItTakesAConfigForALayer()
{
    govern(m_access,
        R"({"rules":[{"id":"pay","to":["payers"],"roles":["author"],"paths":["a/**"]}]})");
    const auto request = asked("ann", m_other, R"({"x":1})");
    QCOMPARE(vote("dot", request).status, 200);
    m_world.as("ann");
    QCOMPARE(act(request, "apply").status, 200);
    const auto declare = [&](const char *who) {
        m_world.as(who);
        const auto etag = ask("GET", "/v1/configs/" + m_app + "/layers", {}).etag;
        return ask("PUT", "/v1/configs/" + m_app + "/layers",
            R"({"layers":[{"kind":"base","name":"","config":)" + inQuotes(m_other)
                + R"(}],"dependencies":[]})",
            etag)
            .status;
    };
    QCOMPARE(declare("vic"), 403);
    QCOMPARE(declare("ann"), 200);
}

void TestAccess::whoMayNotApplySchedulesNothing()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request).status, 200);
    m_world.as("olga");
    const auto when = core::toRfc3339(m_world.clock.time + std::chrono::hours(1));
    QCOMPARE(act(request, "schedule",
                 R"({"at":)" + inQuotes(when) + R"(,"zone":"UTC","graceMinutes":15})")
                 .status,
        200);
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["olga"],"permissions":["apply"]}]})");
    m_world.tick(std::chrono::hours(1));
    m_world.as("ann");
    QVERIFY(ServiceWorld::at(read(request), "/schedule/suspendedBecause").starts_with("forbidden"));
}

void TestAccess::namesMeanSomebodyWhoIsThere()
{
    const auto code = [&](const std::string &config, const std::string &text) {
        return ServiceWorld::at(change("pia", config, text), "/errors/0/code");
    };
    QCOMPARE(code(m_access, R"({"rules":[{"id":"r","to":["dora"],"roles":["author"]}]})"),
        std::string("unknown-name"));
    govern(m_access, R"({"rules":[
        {"id":"no","effect":"forbid","to":["payers"],"permissions":["edit"]},
        {"id":"vic","to":["ann"],"permissions":["edit"]}]})");
    // A change of the groups alone must not change whom a rule means.
    QCOMPARE(code(m_groups, R"({"groups":[]})"), std::string("unknown-name"));
    QCOMPARE(code(m_groups,
                 R"({"groups":[{"name":"payers","members":[]},{"name":"ann","members":[]}]})"),
        std::string("ambiguous-name"));
}

void TestAccess::nobodyLocksEverybodyOut()
{
    m_world.as("pia");
    const auto refused = change("pia", m_access, R"({"closed":true,"rules":[]})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(ServiceWorld::at(refused, "/errors/0/code"), std::string("lock-out"));
    // One approver where two others are asked for is none.
    QCOMPARE(change("pia", m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"]},
        {"id":"approver","to":["bob"],"roles":["approver"]}]})")
                 .status,
        422);
    // What ends leaves nobody.
    QCOMPARE(change("pia", m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"],
         "notAfter":"2100-01-01T00:00:00Z"},
        {"id":"approver","to":["bob","cy"],"roles":["approver"]}]})")
                 .status,
        422);
    govern(m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"]},
        {"id":"approvers","to":["payers","bob","cy"],"roles":["approver"]},
        {"id":"not-cy","to":["cy"],"effect":"forbid","permissions":["approve"],
         "paths":["a/**"]}]})");
    // Nor by way of a group that the rules name, nor for now.
    QCOMPARE(change("pia", m_access, R"({"closed":true,"rules":[
        {"id":"keepers","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"],
         "notBefore":"2100-01-01T00:00:00Z"},
        {"id":"approvers","to":["bob","cy"],"roles":["approver"]}]})")
                 .status,
        422);
}

void TestAccess::explainSaysWhyNotAndWhatHelps()
{
    govern(m_access, R"({"rules":[
        {"id":"night","to":["vic"],"permissions":["edit"],
         "hours":{"zone":"UTC","days":["mon","tue","wed","thu","fri","sat","sun"],"from":"22:00","to":"23:00"}},
        {"id":"no-ann","effect":"forbid","to":["ann"],"permissions":["edit"],"paths":["a/app"]}]})");
    m_world.as("vic");
    const auto question = [](const char *permission, const char *path) {
        return std::string(R"({"principal":"","permission":")") + permission
            + R"(","environment":"live","path":")" + path + R"("})";
    };
    const auto told = explained(question("edit", "a/app"));
    QVERIFY2(told.find("the rule \"night\" gives it from 20") != std::string::npos, told.c_str());
    QCOMPARE(explained(question("view", "a/app")), std::string("yes: roles"));
    QCOMPARE(explained(question("administer", "")),
        std::string("no: This needs the permission \"administer\" in live: nothing gives it; it "
                    "comes with: admin"));
    QCOMPARE(explained(question("fly", "")), std::string("422"));
    m_world.as("ann");
    QCOMPARE(explained(question("edit", "a/app")),
        std::string("no: This needs the permission \"edit\" for a/app in live: the rule \"no-ann\" "
                    "of sys/access forbids it; whoever keeps sys/access can lift that"));
    QCOMPARE(explained(question("edit", "a/other")), std::string("yes: roles"));
}

void TestAccess::explainTellsOfOthersOnlyToWhoReadsTheLog()
{
    const std::string ofAnn
        = R"({"principal":"ann","permission":"edit","environment":"live","path":"a/app"})";
    m_world.as("vic");
    QCOMPARE(explained(ofAnn), std::string("403"));
    m_world.as("ann");
    QCOMPARE(explained(ofAnn), std::string("yes: roles"));
    m_world.as();
    QCOMPARE(explained(ofAnn), std::string("yes: roles"));
    QCOMPARE(
        explained(R"({"principal":"nobody","permission":"edit","environment":"live","path":""})"),
        std::string("404"));
}

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
