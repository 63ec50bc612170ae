// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

namespace {

// Ten thousand of each where CHANCERY_LONG_TESTS is set, which takes minutes in a debug build.
const int rounds = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS") ? 10'000 : 100;
constexpr int roundsInOneWorld = 25; // a store in memory is copied for every batch

} // namespace

// Two people at once, in an order of chance: whatever comes first, nothing is applied that was not
// approved as it is, and nothing is lost without a word.
class TestRaces : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov21_ofTwoAppliesOneWins();
    void gov11_aVoteNeverCountsForAnEditItHasNotSeen();
    void gov04_aRightThatIsTakenIsNotUsed();
    void gov29_anApplyAndARollbackDoNotBothWin();

private:
    std::string textOf(int round) const { return "{\"x\":" + std::to_string(round) + '}'; }
    std::string made(const std::string &who, const std::string &place, const std::string &text)
    {
        m_world.as(who);
        return ServiceWorld::at(m_world.request(m_world.item(m_app, place, text)), "/id");
    }
    Response read(const std::string &request)
    {
        return m_world.ask("GET", "/v1/change-requests/" + request);
    }
    ServiceWorld::Asked verb(const std::string &who, const Response &request, const char *verb,
        const std::string &body = "{}")
    {
        return {who, "POST", "/v1/change-requests/" + ServiceWorld::at(request, "/id") + ':' + verb,
            body, request.etag};
    }
    static std::string approval(const Response &request)
    {
        return R"({"kind":"approve","cycle":)" + ServiceWorld::at(request, "/cycle")
            + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(request, "/contentDigest"))
            + R"(,"comment":""})";
    }
    // In "live", by Bob.
    Response approved(const std::string &who, const std::string &text)
    {
        const auto seen = read(made(who, "live", text));
        (void)m_world.together({verb("bob", seen, "vote", approval(seen))});
        return read(ServiceWorld::at(seen, "/id"));
    }
    // In an order of chance; the answers in the order in which they stand here.
    std::vector<Response> race(std::vector<ServiceWorld::Asked> asked)
    {
        const bool isTurned = m_random() % 2 == 0;
        if (isTurned)
            std::reverse(asked.begin(), asked.end());
        auto answers = m_world.together(asked);
        if (isTurned)
            std::reverse(answers.begin(), answers.end());
        return answers;
    }
    void refresh(int round)
    {
        if (round % roundsInOneWorld == 0)
            m_world.open(m_beginning);
    }

    ServiceWorld m_world;
    server::MemoryStore::Map m_beginning;
    std::mt19937 m_random{20261129};
    std::string m_app;
};

void TestRaces::init()
{
    m_world.begin();
    QCOMPARE(m_world
                 .ask("POST", "/v1/environments",
                     R"({"id":"live","title":"","tier":2,"order":1,"gated":true,)"
                     R"("requiredApprovals":1,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author"});
    m_world.signUp("bob", {"approver"});
    m_world.signUp("olga", {"operator"});
    m_world.as("ann");
    m_app = m_world.config("a/app");
    m_beginning = m_world.store->snapshot();
}

void TestRaces::gov21_ofTwoAppliesOneWins()
{
    std::array<int, 2> wins{};
    for (int round = 0; round < rounds; ++round) {
        refresh(round);
        const auto first = approved("ann", textOf(2 * round));
        const auto second = approved("ada", textOf(2 * round + 1));
        const auto answers = race({verb("ann", first, "apply"), verb("ada", second, "apply")});
        const bool firstWins = answers[0].status == 200;
        QCOMPARE(firstWins ? answers[1].status : answers[0].status, 412);
        QVERIFY(firstWins || answers[1].status == 200);
        const auto &lost = firstWins ? answers[1] : answers[0];
        const auto winner = ServiceWorld::at(firstWins ? first : second, "/id");
        QVERIFY2(ServiceWorld::at(lost, "/detail").find(winner + " made") != std::string::npos,
            lost.body->c_str());
        ++wins[firstWins ? 0 : 1];
    }
    QVERIFY(wins[0] > rounds / 4 && wins[1] > rounds / 4);
}

void TestRaces::gov11_aVoteNeverCountsForAnEditItHasNotSeen()
{
    int voted = 0;
    for (int round = 0; round < rounds; ++round) {
        refresh(round);
        const auto id = made("ann", "live", textOf(round));
        const auto seen = read(id);
        const auto edit = R"({"title":"t","description":"","reason":"r","ticket":"","items":[)"
            + m_world.item(m_app, "live", textOf(-1 - round)) + R"(],"submit":true})";
        const auto answers = race({verb("bob", seen, "vote", approval(seen)),
            {"ann", "PUT", "/v1/change-requests/" + id, edit, seen.etag}});
        voted += answers[0].status == 200 ? 1 : 0;
        QVERIFY2(answers[0].status == 200
                || ServiceWorld::at(answers[0], "/detail") == "superseded, reload",
            answers[0].body->c_str());
        const auto after = read(id);
        const bool isEdited = ServiceWorld::at(after, "/items/0/text") == textOf(-1 - round);
        QCOMPARE(ServiceWorld::at(after, "/state"), std::string(isEdited ? "open" : "approved"));
        QCOMPARE(isEdited, answers[1].status == 200);
        if (isEdited)
            QCOMPARE(m_world.together({verb("ann", after, "apply")}).front().status, 409);
    }
    QVERIFY(voted > rounds / 4 && voted < rounds);
}

void TestRaces::gov04_aRightThatIsTakenIsNotUsed()
{
    int used = 0;
    for (int round = 0; round < rounds; ++round) {
        refresh(0); // Ann has her role again
        const auto id = made("ann", "dev", textOf(round));
        const auto seen = read(id);
        m_world.as();
        const auto account = ServiceWorld::at(seen, "/requester");
        const auto people = m_world.ask("GET", "/v1/principals");
        const auto reading = core::readJson(*people.body);
        std::string etag;
        for (const auto &item : reading.tree().root()["items"]) {
            if (item.value()["id"].text() == account)
                etag = item.value()["etag"].text();
        }
        const auto answers = race({verb("ann", seen, "apply"),
            {"", "PUT", "/v1/principals/" + account + "/roles",
                R"({"roles":["viewer"],"reason":"r"})", etag}});
        QCOMPARE(answers[1].status, 200);
        used += answers[0].status == 200 ? 1 : 0;
        QVERIFY(answers[0].status == 200 || answers[0].status == 403);
        QCOMPARE(ServiceWorld::at(read(id), "/state"),
            std::string(answers[0].status == 200 ? "applied" : "approved"));
    }
    QVERIFY(used > rounds / 4 && used < rounds);
}

void TestRaces::gov29_anApplyAndARollbackDoNotBothWin()
{
    int rolledBack = 0;
    for (int round = 0; round < rounds; ++round) {
        if (round % roundsInOneWorld == 0) {
            m_world.open(m_beginning);
            for (const char *text : {R"({"x":"first"})", R"({"x":"second"})"}) {
                const auto base = read(made("ann", "dev", text));
                QCOMPARE(m_world.together({verb("ann", base, "apply")}).front().status, 200);
            }
        }
        m_world.as("olga");
        const auto versions = m_world.ask(
            "GET", "/v1/configs/" + m_app + "/versions", {}, {}, "environment=dev&limit=2");
        const auto head = m_world.ask("GET", "/v1/configs/" + m_app + "/heads/dev");
        const auto change = read(made("ann", "dev", textOf(round)));
        const auto answers = race({verb("ann", change, "apply"),
            {"olga", "POST", "/v1/configs/" + m_app + "/heads/dev:rollback",
                R"({"target":)" + inQuotes(ServiceWorld::at(versions, "/items/1/id"))
                    + R"(,"reason":"r","ticket":""})",
                head.etag}});
        const bool isApplied = answers[0].status == 200;
        const bool isBack = answers[1].status == 201;
        QVERIFY2(isApplied != isBack,
            (std::to_string(answers[0].status) + *answers[0].body + *answers[1].body).c_str());
        rolledBack += isBack ? 1 : 0;
    }
    QVERIFY(rolledBack > rounds / 4 && rolledBack < rounds);
}

QTEST_GUILESS_MAIN(TestRaces)
#include "tst_races.moc"
