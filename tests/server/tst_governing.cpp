// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

namespace {

std::string textOf(const Response &response)
{
    return *response.body;
}

} // namespace

// Governing documents decide what they say they decide, about themselves too. Ann and Ada write,
// Bob, Cy and Dot approve, Pia may edit policies; "live" is a production with one approval.
class TestGoverning : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov05_onlyWhoMayEditPoliciesTouchesThem();
    void gov06_aRuleBindsWhatItNamesAndNothingElse();
    void gov06_aRuleBindsWhatItsPathInheritsFrom();
    void gov06_theSizeOfAChangeSelectsTheRule();
    void gov06_theRiskOfAChangeSelectsTheRule();
    void gov07_aRuleThatNobodyCouldMeetIsNotTaken();
    void gov08_ownersMustBeAmongTheApprovers();
    void gov13_votesSurviveARebaseOfTheSameEffectOnly();
    void gov14_aStricterPolicyBindsAtOnce();
    void gov14_aLooserPolicyLowersNoOpenRequest();
    void gov16_requestsExpireVisibly();
    void gov16_thePolicySaysWhen();
    void gov17_anOrphanIsClaimedAndItsVotesAreVoid();
    void gov20_overlapIsSeenByKeyOnBothRequests();
    void gov20_overlapReachesThroughLayers();
    void gov32_policiesAreChangedUnderTheOldPolicyByTwo();
    void gov32_aRollbackOfAPolicyIsApprovedToo();
    void gov32_aPolicyProtectsItselfWhereNothingElseIsGated();
    void aDocumentThatCannotGovernIsRefusedWithItsPlace();
    void nothingElseStandsUnderSys();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    Response change(const std::string &config, const std::string &text)
    {
        return m_world.request(m_world.item(config, "live", text));
    }
    Response read(const std::string &request)
    {
        return ask("GET", "/v1/change-requests/" + request, {});
    }
    Response vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return ask("POST", "/v1/change-requests/" + request + ":vote",
            R"({"kind":"approve","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                + R"(,"comment":""})",
            seen.etag);
    }
    Response apply(const std::string &request)
    {
        return ask("POST", "/v1/change-requests/" + request + ":apply", "{}", read(request).etag);
    }
    std::string state(const std::string &request)
    {
        return ServiceWorld::at(read(request), "/state");
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &config, const std::string &text)
    {
        m_world.as("pia");
        const auto id = ServiceWorld::at(change(config, text), "/id");
        QVERIFY(!id.empty());
        QCOMPARE(vote("bob", id).status, 200);
        QCOMPARE(vote("cy", id).status, 200);
        QCOMPARE(apply(id).status, 200);
    }
    std::string requestOfAnn(const std::string &text)
    {
        m_world.as("ann");
        return ServiceWorld::at(change(m_app, text), "/id");
    }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_policy;
    std::string m_groups;
    std::string m_owners;
};

void TestGoverning::init()
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
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_policy = m_world.config("sys/policy");
    m_groups = m_world.config("sys/groups");
    m_owners = m_world.config("sys/ownership");
    m_app = m_world.config("a/app");
    QVERIFY(!m_policy.empty() && !m_groups.empty() && !m_owners.empty() && !m_app.empty());
}

void TestGoverning::gov05_onlyWhoMayEditPoliciesTouchesThem()
{
    m_world.as("ann");
    QCOMPARE(change(m_policy, R"({"rules":[]})").status, 403);
    QCOMPARE(
        ask("POST", "/v1/configs",
            R"({"path":"sys/emergency","format":"json","schema":null,"description":"","owner":""})")
            .status,
        403);
    m_world.as(); // no more an administrator, whose rights are many
    QCOMPARE(change(m_policy, R"({"rules":[]})").status, 403);
}

void TestGoverning::gov06_aRuleBindsWhatItNamesAndNothingElse()
{
    govern(m_policy,
        R"({"rules":[{"id":"pair","match":{"paths":["a/app"]},"require":[{"id":"peers","approvals":2}]}]})");
    m_world.as("ann");
    const auto other = m_world.config("a/other");
    const auto bound = ServiceWorld::at(change(m_app, R"({"x":1})"), "/id");
    const auto free = ServiceWorld::at(change(other, R"({"x":1})"), "/id");
    QCOMPARE(vote("bob", bound).status, 200);
    QCOMPARE(vote("bob", free).status, 200);
    QCOMPARE(state(bound), std::string("open"));
    QCOMPARE(state(free), std::string("approved"));
    m_world.as("ann");
    QCOMPARE(apply(bound).status, 409);
    QVERIFY(textOf(read(bound)).find("live: pair, peers: 2 approvals") != std::string::npos);
    QCOMPARE(vote("cy", bound).status, 200);
    QCOMPARE(state(bound), std::string("approved"));
}

void TestGoverning::gov06_aRuleBindsWhatItsPathInheritsFrom()
{
    govern(m_policy,
        R"({"rules":[{"id":"pair","match":{"paths":["a/app"]},"require":[{"id":"peers","approvals":2}]}]})");
    m_world.as("ann");
    const auto defaults = m_world.config("a/defaults");
    const auto layer = m_world.config("b/layer");
    const auto layers = ask("GET", "/v1/configs/" + m_app + "/layers", {});
    QCOMPARE(ask("PUT", "/v1/configs/" + m_app + "/layers",
                 R"({"layers":[{"config":)" + inQuotes(layer)
                     + R"(,"kind":"base","name":"","path":"b/layer"}],"dependencies":[]})",
                 layers.etag)
                 .status,
        200);
    for (const auto &config : {defaults, layer}) {
        m_world.as("ann");
        const auto id = ServiceWorld::at(change(config, R"({"x":1})"), "/id");
        QCOMPARE(vote("bob", id).status, 200);
        QCOMPARE(state(id), std::string("open"));
        QCOMPARE(vote("cy", id).status, 200);
        QCOMPARE(state(id), std::string("approved"));
    }
}

void TestGoverning::gov06_theSizeOfAChangeSelectsTheRule()
{
    const auto first = requestOfAnn(R"({"limit":100,"name":"x"})");
    QCOMPARE(vote("bob", first).status, 200);
    QCOMPARE(apply(first).status, 200);
    govern(m_policy,
        R"({"rules":[{"id":"large","when":{"keys":["/limit"],"changedBy":50},"require":[{"id":"peers","approvals":2}]}]})");
    const auto small = requestOfAnn(R"({"limit":110,"name":"x"})");
    const auto large = requestOfAnn(R"({"limit":151,"name":"x"})");
    const auto elsewhere = requestOfAnn(R"({"limit":100,"name":"y"})");
    // In two steps it could become anything.
    const auto gone = requestOfAnn(R"({"name":"x"})");
    for (const auto &id : {small, large, elsewhere, gone})
        QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(state(small), std::string("approved"));
    QCOMPARE(state(large), std::string("open"));
    QCOMPARE(state(elsewhere), std::string("approved"));
    QCOMPARE(ServiceWorld::at(read(large), "/items/0/facts/largestChange"), std::string("51"));
    QCOMPARE(state(gone), std::string("open"));
}

void TestGoverning::gov06_theRiskOfAChangeSelectsTheRule()
{
    const auto first = requestOfAnn(R"({"tls":{"enabled":true},"name":"x"})");
    QCOMPARE(vote("bob", first).status, 200);
    QCOMPARE(apply(first).status, 200);
    govern(m_policy,
        R"({"rules":[{"id":"risky","when":{"risk":70},"require":[{"id":"peers","approvals":2}]}]})");
    const auto harmless = requestOfAnn(R"({"tls":{"enabled":true},"name":"y"})");
    const auto risky = requestOfAnn(R"({"tls":{"enabled":false},"name":"x"})");
    QCOMPARE(vote("bob", harmless).status, 200);
    QCOMPARE(vote("bob", risky).status, 200);
    QCOMPARE(state(harmless), std::string("approved"));
    QCOMPARE(state(risky), std::string("open"));
    QCOMPARE(ServiceWorld::at(read(risky), "/items/0/facts/risk"), std::string("80"));
}

void TestGoverning::gov07_aRuleThatNobodyCouldMeetIsNotTaken()
{
    m_world.as("pia");
    const auto tooMany
        = change(m_policy, R"({"rules":[{"id":"crowd","require":[{"id":"all","approvals":5}]}]})");
    QCOMPARE(tooMany.status, 422);
    QVERIFY(textOf(tooMany).find("cannot-reach-quorum") != std::string::npos);
    const auto nobody = change(
        m_policy, R"({"rules":[{"id":"ghosts","require":[{"id":"of","groups":["ghosts"]}]}]})");
    QCOMPARE(nobody.status, 422);
    // With the group beside it, in one request, it can be met.
    const auto both = m_world.request(
        m_world.item(m_policy, "live",
            R"({"rules":[{"id":"ghosts","require":[{"id":"of","groups":["ghosts"]}]}]})")
        + ","
        + m_world.item(m_groups, "live", R"({"groups":[{"name":"ghosts","members":["bob"]}]})"));
    QCOMPARE(both.status, 201);
}

void TestGoverning::gov08_ownersMustBeAmongTheApprovers()
{
    govern(m_groups, R"({"groups":[{"name":"core","members":["cy"]}]})");
    govern(m_owners, R"({"lines":[{"pattern":"/a/","owners":["core"]}]})");
    govern(m_policy,
        R"({"rules":[{"id":"owned","require":[{"id":"owner","owners":true}],)"
        R"("match":{"paths":["a/**"]}}]})");
    const auto id = requestOfAnn(R"({"x":1})");
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(state(id), std::string("open"));
    QCOMPARE(vote("cy", id).status, 200);
    QCOMPARE(state(id), std::string("approved"));
}

void TestGoverning::gov13_votesSurviveARebaseOfTheSameEffectOnly()
{
    const auto mine = requestOfAnn(R"({"x":1,"y":2})");
    QCOMPARE(vote("bob", mine).status, 200);
    QCOMPARE(state(mine), std::string("approved"));
    m_world.as("ada");
    const auto theirs = ServiceWorld::at(change(m_app, R"({"x":1})"), "/id");
    QCOMPARE(vote("bob", theirs).status, 200);
    QCOMPARE(apply(theirs).status, 200);
    m_world.as("ann");
    const auto rebase = [&](const std::string &text) {
        return ask("PUT", "/v1/change-requests/" + mine,
            R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
                + m_world.item(m_app, "live", text) + R"(],"submit":true})",
            read(mine).etag);
    };
    QCOMPARE(rebase(R"({"x":1,"y":2})").status, 200);
    QCOMPARE(state(mine), std::string("approved"));
    QCOMPARE(ServiceWorld::at(read(mine), "/cycle"), std::string("1"));
    QCOMPARE(rebase(R"({"x":1,"y":3})").status, 200);
    QCOMPARE(state(mine), std::string("open"));
    QCOMPARE(ServiceWorld::at(read(mine), "/cycle"), std::string("2"));
}

void TestGoverning::gov14_aStricterPolicyBindsAtOnce()
{
    const auto id = requestOfAnn(R"({"x":1})");
    QCOMPARE(vote("bob", id).status, 200);
    QCOMPARE(state(id), std::string("approved"));
    m_world.clock.time += std::chrono::seconds(1);
    govern(m_policy, R"({"rules":[{"id":"pair","require":[{"id":"peers","approvals":2}]}]})");
    QCOMPARE(state(id), std::string("open"));
    QCOMPARE(apply(id).status, 409);
}

void TestGoverning::gov14_aLooserPolicyLowersNoOpenRequest()
{
    govern(m_policy, R"({"rules":[{"id":"pair","require":[{"id":"peers","approvals":2}]}]})");
    m_world.clock.time += std::chrono::seconds(1);
    const auto id = requestOfAnn(R"({"x":1})");
    QCOMPARE(vote("bob", id).status, 200);
    m_world.clock.time += std::chrono::seconds(1);
    govern(m_policy, R"({"rules":[]})");
    QCOMPARE(state(id), std::string("open"));
    m_world.as("ann");
    QCOMPARE(apply(id).status, 409);
    // What is asked for from now on is under the new one.
    m_world.clock.time += std::chrono::seconds(1);
    const auto later = requestOfAnn(R"({"x":2})");
    QCOMPARE(vote("bob", later).status, 200);
    QCOMPARE(state(later), std::string("approved"));
    QCOMPARE(vote("cy", id).status, 200);
    QCOMPARE(state(id), std::string("approved"));
}

void TestGoverning::gov16_requestsExpireVisibly()
{
    const auto open = requestOfAnn(R"({"x":1})");
    const auto approved = requestOfAnn(R"({"x":2})");
    QCOMPARE(vote("bob", approved).status, 200);
    m_world.as("ann");
    QVERIFY(!ServiceWorld::at(read(open), "/expiresAt").empty());
    m_world.clock.time += std::chrono::days(7) - std::chrono::seconds(1);
    m_world.tick({}, {});
    m_world.signInAgain("ann");
    m_world.signInAgain("bob");
    QCOMPARE(state(approved), std::string("approved"));
    m_world.clock.time += std::chrono::seconds(1);
    // Too late, also before anybody has swept.
    QCOMPARE(apply(approved).status, 409);
    m_world.tick({}, {});
    QCOMPARE(vote("bob", open).status, 200); // and by then the sweep has been
    QCOMPARE(state(approved), std::string("expired"));
    QCOMPARE(state(open), std::string("approved"));
    m_world.as("ann");
    QCOMPARE(apply(open).status, 200);
}

void TestGoverning::gov16_thePolicySaysWhen()
{
    const auto id = requestOfAnn(R"({"x":1})");
    govern(m_policy, R"({"rules":[],"expiry":{"open":2}})");
    m_world.clock.time += std::chrono::days(2);
    m_world.signInAgain("bob");
    QCOMPARE(vote("bob", id).status, 409);
    m_world.tick({}, {});
    m_world.signInAgain("bob"); // by then the sweep has been
    QCOMPARE(state(id), std::string("expired"));
}

void TestGoverning::gov17_anOrphanIsClaimedAndItsVotesAreVoid()
{
    const auto id = requestOfAnn(R"({"x":1})");
    QCOMPARE(vote("bob", id).status, 200);
    m_world.as("ada");
    const auto claim
        = [&] { return ask("POST", "/v1/change-requests/" + id + ":claim", "{}", read(id).etag); };
    QCOMPARE(claim().status, 409); // Ann is there
    m_world.as();
    const auto people = ask("GET", "/v1/principals", {});
    const auto etag = [&] {
        for (int i = 0; i < 20; ++i) {
            const auto at = "/items/" + std::to_string(i);
            if (ServiceWorld::at(people, at + "/name") == "ann")
                return ServiceWorld::at(people, at + "/etag");
        }
        return std::string();
    }();
    QCOMPARE(ask("POST", "/v1/principals/" + m_world.idOf("ann") + ":disable",
                 R"({"reason":"left"})", etag)
                 .status,
        200);
    m_world.as("ada");
    QCOMPARE(ServiceWorld::at(read(id), "/orphanedBecause"), std::string("disabled"));
    QCOMPARE(claim().status, 200);
    QCOMPARE(state(id), std::string("open"));
    QCOMPARE(ServiceWorld::at(read(id), "/cycle"), std::string("2"));
    QCOMPARE(ServiceWorld::at(read(id), "/orphanedBecause"), std::string());
    QCOMPARE(ServiceWorld::at(read(id), "/contributors/0"), m_world.idOf("ada"));
    QCOMPARE(
        ask("POST", "/v1/change-requests/" + id + ":withdraw", "{}", read(id).etag).status, 200);
}

void TestGoverning::gov20_overlapIsSeenByKeyOnBothRequests()
{
    const auto first = requestOfAnn(R"({"x":1,"y":{"z":1}})");
    QCOMPARE(vote("bob", first).status, 200);
    QCOMPARE(apply(first).status, 200);
    const auto x = requestOfAnn(R"({"x":2,"y":{"z":1}})");
    const auto y = requestOfAnn(R"({"x":1,"y":{"z":2}})");
    const auto inY = requestOfAnn(R"({"x":1})");
    QCOMPARE(ServiceWorld::at(read(x), "/items/0/overlaps/0/request"), std::string());
    QCOMPARE(ServiceWorld::at(read(y), "/items/0/overlaps/0/request"), inY);
    QCOMPARE(ServiceWorld::at(read(y), "/items/0/overlaps/0/keys/0"), std::string("/y/z"));
    QCOMPARE(ServiceWorld::at(read(inY), "/items/0/overlaps/0/request"), y);
}

void TestGoverning::gov20_overlapReachesThroughLayers()
{
    m_world.as("pia");
    const auto base = m_world.config("a/base");
    const auto layers = ask("GET", "/v1/configs/" + m_app + "/layers", {});
    const auto set = ask("PUT", "/v1/configs/" + m_app + "/layers",
        R"({"layers":[{"config":)" + inQuotes(base)
            + R"(,"kind":"base","name":""}],"dependencies":[]})",
        layers.etag);
    QVERIFY2(set.status == 200, textOf(set).c_str());
    const auto mine = requestOfAnn(R"({"x":1})");
    m_world.as("ada");
    const auto under = ServiceWorld::at(change(base, R"({"x":2})"), "/id");
    QCOMPARE(ServiceWorld::at(read(mine), "/items/0/overlaps/0/request"), under);
    QCOMPARE(ServiceWorld::at(read(under), "/items/0/overlaps/0/request"), mine);
}

void TestGoverning::gov32_policiesAreChangedUnderTheOldPolicyByTwo()
{
    m_world.as("pia");
    const auto id = ServiceWorld::at(change(m_policy, R"({"rules":[]})"), "/id");
    QCOMPARE(vote("bob", id).status, 200);
    // The environment asks for one, a production for two where it is about who decides.
    QCOMPARE(state(id), std::string("open"));
    m_world.as("pia");
    QCOMPARE(apply(id).status, 409);
    QCOMPARE(vote("cy", id).status, 200);
    QCOMPARE(apply(id).status, 200);
    govern(m_policy, R"({"rules":[{"id":"three","require":[{"id":"peers","approvals":3}]}]})");
    m_world.as("pia");
    const auto loosening = ServiceWorld::at(change(m_policy, R"({"rules":[]})"), "/id");
    for (const char *name : {"bob", "cy"})
        QCOMPARE(vote(name, loosening).status, 200);
    QCOMPARE(state(loosening), std::string("open"));
    QCOMPARE(vote("dot", loosening).status, 200);
    QCOMPARE(state(loosening), std::string("approved"));
}

void TestGoverning::gov32_aRollbackOfAPolicyIsApprovedToo()
{
    govern(m_policy, R"({"rules":[]})");
    const auto earlier = m_world.live(m_policy, "live");
    govern(m_policy, R"({"rules":[{"id":"pair","require":[{"id":"peers","approvals":2}]}]})");
    m_world.as("pia");
    const auto head = ask("GET", "/v1/configs/" + m_policy + "/heads/live", {});
    const auto rollback = ask("POST", "/v1/configs/" + m_policy + "/heads/live:rollback",
        R"({"target":)" + inQuotes(earlier) + R"(,"reason":"too strict","ticket":""})", head.etag);
    QCOMPARE(rollback.status, 201);
    QCOMPARE(ServiceWorld::at(rollback, "/state"), std::string("open"));
    QVERIFY(m_world.live(m_policy, "live") != earlier);
}

void TestGoverning::gov32_aPolicyProtectsItselfWhereNothingElseIsGated()
{
    m_world.as("pia");
    const auto inDev = [&](const std::string &text) {
        return m_world.request(m_world.item(m_policy, "dev", text));
    };
    const auto first = ServiceWorld::at(
        inDev(R"({"rules":[{"id":"r","match":{"paths":["a/**"]},"require":[{"id":"one"}]}]})"),
        "/id");
    QCOMPARE(apply(first).status, 200);
    const auto away = ServiceWorld::at(inDev(R"({"rules":[]})"), "/id");
    QCOMPARE(state(away), std::string("open"));
    QCOMPARE(apply(away).status, 409);
    QCOMPARE(vote("bob", away).status, 200);
    QCOMPARE(state(away), std::string("approved"));
}

void TestGoverning::aDocumentThatCannotGovernIsRefusedWithItsPlace()
{
    m_world.as("pia");
    const auto misspelt = change(m_policy,
        R"({"rules":[{"id":"pair","mach":{},"require":[{"id":"peers","approvals":2}]}]})");
    QCOMPARE(misspelt.status, 422);
    QVERIFY(textOf(misspelt).find("/items/0/text/rules/0/mach") != std::string::npos);
    QCOMPARE(change(m_policy, "[]").status, 422);
}

void TestGoverning::nothingElseStandsUnderSys()
{
    m_world.as("pia");
    QVERIFY(m_world.config("sys/polcy").empty());
    const auto own = ServiceWorld::at(ask("GET", "/v1/configs/" + m_policy, {}), "/schema");
    QVERIFY(!own.empty());
    QCOMPARE(ServiceWorld::at(ask("GET", "/v1/schemas/" + own, {}), "/uri"),
        std::string("urn:chancery:sys:policy"));
    QCOMPARE(
        ask("POST", "/v1/schemas", R"({"uri":"urn:chancery:sys:policy","name":"","text":"{}"})")
            .status,
        422);
}

QTEST_GUILESS_MAIN(TestGoverning)
#include "tst_governing.moc"
