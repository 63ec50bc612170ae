// SPDX-License-Identifier: Apache-2.0
#include "tests/server/notificationworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;

// Who is told what, in their own inbox: by the facts that decide, never the one who did it, never
// of what they may not see, and never lost by a crash.
class TestNotifications : public support::TestCase, private support::NotificationWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nobodyReadsAnotherOnesInbox();
    void nobodyReadsAnotherOnesDrafts();
    void whatIsMarkedStaysMarked();
    void whatCannotBeMarked();
    void whoeverMayApproveIsAsked();
    void theAuthorHearsHowItGoes();
    void aNewCycleAsksAgain();
    void anApplyThatFails();
    void aMovedBaseNeedsARebase();
    void aRollbackIsToldToWhoseChangeItTakesBack();
    void whoMayNotSeeIsNotTold();
    void time_expiring();
    void time_expired();
    void gov17_anOrphanIsToldToWhoCanClaimIt();
    void gov7_quorumOutOfReach();
    void gov25_whoStandsBehindASuspendedSchedule();
    void gov28_anOverrideIsToldToWhoKeepsTheFreezes();
    void gov46_emergency();
    void gov47_reviewIsDueWhenTimeEndsIt();
    void aRefusedDeedTellsNobody();
    void itSurvivesARestart();
    void itIsKeptForNinetyDays();
    void oneHintForAllAndNothingInIt();
    void titlesAreCarriedAsTheyAre();

private:
    std::string submit(const std::string &text) { return at(submitted(text), "/id"); }
};

void TestNotifications::init()
{
    beginEmergencies();
    forgetAll();
}

void TestNotifications::nobodyReadsAnotherOnesInbox()
{
    const auto id = submit(R"({"limit":11})");
    QCOMPARE(told(bob), "review-asked " + id);
    QCOMPARE(told(ann), std::string());
    QCOMPARE(told(cid), std::string());
    // A number of somebody else's inbox marks nothing.
    const auto number = std::to_string(inbox(bob).items.front().number);
    QCOMPARE(askAs(ann, "POST", "/v1/notifications:read", R"({"numbers":[)" + number + "]}").status,
        200);
    QCOMPARE(inbox(bob).unread, std::uint64_t(1));
    QCOMPARE(askAs({}, "GET", "/v1/notifications").status, 401);
    QCOMPARE(askAs({}, "POST", "/v1/notifications:read", R"({"numbers":[1]})").status, 401);
    // Nor does the page of one person open that of another.
    (void)submit(R"({"limit":12})");
    const auto first = inbox(bob, "limit=1");
    QVERIFY(!first.next.empty());
    QCOMPARE(inbox(bob, "limit=1&cursor=" + first.next).items.size(), std::size_t(1));
    const auto stolen
        = askAs(ann, "GET", "/v1/notifications", {}, {}, "limit=1&cursor=" + first.next);
    QCOMPARE(stolen.status, 422);
}

// The same of what else is somebody's own.
void TestNotifications::nobodyReadsAnotherOnesDrafts()
{
    const auto dan = person("dan", R"(["author"])");
    for (const auto &who : {ann, dan}) {
        for (const char *place : {"dev", "prod", "live"})
            QCOMPARE(
                askAs(who, "POST", "/v1/drafts", item(cards, place, R"({"limit":1})")).status, 201);
    }
    const auto page = askAs(dan, "GET", "/v1/drafts", {}, {}, "limit=1");
    const auto next = at(page, "/next");
    QCOMPARE(askAs(dan, "GET", "/v1/drafts", {}, {}, "limit=1&cursor=" + next).status, 200);
    QCOMPARE(askAs(ann, "GET", "/v1/drafts", {}, {}, "limit=1&cursor=" + next).status, 422);
    const auto other = at(askAs(ann, "GET", "/v1/drafts", {}, {}, "limit=1"), "/next");
    QCOMPARE(askAs(dan, "GET", "/v1/drafts", {}, {}, "limit=1&cursor=" + other).status, 422);
}

void TestNotifications::whatIsMarkedStaysMarked()
{
    const auto first = submit(R"({"limit":11})");
    const auto second = submit(R"({"limit":12})");
    const auto third = submit(R"({"limit":13})");
    const auto page = inbox(bob);
    QCOMPARE(page.unread, std::uint64_t(3));
    const auto middle = std::to_string(page.items[1].number);
    const auto body = R"({"numbers":[)" + middle + R"(],"upTo":null})";
    for (int i = 0; i < 2; ++i) // once more changes nothing
        QCOMPARE(
            at(askAs(bob, "POST", "/v1/notifications:read", body), "/unread"), std::string("2"));
    QCOMPARE(told(bob),
        "review-asked " + third + ", *review-asked " + second + ", review-asked " + first);
    const auto unread = inbox(bob, "unread=true");
    QCOMPARE(unread.items.size(), std::size_t(2));
    QCOMPARE(unread.items.back().event.subject, first);
    QVERIFY(!unread.items.front().isRead);
    // All up to what was seen: what has come since stays unread.
    const auto seen = page.newest;
    const auto fourth = submit(R"({"limit":14})");
    QCOMPARE(at(askAs(bob, "POST", "/v1/notifications:read",
                    R"({"numbers":[],"upTo":)" + std::to_string(seen) + '}'),
                 "/unread"),
        std::string("1"));
    QCOMPARE(inbox(bob, "unread=true").items.front().event.subject, fourth);
}

void TestNotifications::whatCannotBeMarked()
{
    (void)submit(R"({"limit":11})");
    QCOMPARE(askAs(bob, "POST", "/v1/notifications:read", "{}").status, 400);
    QCOMPARE(askAs(bob, "POST", "/v1/notifications:read", R"({"numbers":"all"})").status, 400);
    std::string many = "1";
    for (int i = 0; i < 500; ++i)
        many += ",1";
    QCOMPARE(
        askAs(bob, "POST", "/v1/notifications:read", R"({"numbers":[)" + many + "]}").status, 422);
    QCOMPARE(inbox(bob).unread, std::uint64_t(1));
}

void TestNotifications::whoeverMayApproveIsAsked()
{
    (void)person("eve", R"(["viewer"])");
    const auto dan = person("dan", R"(["approver"])");
    const auto id = submit(R"({"limit":11})");
    QCOMPARE(told(bob), "review-asked " + id);
    QCOMPARE(told(dan), "review-asked " + id);
    const auto event = inbox(dan).items.front().event;
    QVERIFY(event.id.starts_with("ntf_"));
    QCOMPARE(event.id, inbox(bob).items.front().event.id);
    QCOMPARE(event.by, std::string("ann"));
    QCOMPARE(event.environments, std::vector<std::string>{"live"});
    QCOMPARE(told(signIn("eve")), std::string());
    // What nobody has submitted concerns nobody.
    forgetAll();
    (void)askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":false,"items":[)"
            + item(cards, "live", R"({"limit":12})") + "]}");
    QCOMPARE(told(dan), std::string());
}

void TestNotifications::theAuthorHearsHowItGoes()
{
    const auto id = submit(R"({"limit":11})");
    QCOMPARE(votes(bob, id, "request-changes").status, 200);
    QCOMPARE(told(ann), "changes-asked " + id);
    QCOMPARE(votes(bob, id).status, 200);
    QCOMPARE(told(ann), "request-approved " + id + ", changes-asked " + id);
    forgetAll();
    QCOMPARE(does(ann, id, "apply").status, 200);
    QCOMPARE(told(ann), std::string()); // she did it
    QCOMPARE(told(bob), "request-applied " + id); // and he stood for it
    forgetAll();
    const auto other = submit(R"({"limit":12})");
    QCOMPARE(does(bob, other, "reject", R"({"reason":"no"})").status, 200);
    QCOMPARE(told(ann), "request-rejected " + other);
    QCOMPARE(told(bob), "review-asked " + other);
}

void TestNotifications::aNewCycleAsksAgain()
{
    const auto id = submit(R"({"limit":11})");
    QCOMPARE(votes(bob, id).status, 200);
    readAll(bob);
    const auto edited = R"({"title":"t","description":"","reason":"r","ticket":"","submit":false,)"
                        R"("items":[)"
        + item(cards, "live", R"({"limit":12})") + "]}";
    const auto path = "/v1/change-requests/" + id;
    QCOMPARE(askAs(ann, "PUT", path, edited, ask("GET", path).etag).status, 200);
    QCOMPARE(told(bob), "review-asked " + id + ", *review-asked " + id);
}

void TestNotifications::anApplyThatFails()
{
    const auto first = submit(R"({"limit":11})");
    const auto second = submit(R"({"limit":12})");
    QCOMPARE(votes(bob, first).status, 200);
    QCOMPARE(votes(bob, second).status, 200);
    QCOMPARE(does(ann, first, "apply").status, 200);
    forgetAll();
    const auto op = person("op", R"(["operator"])");
    QCOMPARE(does(op, second, "apply").status, 412);
    QCOMPARE(told(ann), "request-failed " + second);
    QCOMPARE(told(bob), "request-failed " + second);
    QCOMPARE(told(op), std::string());
}

void TestNotifications::aMovedBaseNeedsARebase()
{
    const auto dan = person("dan", R"(["author"])");
    const auto mine = submit(R"({"limit":11})");
    const auto theirs = at(askAs(dan, "POST", "/v1/change-requests",
                               R"({"title":"t","description":"","reason":"r","ticket":"",)"
                               R"("submit":true,"items":[)"
                                   + item(cards, "live", R"({"limit":12})") + "]}"),
        "/id");
    QCOMPARE(votes(bob, theirs).status, 200);
    forgetAll();
    QCOMPARE(does(dan, theirs, "apply").status, 200);
    QCOMPARE(told(ann), "needs-rebase " + mine);
    QCOMPARE(told(dan), std::string());
}

void TestNotifications::aRollbackIsToldToWhoseChangeItTakesBack()
{
    environment("back", true, false); // whole versions go back without approval
    const auto op = person("op", R"(["operator"])");
    std::vector<std::string> versions;
    for (const char *text : {R"({"limit":1})", R"({"limit":2})"}) {
        const auto made = at(askAs(ann, "POST", "/v1/change-requests",
                                 R"({"title":"t","description":"","reason":"r","ticket":"",)"
                                 R"("submit":true,"items":[)"
                                     + item(cards, "back", text) + "]}"),
            "/id");
        QCOMPARE(votes(bob, made).status, 200);
        versions.push_back(at(does(ann, made, "apply"), "/appliedVersions/0"));
    }
    forgetAll();
    const auto path = "/v1/configs/" + cards + "/heads/back";
    const auto done = askAs(op, "POST", path + ":rollback",
        R"({"target":)" + inQuotes(versions.front()) + R"(,"reason":"slow","ticket":""})",
        ask("GET", path).etag);
    QCOMPARE(done.status, 201);
    QCOMPARE(told(ann), "rolled-back " + at(done, "/id"));
    QCOMPARE(told(op), std::string());
    // What went live in the same breath asked nobody for a review.
    QCOMPARE(told(bob), std::string());
}

void TestNotifications::whoMayNotSeeIsNotTold()
{
    const auto dan = person("dan", R"(["approver"])");
    const auto id = account("dan").id.text();
    auto map = store->snapshot();
    // A service is told nothing, whatever it may do.
    auto account = *map["principal/" + id];
    account.replace(account.find("\"user\""), 6, "\"service\"");
    map["principal/" + id] = std::make_shared<const std::string>(account);
    ServiceWorld::open(std::move(map));
    (void)submit(R"({"limit":11})");
    QCOMPARE(told(dan), std::string());
    QVERIFY(!told(bob).empty());
}

void TestNotifications::time_expiring()
{
    const auto id = submit(R"({"limit":11})");
    forgetAll();
    for (int i = 0; i < 61; ++i)
        tick();
    QCOMPARE(told(signIn("ann")), std::string());
    clock.time += 13 * 24h + 1h; // of fourteen days
    for (int i = 0; i < 61; ++i)
        tick();
    const auto again = signIn("ann");
    QCOMPARE(told(again), "request-expiring " + id);
    for (int i = 0; i < 130; ++i)
        tick();
    QCOMPARE(told(again), "request-expiring " + id); // once
    QCOMPARE(inbox(again).items.front().event.by, std::string());
}

void TestNotifications::time_expired()
{
    const auto id = submit(R"({"limit":11})");
    forgetAll();
    clock.time += 15 * 24h;
    tick();
    tick();
    QCOMPARE(told(signIn("ann")), "request-expired " + id);
}

void TestNotifications::gov17_anOrphanIsToldToWhoCanClaimIt()
{
    const auto dan = person("dan", R"(["author"])");
    const auto id = submit(R"({"limit":11})");
    forgetAll();
    const auto ours = account("ann");
    QCOMPARE(ask("POST", "/v1/principals/" + ours.id.text() + ":disable", R"({"reason":"gone"})",
                 ours.etag.text())
                 .status,
        200);
    tick();
    tick();
    QCOMPARE(told(dan), "request-orphaned " + id);
    QCOMPARE(told(bob), std::string()); // who may not edit cannot claim
}

// Three are asked for, three there are, and one of them goes.
void TestNotifications::gov7_quorumOutOfReach()
{
    (void)person("pia", R"(["viewer","policy.edit"])");
    (void)person("dan", R"(["approver"])");
    const auto strict = R"({"id":"strict","title":"","tier":1,"order":3,"gated":true,)"
                        R"("requiredApprovals":3,"rollbackNeedsApproval":true,"etag":""})";
    QCOMPARE(ask("POST", "/v1/environments", strict).status, 201);
    const auto id = at(askAs(ann, "POST", "/v1/change-requests",
                           R"({"title":"t","description":"","reason":"r","ticket":"",)"
                           R"("submit":true,"items":[)"
                               + item(cards, "strict", R"({"limit":1})") + "]}"),
        "/id");
    for (int i = 0; i < 3; ++i)
        tick();
    QCOMPARE(told(signIn("pia")), std::string());
    const auto dan = account("dan");
    QCOMPARE(ask("POST", "/v1/principals/" + dan.id.text() + ":disable", R"({"reason":"gone"})",
                 dan.etag.text())
                 .status,
        200);
    for (int i = 0; i < 3; ++i)
        tick();
    // Once, and to whoever may mend the policy.
    QCOMPARE(told(signIn("pia")), "quorum-unreachable " + id);
    QCOMPARE(told(bob), "review-asked " + id);
}

void TestNotifications::gov25_whoStandsBehindASuspendedSchedule()
{
    const auto op = person("op", R"(["operator"])");
    const auto id = submit(R"({"limit":11})");
    QCOMPARE(votes(bob, id).status, 200);
    const auto when = core::toRfc3339(clock.time + 1h);
    QCOMPARE(does(op, id, "schedule", R"({"at":")" + when + R"(","zone":"UTC"})").status, 200);
    forgetAll();
    clock.time += 2h; // past its grace
    for (int i = 0; i < 3; ++i)
        tick();
    // Time did it, so that whoever scheduled it is told as well.
    for (const auto &who : {ann, bob, op})
        QCOMPARE(told(who), "schedule-suspended " + id);
    QCOMPARE(inbox(op).items.front().event.by, std::string());
}

void TestNotifications::gov28_anOverrideIsToldToWhoKeepsTheFreezes()
{
    const auto pia = person("pia", R"(["viewer","policy.edit"])");
    const auto max = person("max", R"(["viewer","freeze.override"])");
    const auto id = submit(R"({"limit":11})");
    forgetAll();
    QCOMPARE(
        does(max, id, "override-freeze", R"({"reason":"It cannot wait","ticket":"INC-1"})").status,
        200);
    QCOMPARE(told(pia), "freeze-overridden " + id);
    QVERIFY(told(ann).find("freeze-overridden " + id) != std::string::npos);
    QCOMPARE(told(max), std::string());
}

void TestNotifications::gov46_emergency()
{
    auto session = EmergencyWorld::open(ann);
    const auto id = session.id.text();
    QCOMPARE(told(bob), "emergency-opened " + id);
    QCOMPARE(told(cid), "emergency-opened " + id);
    QCOMPARE(told(ann), std::string());
    session = sessionOf(act(ann, session, edit(R"({"limit":20})")));
    QVERIFY(told(bob).starts_with("emergency-acted " + id + ", emergency-opened"));
    session = sessionOf(step(ann, session, "end", R"("reason":"fixed")"));
    QVERIFY(told(cid).starts_with(
        "emergency-review-due " + id + ", emergency-ended " + id + ", emergency-acted"));
    QVERIFY(told(ann).find("review") == std::string::npos);
}

void TestNotifications::gov47_reviewIsDueWhenTimeEndsIt()
{
    auto session = EmergencyWorld::open(ann);
    session = sessionOf(act(ann, session, edit(R"({"limit":20})")));
    forgetAll();
    clock.time += 2h;
    tick();
    tick();
    const auto id = session.id.text();
    QCOMPARE(told(cid), "emergency-review-due " + id + ", emergency-ended " + id);
    QCOMPARE(told(ann), "emergency-ended " + id);
    clock.time += 80h;
    for (int i = 0; i < 3; ++i)
        tick();
    QVERIFY(told(signIn("cid")).starts_with("emergency-review-overdue " + id));
}

void TestNotifications::aRefusedDeedTellsNobody()
{
    const auto refused = submitted("no document");
    QCOMPARE(refused.status, 422);
    QCOMPARE(told(bob), std::string());
    const auto id = submit(R"({"limit":11})");
    forgetAll();
    QCOMPARE(votes(ann, id).status, 403);
    QCOMPARE(told(ann) + told(bob), std::string());
}

void TestNotifications::itSurvivesARestart()
{
    const auto id = submit(R"({"limit":11})");
    ServiceWorld::open(store->snapshot());
    QCOMPARE(told(bob), "review-asked " + id);
    const auto next = submit(R"({"limit":12})");
    QCOMPARE(told(bob), "review-asked " + next + ", review-asked " + id);
}

void TestNotifications::itIsKeptForNinetyDays()
{
    (void)submit(R"({"limit":11})");
    const auto bobs = account("bob").id.text();
    clock.time += 89 * 24h;
    for (int i = 0; i < 130; ++i)
        tick();
    auto again = signIn("bob");
    QVERIFY(told(again).find("review-asked") != std::string::npos);
    clock.time += 2 * 24h;
    for (int i = 0; i < 130; ++i)
        tick();
    again = signIn("bob");
    QVERIFY(told(again).find("review-asked") == std::string::npos);
    const auto map = store->snapshot();
    const auto left = std::ranges::count_if(
        map, [&](const auto &entry) { return entry.first.starts_with("unread/" + bobs); });
    QCOMPARE(std::uint64_t(left), inbox(again).unread);
}

void TestNotifications::oneHintForAllAndNothingInIt()
{
    (void)person("dan", R"(["approver"])");
    const auto before = at(ask("GET", "/v1/changes", {}, {}, "since=0"), "/next");
    const auto id = submit(R"({"limit":11})");
    const auto changes = ask("GET", "/v1/changes", {}, {}, "since=" + before);
    const auto page = read<api::Page<core::ChangeHint>>(changes);
    QVERIFY(page.ok());
    QCOMPARE(page->items.size(), std::size_t(2));
    QCOMPARE(page->items.back().kind, std::string("notification.new"));
    QCOMPARE(page->items.back().resource, std::string("/v1/notifications"));
    QCOMPARE(page->items.back().summary, std::string());
    QVERIFY(!id.empty());
}

void TestNotifications::titlesAreCarriedAsTheyAre()
{
    const std::string title = "a\r\nBcc: x\xe2\x80\xae"
                              "b";
    (void)submitted(R"({"limit":11})", title);
    QCOMPARE(inbox(bob).items.front().event.title, title);
}

QTEST_GUILESS_MAIN(TestNotifications)
#include "tst_notifications.moc"
