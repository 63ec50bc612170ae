// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// What follows from a right that is gone, and does not come back with it. Ann and Ada write, Bob,
// Cy and Dot approve, Vic may nothing; Pia edits "sys/access". "live" asks for one approval.
class TestLostRights : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov04_aRightThatComesBackBringsNoVote();
    void gov04_norDoesOneThatHadEnded();
    void gov04_oneVoteOfTwoIsVoidToo();
    void gov04_theHoursOfTheDayVoidNothing();
    void gov10_anObjectionEndsWithTheRight();
    void gov17_whoMayNotEditThereAnyMoreLeavesAnOrphan_data();
    void gov17_whoMayNotEditThereAnyMoreLeavesAnOrphan();
    void gov17_theHoursOfTheDayOrphanNothing();

private:
    Response read(const std::string &request)
    {
        return m_world.ask("GET", "/v1/change-requests/" + request);
    }
    std::string at(const std::string &request, std::string_view pointer)
    {
        return ServiceWorld::at(read(request), pointer);
    }
    Response act(const std::string &who, const std::string &request, const std::string &verb,
        const std::string &body = "{}")
    {
        m_world.as(who);
        return m_world.ask(
            "POST", "/v1/change-requests/" + request + ':' + verb, body, read(request).etag);
    }
    int vote(const std::string &who, const std::string &request, const char *kind = "approve")
    {
        m_world.as(who);
        const auto seen = read(request);
        return act(who, request, "vote",
            R"({"kind":")" + std::string(kind) + R"(","comment":"no","cycle":)"
                + ServiceWorld::at(seen, "/cycle") + R"(,"contentDigest":)"
                + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}')
            .status;
    }
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &rules)
    {
        const auto id = asked("pia", m_access, R"({"rules":[)" + rules + "]}");
        for (const char *name : {"bob", "cy"})
            QCOMPARE(vote(name, id), 200);
        QCOMPARE(act("pia", id, "apply").status, 200);
        m_world.as("ann");
    }
    // And a minute, in which everything is looked at once.
    void pass(std::chrono::minutes time)
    {
        m_world.tick(time, time);
        for (int i = 0; i < 60; ++i)
            m_world.tick();
        m_world.as("ann");
    }
    static std::string forbid(
        const std::string &who, const std::string &right, const std::string &more = {})
    {
        return R"({"id":"no","effect":"forbid","to":[)" + inQuotes(who) + R"(],"permissions":[)"
            + inQuotes(right) + ']' + more + '}';
    }
    std::string instant(std::chrono::hours ahead) const
    {
        return inQuotes(core::toRfc3339(m_world.clock.time + ahead));
    }

    ServiceWorld m_world;
    std::string m_access;
    std::string m_app;
};

void TestLostRights::init()
{
    m_world.clock.time = core::Instant(std::chrono::seconds(1'795'000'000));
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    (void)m_world.ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.signUp("vic", {"viewer"});
    m_world.as("pia");
    m_access = m_world.config("sys/access");
    m_app = m_world.config("a/app");
    govern("");
}

void TestLostRights::gov04_aRightThatComesBackBringsNoVote()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    govern(forbid("dot", "approve"));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/reviews/0/voidedBecause"), std::string("lost-right"));
    govern("");
    pass(std::chrono::minutes(1));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(act("pia", request, "apply").status, 409);
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
}

// Nobody changed anything when it ended.
void TestLostRights::gov04_norDoesOneThatHadEnded()
{
    const std::string loan = R"({"id":"loan","to":["vic"],"permissions":["approve"],"notAfter":)";
    govern(loan + instant(std::chrono::hours(1)) + '}');
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("vic", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    pass(std::chrono::minutes(61));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/reviews/0/standing"), std::string("false"));
    govern(loan + instant(std::chrono::hours(5)) + '}');
    pass(std::chrono::minutes(1));
    QCOMPARE(at(request, "/state"), std::string("open"));
}

// Its state tells of no change.
void TestLostRights::gov04_oneVoteOfTwoIsVoidToo()
{
    const auto request = asked("pia", m_access, R"({"rules":[],"closed":false})");
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(vote("bob", request, "request-changes"), 200);
    QCOMPARE(at(request, "/state"), std::string("open"));
    govern(forbid("dot", "approve"));
    QCOMPARE(at(request, "/reviews/0/voidedBecause"), std::string("lost-right"));
    QCOMPARE(at(request, "/reviews/1/standing"), std::string("true"));
}

void TestLostRights::gov04_theHoursOfTheDayVoidNothing()
{
    // It is 11:06 on a Wednesday.
    govern(forbid("dot", "approve",
        R"(,"hours":{"zone":"UTC","days":["mon","tue","wed","thu","fri","sat","sun"],)"
        R"("from":"12:00","to":"13:00"})"));
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    pass(std::chrono::minutes(60));
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(act("pia", request, "apply").status, 409);
    pass(std::chrono::minutes(60));
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(act("pia", request, "apply").status, 200);
}

void TestLostRights::gov10_anObjectionEndsWithTheRight()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(vote("dot", request, "request-changes"), 200);
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(at(request, "/state"), std::string("open"));
    govern(forbid("dot", "approve"));
    QCOMPARE(at(request, "/state"), std::string("approved"));
    govern("");
    QCOMPARE(at(request, "/state"), std::string("approved"));
}

void TestLostRights::gov17_whoMayNotEditThereAnyMoreLeavesAnOrphan_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::newRow("forbidden there") << QByteArray(
        R"({"id":"no","effect":"forbid","to":["ann"],"permissions":["edit"],"paths":["a/app"]})");
    QTest::newRow("forbidden from now on")
        << QByteArray(R"({"id":"no","effect":"forbid","to":["ann"],"permissions":["edit"]})");
}

void TestLostRights::gov17_whoMayNotEditThereAnyMoreLeavesAnOrphan()
{
    QFETCH(QByteArray, rule);
    const auto request = asked("ann", m_app, R"({"x":1})");
    QCOMPARE(act("ada", request, "claim").status, 409);
    govern(rule.toStdString());
    QCOMPARE(act("ann", request, "withdraw").status, 403);
    QCOMPARE(at(request, "/orphanedBecause"), std::string("lost-right"));
    QCOMPARE(act("ada", request, "claim").status, 200);
    QCOMPARE(act("ada", request, "withdraw").status, 200);
}

void TestLostRights::gov17_theHoursOfTheDayOrphanNothing()
{
    const auto request = asked("ann", m_app, R"({"x":1})");
    govern(forbid("ann", "edit",
        R"(,"hours":{"zone":"UTC","days":["mon","tue","wed","thu","fri","sat","sun"],)"
        R"("from":"11:00","to":"13:00"})"));
    QCOMPARE(at(request, "/orphanedBecause"), std::string());
    QCOMPARE(act("ada", request, "claim").status, 409);
}

QTEST_GUILESS_MAIN(TestLostRights)
#include "tst_lostrights.moc"
