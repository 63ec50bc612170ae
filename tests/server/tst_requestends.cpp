// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// How a request ends without being applied, and that it is over then. Ann and Ada write, Bob
// approves; "live" asks for one approval.
class TestRequestEnds : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov12_whatIsRecalledBeginsAnew();
    void gov12_onlyItsAuthorRecallsItAndOnlyWhatWaits();
    void gov15_aRejectionHasAReasonAndAPerson();
    void gov15_onlyItsAuthorWithdrawsIt();
    void gov15_whatIsOverStaysOver_data();
    void gov15_whatIsOverStaysOver();
    void gov15_whatWasRejectedIsAskedForAnew();
    void gov16_whatIsApprovedEndsByItsOwnDays();
    void gov23_theVersionTellsOfAll();

private:
    std::string asked(const std::string &text)
    {
        m_world.as("ann");
        return ServiceWorld::at(m_world.request(m_world.item(m_config, "live", text)), "/id");
    }
    Response verb(const std::string &who, const std::string &request, const std::string &name,
        const std::string &body)
    {
        m_world.as(who);
        const auto path = "/v1/change-requests/" + request;
        return m_world.ask("POST", path + ':' + name, body, m_world.ask("GET", path).etag);
    }
    Response vote(const std::string &request)
    {
        m_world.as("bob");
        const auto path = "/v1/change-requests/" + request;
        const auto seen = m_world.ask("GET", path);
        return verb("bob", request, "vote",
            R"({"kind":"approve","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"comment":"","contentDigest":)"
                + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}');
    }
    std::string state(const std::string &request)
    {
        return ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), "/state");
    }

    ServiceWorld m_world;
    std::string m_config;
};

void TestRequestEnds::init()
{
    m_world.begin();
    QVERIFY(!m_world.environment("live", true, true).empty());
    m_world.signUp("ann", {"author"});
    m_world.signUp("ada", {"author"});
    m_world.signUp("bob", {"approver", "operator"});
    m_world.clock.time += std::chrono::seconds(1);
    m_world.as("ann");
    m_config = m_world.config("a/app");
}

void TestRequestEnds::gov12_whatIsRecalledBeginsAnew()
{
    const auto request = asked("{}");
    QCOMPARE(vote(request).status, 200);
    QCOMPARE(state(request), std::string("approved"));
    const auto recalled = verb("ann", request, "recall", "{}");
    QCOMPARE(recalled.status, 200);
    QCOMPARE(ServiceWorld::at(recalled, "/state"), std::string("draft"));
    QCOMPARE(ServiceWorld::at(recalled, "/cycle"), std::string("2"));
    QCOMPARE(ServiceWorld::at(recalled, "/reviews/0/voidedBecause"), std::string("new-cycle"));
    // As a draft it is neither voted on nor applied.
    QCOMPARE(vote(request).status, 409);
    QCOMPARE(verb("bob", request, "apply", "{}").status, 409);
    QCOMPARE(verb("ann", request, "submit", "{}").status, 200);
    QCOMPARE(state(request), std::string("open"));
    QCOMPARE(ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), "/cycle"),
        std::string("2"));
    QCOMPARE(verb("bob", request, "apply", "{}").status, 409);
    QCOMPARE(vote(request).status, 200);
    QCOMPARE(verb("bob", request, "apply", "{}").status, 200);
}

void TestRequestEnds::gov12_onlyItsAuthorRecallsItAndOnlyWhatWaits()
{
    const auto request = asked("{}");
    for (const auto *stranger : {"ada", "bob"})
        QCOMPARE(verb(stranger, request, "recall", "{}").status, 403);
    QCOMPARE(state(request), std::string("open"));
    QCOMPARE(verb("ann", request, "recall", "{}").status, 200);
    QCOMPARE(verb("ann", request, "recall", "{}").status, 409);
    QCOMPARE(verb("ann", request, "submit", "{}").status, 200);
    QCOMPARE(verb("bob", request, "reject", R"({"reason":"no"})").status, 200);
    QCOMPARE(verb("ann", request, "recall", "{}").status, 409);
}

void TestRequestEnds::gov15_aRejectionHasAReasonAndAPerson()
{
    const auto request = asked("{}");
    const auto empty = verb("bob", request, "reject", R"({"reason":""})");
    QCOMPARE(empty.status, 422);
    QCOMPARE(ServiceWorld::at(empty, "/errors/0/pointer"), std::string("/reason"));
    QCOMPARE(state(request), std::string("open"));
    m_world.as();
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","roles":["approver"],"password":""})");
    const auto robot = ServiceWorld::at(
        m_world.ask(
            "POST", "/v1/principals/" + ServiceWorld::at(made, "/id") + ":create-token", "{}"),
        "/token");
    const auto path = "/v1/change-requests/" + request;
    QCOMPARE(m_world
                 .askAs(robot, "POST", path + ":reject", R"({"reason":"no"})",
                     m_world.ask("GET", path).etag)
                 .status,
        403);
    const auto rejected = verb("bob", request, "reject", R"({"reason":"Not before Monday"})");
    QCOMPARE(rejected.status, 200);
    QCOMPARE(ServiceWorld::at(rejected, "/state"), std::string("rejected"));
    QCOMPARE(ServiceWorld::at(rejected, "/failure"), std::string("Not before Monday"));
}

void TestRequestEnds::gov15_onlyItsAuthorWithdrawsIt()
{
    const auto request = asked("{}");
    for (const auto *stranger : {"ada", "bob"})
        QCOMPARE(verb(stranger, request, "withdraw", "{}").status, 403);
    QCOMPARE(state(request), std::string("open"));
    QCOMPARE(verb("ann", request, "withdraw", "{}").status, 200);
    QCOMPARE(state(request), std::string("withdrawn"));
}

void TestRequestEnds::gov15_whatIsOverStaysOver_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("withdrawn") << QByteArray("withdraw");
    QTest::newRow("applied") << QByteArray("apply");
}

void TestRequestEnds::gov15_whatIsOverStaysOver()
{
    QFETCH(QByteArray, end);
    const auto request = asked("{}");
    if (end == "apply")
        QCOMPARE(vote(request).status, 200);
    QCOMPARE(verb(end == "withdraw" ? "ann" : "bob", request, end.toStdString(), "{}").status, 200);
    const auto over = state(request);
    const auto live = m_world.live(m_config, "live");
    const std::pair<const char *, const char *> deeds[]{{"ann", "submit"}, {"ann", "withdraw"},
        {"ann", "recall"}, {"bob", "reject"}, {"bob", "apply"}, {"ann", "schedule"},
        {"ada", "claim"}};
    for (const auto &[person, name] : deeds) {
        const bool isAgain = end == "apply" && std::string_view(name) == "apply";
        const auto answer = verb(person, request, name,
            std::string_view(name) == "schedule" ? R"({"at":"2099-01-01T00:00:00Z"})"
                                                 : R"({"reason":"no"})");
        QVERIFY2(isAgain ? answer.status == 200 : answer.status >= 400, name);
        QVERIFY2(answer.status < 500, name);
    }
    QVERIFY(vote(request).status >= 400);
    QCOMPARE(state(request), over);
    QCOMPARE(m_world.live(m_config, "live"), live);
}

// It can be submitted again, and nobody has approved it then.
void TestRequestEnds::gov15_whatWasRejectedIsAskedForAnew()
{
    const auto request = asked("{}");
    QCOMPARE(vote(request).status, 200);
    QCOMPARE(verb("bob", request, "reject", R"({"reason":"no"})").status, 200);
    for (const auto *name : {"apply", "schedule", "reject"})
        QVERIFY2(verb("bob", request, name, R"({"reason":"no"})").status >= 400, name);
    QCOMPARE(verb("ann", request, "submit", "{}").status, 200);
    QCOMPARE(ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), "/cycle"),
        std::string("2"));
    QVERIFY(verb("bob", request, "apply", "{}").status >= 400);
    QCOMPARE(vote(request).status, 200);
    QCOMPARE(verb("bob", request, "apply", "{}").status, 200);
}

// Request, votes, what they were for, and who applied it.
// Both dates are the environment's own; of a request for two of them the earlier day counts.
void TestRequestEnds::gov16_whatIsApprovedEndsByItsOwnDays()
{
    m_world.as();
    QCOMPARE(m_world
                 .ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.as("pia");
    const auto policy
        = ServiceWorld::at(m_world.request(m_world.item(m_world.config("sys/policy"), "live",
                               R"({"rules":[],"expiry":{"open":9,"approved":2}})")),
            "/id");
    QCOMPARE(vote(policy).status, 200);
    QCOMPARE(verb("pia", policy, "apply", "{}").status, 200);
    const auto began = m_world.clock.time;
    const auto id = asked(R"({"x":1})");
    m_world.as("ann");
    const auto elsewhere
        = ServiceWorld::at(m_world.request(m_world.item(m_config, "dev", R"({"x":3})")), "/id");
    const auto both = ServiceWorld::at(m_world.request(m_world.item(m_config, "dev", R"({"x":4})")
                                           + ',' + m_world.item(m_config, "live", R"({"x":4})")),
        "/id");
    const auto endOf = [&](const std::string &request) {
        return ServiceWorld::at(m_world.ask("GET", "/v1/change-requests/" + request), "/expiresAt");
    };
    const auto inDays = [&](int days) { return core::toRfc3339(began + std::chrono::days(days)); };
    QCOMPARE(endOf(id), inDays(9));
    QCOMPARE(endOf(both), inDays(9));
    // Where nothing is asked for, it is approved at once; that environment has no days of its own.
    QCOMPARE(endOf(elsewhere), inDays(7));
    QCOMPARE(vote(id).status, 200);
    QCOMPARE(vote(both).status, 200);
    QCOMPARE(endOf(id), inDays(2));
    QCOMPARE(endOf(both), inDays(2));
    m_world.tick(std::chrono::days(2));
    m_world.signInAgain("ann");
    QCOMPARE(state(id), std::string("expired"));
    QCOMPARE(state(both), std::string("expired"));
    QCOMPARE(state(elsewhere), std::string("approved"));
    QCOMPARE(verb("ann", id, "apply", "{}").status, 409);
}

void TestRequestEnds::gov23_theVersionTellsOfAll()
{
    const auto request = asked(R"({"x":1})");
    QCOMPARE(vote(request).status, 200);
    const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
    const auto digest = ServiceWorld::at(seen, "/contentDigest");
    const auto applied = verb("ann", request, "apply", "{}");
    const auto version
        = m_world.ask("GET", "/v1/versions/" + ServiceWorld::at(applied, "/appliedVersions/0"));
    QCOMPARE(ServiceWorld::at(version, "/changeRequest"), request);
    QCOMPARE(ServiceWorld::at(version, "/requestDigest"), digest);
    QCOMPARE(ServiceWorld::at(version, "/appliedBy"), m_world.idOf("ann"));
    QCOMPARE(ServiceWorld::at(version, "/approvals/0/principal"), m_world.idOf("bob"));
    QCOMPARE(ServiceWorld::at(version, "/approvals/0/contentDigest"), digest);
}

QTEST_GUILESS_MAIN(TestRequestEnds)
#include "tst_requestends.moc"
