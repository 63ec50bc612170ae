// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

namespace {

constexpr auto cardholders = R"({"rules":[{"id":"cards","match":{"classes":["cardholder"]},)"
                             R"("require":[{"id":"of","approvals":2}]}]})";

} // namespace

// A rule is held against those who could satisfy it where it holds when it is saved (GOV-7), at the
// boundary: what asks for all of them is taken, what asks for one more is not. Bob, Cy and the
// first administrator approve everywhere, Dot where a rule says so; Ann writes, Pia policies too;
// "live" is a production.
class TestQuorums : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov06_aRuleBindsTheDataOfAClass();
    void gov06_aClassThatNobodyNamesIsRefused();
    void gov14_whatLeavesAClassIsBoundAsBefore();
    void gov07_aRightElsewhereIsNone();
    void gov07_aRightForAnotherPathIsNone();
    void gov07_whatIsForbiddenIsNoRight();
    void gov07_twoAccountsAreOnePerson();
    void gov07_whoAsksDoesNotApprove();
    void gov07_ownersAreThoseOfThePath();
    void gov07_noEnvironmentLocksItself();
    void gov07_norByItsOwnersOrGroups();

private:
    Response change(const std::string &config, const std::string &place, const std::string &text)
    {
        m_world.as(m_writer);
        return m_world.request(m_world.item(config, place, text));
    }
    // Live by the votes of Bob and Cy.
    void govern(const std::string &config, const std::string &place, const std::string &text);
    std::string requestOfAnn(const std::string &config)
    {
        m_world.as("ann");
        return ServiceWorld::at(m_world.request(m_world.item(config, "live", "{}")), "/id");
    }
    std::string stateAfterBob(const std::string &request)
    {
        (void)vote("bob", request);
        return ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), "/state");
    }
    int vote(const std::string &who, const std::string &request);
    // Why it is not taken; empty where it is.
    std::string refused(const std::string &config, const std::string &text)
    {
        const auto answer = change(config, "live", text);
        if (answer.status == 201)
            return {};
        return ServiceWorld::at(answer, "/errors/0/code");
    }
    static std::string rule(int approvals, const std::string &paths)
    {
        return R"({"rules":[{"id":"some","match":{"paths":[)" + inQuotes(paths)
            + R"(]},"require":[{"id":"of","approvals":)" + std::to_string(approvals) + "}]}]}";
    }

    ServiceWorld m_world;
    std::string m_policy;
    std::string m_access;
    std::string m_groups;
    std::string m_owners;
    std::string m_app;
    std::string m_writer;
};

void TestQuorums::init()
{
    m_writer = "pia";
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
    m_world.signUp("bob", {"approver"});
    m_world.signUp("cy", {"approver"});
    m_world.signUp("dot", {"viewer"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    m_policy = m_world.config("sys/policy");
    m_access = m_world.config("sys/access");
    m_groups = m_world.config("sys/groups");
    m_owners = m_world.config("sys/ownership");
    m_app = m_world.config("a/app");
    QVERIFY(!m_policy.empty() && !m_access.empty() && !m_app.empty());
}

int TestQuorums::vote(const std::string &who, const std::string &request)
{
    m_world.as(who);
    const auto path = "/v1/change-requests/" + request;
    const auto seen = m_world.ask("GET", path);
    return m_world
        .ask("POST", path + ":vote",
            R"({"kind":"approve","cycle":1,"contentDigest":)"
                + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + R"(,"comment":""})",
            seen.etag)
        .status;
}

void TestQuorums::govern(
    const std::string &config, const std::string &place, const std::string &text)
{
    const auto id = ServiceWorld::at(change(config, place, text), "/id");
    QVERIFY(!id.empty());
    for (const char *who : {"bob", "cy"})
        QCOMPARE(vote(who, id), 200);
    m_world.as(m_writer);
    const auto path = "/v1/change-requests/" + id;
    QCOMPARE(m_world.ask("POST", path + ":apply", "{}", m_world.ask("GET", path).etag).status, 200);
    m_world.clock.time += std::chrono::seconds(1);
}

void TestQuorums::gov06_aRuleBindsTheDataOfAClass()
{
    govern(m_access, "live", R"({"classes":{"cardholder":["a/app"]}})");
    govern(m_policy, "live", cardholders);
    const auto other = m_world.config("a/other");
    const auto bound = requestOfAnn(m_app);
    const auto free = requestOfAnn(other);
    QCOMPARE(stateAfterBob(free), std::string("approved"));
    QCOMPARE(stateAfterBob(bound), std::string("open"));
}

void TestQuorums::gov06_aClassThatNobodyNamesIsRefused()
{
    QCOMPARE(refused(m_policy, cardholders), std::string("unknown-class"));
    govern(m_access, "live", R"({"classes":{"cardholder":["a/app"]}})");
    govern(m_policy, "live", cardholders);
    QCOMPARE(refused(m_access, R"({"classes":{"other":["a/app"]}})"), std::string("unknown-class"));
    QCOMPARE(refused(m_access, R"({"classes":{"cardholder":["b/**"]}})"), std::string());
}

void TestQuorums::gov14_whatLeavesAClassIsBoundAsBefore()
{
    govern(m_access, "live", R"({"classes":{"cardholder":["a/app"]}})");
    govern(m_policy, "live", cardholders);
    const auto before = requestOfAnn(m_app);
    govern(m_access, "live", R"({"classes":{"cardholder":["b/**"]}})");
    QCOMPARE(stateAfterBob(before), std::string("open"));
    QCOMPARE(stateAfterBob(requestOfAnn(m_app)), std::string("approved"));
}

void TestQuorums::gov07_aRightElsewhereIsNone()
{
    govern(m_access, "dev", R"({"rules":[{"id":"d","to":["dot"],"permissions":["approve"]}]})");
    QCOMPARE(refused(m_policy, rule(4, "**")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, rule(3, "**")), std::string());
}

void TestQuorums::gov07_aRightForAnotherPathIsNone()
{
    govern(m_access, "live",
        R"({"rules":[{"id":"d","to":["dot"],"permissions":["approve"],"paths":["a/**"]}]})");
    QCOMPARE(refused(m_policy, rule(4, "b/**")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, rule(4, "a/**")), std::string());
    QCOMPARE(refused(m_policy, rule(5, "a/**")), std::string("cannot-reach-quorum"));
}

void TestQuorums::gov07_whatIsForbiddenIsNoRight()
{
    m_world.signUp("eve", {"approver"});
    QCOMPARE(refused(m_policy, rule(4, "b/**")), std::string());
    govern(m_access, "live",
        R"({"rules":[{"id":"e","effect":"forbid","to":["eve"],"permissions":["approve"],)"
        R"("paths":["b/**"]}]})");
    QCOMPARE(refused(m_policy, rule(4, "b/**")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, rule(4, "a/**")), std::string());
}

void TestQuorums::gov07_twoAccountsAreOnePerson()
{
    m_world.signUp("bob2", {"approver"});
    QCOMPARE(refused(m_policy, rule(4, "a/**")), std::string());
    m_world.as();
    const auto all = m_world.ask("GET", "/v1/principals", {}, {}, "limit=100");
    const auto reading = core::readJson(*all.body);
    std::string etag;
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["id"].text() == m_world.idOf("bob2"))
            etag = std::string(item.value()["etag"].text());
    }
    QCOMPARE(
        m_world
            .ask("PUT", "/v1/principals/" + m_world.idOf("bob2") + "/same-person",
                R"({"sameAs":)" + inQuotes(m_world.idOf("bob")) + R"(,"reason":"badge"})", etag)
            .status,
        200);
    QCOMPARE(refused(m_policy, rule(4, "a/**")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, rule(3, "a/**")), std::string());
}

// Pia alone writes policies, and nobody approves their own.
void TestQuorums::gov07_whoAsksDoesNotApprove()
{
    govern(m_access, "live",
        R"({"rules":[{"id":"p","to":["pia"],"permissions":["approve"],"paths":["**"]}]})");
    QCOMPARE(refused(m_policy, rule(4, "sys/groups")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, rule(3, "sys/groups")), std::string());
    // Ann asks for these, and Pia approves them.
    QCOMPARE(refused(m_policy, rule(4, "a/**")), std::string());
    QCOMPARE(refused(m_policy, rule(5, "a/**")), std::string("cannot-reach-quorum"));
}

void TestQuorums::gov07_ownersAreThoseOfThePath()
{
    govern(m_groups, "live", R"({"groups":[{"name":"core","members":["cy"]}]})");
    govern(m_owners, "live", R"({"lines":[{"pattern":"/a/","owners":["core"]}]})");
    const auto owned = [](int approvals, const std::string &path) {
        return R"({"rules":[{"id":"owned","match":{"paths":[)" + inQuotes(path)
            + R"(]},"require":[{"id":"owner","owners":true,"approvals":)"
            + std::to_string(approvals) + "}]}]}";
    };
    QCOMPARE(refused(m_policy, owned(1, "a/app")), std::string());
    QCOMPARE(refused(m_policy, owned(2, "a/app")), std::string("cannot-reach-quorum"));
    QCOMPARE(refused(m_policy, owned(1, "b/app")), std::string("cannot-reach-quorum"));
}

// Either rule could be met: by what Qia asks for, and by what Ria does. By nothing both.
void TestQuorums::gov07_noEnvironmentLocksItself()
{
    for (const char *who : {"qia", "ria"})
        m_world.signUp(who, {"author", "approver", "policy.edit"});
    govern(m_groups, "live",
        R"({"groups":[{"name":"one","members":["qia"]},{"name":"two","members":["ria"]}]})");
    govern(m_access, "live",
        R"({"rules":[{"id":"p","effect":"forbid","to":["pia"],"permissions":["policy.edit"],)"
        R"("paths":["sys/policy"]}]})");
    m_writer = "qia";
    const auto asking = [](const std::string &group) {
        return R"({"id":)" + inQuotes(group)
            + R"(,"match":{"paths":["sys/policy"]},"require":[{"id":"of","groups":[)"
            + inQuotes(group) + "]}]}";
    };
    const auto one = asking("one");
    const auto two = asking("two");
    QCOMPARE(refused(m_policy, R"({"rules":[)" + one + "]}"), std::string());
    QCOMPARE(refused(m_policy, R"({"rules":[)" + two + "]}"), std::string());
    QCOMPARE(refused(m_policy, R"({"rules":[)" + one + ',' + two + "]}"), std::string("lock-out"));
}

void TestQuorums::gov07_norByItsOwnersOrGroups()
{
    govern(m_groups, "live", R"({"groups":[{"name":"core","members":["cy"]}]})");
    govern(m_policy, "live",
        R"({"rules":[{"id":"few","match":{"paths":["sys/*"]},)"
        R"("require":[{"id":"o","groups":["core"]}]}]})");
    QCOMPARE(refused(m_groups, R"({"groups":[{"name":"core","members":["dot"]}]})"),
        std::string("lock-out"));
    QCOMPARE(
        refused(m_groups, R"({"groups":[{"name":"core","members":["cy","dot"]}]})"), std::string());
}

QTEST_GUILESS_MAIN(TestQuorums)
#include "tst_quorums.moc"
