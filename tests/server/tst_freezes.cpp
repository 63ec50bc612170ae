// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describecalendar.h"
#include "tests/server/freezeworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;

// What is frozen is not changed, on whatever path (GOV-27), but by whom it is granted (GOV-28).
class TestFreezes : public support::TestCase, private support::FreezeWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginWithFreezes(); }
    void gov27_applyingIsStopped();
    void gov27_severalConfigsAreStoppedByOne();
    void gov27_rollingBackIsStoppedAndGoesOnLater();
    void gov27_severalRollbacksAreStopped();
    void gov27_approvalIsAskedForBesides();
    void gov27_outsideOfAnAllowedTimeIsFrozen();
    void gov27_whatGovernsIsNeverFrozen();
    void gov27_whatCannotBeReadFreezes();
    void gov27_badWindowsAreRefused();
    void gov28_oneRequestPassesASoftWindow();
    void gov28_aHardWindowIsNotOverridden();
    void gov28_aNewCycleEndsIt();
    void gov28_itNeedsTheRightAReasonAndATicket();
    void theCalendarTells();
    void theCalendarOfARequestIsOfWhatItChanges();
    void theCalendarSaysThatNothingCanBeRead();

private:
    std::string m_reasoned = R"({"reason":"the fix cannot wait","ticket":"INC-7"})";
};

void TestFreezes::gov27_applyingIsStopped()
{
    const auto id = config("a/one");
    freeze("prod", closing(-10min, 60min, "hard", R"(,"paths":["a/**"])"));
    const auto wish = open(id, "prod", R"({"x":1})");
    const auto answer = tryApply(wish);
    QCOMPARE(answer.status, 423);
    QCOMPARE(at(answer, "/code"), std::string("change-frozen"));
    const auto detail = at(answer, "/detail");
    for (const auto &part : {std::string("Year end"), std::string("hard"),
             clockText(60min) + ":00Z", "next slot is " + clockText(60min)})
        QVERIFY2(detail.find(part) != std::string::npos, detail.c_str());
    QCOMPARE(at(answer, "/errors/0/pointer"), std::string("/windows/end"));
    QVERIFY(live(id, "prod").empty());
    QVERIFY(known(wish).state == core::RequestState::Approved);
    QCOMPARE(auditCount("change_request.apply"), 2); // of the windows, and the one that was denied
    // Others, elsewhere and later.
    QVERIFY(!publish(config("b/one"), "prod", R"({"x":1})").empty());
    QVERIFY(!publish(id, "dev", R"({"x":1})").empty());
    clock.time += 61min;
    QCOMPARE(tryApply(wish).status, 200);
    QVERIFY(!live(id, "prod").empty());
}

void TestFreezes::gov27_severalConfigsAreStoppedByOne()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    freeze("prod", closing(-10min, 60min, "soft", R"(,"paths":["b/two"])"));
    const auto wish = at(
        request(item(one, "prod", R"({"x":1})") + ',' + item(two, "prod", R"({"x":1})")), "/id");
    QCOMPARE(tryApply(wish).status, 423);
    QVERIFY(live(one, "prod").empty());
    QVERIFY(live(two, "prod").empty());
}

void TestFreezes::gov27_rollingBackIsStoppedAndGoesOnLater()
{
    environment("gate", true, false);
    const auto id = config("a/one");
    const auto first = publish(id, "prod", R"({"x":1})");
    const auto second = publish(id, "prod", R"({"x":2})");
    freeze("prod", closing(-10min, 60min, "hard"));
    const auto head = ask("GET", "/v1/configs/" + id + "/heads/prod");
    const auto answer = ask("POST", "/v1/configs/" + id + "/heads/prod:rollback",
        R"({"target":)" + inQuotes(first) + R"(,"reason":"it broke","ticket":""})", head.etag);
    QCOMPARE(answer.status, 423);
    QCOMPARE(live(id, "prod"), second);
    // The request for it is there, and says so.
    const auto list = ask("GET", "/v1/change-requests");
    const auto wish = at(list, "/items/0/id");
    QVERIFY(at(answer, "/detail").starts_with(wish + " waits"));
    clock.time += 61min;
    QCOMPARE(tryApply(wish).status, 200);
    QVERIFY(known(wish).rollbackTo.has_value());
    QVERIFY(read<core::Version>(ask("GET", "/v1/versions/" + second))->quarantined);
}

void TestFreezes::gov27_severalRollbacksAreStopped()
{
    const auto id = config("a/one");
    const auto first = publish(id, "prod", R"({"x":1})");
    const auto second = publish(id, "prod", R"({"x":2})");
    freeze("prod", closing(-10min, 60min, "soft"));
    const auto answer = ask("POST", "/v1/environments/prod:rollback",
        R"({"items":[{"config":)" + inQuotes(id) + R"(,"base":)" + inQuotes(second)
            + R"(,"target":)" + inQuotes(first)
            + R"(,"keys":[]}],"at":null,"reason":"r","ticket":""})");
    QCOMPARE(answer.status, 423);
    QCOMPARE(live(id, "prod"), second);
}

void TestFreezes::gov27_approvalIsAskedForBesides()
{
    environment("gate", true, true);
    const auto id = config("a/one");
    // Who hands out the right to approve cannot be the one whose request is approved.
    const auto bob = person("bob", R"(["approver"])");
    actAs(person("ada", R"(["author"])"));
    const auto wish = open(id, "gate", R"({"x":1})");
    QCOMPARE(tryApply(wish).status, 409);
    actAs(bob);
    const auto seen = known(wish);
    QCOMPARE(act(wish, "vote",
                 R"({"kind":"approve","cycle":1,"contentDigest":")" + seen.contentDigest
                     + R"(","comment":""})")
                 .status,
        200);
    actAs({});
    // Approved, and frozen all the same.
    freeze("prod", closing(-1min, 9min, "soft"));
    QVERIFY(!live(freezes, "prod").empty());
    auto map = store->snapshot();
    auto moved = *map.at("head/" + freezes + "/prod");
    moved.replace(moved.find(R"("environment":"prod")"), 20, R"("environment":"gate")");
    map["head/" + freezes + "/gate"] = std::make_shared<const std::string>(moved);
    ServiceWorld::open(std::move(map));
    QCOMPARE(tryApply(wish).status, 423);
    clock.time += 10min;
    QCOMPARE(tryApply(wish).status, 200);
}

void TestFreezes::gov27_outsideOfAnAllowedTimeIsFrozen()
{
    const auto id = config("a/one");
    freeze("prod",
        R"({"id":"hours","title":"Office hours","kind":"allow","severity":"soft","zone":"UTC",
        "from":")"
            + clockText(60min) + R"(","to":")" + clockText(120min) + "\"}");
    const auto wish = open(id, "prod", R"({"x":1})");
    const auto answer = tryApply(wish);
    QCOMPARE(answer.status, 423);
    QVERIFY(at(answer, "/detail").find("being outside of \"Office hours\"") != std::string::npos);
    clock.time += 61min;
    QCOMPARE(tryApply(wish).status, 200);
}

void TestFreezes::gov27_whatGovernsIsNeverFrozen()
{
    const auto id = config("a/one");
    freeze("prod", closing(-10min, 60min, "hard", R"(,"paths":["**"])"));
    QVERIFY(publish(id, "prod", R"({"x":1})").empty());
    freeze("prod", "");
    QVERIFY(!publish(id, "prod", R"({"x":1})").empty());
}

void TestFreezes::gov27_whatCannotBeReadFreezes()
{
    const auto id = config("a/one");
    freeze("prod", "");
    auto map = store->snapshot();
    map["text/" + live(freezes, "prod")] = std::make_shared<const std::string>(R"({"windows":1})");
    ServiceWorld::open(std::move(map));
    const auto wish = open(id, "prod", R"({"x":1})");
    const auto answer = tryApply(wish);
    QCOMPARE(answer.status, 423);
    QVERIFY(at(answer, "/detail").find("sys/freezes cannot be read") != std::string::npos);
    QVERIFY(live(id, "prod").empty());
    // It can be mended.
    freeze("prod", "");
    QCOMPARE(tryApply(wish).status, 200);
}

void TestFreezes::gov27_badWindowsAreRefused()
{
    actAs(signIn("pia"));
    const auto answer = request(item(freezes, "prod",
        R"({"windows":[{"id":"a","kind":"deny","severity":"soft","zone":"Europe/Atlantis","every":1}]})"));
    QCOMPARE(answer.status, 422);
    QCOMPARE(at(answer, "/errors/0/pointer"), std::string("/items/0/text/windows/0/zone"));
    QCOMPARE(at(answer, "/errors/1/pointer"), std::string("/items/0/text/windows/0/every"));
}

void TestFreezes::gov28_oneRequestPassesASoftWindow()
{
    const auto id = config("a/one");
    const auto other = config("a/two");
    freeze("prod", closing(-10min, 60min, "soft"));
    const auto olga = person("olga", R"(["author","freeze.override"])");
    const auto wish = open(id, "prod", R"({"x":1})");
    const auto second = open(other, "prod", R"({"x":1})");
    actAs(olga);
    QCOMPARE(act(wish, "override-freeze", m_reasoned).status, 200);
    actAs({});
    QCOMPARE(known(wish).freezeOverride->byName, std::string("olga"));
    QCOMPARE(known(wish).freezeOverride->ticket, std::string("INC-7"));
    QCOMPARE(auditCount("freeze.override"), 1);
    QCOMPARE(tryApply(second).status, 423);
    QCOMPARE(tryApply(wish).status, 200);
    // The log says what was closed, by which version, when it went through.
    const auto log = *ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body;
    const auto applied = log.substr(log.rfind(R"("event":"change_request.apply")"));
    QVERIFY2(
        applied.find(R"("path":"soft","type":"window")") != std::string::npos, applied.c_str());
    QVERIFY(applied.find(R"("type":"freezes")") != std::string::npos);
    // Not for the next one of the same config.
    QCOMPARE(tryApply(open(id, "prod", R"({"x":2})")).status, 423);
}

void TestFreezes::gov28_aHardWindowIsNotOverridden()
{
    const auto id = config("a/one");
    freeze("prod", closing(-10min, 60min, "soft"));
    const auto wish = open(id, "prod", R"({"x":1})");
    actAs(person("olga", R"(["author","freeze.override"])"));
    QCOMPARE(act(wish, "override-freeze", m_reasoned).status, 200);
    actAs({});
    freeze("prod", closing(-10min, 60min, "hard"));
    QCOMPARE(tryApply(wish).status, 423);
    const auto second = open(config("a/two"), "prod", R"({"x":1})");
    actAs(person("otto", R"(["author","freeze.override"])"));
    QCOMPARE(act(second, "override-freeze", m_reasoned).status, 423);
    QVERIFY(!known(second).freezeOverride);
    actAs({});
    QVERIFY(live(id, "prod").empty());
}

void TestFreezes::gov28_aNewCycleEndsIt()
{
    const auto id = config("a/one");
    freeze("prod", closing(-10min, 60min, "soft"));
    const auto wish = open(id, "prod", R"({"x":1})");
    actAs(person("olga", R"(["author","freeze.override"])"));
    QCOMPARE(act(wish, "override-freeze", m_reasoned).status, 200);
    actAs({});
    const auto seen = ask("GET", "/v1/change-requests/" + wish);
    QCOMPARE(ask("PUT", "/v1/change-requests/" + wish,
                 R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
                     + item(id, "prod", R"({"x":2})") + R"(],"submit":true})",
                 seen.etag)
                 .status,
        200);
    QVERIFY(!known(wish).freezeOverride);
    QCOMPARE(tryApply(wish).status, 423);
}

void TestFreezes::gov28_itNeedsTheRightAReasonAndATicket()
{
    const auto id = config("a/one");
    freeze("prod", closing(-10min, 60min, "soft"));
    const auto wish = open(id, "prod", R"({"x":1})");
    // The administrator has not got it.
    QCOMPARE(act(wish, "override-freeze", m_reasoned).status, 403);
    actAs(person("olga", R"(["author","freeze.override"])"));
    QCOMPARE(act(wish, "override-freeze", R"({"reason":"","ticket":"INC-7"})").status, 422);
    QCOMPARE(act(wish, "override-freeze", R"({"reason":"r","ticket":""})").status, 422);
    QVERIFY(!known(wish).freezeOverride);
    actAs({});
    QCOMPARE(act(wish, "withdraw").status, 200);
    actAs(person("otto", R"(["author","freeze.override"])"));
    QCOMPARE(act(wish, "override-freeze", m_reasoned).status, 409);
    actAs({});
}

void TestFreezes::theCalendarTells()
{
    const auto id = config("a/one");
    QVERIFY(!publish(id, "prod", R"({"x":1})").empty());
    const auto wish = open(id, "prod", R"({"x":2})");
    QCOMPARE(
        act(wish, "schedule",
            R"({"at":")" + core::toRfc3339(clock.time + 90min) + R"(","zone":"Europe/Berlin"})")
            .status,
        200);
    freeze("prod", closing(60min, 120min, "soft", R"(,"paths":["a/**"])"));
    const auto answer = ask("GET", "/v1/environments/prod/calendar");
    const auto calendar = read<core::ChangeCalendar>(answer);
    QVERIFY2(calendar.ok(), answer.body->c_str());
    const auto minute = std::chrono::floor<std::chrono::minutes>(clock.time);
    QCOMPARE(calendar->windows.size(), 1U);
    QVERIFY(calendar->windows.front().spans
        == (std::vector<core::CalendarSpan>{{minute + 60min, minute + 120min}}));
    QCOMPARE(calendar->closed.size(), 1U);
    QVERIFY(calendar->closed.front().to == minute + 120min);
    QCOMPARE(calendar->requests.size(), 1U);
    const auto &request = calendar->requests.front();
    QCOMPARE(request.request.text(), wish);
    QVERIFY(request.isFrozen);
    QCOMPARE(request.collidesWith, std::vector<std::string>{"end"});
    QVERIFY(request.nextSlot == minute + 120min);
    QVERIFY(calendar->nextSlot == clock.time);
    // Nothing of it is in another environment, or before.
    QVERIFY(
        read<core::ChangeCalendar>(ask("GET", "/v1/environments/dev/calendar"))->windows.empty());
    const auto status = [&](const std::string &query) {
        return ask("GET", "/v1/environments/prod/calendar", {}, {}, query).status;
    };
    QCOMPARE(status("from=2026-01-01T00:00:00Z&to=2027-12-01T00:00:00Z"), 400);
    QCOMPARE(status("from=soon"), 400);
    QCOMPARE(ask("GET", "/v1/environments/none/calendar").status, 404);
}

// Also of what inherits from that, and of nothing that it has nothing to do with.
void TestFreezes::theCalendarOfARequestIsOfWhatItChanges()
{
    const auto one = config("a/one");
    const auto heir = config("a/heir");
    const auto other = config("a/other");
    const auto etag = ask("GET", "/v1/configs/" + heir + "/layers").etag;
    QCOMPARE(
        ask("PUT", "/v1/configs/" + heir + "/layers",
            R"({"layers":[{"config":")" + one + R"(","kind":"base","name":""}],"dependencies":[]})",
            etag)
            .status,
        200);
    for (const auto &id : {one, heir, other})
        QVERIFY(!publish(id, "prod", R"({"x":1})").empty());
    const auto wish = open(one, "prod", R"({"x":2})");
    const auto closures = [&](const std::string &query) {
        return read<core::ChangeCalendar>(
            ask("GET", "/v1/environments/prod/calendar", {}, {}, query))
            ->closed.size();
    };
    freeze("prod", closing(60min, 120min, "soft", R"(,"paths":["a/other"])"));
    QCOMPARE(closures(""), 1U);
    QCOMPARE(closures("request=" + wish), 0U);
    freeze("prod", closing(60min, 120min, "soft", R"(,"paths":["a/heir"])"));
    QCOMPARE(closures("request=" + wish), 1U);
    QCOMPARE(ask("GET", "/v1/environments/prod/calendar", {}, {}, "request=CR-999").status, 404);
}

void TestFreezes::theCalendarSaysThatNothingCanBeRead()
{
    freeze("prod", "");
    auto map = store->snapshot();
    map["text/" + live(freezes, "prod")] = std::make_shared<const std::string>("{");
    ServiceWorld::open(std::move(map));
    const auto calendar = read<core::ChangeCalendar>(ask("GET", "/v1/environments/prod/calendar"));
    QVERIFY(calendar && !calendar->fault.empty());
    QVERIFY(!calendar->nextSlot);
}

QTEST_GUILESS_MAIN(TestFreezes)
#include "tst_freezes.moc"
