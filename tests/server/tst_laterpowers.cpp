// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// Whoever joins a group, or becomes an owner, after a change was asked for does not lower what it
// needs (GOV-14). Ann writes, Bob, Cy and Dot approve, Pia may edit policies; "live" asks for one
// approval.
class TestLaterPowers : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov14_aLaterMemberCountsForLaterRequests();
    void gov14_aRightLentLaterCountsForLaterRequests_data();
    void gov14_aRightLentLaterCountsForLaterRequests();
    void gov14_aRightLentLaterStaysSoInANewCycle();
    void gov14_aRightThatWasTakenAndCameBackIsNotNew();
    void gov14_aLoanThatIsProlongedIsNotNew();
    void gov14_aRefusalSaysWhatGivesTheRight();
    void gov14_whoLeftAGroupCountsNoMore();
    void gov14_aLaterOwnerDoesNotStandInForTheEarlierOne();
    void gov14_aNewCycleIsUnderWhatHoldsNow();
    void gov55_aClockThatIsSetBackLowersNothing();
    void gov55_norDoesItMakeALaterApproverAnEarlierOne();

private:
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        m_world.clock.time += std::chrono::seconds(1);
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    Response read(const std::string &request)
    {
        return m_world.ask("GET", "/v1/change-requests/" + request);
    }
    void approve(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        QCOMPARE(m_world
                     .ask("POST", "/v1/change-requests/" + request + ":vote",
                         R"({"kind":"approve","comment":"","cycle":)"
                             + ServiceWorld::at(seen, "/cycle") + R"(,"contentDigest":)"
                             + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
                         seen.etag)
                     .status,
            200);
    }
    Response attempt(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return m_world.ask("POST", "/v1/change-requests/" + request + ":vote",
            R"({"kind":"approve","comment":"","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
            seen.etag);
    }
    Response edit(const std::string &who, const std::string &request, const std::string &text)
    {
        m_world.as(who);
        return m_world.ask("PUT", "/v1/change-requests/" + request,
            R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
                + m_world.item(m_app, "live", text) + "]}",
            read(request).etag);
    }
    std::string state(const std::string &request)
    {
        return ServiceWorld::at(read(request), "/state");
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &config, const std::string &text)
    {
        const auto id = asked("pia", config, text);
        approve("bob", id);
        approve("cy", id);
        QCOMPARE(
            m_world.ask("POST", "/v1/change-requests/" + id + ":apply", "{}", read(id).etag).status,
            200);
        m_world.clock.time += std::chrono::seconds(1);
    }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_policy;
    std::string m_groups;
    std::string m_owners;
};

void TestLaterPowers::init()
{
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    (void)m_world.ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_world.signUp("ann", {"author"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_policy = m_world.config("sys/policy");
    m_groups = m_world.config("sys/groups");
    m_owners = m_world.config("sys/ownership");
    m_app = m_world.config("a/app");
    govern(m_groups, R"({"groups":[{"name":"core","members":["cy"]}]})");
}

void TestLaterPowers::gov14_aLaterMemberCountsForLaterRequests()
{
    govern(m_policy,
        R"({"rules":[{"id":"core","require":[{"id":"of","groups":["core"]}],)"
        R"("match":{"paths":["a/**"]}}]})");
    const auto open = asked("ann", m_app, R"({"x":1})");
    govern(m_groups, R"({"groups":[{"name":"core","members":["cy","dot"]}]})");
    approve("dot", open);
    QCOMPARE(state(open), std::string("open"));
    const auto later = asked("ann", m_app, R"({"x":2})");
    approve("dot", later);
    QCOMPARE(state(later), std::string("approved"));
    approve("cy", open);
    QCOMPARE(state(open), std::string("approved"));
}

void TestLaterPowers::gov14_aRightLentLaterCountsForLaterRequests_data()
{
    QTest::addColumn<bool>("isByGroup");
    QTest::newRow("by a rule") << false;
    QTest::newRow("by joining whom a rule names") << true;
}

// Eva has no role. Ann writes the rule herself, and needs two others for it; they need not know of
// what she has asked for.
void TestLaterPowers::gov14_aRightLentLaterCountsForLaterRequests()
{
    QFETCH(const bool, isByGroup);
    m_world.signUp("eva", {"viewer"});
    m_world.as("pia");
    const auto access = m_world.config("sys/access");
    const std::string loan = R"({"rules":[{"id":"loan","to":[")"
        + std::string(isByGroup ? "core" : "eva") + R"("],"permissions":["approve"]}]})";
    if (isByGroup)
        govern(access, loan);
    const auto open = asked("ann", m_app, R"({"x":1})");
    if (isByGroup)
        govern(m_groups, R"({"groups":[{"name":"core","members":["cy","eva"]}]})");
    else
        govern(access, loan);
    m_world.as("eva");
    const auto seen = read(open);
    const auto refused = m_world.ask("POST", "/v1/change-requests/" + open + ":vote",
        R"({"kind":"approve","comment":"","cycle":)" + ServiceWorld::at(seen, "/cycle")
            + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
        seen.etag);
    QCOMPARE(refused.status, 403);
    QVERIFY2(
        refused.body->find("became an approver after") != std::string::npos, refused.body->c_str());
    QVERIFY2(seen.body->find("\"eva\"") == std::string::npos, seen.body->c_str());
    const auto later = asked("ann", m_app, R"({"x":2})");
    approve("eva", later);
    QCOMPARE(state(later), std::string("approved"));
    // What was lent and is taken back is gone at once.
    govern(access, R"({"rules":[]})");
    QCOMPARE(state(later), std::string("open"));
    approve("bob", open);
    QCOMPARE(state(open), std::string("approved"));
}

// Or one would lend the right first and change a word then.
void TestLaterPowers::gov14_aRightLentLaterStaysSoInANewCycle()
{
    m_world.signUp("eva", {"viewer"});
    m_world.as("pia");
    const auto access = m_world.config("sys/access");
    const auto open = asked("ann", m_app, R"({"x":1})");
    govern(access, R"({"rules":[{"id":"loan","to":["eva"],"permissions":["approve"]}]})");
    QCOMPARE(edit("ann", open, R"({"x":2})").status, 200);
    QCOMPARE(attempt("eva", open).status, 403);
    QCOMPARE(attempt("bob", open).status, 200);
    QCOMPARE(state(open), std::string("approved"));
}

void TestLaterPowers::gov14_aRightThatWasTakenAndCameBackIsNotNew()
{
    m_world.as("pia");
    const auto access = m_world.config("sys/access");
    const auto open = asked("ann", m_app, R"({"x":1})");
    govern(access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["dot"],"permissions":["approve"]}]})");
    QCOMPARE(attempt("dot", open).status, 403);
    govern(access, R"({"rules":[]})");
    QCOMPARE(edit("ann", open, R"({"x":2})").status, 200);
    approve("dot", open);
    QCOMPARE(state(open), std::string("approved"));
}

void TestLaterPowers::gov14_aLoanThatIsProlongedIsNotNew()
{
    m_world.signUp("eva", {"viewer"});
    m_world.as("pia");
    const auto access = m_world.config("sys/access");
    const auto loan = [&](std::chrono::hours hours) {
        return R"({"rules":[{"id":"loan","to":["eva"],"permissions":["approve"],"notAfter":)"
            + inQuotes(core::toRfc3339(m_world.clock.time + hours)) + "}]}";
    };
    govern(access, loan(std::chrono::hours(2)));
    const auto open = asked("ann", m_app, R"({"x":1})");
    approve("eva", open);
    govern(access, loan(std::chrono::hours(9)));
    m_world.clock.time += std::chrono::hours(3);
    QCOMPARE(state(open), std::string("approved"));
}

void TestLaterPowers::gov14_aRefusalSaysWhatGivesTheRight()
{
    m_world.signUp("eva", {"viewer"});
    const auto refused = attempt("eva", asked("ann", m_app, R"({"x":1})"));
    QCOMPARE(refused.status, 403);
    const auto detail = ServiceWorld::at(refused, "/detail");
    QVERIFY2(detail.find("\"approve\"") != std::string::npos, detail.c_str());
    QVERIFY2(detail.find("approver") != std::string::npos, detail.c_str());
}

void TestLaterPowers::gov14_whoLeftAGroupCountsNoMore()
{
    govern(m_policy,
        R"({"rules":[{"id":"core","require":[{"id":"of","groups":["core"]}],)"
        R"("match":{"paths":["a/**"]}}]})");
    govern(m_groups, R"({"groups":[{"name":"core","members":["cy","dot"]}]})");
    const auto open = asked("ann", m_app, R"({"x":1})");
    approve("cy", open);
    QCOMPARE(state(open), std::string("approved"));
    govern(m_groups, R"({"groups":[{"name":"core","members":["dot"]}]})");
    QCOMPARE(state(open), std::string("open"));
    approve("dot", open);
    QCOMPARE(state(open), std::string("approved"));
}

void TestLaterPowers::gov14_aLaterOwnerDoesNotStandInForTheEarlierOne()
{
    govern(m_owners, R"({"lines":[{"pattern":"/a/","owners":["core"]}]})");
    govern(m_policy,
        R"({"rules":[{"id":"owned","require":[{"id":"owner","owners":true}],)"
        R"("match":{"paths":["a/**"]}}]})");
    const auto open = asked("ann", m_app, R"({"x":1})");
    govern(m_owners,
        R"({"lines":[{"pattern":"/a/","owners":["core"]},)"
        R"({"pattern":"/a/app","owners":["dot"]}]})");
    approve("dot", open);
    QCOMPARE(state(open), std::string("open"));
    // Both who owned it and who owns it now.
    approve("cy", open);
    QCOMPARE(state(open), std::string("approved"));
    const auto later = asked("ann", m_app, R"({"x":2})");
    approve("dot", later);
    QCOMPARE(state(later), std::string("approved"));
}

void TestLaterPowers::gov14_aNewCycleIsUnderWhatHoldsNow()
{
    govern(m_policy,
        R"({"rules":[{"id":"core","require":[{"id":"of","groups":["core"]}],)"
        R"("match":{"paths":["a/**"]}}]})");
    const auto open = asked("ann", m_app, R"({"x":1})");
    govern(m_groups, R"({"groups":[{"name":"core","members":["dot"]}]})");
    approve("dot", open);
    QCOMPARE(state(open), std::string("open"));
    m_world.as("ann");
    const auto edited = m_world.ask("PUT", "/v1/change-requests/" + open,
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
            + m_world.item(m_app, "live", R"({"x":2})") + "]}",
        read(open).etag);
    QCOMPARE(edited.status, 200);
    approve("dot", open);
    QCOMPARE(state(open), std::string("approved"));
}

// What was looser after it was asked for is so by the order of things, whatever the clock says.
void TestLaterPowers::gov55_aClockThatIsSetBackLowersNothing()
{
    govern(m_policy,
        R"({"rules":[{"id":"pair","require":[{"id":"peers","approvals":2}],)"
        R"("match":{"paths":["a/**"]}}]})");
    m_world.clock.time += std::chrono::hours(3);
    const auto open = asked("ann", m_app, R"({"x":1})");
    m_world.clock.time -= std::chrono::hours(2);
    govern(m_policy, R"({"rules":[]})");
    approve("bob", open);
    QCOMPARE(state(open), std::string("open"));
    const auto later = asked("ann", m_app, R"({"x":2})");
    approve("bob", later);
    QCOMPARE(state(later), std::string("approved"));
}

void TestLaterPowers::gov55_norDoesItMakeALaterApproverAnEarlierOne()
{
    m_world.clock.time += std::chrono::hours(3);
    const auto open = asked("ann", m_app, R"({"x":1})");
    m_world.clock.time -= std::chrono::hours(2);
    m_world.as();
    m_world.signUp("max", {"approver"});
    m_world.as("max");
    const auto seen = read(open);
    const auto vote = m_world.ask("POST", "/v1/change-requests/" + open + ":vote",
        R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
            + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
        seen.etag);
    QCOMPARE(vote.status, 403);
    QVERIFY(vote.body->find("became an approver after") != std::string::npos);
    approve("max", asked("ann", m_app, R"({"x":2})"));
}

QTEST_GUILESS_MAIN(TestLaterPowers)
#include "tst_laterpowers.moc"
