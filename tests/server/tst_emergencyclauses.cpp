// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::ActionFate;
using core::EmergencyState;
using core::EmergencyVerdict;
using core::Provision;
using support::inQuotes;
using namespace std::chrono_literals;

// The clauses of the rules of emergency access that stand behind a comma: what machines are, what
// else is validated, what is out of reach whatever the scope says, and what the register tells.
class TestEmergencyClauses : public support::TestCase, private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginEmergencies(); }
    void gov03_machinesNeitherConfirmNorReview();
    void gov42_nothingOfItIsScheduled();
    void gov43_invariantsAndCirclesHold();
    void gov44_whatGovernsIsOutOfReach();
    void gov47_anActionBecomesAnOrdinaryRequest();
    void gov47_everyVerdictIsTaken_data();
    void gov47_everyVerdictIsTaken();
    void gov54_theRegisterTellsAll();

private:
    // Governs with Bob's vote.
    std::string governing(const std::string &path, const std::string &text)
    {
        (void)ask(
            "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
        actAs(ann);
        const auto made = config(path);
        actAs({});
        (void)publishLive(made, text);
        return made;
    }
    std::string itemOf(const std::string &config, const std::string &text)
    {
        return R"({"config":)" + inQuotes(config) + R"(,"base":)" + inQuotes(live(config, "live"))
            + R"(,"text":)" + inQuotes(text) + R"(,"target":null})";
    }
};

void TestEmergencyClauses::gov03_machinesNeitherConfirmNorReview()
{
    (void)governing("sys/emergency", R"({"twoPerson":true,"maximumMinutes":30})");
    const auto service = at(ask("POST", "/v1/principals",
                                R"({"kind":"service","name":"bot","displayName":"",)"
                                R"("roles":["emergency.activate","emergency.review"],)"
                                R"("password":""})"),
        "/id");
    const auto bot = at(ask("POST", "/v1/principals/" + service + ":create-token", "{}"), "/token");
    const auto refused = [&](const Response &response) {
        return response.status == 403
            && at(response, "/detail") == "Emergency access is for people";
    };
    auto session = sessionOf(activate(ann, "20"));
    QVERIFY(refused(step(bot, session, "confirm", R"("x":0)")));
    QVERIFY(present(session).state == EmergencyState::Requested);
    session = sessionOf(step(bob, session, "confirm", R"("x":0)"));
    QVERIFY(
        refused(step(bot, session, "extend", R"("minutes":5,"reason":"It is not over yet, no")")));
    session = sessionOf(step(ann, session, "end", R"("reason":"fixed")"));
    QVERIFY(refused(review(bot, session, "")));
    QVERIFY(present(session).state == EmergencyState::ReviewDue);
    QCOMPARE(review(cid, session, "").status, 200);
}

void TestEmergencyClauses::gov42_nothingOfItIsScheduled()
{
    giveSchema(R"({"type":"object","properties":{"limit":{"type":"integer"}}})");
    const auto session = open(ann);
    QCOMPARE(act(ann, session, edit(R"({"limit":"many"})")).status, 422);
    QCOMPARE(ask("GET", "/v1/change-requests/CR-3").status, 404); // nothing waits for later
    QCOMPARE(act(ann, session, edit(R"({"limit":20})")).status, 200);
    const auto done = ask("GET", "/v1/change-requests/CR-3");
    QCOMPARE(at(done, "/state"), std::string("applied"));
    const auto after = live(cards, "live");
    const auto asked = R"({"at":)" + inQuotes(core::toRfc3339(clock.time + 1h))
        + R"(,"zone":"UTC","graceMinutes":null,"queue":null})";
    QCOMPARE(ask("POST", "/v1/change-requests/CR-3:schedule", asked, done.etag).status, 409);
    tick(2h, 2h);
    QCOMPARE(live(cards, "live"), after);
}

void TestEmergencyClauses::gov43_invariantsAndCirclesHold()
{
    giveSchema(R"({"x-invariants":[{"compare":["/limit","<=",50]}]})");
    const auto other = config("a/other");
    QVERIFY(!publishLive(other, R"({"most":"${ref:/a/cards#/limit}"})").empty());
    const auto session = open(ann);
    const auto broken = act(ann, session, edit(R"({"limit":51})"));
    QCOMPARE(broken.status, 422);
    const auto circle = act(ann, session, edit(R"({"limit":"${ref:/a/other#/most}"})"));
    QCOMPARE(circle.status, 422);
    QVERIFY2(circle.body->find("leads back to itself") != std::string::npos, circle.body->c_str());
    QCOMPARE(live(cards, "live"), first);
    QCOMPARE(act(ann, session, edit(R"({"limit":50})")).status, 200);
}

void TestEmergencyClauses::gov44_whatGovernsIsOutOfReach()
{
    const auto policy = governing("sys/policy", R"({"rules":[]})");
    const auto earlier = live(policy, "live");
    QVERIFY(!publishLive(policy, R"({"rules":[],"expiry":{"open":3}})").empty());
    const auto before = live(policy, "live");
    const auto opened = askAs(ann, "POST", "/v1/emergency-sessions",
        R"({"environment":"live","namespaces":["a","sys"],"reason":"Checkout refuses every card",)"
        R"("incident":"INC-4711","minutes":30,"password":"12345678"})");
    QCOMPARE(opened.status, 422);
    QVERIFY(opened.body->find("The rules are not changed in an emergency") != std::string::npos);
    const auto session = open(ann);
    const auto text = itemOf(policy, R"({"rules":[],"expiry":{"open":9}})");
    QCOMPARE(act(ann, session, text).status, 403);
    const std::string reason = "Nobody is there who could approve it";
    QCOMPARE(act(ann, session, text, "live", reason).status, 403);
    const auto back = R"({"config":)" + inQuotes(policy) + R"(,"base":)" + inQuotes(before)
        + R"(,"text":null,"target":)" + inQuotes(earlier) + '}';
    QCOMPARE(act(ann, session, back).status, 403);
    // Nor together with what is in scope: all or nothing.
    QCOMPARE(act(ann, session, edit(R"({"limit":20})") + ',' + text).status, 403);
    QCOMPARE(live(policy, "live"), before);
    QCOMPARE(live(cards, "live"), first);
    QCOMPARE(act(ann, session, edit(R"({"limit":20})")).status, 200);
}

void TestEmergencyClauses::gov47_anActionBecomesAnOrdinaryRequest()
{
    const auto session = ended(R"({"limit":20})");
    const auto ordinary = askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"Limit","description":"","reason":"as in the night","ticket":"",)"
        R"("submit":true,"items":[)"
            + item(cards, "live", R"({"limit":21})") + "]}");
    QCOMPARE(ordinary.status, 201);
    const auto done = sessionOf(review(cid, session,
        R"({"number":1,"fate":"requested","request":)" + inQuotes(at(ordinary, "/id")) + '}'));
    QVERIFY(done.state == EmergencyState::Reviewed);
    QVERIFY(done.actions.front().fate == ActionFate::Requested);
    QCOMPARE(done.actions.front().followUp->text(), at(ordinary, "/id"));
    // The request is one like others: it waits for its votes.
    QCOMPARE(at(ask("GET", "/v1/change-requests/" + at(ordinary, "/id")), "/state"),
        std::string("open"));
    QCOMPARE(at(approved(ordinary), "/state"), std::string("applied"));
}

void TestEmergencyClauses::gov47_everyVerdictIsTaken_data()
{
    QTest::addColumn<QString>("verdict");
    for (const char *verdict : {"justified", "unjustified", "inconclusive"})
        QTest::newRow(verdict) << QString::fromLatin1(verdict);
}

void TestEmergencyClauses::gov47_everyVerdictIsTaken()
{
    QFETCH(QString, verdict);
    const auto session = ended(R"({"limit":20})");
    const auto said = [&](const std::string &text) {
        return step(cid, session, "review",
            R"("verdict":)" + inQuotes(verdict.toStdString()) + R"(,"text":)" + inQuotes(text)
                + R"(,"actions":[{"number":1,"fate":"kept","request":null}])");
    };
    QCOMPARE(said("").status, 422); // without a word of why
    const auto done = said("The cards could have waited until Monday");
    QCOMPARE(done.status, 200);
    QCOMPARE(at(done, "/review/verdict"), verdict.toStdString());
    QCOMPARE(at(done, "/review/text"), std::string("The cards could have waited until Monday"));
}

void TestEmergencyClauses::gov54_theRegisterTellsAll()
{
    const auto began = clock.time;
    const auto session = ended(R"({"limit":20})");
    const auto ratifying
        = askAs(ann, "POST", "/v1/emergency-sessions/EM-1:ratify", R"({"reason":""})");
    QCOMPARE(at(approved(ratifying), "/state"), std::string("applied"));
    clock.time += 5h;
    QCOMPARE(review(cid, present(session)).status, 200);
    const auto rows = ask("GET", "/v1/emergency-sessions");
    const auto told = [&](const std::string &pointer) { return at(rows, "/items/0" + pointer); };
    QCOMPARE(told("/actorName"), std::string("ann"));
    QCOMPARE(told("/reason"), std::string("Checkout refuses every card"));
    QCOMPARE(told("/incident"), std::string("INC-4711"));
    QCOMPARE(told("/openedAt"), core::toRfc3339(began));
    QCOMPARE(told("/endedBy"), std::string("ann"));
    QCOMPARE(told("/skippedApprovers"), std::string("2")); // Bob and the administrator
    QCOMPARE(told("/actions/0/skippedApprovers"), std::string("2"));
    QCOMPARE(told("/actions/0/changes/0/path"), std::string("a/cards"));
    QCOMPARE(told("/actions/0/changes/0/base"), first);
    QCOMPARE(told("/actions/0/changes/0/provision"), std::string("ratified"));
    QCOMPARE(told("/actions/0/changes/0/followUp"), at(ratifying, "/id"));
    QCOMPARE(told("/notices/0/about"), std::string("activated"));
    QCOMPARE(told("/notices/0/audience/1"), std::string("bob"));
    QCOMPARE(told("/notices/1/about"), std::string("action-1"));
    QCOMPARE(told("/review/reviewerName"), std::string("cid"));
    QCOMPARE(told("/review/verdict"), std::string("justified"));
    QCOMPARE(told("/review/at"), core::toRfc3339(began + 5h));
    QCOMPARE(told("/reviewDueAt"), core::toRfc3339(began + 72h));
    const auto page = read<api::Page<core::EmergencySession>>(rows);
    QVERIFY(page && page->items.front().rotations.empty());
}

QTEST_GUILESS_MAIN(TestEmergencyClauses)
#include "tst_emergencyclauses.moc"
