// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::EmergencyState;
using core::Provision;
using support::inQuotes;
using namespace std::chrono_literals;

// What follows an emergency, and what everybody can see of it.
class TestEmergencyReviews : public support::TestCase, private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginEmergencies(); }
    void gov46_whoIsTold();
    void gov46_ownersAreToldToo();
    void gov47_theReview();
    void gov48_ratified();
    void gov48_notRatifiedInTime();
    void gov48_whatCannotBeTakenBackIsToldAgain();
    void gov48_whatNobodyApprovedComesBackByVotesAlone();
    void gov49_overdueReviews();
    void gov50_aSecretThatWasSeen();
    void gov54_theRegister();
    void gov55_theClockSteps();
    void whatWasDoneIsSuspectedAsSuch();

private:
    int tryApply(const std::string &request)
    {
        const auto path = "/v1/change-requests/" + request;
        return ask("POST", path + ":apply", "{}", ask("GET", path).etag).status;
    }
    Provision provision(const core::EmergencySession &session);
    bool isUnfinished();
};

bool TestEmergencyReviews::isUnfinished()
{
    const auto map = store->snapshot();
    const auto found = map.lower_bound("emergency-open/");
    return found != map.end() && found->first.starts_with("emergency-open/");
}

Provision TestEmergencyReviews::provision(const core::EmergencySession &session)
{
    return present(session).actions.front().changes.front().provision;
}

void TestEmergencyReviews::gov46_whoIsTold()
{
    auto session = open(ann);
    QCOMPARE(session.skippedApprovers, 2); // bob and the administrator
    QCOMPARE(session.notices.size(), std::size_t(1));
    const auto &notice = session.notices.front();
    QCOMPARE(notice.about, std::string("activated"));
    QCOMPARE(notice.channel, std::string("console"));
    for (const char *name : {"bob", "cid"})
        QVERIFY(std::ranges::find(notice.audience, name) != notice.audience.end());
    QVERIFY(std::ranges::find(notice.audience, "ann") == notice.audience.end());
    session = sessionOf(act(ann, session, edit(R"({"limit":20})")));
    QCOMPARE(session.actions.front().skippedApprovers, 2);
    QCOMPARE(session.notices.back().about, std::string("action-1"));
    // Everybody who listens hears of both.
    const auto changes = ask("GET", "/v1/changes", {}, {}, "since=0");
    std::size_t count = 0;
    for (std::size_t from = 0;
        (from = changes.body->find("\"emergency.update\"", from)) != std::string::npos; ++from)
        ++count;
    QCOMPARE(count, std::size_t(2));
}

void TestEmergencyReviews::gov46_ownersAreToldToo()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    for (const char *name : {"eve", "finn", "gus"})
        (void)person(name, R"(["viewer"])");
    actAs(ann);
    const auto groups = config("sys/groups");
    const auto ownership = config("sys/ownership");
    actAs({});
    QVERIFY(!publishLive(groups, R"({"groups":[{"name":"payments","members":["eve"]}]})").empty());
    QVERIFY(!publishLive(ownership,
        R"({"lines":[{"pattern":"/a/","owners":["payments","finn"]},)"
        R"({"pattern":"/b/","owners":["gus"]}]})")
            .empty());
    const auto told = [](const Session &session) {
        const auto &names = session.notices.back().audience;
        std::string found;
        for (const char *name : {"bob", "eve", "finn", "gus"})
            found += std::ranges::find(names, name) != names.end() ? std::string(name) + ' ' : "";
        return found;
    };
    const auto session = open(ann);
    QCOMPARE(told(session), std::string("bob eve finn "));
    QCOMPARE(
        told(sessionOf(act(ann, session, edit(R"({"limit":20})")))), std::string("bob eve finn "));
}

void TestEmergencyReviews::gov47_theReview()
{
    const auto session = ended(R"({"limit":20})");
    QCOMPARE(*session.reviewDueAt, clock.time + 72h);
    QCOMPARE(review(ann, session).status, 403); // has not the right
    const auto reverted = R"({"number":1,"fate":"reverted","request":"CR-1"})";
    QCOMPARE(review(cid, session, "").status, 422);
    QCOMPARE(review(cid, session, R"({"number":1,"fate":"reverted","request":null})").status, 422);
    QCOMPARE(review(cid, session, R"({"number":1,"fate":"kept","request":"CR-1"})").status, 422);
    QCOMPARE(
        review(cid, session, R"({"number":1,"fate":"requested","request":"CR-9"})").status, 404);
    const auto done = sessionOf(review(cid, session, reverted));
    QVERIFY(done.state == EmergencyState::Reviewed);
    QCOMPARE(done.review->reviewerName, std::string("cid"));
    QCOMPARE(countOf("breakglass.review_complete"), 1);
    QCOMPARE(review(cid, done, reverted).status, 409);
    // Bob may review, but not his own.
    const auto own = sessionOf(step(bob, open(bob), "end", R"("reason":"")"));
    QCOMPARE(review(bob, own, "").status, 403);
}

void TestEmergencyReviews::gov48_ratified()
{
    const auto session = ended(R"({"limit":20})");
    QVERIFY(provision(session) == Provision::Provisional);
    const auto ratify = [&] {
        return askAs(ann, "POST", "/v1/emergency-sessions/EM-1:ratify", R"({"reason":""})");
    };
    const auto request = ratify();
    QCOMPARE(request.status, 201);
    QCOMPARE(at(request, "/ratifies"), std::string("EM-1"));
    QCOMPARE(at(request, "/requirements/0/rule"), std::string("live: one approval"));
    QCOMPARE(at(approved(request), "/state"), std::string("applied"));
    QVERIFY(provision(session) == Provision::Ratified);
    const auto version = ask("GET", "/v1/versions/" + live(cards, "live"));
    QCOMPARE(at(version, "/approvals/0/name"), std::string("bob"));
    QCOMPARE(at(version, "/emergency"), std::string());
    QCOMPARE(ratify().status, 409);
    tick(std::chrono::days(6), std::chrono::days(6));
    QVERIFY(provision(session) == Provision::Ratified);
    // Nothing of it is left to be done once it is reviewed too.
    QVERIFY(isUnfinished());
    cid = signIn("cid");
    QCOMPARE(review(cid, present(session)).status, 200);
    QVERIFY(!isUnfinished());
}

void TestEmergencyReviews::gov48_notRatifiedInTime()
{
    const auto session = ended(R"({"limit":20})");
    const auto version = live(cards, "live");
    tick(std::chrono::days(5) - 2s, std::chrono::days(5) - 2s);
    QVERIFY(provision(session) == Provision::Provisional);
    tick(3s, 3s);
    QVERIFY(provision(session) == Provision::RevertAsked);
    const auto followUp = present(session).actions.front().changes.front().followUp;
    const auto request = ask("GET", "/v1/change-requests/" + followUp->text());
    QCOMPARE(at(request, "/state"), std::string("open"));
    QCOMPARE(at(request, "/requesterName"), std::string("Chancery"));
    QCOMPARE(at(request, "/items/0/text"), std::string(R"({"limit":10})"));
    QCOMPARE(at(request, "/items/0/base"), version);
    // Nothing happens to what is live until people say so.
    tick(std::chrono::days(9), std::chrono::days(9));
    QCOMPARE(live(cards, "live"), version);
    QCOMPARE(countOf("change_request.create"), 3);
    ann = signIn("ann");
    bob = signIn("bob");
    QCOMPARE(at(approved(request), "/state"), std::string("applied"));
    QVERIFY(provision(session) == Provision::Replaced);
}

// Nothing was live before it: no request could bring that back.
void TestEmergencyReviews::gov48_whatCannotBeTakenBackIsToldAgain()
{
    const auto fresh = config("a/fresh");
    const auto changed = sessionOf(act(ann, open(ann),
        R"({"config":)" + inQuotes(fresh) + R"(,"base":null,"text":"{}","target":null})"));
    const auto session = sessionOf(step(ann, changed, "end", R"("reason":"fixed")"));
    const auto count = [&] {
        const auto notices = present(session).notices;
        return std::ranges::count(notices, "not-ratified", &core::EmergencyNotice::about);
    };
    tick(std::chrono::days(5) + 1s, std::chrono::days(5) + 1s);
    QVERIFY(provision(session) == Provision::Provisional);
    QVERIFY(!present(session).actions.front().changes.front().followUp);
    QCOMPARE(count(), 1);
    for (int i = 0; i < 3; ++i)
        tick();
    QCOMPARE(count(), 1);
    tick(std::chrono::days(1), std::chrono::days(1));
    QCOMPARE(count(), 2);
    for (int day = 0; day < 12; ++day)
        tick(std::chrono::days(1), std::chrono::days(1));
    QCOMPARE(count(), 8); // daily for a week, and weekly from then on
}

// Rollbacks need no approval there: to what was ever approved.
void TestEmergencyReviews::gov48_whatNobodyApprovedComesBackByVotesAlone()
{
    auto map = store->snapshot();
    auto environment = *map["environment/live"];
    const std::string asks = R"("rollbackNeedsApproval":true)";
    environment.replace(environment.find(asks), asks.size(), R"("rollbackNeedsApproval":false)");
    map["environment/live"] = std::make_shared<const std::string>(environment);
    ServiceWorld::open(std::move(map));
    const auto olga = person("olga", R"(["operator"])");
    const auto backTo = [&](const std::string &target) {
        return askAs(olga, "POST", "/v1/configs/" + cards + "/heads/live:rollback",
            R"({"target":)" + inQuotes(target) + R"(,"reason":"back","ticket":""})",
            ask("GET", "/v1/configs/" + cards + "/heads/live").etag);
    };
    (void)ended(R"({"limit":20})");
    const auto emergency = live(cards, "live");
    QCOMPARE(at(backTo(first), "/state"), std::string("applied"));
    const auto reverted = live(cards, "live");
    auto waiting = backTo(emergency);
    QCOMPARE(waiting.status, 201);
    QCOMPARE(at(waiting, "/state"), std::string("open"));
    QCOMPARE(live(cards, "live"), reverted);
    QCOMPARE(tryApply(at(waiting, "/id")), 409);
    // Once it has been approved it is a version like every other.
    QCOMPARE(at(approved(waiting), "/state"), std::string("applied"));
    const auto confirmed = live(cards, "live");
    QCOMPARE(at(backTo(first), "/state"), std::string("applied"));
    QCOMPARE(at(backTo(confirmed), "/state"), std::string("applied"));
}

void TestEmergencyReviews::gov49_overdueReviews()
{
    (void)ended(R"({"limit":20})");
    tick(73h, 73h);
    ann = signIn("ann");
    QVERIFY(
        std::ranges::any_of(present(sessionOf(ask("GET", "/v1/emergency-sessions/EM-1"))).notices,
            [](const auto &notice) { return notice.about == "review-overdue"; }));
    auto second = open(ann);
    QVERIFY(second.state == EmergencyState::Requested && second.needsTwo);
    // Bob owes the review as well as cid does.
    bob = signIn("bob");
    QVERIFY(open(bob).needsTwo);
    second = sessionOf(step(bob, second, "confirm", R"("x":0)"));
    (void)step(ann, second, "end", R"("reason":"")");
    tick(73h, 73h);
    ann = signIn("ann");
    QCOMPARE(activate(ann).status, 409);
    cid = signIn("cid");
    QCOMPARE(review(cid, present(second), "").status, 200);
    QVERIFY(open(ann).needsTwo);
}

void TestEmergencyReviews::gov50_aSecretThatWasSeen()
{
    const auto seal = [&](const std::string &value) {
        return at(askAs(ann, "POST", "/v1/configs/" + cards + "/environments/live:seal",
                      R"({"pointer":"/key","value":)" + inQuotes(value) + R"(,"replaces":""})"),
            "/text");
    };
    const auto sealed = seal("\"old\"");
    publishLive(cards, R"({"key":)" + sealed + '}');
    const auto admin = person("dan", R"(["author","secret.reveal","emergency.activate"])");
    auto session = open(admin);
    QCOMPARE(askAs(admin, "POST", "/v1/configs/" + cards + "/environments/live:reveal",
                 R"({"pointer":"/key","sealed":)" + inQuotes(sealed) + R"(,"reason":"look"})")
                 .status,
        200);
    session = present(session);
    QCOMPARE(session.rotations.size(), std::size_t(1));
    QCOMPARE(session.rotations.front().pointer, std::string("/key"));
    session = sessionOf(step(admin, session, "end", R"("reason":"")"));
    QCOMPARE(review(cid, session, "").status, 409);
    // Sealed again it is another text, and still the same secret.
    publishLive(cards, R"({"key":)" + seal("\"old\"") + '}');
    QCOMPARE(review(cid, session, "").status, 409);
    publishLive(cards, R"({"key":)" + seal("\"new\"") + '}');
    QCOMPARE(review(cid, session, "").status, 200);
}

void TestEmergencyReviews::gov54_theRegister()
{
    const auto session = ended(R"({"limit":20})");
    const auto other = open(bob);
    const auto eve = person("eve", R"(["viewer"])");
    const auto list = [&](const std::string &query) {
        return read<api::Page<core::EmergencySession>>(
            askAs(eve, "GET", "/v1/emergency-sessions", {}, {}, query))
            ->items;
    };
    const auto all = list("");
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all[0].id.text(), std::string("EM-2"));
    QCOMPARE(all[1], present(session));
    QCOMPARE(all[1].actions.front().changes.front().path, std::string("a/cards"));
    const auto open = list("open=true");
    QCOMPARE(open.size(), std::size_t(1));
    QCOMPARE(open[0].id, other.id);
    QVERIFY(list("environment=dev").empty());
    QCOMPARE(ask("GET", "/v1/emergency-sessions/EM-9").status, 404);
    QCOMPARE(ask("GET", "/v1/emergency-sessions/EM-01").status, 404);
}

void TestEmergencyReviews::gov55_theClockSteps()
{
    const auto session = open(ann);
    tick(3s, 1s); // two seconds are no step
    QCOMPARE(countOf("audit.clock_step"), 0);
    // Set back by an hour: the session is not longer for it.
    tick(-1h, 1s);
    QCOMPARE(countOf("audit.clock_step"), 1);
    const auto moved = present(session);
    QCOMPARE(*moved.expiresAt, *session.expiresAt - 1h - 1s);
    clock.time = *moved.expiresAt - 1s;
    QCOMPARE(act(ann, moved, edit(R"({"limit":20})")).status, 200);
    clock.time = *moved.expiresAt + 1s;
    QCOMPARE(act(ann, present(session), edit(R"({"limit":30})")).status, 409);
    tick();
    // Without a session the log is told all the same (AUD-11).
    const int told = countOf("audit.clock_step");
    tick(10s, 1s);
    QCOMPARE(countOf("audit.clock_step"), told + 1);
}

void TestEmergencyReviews::whatWasDoneIsSuspectedAsSuch()
{
    const auto agent = at(ask("POST", "/v1/agents",
                              R"({"name":"edge","environment":"live","service":"shop","region":"",)"
                              R"("build":"","paths":["a/cards"]})"),
        "/id");
    clock.time += 1min;
    (void)ended(R"({"limit":20})");
    QCOMPARE(ask("POST", "/v1/agents/" + agent + ":report",
                 R"({"config":)" + inQuotes(cards) + R"(,"path":"a/cards","version":)"
                     + inQuotes(live(cards, "live"))
                     + R"(,"epoch":2,"status":"applied","reason":"","at":)"
                     + inQuotes(core::toRfc3339(clock.time)) + '}')
                 .status,
        200);
    clock.time += 1min;
    const auto suspects = ask("GET", "/v1/environments/live/suspects", {}, {}, "service=shop");
    QVERIFY2(suspects.body->find("\"emergency\"") != std::string::npos, suspects.body->c_str());
}

QTEST_GUILESS_MAIN(TestEmergencyReviews)
#include "tst_emergencyreviews.moc"
