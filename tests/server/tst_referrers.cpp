// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// What a live text refers to reaches it as what it inherits does: who governs the referrer is asked
// about the change. In "live", "b/shop" looks through "a/db" at its host. Ann writes, Bob, Cy and
// Dot approve, Pia may edit policies.
class TestReferrers : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov04_theRightIsAskedForWhereTheChangeArrives();
    void gov06_aRuleBindsWhatItsPathRefersTo();
    void gov06_aReferenceElsewhereBindsNothingHere();
    void gov08_theOwnersOfWhatRefersToItApprove_data();
    void gov08_theOwnersOfWhatRefersToItApprove();
    void gov20_overlapReachesThroughReferences();
    void gov20_overlapReachesThroughAnAliasAndAChain();
    void gov20_whatNoKeyOfTheChangeRefersToIsNoOverlap();
    void gov20_whatOthersReferToElsewhereHidesNothing();
    void gov27_aFrozenConfigDoesNotChangeThroughAReference();

private:
    Response read(const std::string &request)
    {
        return m_world.ask("GET", "/v1/change-requests/" + request);
    }
    std::string state(const std::string &request)
    {
        return ServiceWorld::at(read(request), "/state");
    }
    std::string asked(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", text)), "/id");
    }
    int vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return m_world
            .ask("POST", "/v1/change-requests/" + request + ":vote",
                R"({"kind":"approve","comment":"","cycle":)" + ServiceWorld::at(seen, "/cycle")
                    + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                    + '}',
                seen.etag)
            .status;
    }
    int apply(const std::string &request)
    {
        m_world.as("pia");
        return m_world
            .ask("POST", "/v1/change-requests/" + request + ":apply", "{}", read(request).etag)
            .status;
    }
    // By the votes of Bob and Cy.
    void publish(const std::string &config, const std::string &text)
    {
        const auto request = asked("pia", config, text);
        QCOMPARE(vote("bob", request), 200);
        QCOMPARE(vote("cy", request), 200);
        QCOMPARE(apply(request), 200);
    }
    std::string overlap(const std::string &request)
    {
        const auto seen = read(request);
        return ServiceWorld::at(seen, "/items/0/overlaps/0/request") + ' '
            + ServiceWorld::at(seen, "/items/0/overlaps/0/keys/0");
    }
    std::string otherHost() { return asked("ann", m_db, R"({"host":"other"})"); }

    ServiceWorld m_world;
    std::string m_db;
    std::string m_shop;
};

void TestReferrers::init()
{
    m_world.begin();
    QCOMPARE(m_world
                 .ask("POST", "/v1/environments",
                     R"({"id":"live","title":"","tier":3,"order":1,"gated":true,)"
                     R"("requiredApprovals":1,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    QCOMPARE(m_world
                 .ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    m_world.signUp("ann", {"author"});
    for (const char *name : {"bob", "cy", "dot"})
        m_world.signUp(name, {"approver"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_db = m_world.config("a/db");
    m_shop = m_world.config("b/shop");
    publish(m_db, R"({"host":"h"})");
    publish(m_shop, R"({"at":"${ref:/a/db#/host}"})");
}

void TestReferrers::gov04_theRightIsAskedForWhereTheChangeArrives()
{
    publish(m_world.config("sys/access"),
        R"({"rules":[{"id":"no","effect":"forbid","to":["dot"],"permissions":["approve"],)"
        R"("paths":["b/**"]}]})");
    const auto request = otherHost();
    QCOMPARE(vote("dot", request), 403);
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(state(request), std::string("approved"));
}

void TestReferrers::gov06_aRuleBindsWhatItsPathRefersTo()
{
    publish(m_world.config("sys/policy"),
        R"({"rules":[{"id":"pair","match":{"paths":["b/**"]},)"
        R"("require":[{"id":"peers","approvals":2}]}]})");
    const auto request = otherHost();
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(state(request), std::string("open"));
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(state(request), std::string("approved"));
}

void TestReferrers::gov06_aReferenceElsewhereBindsNothingHere()
{
    publish(m_world.config("sys/policy"),
        R"({"rules":[{"id":"pair","match":{"paths":["b/other"]},)"
        R"("require":[{"id":"peers","approvals":2}]}]})");
    const auto other = m_world.config("b/other");
    QVERIFY(!m_world.publish(m_db, "dev", R"({"host":"h"})").empty());
    QVERIFY(!m_world.publish(other, "dev", R"({"at":"${ref:/a/db#/host}"})").empty());
    const auto request = otherHost();
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(state(request), std::string("approved"));
}

void TestReferrers::gov08_theOwnersOfWhatRefersToItApprove_data()
{
    QTest::addColumn<QByteArray>("match");
    QTest::newRow("a rule for their path") << QByteArray(R"("match":{"paths":["b/**"]},)");
    QTest::newRow("a rule for every path") << QByteArray();
}

void TestReferrers::gov08_theOwnersOfWhatRefersToItApprove()
{
    QFETCH(QByteArray, match);
    publish(m_world.config("sys/ownership"),
        R"({"lines":[{"pattern":"*","owners":["bob","cy"]},{"pattern":"/b/","owners":["dot"]}]})");
    publish(m_world.config("sys/policy"),
        R"({"rules":[{"id":"owned",)" + match.toStdString()
            + R"("require":[{"id":"owner","owners":true}]}]})");
    const auto request = otherHost();
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(state(request), std::string("open"));
    QCOMPARE(vote("dot", request), 200);
    QCOMPARE(state(request), std::string("approved"));
}

// Both are told: each by its own key. What begins anew when the one goes live is the vote for the
// other (GOV-11); its text is as right as before.
void TestReferrers::gov20_overlapReachesThroughReferences()
{
    const auto theirs = otherHost();
    const auto mine = asked("pia", m_shop, R"({"at":"https://${ref:/a/db#/host}/","x":1})");
    QCOMPARE(overlap(mine), theirs + " /at");
    QCOMPARE(overlap(theirs), mine + " /host");
    QCOMPARE(vote("bob", mine), 200);
    QCOMPARE(vote("bob", theirs), 200);
    QCOMPARE(apply(theirs), 200);
    QCOMPARE(overlap(mine), std::string(" "));
    const auto seen = read(mine);
    QCOMPARE(ServiceWorld::at(seen, "/items/0/needsRebase"), std::string("false"));
    QCOMPARE(ServiceWorld::at(seen, "/reviews/0/voidedBecause"), std::string("effect-changed"));
    QCOMPARE(vote("bob", mine), 200);
    QCOMPARE(apply(mine), 200);
}

// "b/far" looks at all of "b/near", which looks at all of "a/db".
void TestReferrers::gov20_overlapReachesThroughAnAliasAndAChain()
{
    m_world.as("pia");
    const auto near = m_world.config("b/near");
    const auto far = m_world.config("b/far");
    publish(near, R"({"db":"${ref:/a/db#}"})");
    const auto theirs = otherHost();
    const auto mine = asked("pia", far, R"({"deep":{"at":"${ref:/b/near#/db/host}"}})");
    QCOMPARE(overlap(mine), theirs + " /deep/at");
    QCOMPARE(overlap(theirs), mine + " /host");
}

void TestReferrers::gov20_whatNoKeyOfTheChangeRefersToIsNoOverlap()
{
    const auto theirs = otherHost();
    // Another key of the same document; the votes for it begin anew all the same.
    const auto mine = asked("pia", m_shop, R"({"at":"${ref:/a/db#/host}","x":1})");
    QCOMPARE(overlap(mine), std::string(" "));
    QCOMPARE(overlap(theirs), std::string(" "));
    // A reference that goes takes nothing over any more.
    const auto without = asked("pia", m_shop, R"({"at":"fixed"})");
    const auto seen = *m_world.read<core::ChangeRequest>(read(without));
    QVERIFY(seen.items.front().overlaps->empty());
    // Nor is it one in another environment.
    const auto elsewhere
        = ServiceWorld::at(m_world.request(m_world.item(m_db, "dev", R"({"host":"d"})")), "/id");
    QVERIFY(overlap(elsewhere) == " ");
}

// However much is asked for elsewhere, and whatever config comes first.
void TestReferrers::gov20_whatOthersReferToElsewhereHidesNothing()
{
    const auto theirs = otherHost();
    const auto mine = asked("pia", m_shop, R"({"more":"${ref:/a/db#/host}"})");
    auto map = m_world.store->snapshot();
    for (int i = 0; i < 2500; ++i)
        map["request-uses/0" + std::to_string(10'000 + i) + "/dev/00000000000000ff"]
            = std::make_shared<const std::string>("a/db");
    m_world.open(std::move(map));
    QCOMPARE(overlap(mine), theirs + " /more");
    QCOMPARE(overlap(theirs), mine + " /host");
}

void TestReferrers::gov27_aFrozenConfigDoesNotChangeThroughAReference()
{
    const auto moment = [&](std::chrono::hours ahead) {
        return core::toRfc3339(m_world.clock.time + ahead).substr(0, 16);
    };
    publish(m_world.config("sys/freezes"),
        R"({"windows":[{"id":"end","title":"End","kind":"deny","severity":"hard","zone":"UTC",)"
        R"("from":")"
            + moment(std::chrono::hours(-1)) + R"(","to":")" + moment(std::chrono::hours(1))
            + R"(","paths":["b/**"]}]})");
    const auto request = otherHost();
    QCOMPARE(vote("bob", request), 200);
    QCOMPARE(apply(request), 423);
    m_world.clock.time += std::chrono::hours(1) + std::chrono::minutes(1);
    QCOMPARE(apply(request), 200);
}

QTEST_GUILESS_MAIN(TestReferrers)
#include "tst_referrers.moc"
