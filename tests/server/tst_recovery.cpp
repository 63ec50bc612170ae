// SPDX-License-Identifier: Apache-2.0
#include "tests/server/recoveryworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::EmergencyState;
using support::inQuotes;
using support::RecoveryKit;
using namespace std::chrono_literals;

// BG-1 (b): nobody can sign in, and a sealed key opens four things and nothing else, in the sight
// of everybody.
class TestRecovery : public support::TestCase, private support::RecoveryWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginRecovery(); }
    void providerIsDeadAndAKeyOpens();
    void goesBackToTheLastKnownGood();
    void choosesNoVersion();
    void rulesAreNotRolledBack();
    void freezesThroughEverything();
    void onlyWhoEditsPoliciesLifts();
    void throwsSomebodyOut();
    void leavesOtherKeysAlone();
    void refusesTheRest_data();
    void refusesTheRest();
    void twoAtOnce();
    void everybodyIsTold();
    void rulesOfAccessDoNotMatter();
    void killedServerKeepsIt();
    void endsByTimeAndIsReviewed();
    void endsBySigningOutAndByWhoReviews();
    void sameKeyAgainEndsTheFirst();
};

void TestRecovery::providerIsDeadAndAKeyOpens()
{
    const auto away
        = askAs({}, "POST", "/v1/sessions:exchange", R"({"idToken":"a.b.c","nonce":"n"})");
    QVERIFY(away.status == 401 || away.status == 503);
    QVERIFY(ask("GET", "/v1/meta").body->find(R"("recovery")") != std::string::npos);
    const auto answer
        = RecoveryKit::send(*this, RecoveryKit::proof(m_kit.a, RecoveryKit::challenge(*this)));
    QCOMPARE(answer.status, 201);
    QCOMPARE(at(answer, "/principal/kind"), std::string("recovery"));
    QCOMPARE(at(answer, "/principal/name"), std::string("recovery:safe-a"));
    const auto token = at(answer, "/token");
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 200);
    QCOMPARE(askAs(token, "GET", "/v1/versions/" + first + "/text").status, 200);
    // Everybody sees it, as an emergency.
    const auto seen = session("EM-1");
    QVERIFY(seen.state == EmergencyState::Active);
    QVERIFY(core::isRecovery(seen));
    QCOMPARE(seen.actorName, std::string("recovery:safe-a"));
    QCOMPARE(seen.reason, std::string(RecoveryKit::reason));
    QCOMPARE(*seen.expiresAt, clock.time + 60min);
    QCOMPARE(countOf("breakglass.activate"), 1);
    QVERIFY(isLogged(R"("recovery:safe-a")"));
}

void TestRecovery::goesBackToTheLastKnownGood()
{
    publishLive(cards, R"({"limit":0})");
    const auto token = enter();
    const auto good = askAs(token, "GET", "/v1/configs/" + cards + "/heads/live/last-good");
    QCOMPARE(at(good, "/id"), first);
    const auto done = rollBackTo(token, first);
    QCOMPARE(done.status, 201);
    // The environment would want an approval of everybody else.
    QCOMPARE(at(done, "/state"), std::string("applied"));
    QVERIFY(at(done, "/title").starts_with("RECOVERY"));
    QCOMPARE(*ask("GET", "/v1/versions/" + live(cards, "live") + "/text").body,
        std::string(R"({"limit":10})"));
    const auto seen = session("EM-1");
    QCOMPARE(seen.actions.size(), std::size_t(1));
    QCOMPARE(seen.actions.front().request.text(), at(done, "/id"));
    QVERIFY(seen.actions.front().isRollback);
    QCOMPARE(countOf("breakglass.use"), 1);
    // There is nothing before it that was good.
    QCOMPARE(ask("GET", "/v1/configs/" + cards + "/heads/live/last-good").status, 404);
    QCOMPARE(rollBackTo(token, first).status, 403);
}

void TestRecovery::choosesNoVersion()
{
    const auto second = publishLive(cards, R"({"limit":20})");
    publishLive(cards, R"({"limit":0})");
    const auto token = enter();
    const auto refused = rollBackTo(token, first);
    QCOMPARE(refused.status, 403);
    QVERIFY2(
        at(refused, "/detail").find(second) != std::string::npos, at(refused, "/detail").c_str());
    // Nor a part of one, nor several at once of which one is another.
    const auto several = askAs(token, "POST", "/v1/environments/live:rollback",
        R"({"items":[{"config":)" + inQuotes(cards) + R"(,"base":)" + inQuotes(live(cards, "live"))
            + R"(,"target":)" + inQuotes(second)
            + R"(,"keys":["/limit"]}],"at":null,"reason":"r","ticket":""})");
    QCOMPARE(several.status, 403);
    QCOMPARE(rollBackTo(token, second).status, 201);
    // What was made in an emergency is not known to be good.
    const auto opened = open(ann);
    QCOMPARE(act(ann, opened, edit(R"({"limit":30})")).status, 200);
    const auto provisional = live(cards, "live");
    publishLive(cards, R"({"limit":40})");
    QVERIFY(at(ask("GET", "/v1/configs/" + cards + "/heads/live/last-good"), "/id") != provisional);
    QCOMPARE(rollBackTo(token, provisional).status, 403);
}

void TestRecovery::rulesAreNotRolledBack()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    const auto settings = config("sys/emergency");
    actAs({});
    const auto before = publishLive(settings, R"({"twoPerson":true})");
    QVERIFY(!publishLive(settings, R"({"twoPerson":false})").empty());
    const auto head = "/v1/configs/" + settings + "/heads/live";
    const auto refused
        = askAs(enter(), "POST", head + ":rollback", rollbackBody(before), ask("GET", head).etag);
    QCOMPARE(refused.status, 403);
    QVERIFY(at(refused, "/detail").find("rules") != std::string::npos);
}

void TestRecovery::freezesThroughEverything()
{
    publishLive(cards, R"({"limit":0})");
    const auto token = enter();
    QCOMPARE(askAs(token, "POST", "/v1/environments/none:freeze", freezeBody).status, 404);
    QCOMPARE(
        askAs(token, "POST", "/v1/environments/live:freeze", R"({"minutes":1441,"reason":"r"})")
            .status,
        422);
    const auto frozen = askAs(token, "POST", "/v1/environments/live:freeze", freezeBody);
    QCOMPARE(frozen.status, 201);
    QCOMPARE(at(frozen, "/by"), std::string("recovery:safe-a"));
    // Nobody gets anything through, and the calendar says by whom.
    QVERIFY(publishLive(cards, R"({"limit":50})").empty());
    const auto calendar = ask("GET", "/v1/environments/live/calendar");
    QVERIFY(calendar.body->find("recovery:safe-a") != std::string::npos);
    QVERIFY(isLogged(R"("event":"freeze.create")"));
    QVERIFY(isLogged(inQuotes(at(frozen, "/until")) + R"(,"path":null,"type":"freeze-until")"));
    // But the key goes back.
    QCOMPARE(rollBackTo(token, first).status, 201);
    // Another order makes it no shorter.
    QCOMPARE(askAs(token, "POST", "/v1/environments/live:freeze", R"({"minutes":1,"reason":"r"})")
                 .status,
        201);
    tick(59min, 59min);
    QVERIFY(publishLive(cards, R"({"limit":50})").empty());
    tick(2min, 2min);
    QVERIFY(!publishLive(cards, R"({"limit":50})").empty());
}

void TestRecovery::onlyWhoEditsPoliciesLifts()
{
    const auto token = enter();
    const std::string reason = R"({"reason":"It was a false alarm"})";
    const std::string lift = "/v1/environments/live:lift-freeze";
    QCOMPARE(askAs(ann, "POST", lift, reason).status, 404);
    QCOMPARE(askAs(token, "POST", "/v1/environments/live:freeze", freezeBody).status, 201);
    QCOMPARE(askAs(token, "POST", lift, reason).status, 403);
    QCOMPARE(askAs(bob, "POST", lift, reason).status, 403);
    QCOMPARE(askAs(ann, "POST", lift, R"({"reason":""})").status, 422);
    QCOMPARE(askAs(ann, "POST", lift, reason).status, 204);
    QVERIFY(isLogged(R"("event":"freeze.delete")"));
    QVERIFY(!publishLive(cards, R"({"limit":50})").empty());
    // They freeze as well; nobody else does.
    QCOMPARE(askAs(bob, "POST", "/v1/environments/live:freeze", freezeBody).status, 403);
    QCOMPARE(askAs(ann, "POST", "/v1/environments/live:freeze", freezeBody).status, 201);
}

void TestRecovery::throwsSomebodyOut()
{
    const auto token = enter();
    const auto mallory = accountOf("ann");
    const auto opened = open(ann);
    const auto tokens = askAs(token, "GET", revoking(mallory));
    QCOMPARE(tokens.status, 200);
    QCOMPARE(
        askAs(token, "DELETE", revoking(mallory) + '/' + at(tokens, "/items/0/id")).status, 204);
    QCOMPARE(askAs(ann, "GET", "/v1/configs").status, 401);
    const auto again = signIn("ann");
    QCOMPARE(askAs(token, "DELETE", revoking(mallory)).status, 204);
    QCOMPARE(askAs(again, "GET", "/v1/configs").status, 401);
    QCOMPARE(countOf("token.revoke"), 2);
    QCOMPARE(countOf("breakglass.use"), 2);
    // The administrator as well.
    QCOMPARE(askAs(token, "DELETE", revoking(accountOf("admin"))).status, 204);
    QCOMPARE(ask("GET", "/v1/configs").status, 401);
}

void TestRecovery::leavesOtherKeysAlone()
{
    const auto token = enter();
    const auto other = RecoveryKit::signIn(*this, m_kit.b);
    const auto account = accountOf("recovery:safe-b");
    QVERIFY(!account.empty());
    QCOMPARE(askAs(token, "DELETE", revoking(account)).status, 403);
    const auto tokens = ask("GET", revoking(account));
    QCOMPARE(
        askAs(token, "DELETE", revoking(account) + '/' + at(tokens, "/items/0/id")).status, 403);
    QCOMPARE(askAs(other, "GET", "/v1/configs").status, 200);
}

void TestRecovery::refusesTheRest_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("edit") << "POST" << "/v1/drafts";
    QTest::newRow("propose") << "POST" << "/v1/change-requests";
    QTest::newRow("approve") << "POST" << "/v1/change-requests/CR-1:vote";
    QTest::newRow("apply") << "POST" << "/v1/change-requests/CR-1:apply";
    QTest::newRow("talk") << "POST" << "/v1/change-requests/CR-1/threads";
    QTest::newRow("override a freeze") << "POST" << "/v1/change-requests/CR-1:override-freeze";
    QTest::newRow("lift a freeze") << "POST" << "/v1/environments/live:lift-freeze";
    QTest::newRow("make an account") << "POST" << "/v1/principals";
    QTest::newRow("reset a password") << "POST" << "/v1/principals/usr_1:reset-password";
    QTest::newRow("make a token") << "POST" << "/v1/principals/usr_1:create-token";
    QTest::newRow("give roles") << "PUT" << "/v1/principals/usr_1/roles";
    QTest::newRow("disable") << "POST" << "/v1/principals/usr_1:disable";
    QTest::newRow("emergency access") << "POST" << "/v1/emergency-sessions";
    QTest::newRow("review itself") << "POST" << "/v1/emergency-sessions/EM-1:review";
    QTest::newRow("end somebody's emergency") << "POST" << "/v1/emergency-sessions/EM-1:end";
    QTest::newRow("reveal a secret") << "POST" << "/v1/configs/cfg_1/environments/live:reveal";
    QTest::newRow("the audit log") << "GET" << "/v1/audit/entries";
    QTest::newRow("release") << "POST" << "/v1/versions/sha256:1:release";
    QTest::newRow("rotate keys") << "POST" << "/v1/seal-keys:rotate";
    QTest::newRow("a password") << "POST" << "/v1/sessions/current:change-password";
    QTest::newRow("a proof") << "POST" << "/v1/sessions/current:prove";
}

void TestRecovery::refusesTheRest()
{
    QFETCH(QString, method);
    QFETCH(QString, path);
    const auto refused
        = askAs(enter(), method.toStdString(), path.toStdString(), "{}", "1-00000000");
    QCOMPARE(refused.status, 403);
    QVERIFY(at(refused, "/detail").starts_with("Recovery access opens four things"));
    QVERIFY(isLogged(R"("event":"authz.denied")"));
}

void TestRecovery::twoAtOnce()
{
    const auto one = enter();
    const auto two = RecoveryKit::signIn(*this, m_kit.b);
    QCOMPARE(askAs(one, "GET", "/v1/configs").status, 200);
    QCOMPARE(askAs(two, "GET", "/v1/configs").status, 200);
    QVERIFY(session("EM-1").state == EmergencyState::Active);
    QVERIFY(session("EM-2").state == EmergencyState::Active);
    QCOMPARE(askAs(two, "POST", "/v1/environments/live:freeze", freezeBody).status, 201);
    // Each answers for its own.
    QCOMPARE(session("EM-1").notices.size(), std::size_t(1));
    QCOMPARE(session("EM-2").notices.size(), std::size_t(2));
}

void TestRecovery::everybodyIsTold()
{
    const auto vic = person("vic", R"(["viewer"])");
    const auto token = enter();
    QCOMPARE(askAs(token, "POST", "/v1/environments/live:freeze", freezeBody).status, 201);
    for (const auto &who : {ann, bob, cid, vic}) {
        const auto inbox = askAs(who, "GET", "/v1/notifications");
        QVERIFY2(
            inbox.body->find(R"("emergency-opened")") != std::string::npos, inbox.body->c_str());
        QVERIFY(inbox.body->find(R"("emergency-acted")") != std::string::npos);
    }
    const auto notices = session("EM-1").notices;
    QCOMPARE(notices.size(), std::size_t(2));
    QCOMPARE(notices.back().about, std::string("frozen"));
    QVERIFY(std::ranges::find(notices.back().audience, "vic") != notices.back().audience.end());
}

void TestRecovery::rulesOfAccessDoNotMatter()
{
    publishLive(cards, R"({"limit":0})");
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    const auto rules = config("sys/access");
    actAs({});
    // What is live there cannot be read: nobody may do anything.
    QVERIFY(!publishLive(
        rules, R"({"rules":[{"id":"all","to":["ann"],"permissions":["edit","submit","apply"]}]})")
            .empty());
    auto map = store->snapshot();
    map["text/" + live(rules, "live")] = std::make_shared<const std::string>(R"({"rules":"typo"})");
    ServiceWorld::open(std::move(map));
    QVERIFY(publishLive(cards, R"({"limit":5})").empty());
    QCOMPARE(rollBackTo(enter(), first).status, 201);
}

void TestRecovery::killedServerKeepsIt()
{
    publishLive(cards, R"({"limit":0})");
    const auto token = enter();
    QCOMPARE(askAs(token, "POST", "/v1/environments/live:freeze", freezeBody).status, 201);
    ServiceWorld::open(store->snapshot());
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 200);
    QVERIFY(session("EM-1").state == EmergencyState::Active);
    QVERIFY(publishLive(cards, R"({"limit":50})").empty());
    QCOMPARE(rollBackTo(token, first).status, 201);
    QCOMPARE(countOf("recovery.enroll"), 2); // not again at the second start
}

void TestRecovery::endsByTimeAndIsReviewed()
{
    publishLive(cards, R"({"limit":0})");
    const auto token = enter();
    QCOMPARE(rollBackTo(token, first).status, 201);
    tick(59min, 59min);
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 200);
    tick(61s, 61s);
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 401);
    const auto due = session("EM-1");
    QVERIFY(due.state == EmergencyState::ReviewDue);
    QVERIFY(due.reviewDueAt.has_value());
    QCOMPARE(countOf("breakglass.review_due"), 1);
    QCOMPARE(review(ann, due).status, 403);
    const auto done = review(cid, due);
    QCOMPARE(done.status, 200);
    QVERIFY(session("EM-1").state == EmergencyState::Reviewed);
    // Nothing is left to be ratified: what it went back to was approved once.
    QVERIFY(!core::isUnfinished(session("EM-1")));
}

void TestRecovery::endsBySigningOutAndByWhoReviews()
{
    const auto token = enter();
    QCOMPARE(askAs(token, "DELETE", "/v1/sessions/current").status, 204);
    QCOMPARE(askAs(token, "GET", "/v1/configs").status, 401);
    QVERIFY(session("EM-1").state == EmergencyState::ReviewDue);
    const auto other = enter();
    const auto ended = step(cid, session("EM-2"), "end", R"("reason":"It is not needed")");
    QCOMPARE(ended.status, 200);
    QCOMPARE(askAs(other, "GET", "/v1/configs").status, 401);
    QVERIFY(session("EM-2").ending == core::EmergencyEnding::Revoked);
    // An administrator who ends the token ends the session with it.
    const auto third = enter();
    QCOMPARE(ask("DELETE", revoking(accountOf("recovery:safe-a"))).status, 204);
    tick();
    QCOMPARE(askAs(third, "GET", "/v1/configs").status, 401);
    QVERIFY(session("EM-3").state == EmergencyState::ReviewDue);
}

void TestRecovery::sameKeyAgainEndsTheFirst()
{
    const auto one = enter();
    const auto two = enter();
    QCOMPARE(askAs(one, "GET", "/v1/configs").status, 401);
    QCOMPARE(askAs(two, "GET", "/v1/configs").status, 200);
    QVERIFY(session("EM-1").state == EmergencyState::ReviewDue);
    QVERIFY(session("EM-2").state == EmergencyState::Active);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
