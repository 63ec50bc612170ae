// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::EmergencyState;
using support::inQuotes;
using namespace std::chrono_literals;

// Emergency access as the server grants it, and what may be done in it.
class TestEmergencies : public support::TestCase, private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginEmergencies(); }
    void gov40_whatAnActivationNeeds();
    void gov40_thePasswordAgain();
    void gov40_ofTwoThatRaceOneWins();
    void gov40_theEnvironmentAsksForTwo();
    void gov41_atTheLastSecondAndAfter();
    void gov41_oneExtensionAndWhoEnds();
    void gov42_anotherDeviceAndNoApproval();
    void gov43_whatIsNeverSkipped();
    void gov43_anOverrideHasItsOwnReason();
    void gov22_aCoverThatStoodThereMayStay();
    void gov44_noRolesNoPolicies();
    void gov44_whatRefersToItIsInScopeToo();
    void gov43_theSchemaStaysAsItIs();
    void gov43_freezesHoldUnlessTheEnvironmentSaysOtherwise_data();
    void gov43_freezesHoldUnlessTheEnvironmentSaysOtherwise();
    void gov44_whoIsDisabledIsOut();
    void gov45_anActionIsAMarkedVersion();
    void gov45_aRollbackIsOneToo();
};

void TestEmergencies::gov40_whatAnActivationNeeds()
{
    QCOMPARE(activate(cid).status, 403); // the right
    QCOMPARE(activate(ann, "61").status, 422);
    QCOMPARE(activate(ann, "0").status, 422);
    const auto body = [](const char *environment, const char *space, const char *reason) {
        return std::string(R"({"environment":")") + environment + R"(","namespaces":[")" + space
            + R"("],"reason":")" + reason
            + R"(","incident":"INC-1","minutes":5,"password":"12345678"})";
    };
    const auto told = [&](const std::string &asked) {
        return askAs(ann, "POST", "/v1/emergency-sessions", asked).status;
    };
    QCOMPARE(told(body("live", "a", "too short")), 422);
    QCOMPARE(told(body("live", "sys", "Checkout refuses every card")), 422);
    QCOMPARE(told(body("live", "none", "Checkout refuses every card")), 404);
    QCOMPARE(told(body("none", "a", "Checkout refuses every card")), 404);
    const auto session = open(ann);
    QVERIFY(session.state == EmergencyState::Active);
    QCOMPARE(session.actorName, std::string("ann"));
    QCOMPARE(*session.expiresAt, clock.time + 30min);
    QCOMPARE(countOf("breakglass.activate"), 1);
    QCOMPARE(countOf("authn.step_up"), 1);
}

void TestEmergencies::gov40_thePasswordAgain()
{
    const auto wrong = activate(ann, "30", "87654321");
    QCOMPARE(wrong.status, 403);
    QCOMPARE(at(wrong, "/code"), std::string("step-up-failed"));
    QCOMPARE(countOf("authn.step_up"), 1);
    // Guessing ends as it does where people sign in.
    int status = 403;
    for (int i = 0; i < 20 && status == 403; ++i)
        status = activate(ann, "30", "guess-" + std::to_string(i)).status;
    QCOMPARE(status, 429);
    QVERIFY(countOf("authn.lockout") > 0);
    QCOMPARE(activate(ann).status, 429);
    // A machine has no password, and no emergencies either.
    const auto service = at(ask("POST", "/v1/principals",
                                R"({"kind":"service","name":"bot","displayName":"",)"
                                R"("roles":["author","emergency.activate"],"password":""})"),
        "/id");
    const auto token
        = at(ask("POST", "/v1/principals/" + service + ":create-token", "{}"), "/token");
    QCOMPARE(activate(token).status, 403);
}

void TestEmergencies::gov40_ofTwoThatRaceOneWins()
{
    const auto first = activate(ann);
    const auto second = activate(ann);
    QCOMPARE(first.status, 201);
    QCOMPARE(second.status, 409);
    QVERIFY(at(second, "/detail").starts_with("EM-1"));
    // Somebody else's is another one, and of two actions from the same state one wins.
    QCOMPARE(activate(bob).status, 201);
    const auto session = sessionOf(first);
    QCOMPARE(act(ann, session, edit(R"({"limit":20})")).status, 200);
    QCOMPARE(act(ann, session, edit(R"({"limit":30})")).status, 412);
}

void TestEmergencies::gov40_theEnvironmentAsksForTwo()
{
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    const auto settings = config("sys/emergency");
    actAs({});
    publishLive(settings, R"({"twoPerson":true,"maximumMinutes":20})");
    QCOMPARE(activate(ann, "30").status, 422);
    auto session = sessionOf(activate(ann, "20"));
    QVERIFY(session.state == EmergencyState::Requested);
    QCOMPARE(act(ann, session, edit("{}")).status, 409);
    QCOMPARE(step(ann, session, "confirm", R"("x":0)").status, 403);
    session = sessionOf(step(bob, session, "confirm", R"("x":0)"));
    QVERIFY(session.state == EmergencyState::Active);
    QCOMPARE(session.confirmerName, std::string("bob"));
    QCOMPARE(countOf("breakglass.approve"), 1);
    // Settings that nobody can read are the careful ones.
    QVERIFY(publishLive(settings, R"({"twoPerson":false,"typo":1})").empty());
    auto map = store->snapshot();
    map["text/" + live(settings, "live")]
        = std::make_shared<const std::string>(R"({"twoPerson":false,"typo":1})");
    ServiceWorld::open(std::move(map));
    QVERIFY(sessionOf(activate(bob)).state == EmergencyState::Requested);
    tick(31min, 31min);
    QVERIFY(sessionOf(ask("GET", "/v1/emergency-sessions/EM-2")).state == EmergencyState::Lapsed);
}

void TestEmergencies::gov41_atTheLastSecondAndAfter()
{
    const auto session = open(ann);
    clock.time = *session.expiresAt - 1s;
    const auto changed = sessionOf(act(ann, session, edit(R"({"limit":20})")));
    QCOMPARE(int(changed.actions.size()), 1);
    clock.time = *session.expiresAt + 1s;
    // Nobody has looked yet, and it is over all the same.
    QCOMPARE(act(ann, changed, edit(R"({"limit":30})")).status, 409);
    QVERIFY(present(session).state == EmergencyState::ReviewDue);
    tick(1s, 30min);
    const auto over = present(session);
    QVERIFY(over.ending == core::EmergencyEnding::Expired);
    QCOMPARE(*over.endedAt, *session.expiresAt);
    QCOMPARE(countOf("breakglass.expire"), 1);
    QCOMPARE(countOf("breakglass.review_due"), 1);
    tick();
    QCOMPARE(countOf("breakglass.expire"), 1);
}

void TestEmergencies::gov41_oneExtensionAndWhoEnds()
{
    auto session = open(ann);
    const std::string more = R"("minutes":10,"reason":"Half of the shops still refuse")";
    QCOMPARE(step(bob, session, "extend", more).status, 403);
    session = sessionOf(step(ann, session, "extend", more));
    QCOMPARE(*session.expiresAt, clock.time + 40min);
    QCOMPARE(step(ann, session, "extend", more).status, 409);
    const auto author = person("eve", R"(["author"])");
    QCOMPARE(step(author, session, "end", R"("reason":"")").status, 403);
    session = sessionOf(step(cid, session, "end", R"("reason":"too risky")"));
    QVERIFY(session.ending == core::EmergencyEnding::Revoked);
    QCOMPARE(act(ann, session, edit("{}")).status, 409);
    QCOMPARE(countOf("breakglass.extend"), 1);
    QCOMPARE(countOf("breakglass.revoke"), 1);
}

void TestEmergencies::gov42_anotherDeviceAndNoApproval()
{
    const auto session = open(bob);
    const auto phone = signIn("bob");
    QCOMPARE(act(phone, session, edit("{}")).status, 403);
    QCOMPARE(act(ann, session, edit("{}")).status, 403);
    const auto request = askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
            + item(cards, "live", "{}") + "]}");
    const auto vote = [&](const std::string &kind) {
        return askAs(bob, "POST", "/v1/change-requests/" + at(request, "/id") + ":vote",
            R"({"kind":")" + kind + R"(","cycle":1,"contentDigest":)"
                + inQuotes(at(request, "/contentDigest")) + R"(,"comment":""})",
            request.etag)
            .status;
    };
    QCOMPARE(vote("approve"), 403);
    (void)step(bob, session, "end", R"("reason":"")");
    QCOMPARE(vote("approve"), 200);
}

void TestEmergencies::gov43_whatIsNeverSkipped()
{
    giveSchema(R"({"type":"object","properties":{"limit":{"type":"integer"}}})");
    const auto session = open(ann);
    QCOMPARE(act(ann, session, edit("{")).status, 422);
    QCOMPARE(act(ann, session, edit(R"({"limit":"many"})")).status, 422);
    const auto other = config("b/other");
    const auto outside
        = R"({"config":)" + inQuotes(other) + R"(,"base":null,"text":"{}","target":null})";
    QCOMPARE(act(ann, session, outside).status, 403);
    const auto stale
        = R"({"config":)" + inQuotes(cards) + R"(,"base":null,"text":"{}","target":null})";
    QCOMPARE(act(ann, session, stale).status, 412);
    QCOMPARE(live(cards, "live"), first);
    // What failed there cannot be made live later, by whatever way.
    const auto failed = ask("GET", "/v1/change-requests/CR-3");
    QCOMPARE(at(failed, "/state"), std::string("failed"));
    QCOMPARE(askAs(ann, "POST", "/v1/change-requests/CR-3:apply", "{}", failed.etag).status, 409);
    QCOMPARE(present(session).actions.size(), std::size_t(0));
}

void TestEmergencies::gov43_anOverrideHasItsOwnReason()
{
    giveSchema(R"({"type":"object","properties":{"limit":{"type":"integer"}}})");
    auto session = open(ann);
    const auto wrong = edit(R"({"limit":"many"})");
    const std::string reason = "The service reads words since yesterday";
    QCOMPARE(act(ann, session, wrong, "live", "because").status, 422);
    QCOMPARE(act(ann, session, edit("{"), "live", reason).status, 422);
    const auto secret = edit(R"({"limit":"many","password":"kJ8#mQ2$vX9!pL4z"})");
    const auto refused = act(ann, session, secret, "live", reason);
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("has-secrets"));
    session = sessionOf(act(ann, session, wrong, "live", reason));
    QCOMPARE(session.actions.front().overrideReason, reason);
    QCOMPARE(session.actions.front().changes.front().version.text(), live(cards, "live"));
}

// A live value that really is six bullets came there before anybody looked, here by an override.
void TestEmergencies::gov22_aCoverThatStoodThereMayStay()
{
    giveSchema(R"({"type":"object","properties":{"limit":{"type":"integer"}}})");
    const std::string why = "The service draws bullets since yesterday, as it should";
    const std::string odd = R"({"limit":5,"sign":"••••••","list":["••••••"]})";
    auto session = sessionOf(act(ann, open(ann), edit(odd), "live", why));
    const auto base = live(cards, "live");
    QVERIFY(base != first);
    const auto asked = [&](const std::string &text) {
        const auto answer = askAs(ann, "POST", "/v1/change-requests",
            R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
                + item(cards, "live", text) + "]}");
        return answer.status < 400
            ? std::string("taken")
            : at(answer, "/errors/0/code") + ' ' + at(answer, "/errors/0/pointer");
    };
    QCOMPARE(asked(R"({"limit":7,"sign":"••••••","list":["••••••"]})"), std::string("taken"));
    QCOMPARE(asked(R"({"limit":7,"sign":"••••••!","list":["••••••"]})"),
        std::string("covered-value /items/0/text/sign"));
    QCOMPARE(asked(R"({"limit":7,"other":"••••••","list":["••••••"]})"),
        std::string("covered-value /items/0/text/other"));
    // In a list it may move, and it does not multiply.
    QCOMPARE(
        asked(R"({"limit":7,"sign":"••••••","list":["first","••••••"]})"), std::string("taken"));
    QCOMPARE(asked(R"({"limit":7,"sign":"••••••","list":["••••••","first","••••••"]})"),
        std::string("covered-value /items/0/text/list/2"));
    // Gone meanwhile, it comes back with the version that it stood in, and by no edit.
    session = sessionOf(act(ann, session, edit(R"({"limit":7})")));
    QCOMPARE(asked(odd), std::string("covered-value /items/0/text/sign"));
    QCOMPARE(act(ann, session, edit(odd)).status, 422);
    QCOMPARE(act(ann, session, back(base)).status, 200);
    QVERIFY(live(cards, "live") != base);
}

void TestEmergencies::gov44_noRolesNoPolicies()
{
    // An administrator in an emergency is none.
    const auto admin = person("dan", R"(["admin","emergency.activate"])");
    const auto people = ask("GET", "/v1/principals");
    const auto page = read<api::Page<core::Principal>>(people);
    const auto found = std::ranges::find(page->items, std::string("cid"), &core::Principal::name);
    QVERIFY(found != page->items.end());
    const auto promote = [&] {
        return askAs(admin, "PUT", "/v1/principals/" + found->id.text() + "/roles",
            R"({"roles":["approver"],"reason":"now"})", found->etag.text())
            .status;
    };
    const auto session = open(admin);
    QCOMPARE(promote(), 403);
    QCOMPARE(askAs(signIn("dan"), "POST", "/v1/namespaces",
                 R"({"id":"","slug":"c","title":"","owner":"","etag":""})")
                 .status,
        403);
    QCOMPARE(askAs(admin, "POST", "/v1/seal-keys:rotate",
                 R"({"namespace":"","environment":"","reason":"r"})")
                 .status,
        403);
    (void)step(admin, session, "end", R"("reason":"")");
    QCOMPARE(promote(), 200);
}

// Or nothing would be validated: another schema is no way around it, nor are other layers.
void TestEmergencies::gov44_whatRefersToItIsInScopeToo()
{
    const auto shop = config("b/shop");
    QVERIFY(!publishLive(shop, R"({"most":"${ref:/a/cards#/limit}"})").empty());
    QCOMPARE(act(ann, open(ann), edit(R"({"limit":11})")).status, 403);
}

void TestEmergencies::gov43_theSchemaStaysAsItIs()
{
    giveSchema(R"({"properties":{"limit":{"maximum":50}}})");
    const auto session = open(ann);
    QCOMPARE(act(ann, session, edit(R"({"limit":900})")).status, 422);
    QCOMPARE(
        askAs(ann, "POST", "/v1/schemas", R"({"uri":"urn:none","name":"","text":"{}"})").status,
        403);
    const auto path = "/v1/configs/" + cards;
    QCOMPARE(
        askAs(ann, "PUT", path + "/schema", R"({"schema":null})", ask("GET", path).etag).status,
        403);
    QCOMPARE(askAs(ann, "PUT", path + "/layers", R"({"layers":[],"dependencies":[]})",
                 ask("GET", path + "/layers").etag)
                 .status,
        403);
    QCOMPARE(act(ann, present(session), edit(R"({"limit":40})")).status, 200);
}

void TestEmergencies::gov43_freezesHoldUnlessTheEnvironmentSaysOtherwise_data()
{
    QTest::addColumn<QByteArray>("severity");
    QTest::addColumn<bool>("mayPass");
    for (const char *severity : {"soft", "hard"}) {
        QTest::addRow("%s window", severity) << QByteArray(severity) << false;
        QTest::addRow("%s window, granted", severity) << QByteArray(severity) << true;
    }
}

void TestEmergencies::gov43_freezesHoldUnlessTheEnvironmentSaysOtherwise()
{
    QFETCH(QByteArray, severity);
    QFETCH(bool, mayPass);
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    const auto settings = config("sys/emergency");
    const auto freezes = config("sys/freezes");
    actAs({});
    publishLive(settings,
        std::string(R"({"maximumMinutes":60,"mayPassFreeze":)") + (mayPass ? "true}" : "false}"));
    const auto day = core::toRfc3339(clock.time).substr(0, 10);
    publishLive(freezes,
        R"({"windows":[{"id":"end","title":"Year end","kind":"deny","zone":"UTC","severity":")"
            + severity.toStdString() + R"(","from":")" + day
            + R"(T00:00","to":"2099-01-01T00:00"}]})");
    tick();
    const auto session = open(ann);
    QCOMPARE(act(ann, session, edit(R"({"limit":20})")).status, mayPass ? 200 : 423);
}

void TestEmergencies::gov44_whoIsDisabledIsOut()
{
    const auto session = open(ann);
    const auto page = read<api::Page<core::Principal>>(ask("GET", "/v1/principals"));
    const auto found = std::ranges::find(page->items, std::string("ann"), &core::Principal::name);
    QCOMPARE(ask("POST", "/v1/principals/" + found->id.text() + ":disable", R"({"reason":"left"})",
                 found->etag.text())
                 .status,
        200);
    QCOMPARE(act(ann, session, edit("{}")).status, 401);
    tick();
    const auto over = present(session);
    QVERIFY(over.state == EmergencyState::ReviewDue);
    QVERIFY(over.ending == core::EmergencyEnding::Revoked);
    QCOMPARE(over.endedBy, std::string("Chancery"));
    QCOMPARE(countOf("breakglass.revoke"), 1);
}

void TestEmergencies::gov45_anActionIsAMarkedVersion()
{
    auto session = open(ann);
    const auto change = edit(R"({"limit":20})");
    QCOMPARE(act(ann, session, change, "Live").status, 422);
    QCOMPARE(act(ann, session, change, "").status, 422);
    session = sessionOf(act(ann, session, change));
    const auto &action = session.actions.front();
    const auto version = ask("GET", "/v1/versions/" + action.changes.front().version.text());
    QCOMPARE(at(version, "/emergency"), std::string("EM-1"));
    QCOMPARE(at(version, "/approvals/0/name"), std::string());
    const auto request = ask("GET", "/v1/change-requests/" + action.request.text());
    QCOMPARE(at(request, "/emergency"), std::string("EM-1"));
    QCOMPARE(at(request, "/ticket"), std::string("INC-4711"));
    QCOMPARE(at(request, "/state"), std::string("applied"));
    QCOMPARE(countOf("breakglass.use"), 1);
    QCOMPARE(countOf("head.update"), 2);
}

void TestEmergencies::gov45_aRollbackIsOneToo()
{
    publishLive(cards, R"({"limit":0})");
    auto session = open(ann);
    QCOMPARE(act(ann, session, back(first) + ',' + edit("{}")).status, 422);
    session = sessionOf(act(ann, session, back(first)));
    QVERIFY(session.actions.front().isRollback);
    const auto version = ask("GET", "/v1/versions/" + live(cards, "live"));
    QCOMPARE(at(version, "/emergency"), std::string("EM-1"));
    QVERIFY(!at(version, "/rollbackOf").empty());
    QCOMPARE(*ask("GET", "/v1/versions/" + live(cards, "live") + "/text").body,
        std::string(R"({"limit":10})"));
}

QTEST_GUILESS_MAIN(TestEmergencies)
#include "tst_emergencies.moc"
