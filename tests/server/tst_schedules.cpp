// SPDX-License-Identifier: Apache-2.0
#include "tests/server/freezeworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using namespace std::chrono_literals;

// A request that is applied at its time, through all gates, or says why it was not (GOV-25). No
// test waits: the clock is turned.
class TestSchedules : public support::TestCase, private support::FreezeWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov25_itIsAppliedAtItsTime();
    void gov25_onlyWhatIsApprovedIsScheduled();
    void gov25_whatCannotBeScheduled();
    void gov12_anotherTimeVoidsTheVotes();
    void gov12_noTimeVoidsTheVotes();
    void gov25_itIsTakenBack();
    void gov25_aFreezeSuspendsIt();
    void gov25_anOverrideLetsItThrough();
    void gov25_lostVotesSuspendIt();
    void gov25_aMovedBaseSuspendsIt();
    void gov25_whoMayNoLongerScheduleSuspendsIt();
    void gov25_automationDoesNotBringBackWhatIsQuarantined();
    void gov25_lateIsSuspendedInsteadOfLate();
    void gov25_itSurvivesARestart();
    void gov25_aNewCycleForgetsIt();
    void gov25_whatWasAppliedByHandIsNotAppliedAgain();
    void gov30_aSecondRolloutOfATargetIsRefused();
    void gov30_aSecondOneIsQueuedByChoice();
    void gov30_whatIsQueuedGoesWhereTheFirstHasNotGone();
    void gov30_nothingIsAppliedUnderAnActiveRollout();
    void gov30_theWayBackIsAlwaysOpen();

private:
    Response schedule(
        const std::string &id, std::chrono::minutes ahead, const std::string &more = {});
    Response rollBack(const std::string &version)
    {
        const auto place = "/v1/configs/" + m_config + "/heads/prod";
        return ask("POST", place + ":rollback",
            R"({"target":)" + support::inQuotes(version) + R"(,"reason":"r","ticket":""})",
            ask("GET", place).etag);
    }
    // By Bob, in the cycle that runs.
    int approve(const std::string &id)
    {
        const auto seen = ask("GET", "/v1/change-requests/" + id);
        return askAs(m_bob, "POST", "/v1/change-requests/" + id + ":vote",
            R"({"kind":"approve","cycle":)" + at(seen, "/cycle") + R"(,"contentDigest":)"
                + support::inQuotes(at(seen, "/contentDigest")) + R"(,"comment":""})",
            seen.etag)
            .status;
    }
    std::string cause(const std::string &id) { return known(id).schedule->suspendedBecause; }

    std::string m_bob; // his token
    std::string m_config;
    std::string m_wish; // open, for prod
};

void TestSchedules::init()
{
    beginWithFreezes();
    m_config = config("a/one");
    m_wish = open(m_config, "prod", R"({"x":1})");
}

Response TestSchedules::schedule(
    const std::string &id, std::chrono::minutes ahead, const std::string &more)
{
    return act(id, "schedule",
        R"({"at":")" + core::toRfc3339(clock.time + ahead) + R"(","zone":"Europe/Berlin")" + more
            + '}');
}

void TestSchedules::gov25_itIsAppliedAtItsTime()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    QCOMPARE(known(m_wish).schedule->zone, std::string("Europe/Berlin"));
    QCOMPARE(known(m_wish).schedule->graceMinutes, 15);
    QCOMPARE(auditCount("change_request.schedule"), 1);
    clock.time += 60min - 1s;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    clock.time += 1s;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
    QVERIFY(known(m_wish).state == core::RequestState::Applied);
    QCOMPARE(auditCount("change_request.apply"), 1);
    tick({}, {});
    QCOMPARE(auditCount("change_request.apply"), 1);
}

void TestSchedules::gov25_onlyWhatIsApprovedIsScheduled()
{
    environment("gate", true, true);
    const auto wish = open(m_config, "gate", R"({"x":1})");
    QCOMPARE(schedule(wish, 60min).status, 409);
    actAs(person("vera", R"(["viewer","approver"])"));
    QCOMPARE(schedule(m_wish, 60min).status, 403);
    actAs({});
    QVERIFY(!known(m_wish).schedule);
}

void TestSchedules::gov25_whatCannotBeScheduled()
{
    QCOMPARE(schedule(m_wish, -1min).status, 422);
    QCOMPARE(schedule(m_wish, std::chrono::days(401)).status, 422);
    QCOMPARE(schedule(m_wish, 60min, R"(,"graceMinutes":0)").status, 422);
    QCOMPARE(schedule(m_wish, 60min, R"(,"graceMinutes":1441)").status, 422);
    QCOMPARE(act(m_wish, "schedule",
                 R"({"at":")" + core::toRfc3339(clock.time + 1min) + R"(","zone":"Mars/Base"})")
                 .status,
        422);
    QCOMPARE(act(m_wish, "schedule", R"({"at":"soon","zone":"UTC"})").status, 400);
    // A freeze that is known already.
    freeze("prod", closing(30min, 90min, "soft"));
    QCOMPARE(schedule(m_wish, 60min).status, 423);
    QCOMPARE(schedule(m_wish, 91min).status, 200);
}

// The first time is set for what is approved and takes no vote away. Another one, or none, is
// another change than the one that was voted for.
void TestSchedules::gov12_anotherTimeVoidsTheVotes()
{
    environment("gate", true, true);
    m_bob = person("bob", R"(["approver"])");
    actAs(person("ann", R"(["author"])"));
    const auto next = open(m_config, "gate", R"({"x":2})");
    actAs({});
    QCOMPARE(approve(next), 200);
    QCOMPARE(schedule(next, 60min).status, 200);
    QCOMPARE(known(next).cycle, 1);
    QVERIFY(known(next).state == core::RequestState::Approved);
    // The same again is no change.
    QCOMPARE(schedule(next, 60min).status, 200);
    QCOMPARE(known(next).cycle, 1);
    QCOMPARE(schedule(next, 120min).status, 200);
    QCOMPARE(known(next).cycle, 2);
    QVERIFY(known(next).state == core::RequestState::Open);
    QVERIFY(!known(next).reviews.front().standing);
    QCOMPARE(known(next).reviews.front().voidedBecause, std::string("schedule-changed"));
    QVERIFY(known(next).schedule->at == clock.time + 120min);
    // Without new votes it is not applied at that time, and with them it is.
    QCOMPARE(act(next, "apply", "{}").status, 409);
    QCOMPARE(approve(next), 200);
    clock.time += 120min;
    tick({}, {});
    QVERIFY(known(next).state == core::RequestState::Applied);
}

void TestSchedules::gov12_noTimeVoidsTheVotes()
{
    environment("gate", true, true);
    m_bob = person("bob", R"(["approver"])");
    actAs(person("ann", R"(["author"])"));
    const auto next = open(m_config, "gate", R"({"x":2})");
    actAs({});
    QCOMPARE(approve(next), 200);
    QCOMPARE(schedule(next, 60min).status, 200);
    QCOMPARE(act(next, "unschedule", "{}").status, 200);
    QCOMPARE(known(next).cycle, 2);
    QVERIFY(known(next).state == core::RequestState::Open);
    QVERIFY(!known(next).schedule);
    // And so no second time is the first one again.
    QCOMPARE(schedule(next, 30min).status, 409);
    // What was suspended is asked for anew as well.
    QCOMPARE(approve(next), 200);
    QCOMPARE(schedule(next, 60min).status, 200);
    clock.time += 80min;
    tick({}, {});
    QVERIFY(cause(next).starts_with("late"));
    QCOMPARE(schedule(next, 10min).status, 200);
    QCOMPARE(known(next).cycle, 3);
    QVERIFY(known(next).state == core::RequestState::Open);
}

void TestSchedules::gov25_itIsTakenBack()
{
    QCOMPARE(act(m_wish, "unschedule").status, 409);
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    QCOMPARE(act(m_wish, "unschedule").status, 200);
    QCOMPARE(auditCount("change_request.unschedule"), 1);
    clock.time += 60min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    // At another time instead.
    QCOMPARE(schedule(m_wish, 10min).status, 200);
    QCOMPARE(schedule(m_wish, 20min).status, 200);
    clock.time += 10min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    clock.time += 10min;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
}

void TestSchedules::gov25_aFreezeSuspendsIt()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    freeze("prod", closing(30min, 90min, "soft"));
    clock.time += 60min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    QVERIFY2(cause(m_wish).starts_with("change-frozen"), cause(m_wish).c_str());
    QVERIFY(known(m_wish).state == core::RequestState::Approved);
    QCOMPARE(auditCount("change_request.schedule_suspend"), 1);
    // It does not go on by itself, and is scheduled anew.
    clock.time += 31min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    QCOMPARE(schedule(m_wish, 1min).status, 200);
    clock.time += 1min;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
}

void TestSchedules::gov25_anOverrideLetsItThrough()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    freeze("prod", closing(30min, 90min, "soft"));
    actAs(person("olga", R"(["author","freeze.override"])"));
    QCOMPARE(act(m_wish, "override-freeze", R"({"reason":"r","ticket":"T-1"})").status, 200);
    actAs({});
    clock.time += 60min;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
}

void TestSchedules::gov25_lostVotesSuspendIt()
{
    environment("gate", true, true);
    const auto bob = person("bob", R"(["approver"])");
    actAs(person("ada", R"(["author"])"));
    const auto wish = open(m_config, "gate", R"({"x":1})");
    actAs({});
    const auto vote = [&](const std::string &kind) {
        actAs(bob);
        const auto answer = act(wish, "vote",
            R"({"kind":")" + kind + R"(","cycle":1,"contentDigest":")" + known(wish).contentDigest
                + R"(","comment":"no"})");
        actAs({});
        return answer.status;
    };
    QCOMPARE(vote("approve"), 200);
    QCOMPARE(schedule(wish, 60min).status, 200);
    QCOMPARE(vote("request-changes"), 200);
    clock.time += 60min;
    tick({}, {});
    QVERIFY(live(m_config, "gate").empty());
    QVERIFY(cause(wish).starts_with("approval-required"));
}

void TestSchedules::gov25_aMovedBaseSuspendsIt()
{
    const auto first = publish(m_config, "prod", R"({"x":3})");
    QVERIFY(!publish(m_config, "prod", R"({"x":4})").empty());
    const auto wish = open(m_config, "prod", R"({"x":5})");
    QCOMPARE(schedule(wish, 60min).status, 200);
    QCOMPARE(rollBack(first).status, 201);
    const auto other = live(m_config, "prod");
    clock.time += 60min;
    tick({}, {});
    QCOMPARE(live(m_config, "prod"), other);
    QVERIFY(cause(wish).starts_with("version-conflict"));
    QVERIFY(known(wish).state == core::RequestState::Failed);
}

void TestSchedules::gov25_whoMayNoLongerScheduleSuspendsIt()
{
    actAs(person("olaf", R"(["operator"])"));
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    actAs({});
    const auto people = *read<api::Page<core::Principal>>(ask("GET", "/v1/principals"));
    for (const auto &somebody : people.items) {
        if (somebody.name == "olaf")
            QCOMPARE(ask("POST", "/v1/principals/" + somebody.id.text() + ":disable",
                         R"({"reason":"left"})", somebody.etag.text())
                         .status,
                200);
    }
    clock.time += 60min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    QVERIFY(cause(m_wish).starts_with("forbidden"));
}

void TestSchedules::gov25_automationDoesNotBringBackWhatIsQuarantined()
{
    const auto id = config("a/two");
    const auto first = publish(id, "prod", R"({"x":1})");
    QVERIFY(!publish(id, "prod", R"({"x":2})").empty());
    const auto head = ask("GET", "/v1/configs/" + id + "/heads/prod");
    QCOMPARE(
        ask("POST", "/v1/configs/" + id + "/heads/prod:rollback",
            R"({"target":)" + support::inQuotes(first) + R"(,"reason":"r","ticket":""})", head.etag)
            .status,
        201);
    const auto wish = open(id, "prod", R"({"x":2})");
    QCOMPARE(schedule(wish, 60min).status, 200);
    clock.time += 60min;
    tick({}, {});
    QVERIFY(cause(wish).starts_with("policy-violation"));
}

void TestSchedules::gov25_lateIsSuspendedInsteadOfLate()
{
    QCOMPARE(schedule(m_wish, 60min, R"(,"graceMinutes":5)").status, 200);
    clock.time += 65min + 1s;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
    QVERIFY(cause(m_wish).starts_with("late"));
    // Within it, it is applied.
    QCOMPARE(schedule(m_wish, 60min, R"(,"graceMinutes":5)").status, 200);
    clock.time += 65min;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
}

void TestSchedules::gov25_itSurvivesARestart()
{
    const auto second = open(config("a/two"), "prod", R"({"x":1})");
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    QCOMPARE(schedule(second, 10min).status, 200);
    auto map = store->snapshot();
    clock.time += 60min;
    ServiceWorld::open(std::move(map));
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
    QVERIFY(cause(second).starts_with("late"));
}

void TestSchedules::gov25_aNewCycleForgetsIt()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    const auto seen = ask("GET", "/v1/change-requests/" + m_wish);
    QCOMPARE(ask("PUT", "/v1/change-requests/" + m_wish,
                 R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
                     + item(m_config, "prod", R"({"x":2})") + R"(],"submit":true})",
                 seen.etag)
                 .status,
        200);
    QVERIFY(!known(m_wish).schedule);
    clock.time += 60min;
    tick({}, {});
    QVERIFY(live(m_config, "prod").empty());
}

void TestSchedules::gov25_whatWasAppliedByHandIsNotAppliedAgain()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    QCOMPARE(tryApply(m_wish).status, 200);
    clock.time += 60min;
    tick({}, {});
    QCOMPARE(auditCount("change_request.apply"), 1);
    QCOMPARE(auditCount("change_request.schedule_suspend"), 0);
    QCOMPARE(act(m_wish, "unschedule").status, 409);
}

// One active rollout for each config and environment.
void TestSchedules::gov30_aSecondRolloutOfATargetIsRefused()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    const auto second = open(m_config, "prod", R"({"x":2})");
    const auto refused = schedule(second, 90min);
    QCOMPARE(refused.status, 409);
    QVERIFY2(at(refused, "/detail").find(m_wish) != std::string::npos, refused.body->c_str());
    QCOMPARE(at(refused, "/errors/0/code"), std::string("rollout-active"));
    QCOMPARE(at(refused, "/errors/0/pointer"), std::string("/items/0"));
    QVERIFY(!known(second).schedule);
    // Another config, and the same one elsewhere, are other targets.
    QCOMPARE(schedule(open(config("a/two"), "prod", "{}"), 90min).status, 200);
    QCOMPARE(schedule(open(m_config, "dev", "{}"), 90min).status, 200);
    // It may be moved itself, and gives way when it is taken back.
    QCOMPARE(schedule(m_wish, 70min).status, 200);
    QCOMPARE(act(m_wish, "unschedule").status, 200);
    QCOMPARE(schedule(second, 90min).status, 200);
}

void TestSchedules::gov30_aSecondOneIsQueuedByChoice()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    const auto second = open(m_config, "prod", R"({"x":2})");
    // Behind is later.
    QCOMPARE(schedule(second, 60min, R"(,"queue":true)").status, 422);
    QCOMPARE(schedule(second, 90min, R"(,"queue":true)").status, 200);
    QCOMPARE(known(second).schedule->behind->text(), m_wish);
    clock.time += 60min;
    tick({}, {});
    QVERIFY(!live(m_config, "prod").empty());
    // At once, not at its own time: somebody has half an hour to rebase it.
    QVERIFY2(cause(second).starts_with("version-conflict: " + m_wish), cause(second).c_str());
    QVERIFY(known(second).items.front().needsRebase);
    QCOMPARE(auditCount("change_request.schedule_suspend"), 1);
}

void TestSchedules::gov30_whatIsQueuedGoesWhereTheFirstHasNotGone()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    const auto second = open(m_config, "prod", R"({"x":2})");
    QCOMPARE(schedule(second, 90min, R"(,"queue":true)").status, 200);
    QCOMPARE(act(m_wish, "withdraw").status, 200);
    clock.time += 90min;
    tick({}, {});
    QVERIFY(known(second).state == core::RequestState::Applied);
}

void TestSchedules::gov30_nothingIsAppliedUnderAnActiveRollout()
{
    QCOMPARE(schedule(m_wish, 60min).status, 200);
    const auto second = open(m_config, "prod", R"({"x":2})");
    const auto refused = tryApply(second);
    QCOMPARE(refused.status, 409);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("rollout-active"));
    QVERIFY(live(m_config, "prod").empty());
    // The one that is active may go before its time.
    QCOMPARE(tryApply(m_wish).status, 200);
}

void TestSchedules::gov30_theWayBackIsAlwaysOpen()
{
    const auto first = publish(m_config, "prod", R"({"x":8})");
    QVERIFY(!publish(m_config, "prod", R"({"x":9})").empty());
    QCOMPARE(schedule(open(m_config, "prod", R"({"x":2})"), 60min).status, 200);
    QCOMPARE(rollBack(first).status, 201);
}

QTEST_GUILESS_MAIN(TestSchedules)
#include "tst_schedules.moc"
