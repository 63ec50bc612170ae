// SPDX-License-Identifier: Apache-2.0
#include "engine/core/emergency/lifecycle.h"
#include "tests/support/testcase.h"
#include "tests/support/told.h"

using namespace chancery;
using support::told;
using namespace std::chrono_literals;
using core::EmergencyDeed;
using core::EmergencyEvent;
using core::EmergencyState;

namespace {

const core::Instant noon{500'000h};
const core::EmergencyPerson ann{core::PrincipalId("usr_ann"), "ann", "laptop"};
const core::EmergencyPerson bob{core::PrincipalId("usr_bob"), "bob", "desk"};
const core::EmergencyPerson cid{core::PrincipalId("usr_cid"), "cid", "phone"};
constexpr auto reason = "Checkout refuses every card since 12:00";

core::NewEmergency asked()
{
    return {core::EnvironmentId("prod"), {"shop"}, reason, "INC-4711", 30};
}

core::EmergencySession requested()
{
    core::EmergencySession session;
    session.id = core::EmergencyId("EM-1");
    session.actor = ann.id;
    session.actorName = ann.name;
    session.device = ann.device;
    session.environment = core::EnvironmentId("prod");
    session.namespaces = {"shop", "edge"};
    session.reason = reason;
    session.minutes = 30;
    session.requestedAt = noon;
    return session;
}

core::EmergencySession open()
{
    auto session = requested();
    core::openEmergency(session, {}, noon);
    return session;
}

core::EmergencySession over(int actions = 1)
{
    auto session = open();
    (void)core::endEmergency(session, ann, false, "fixed", {}, noon + 10min);
    for (int i = 1; i <= actions; ++i) {
        session.actions.emplace_back();
        session.actions.back().number = i;
        session.actions.back().changes.emplace_back();
    }
    return session;
}

core::NewEmergencyReview verdict()
{
    return {core::EmergencyVerdict::Justified, "The cards were refused and are taken again",
        {{1, core::ActionFate::Kept, {}}}};
}

} // namespace

class TestEmergency : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov40_activation_data();
    void gov40_activation();
    void gov40_whatTheEnvironmentDemands();
    void gov40_aSecondPersonConfirms();
    void everyStateAndEvent();
    void gov41_itEndsByTimeAlone();
    void gov41_oneExtension_data();
    void gov41_oneExtension();
    void gov41_whoEndsIt();
    void gov44_scope_data();
    void gov44_scope();
    void gov47_review_data();
    void gov47_review();
    void gov48_unfinishedUntilSettled();
    void gov49_overdueReviews();
    void gov50_secretsFirst();
    void gov55_clockSteps();
};

void TestEmergency::gov40_activation_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char *what, const char *told) {
        QTest::newRow(what) << QByteArray(what) << QByteArray(told);
    };
    row("all right", "ok");
    row("nineteen letters", "policy-violation /reason:minLength");
    row("twenty letters", "ok");
    row("blanks", "policy-violation /reason:minLength");
    row("another form of incident", "policy-violation /incident:pattern");
    row("more than an incident", "policy-violation /incident:pattern");
    row("no incident", "policy-violation /incident:pattern");
    row("no minutes", "policy-violation /minutes:range");
    row("sixty minutes", "ok");
    row("sixty-one minutes", "policy-violation /minutes:range");
    row("no namespaces", "policy-violation /namespaces:count");
    row("the rules", "policy-violation /namespaces/1:reserved");
    row("twice", "policy-violation /namespaces/1:duplicate");
    row("no environment", "policy-violation /environment:required");
}

void TestEmergency::gov40_activation()
{
    QFETCH(const QByteArray, what);
    auto emergency = asked();
    if (what == "nineteen letters")
        emergency.reason = std::string(19, 'x');
    else if (what == "twenty letters")
        emergency.reason = std::string(20, 'x');
    else if (what == "blanks")
        emergency.reason = "short" + std::string(40, ' ') + "\u200b\u200b\u200b\u200b\u200b\u200b";
    else if (what == "another form of incident")
        emergency.incident = "4711";
    else if (what == "more than an incident")
        emergency.incident = "INC-4711 and more";
    else if (what == "no incident")
        emergency.incident = "";
    else if (what == "no minutes")
        emergency.minutes = 0;
    else if (what.startsWith("sixty"))
        emergency.minutes = what == "sixty minutes" ? 60 : 61;
    else if (what == "no namespaces")
        emergency.namespaces.clear();
    else if (what == "the rules")
        emergency.namespaces.emplace_back("sys");
    else if (what == "twice")
        emergency.namespaces.emplace_back("shop");
    else if (what == "no environment")
        emergency.environment = {};
    QTEST(QByteArray::fromStdString(told(core::checkActivation({}, emergency, 0))), "told");
}

void TestEmergency::gov40_whatTheEnvironmentDemands()
{
    core::EmergencySettings settings;
    QVERIFY(!core::checkActivation(settings, asked(), 0)->needsTwo);
    settings.twoPerson = true;
    QVERIFY(core::checkActivation(settings, asked(), 0)->needsTwo);
    settings.maximum = 20min;
    QCOMPARE(told(core::checkActivation(settings, asked(), 0)),
        std::string("policy-violation /minutes:range"));
    // Whatever the settings say, four hours are the end.
    settings.maximum = 10h;
    auto emergency = asked();
    emergency.minutes = 241;
    QCOMPARE(told(core::checkActivation(settings, emergency, 0)),
        std::string("policy-violation /minutes:range"));
    emergency.minutes = 240;
    QVERIFY(core::checkActivation(settings, emergency, 0).ok());
    settings.incidentPattern = "P[0-9]|Q";
    emergency.incident = "P1x";
    QVERIFY(!core::checkActivation(settings, emergency, 0).ok());
    emergency.incident = "Q";
    QVERIFY(core::checkActivation(settings, emergency, 0).ok());
}

void TestEmergency::gov40_aSecondPersonConfirms()
{
    auto session = requested();
    QVERIFY(!core::isOpenAt(session, noon));
    QCOMPARE(told(core::confirmEmergency(session, ann, {}, noon)), std::string("forbidden"));
    QVERIFY(core::confirmEmergency(session, bob, {}, noon + 29min).ok());
    QCOMPARE(session.confirmerName, std::string("bob"));
    // Its time begins when it opens.
    QCOMPARE(*session.expiresAt, noon + 59min);
    QCOMPARE(told(core::confirmEmergency(session, cid, {}, noon + 30min)),
        std::string("state-conflict"));
    auto late = requested();
    QCOMPARE(
        told(core::confirmEmergency(late, bob, {}, noon + 30min)), std::string("state-conflict"));
    QVERIFY(late.state == EmergencyState::Lapsed);
}

void TestEmergency::everyStateAndEvent()
{
    // Requested, Active, Due, reViewed, Lapsed; confirm, lapse, extend, act, expire, end, review.
    static constexpr char states[] = "RADVL";
    static constexpr char events[] = "clxaetr";
    std::string allowed;
    for (int from = 0; from < int(EmergencyState::Unknown); ++from) {
        for (int event = 0; event <= int(EmergencyEvent::Review); ++event) {
            const auto to = core::stateAfter(EmergencyState(from), EmergencyEvent(event));
            if (to)
                allowed += {states[from], events[event], states[int(*to)], ' '};
        }
    }
    QCOMPARE(allowed, std::string("RcA RlL RtL AxA AaA AeD AtD DrV "));
}

void TestEmergency::gov41_itEndsByTimeAlone()
{
    auto session = open();
    QVERIFY(core::isOpenAt(session, noon));
    QVERIFY(core::isOpenAt(session, noon + 30min - 1us));
    QVERIFY(!core::isOpenAt(session, noon + 30min));
    QVERIFY(!core::settleEmergency(session, {}, noon + 29min));
    QVERIFY(core::settleEmergency(session, {}, noon + 3h));
    QVERIFY(session.state == EmergencyState::ReviewDue);
    QVERIFY(session.ending == core::EmergencyEnding::Expired);
    QCOMPARE(*session.endedAt, noon + 30min);
    QCOMPARE(*session.reviewDueAt, noon + 30min + 72h);
    QCOMPARE(*session.ratifyDueAt, noon + 30min + std::chrono::days(5));
    QVERIFY(!core::settleEmergency(session, {}, noon + 4h));
}

void TestEmergency::gov41_oneExtension_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char *what, const char *told) {
        QTest::newRow(what) << QByteArray(what) << QByteArray(told);
    };
    row("all right", "ok");
    row("again", "state-conflict");
    row("no reason", "policy-violation /reason:minLength");
    row("another device", "forbidden");
    row("another person", "forbidden");
    row("too late", "state-conflict");
    row("no minutes", "policy-violation /minutes:range");
    row("more than the maximum", "policy-violation /minutes:range");
    row("more than four hours", "policy-violation /minutes:range");
}

void TestEmergency::gov41_oneExtension()
{
    QFETCH(const QByteArray, what);
    auto session = open();
    core::EmergencySettings settings;
    core::EmergencyExtensionAsked more{30, "Half of the shops still refuse cards"};
    auto who = what == "another person" ? bob : ann;
    if (what == "again")
        QVERIFY(core::extendEmergency(session, ann, more, settings, noon + 1min).ok());
    else if (what == "no reason")
        more.reason = "more";
    else if (what == "another device")
        who.device = "phone";
    else if (what == "no minutes")
        more.minutes = 0;
    else if (what == "more than the maximum")
        more.minutes = 61;
    else if (what == "more than four hours") {
        settings.maximum = 240min;
        more.minutes = 211;
    }
    const auto when = noon + (what == "too late" ? 30min : 20min);
    QTEST(
        QByteArray::fromStdString(told(core::extendEmergency(session, who, more, settings, when))),
        "told");
    if (what == "all right")
        QCOMPARE(*session.expiresAt, noon + 60min);
}

void TestEmergency::gov41_whoEndsIt()
{
    auto session = open();
    QCOMPARE(told(core::endEmergency(session, bob, false, "", {}, noon)), std::string("forbidden"));
    QVERIFY(core::endEmergency(session, bob, true, "too risky", {}, noon + 5min).ok());
    QVERIFY(session.ending == core::EmergencyEnding::Revoked);
    QCOMPARE(session.endedBy, std::string("bob"));
    QCOMPARE(told(core::endEmergency(session, ann, false, "", {}, noon + 6min)),
        std::string("state-conflict"));
    // From any device: ending is never the wrong thing.
    auto own = open();
    QVERIFY(core::endEmergency(own, {ann.id, ann.name, "phone"}, false, "", {}, noon).ok());
    auto waiting = requested();
    QVERIFY(core::endEmergency(waiting, ann, false, "", {}, noon).ok());
    QVERIFY(waiting.state == EmergencyState::Lapsed && !waiting.reviewDueAt);
}

void TestEmergency::gov44_scope_data()
{
    QTest::addColumn<int>("deed");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *name, EmergencyDeed deed, const char *path, bool allowed,
                         const char *environment = "prod") {
        QTest::newRow(name) << int(deed) << QByteArray(environment) << QByteArray(path) << allowed;
    };
    row("an edit", EmergencyDeed::Edit, "shop/cards", true);
    row("a rollback", EmergencyDeed::Rollback, "edge/routes/eu", true);
    row("another environment", EmergencyDeed::Edit, "shop/cards", false, "staging");
    row("another namespace", EmergencyDeed::Edit, "shopping/cards", false);
    row("the rules", EmergencyDeed::Edit, "sys/emergency", false);
    row("the rules again", EmergencyDeed::Rollback, "sys/roles", false);
    row("an approval", EmergencyDeed::Approve, "shop/cards", false);
    row("a schedule", EmergencyDeed::Schedule, "shop/cards", false);
    row("roles", EmergencyDeed::Roles, "shop/cards", false);
    row("a policy", EmergencyDeed::Policy, "shop/cards", false);
    row("retention", EmergencyDeed::Retention, "shop/cards", false);
    row("the audit log", EmergencyDeed::Audit, "shop/cards", false);
    row("keys", EmergencyDeed::Keys, "shop/cards", false);
    row("users", EmergencyDeed::Users, "shop/cards", false);
}

void TestEmergency::gov44_scope()
{
    QFETCH(const int, deed);
    QFETCH(const QByteArray, environment);
    QFETCH(const QByteArray, path);
    QFETCH(const bool, allowed);
    auto session = open();
    session.namespaces.emplace_back("sys"); // however it came there
    const core::EmergencyPlace place{
        core::EnvironmentId(environment.toStdString()), path.toStdString()};
    const auto barrier = [&](const core::EmergencyPerson &who, core::Instant when) {
        return core::emergencyBarrier(session, who, EmergencyDeed(deed), place, when);
    };
    QCOMPARE(!barrier(ann, noon), allowed);
    QVERIFY(barrier(bob, noon));
    QVERIFY(barrier({ann.id, ann.name, "phone"}, noon));
    QVERIFY(barrier(ann, noon + 30min));
    QVERIFY(barrier(ann, noon - 1us));
}

void TestEmergency::gov47_review_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char *what, const char *told) {
        QTest::newRow(what) << QByteArray(what) << QByteArray(told);
    };
    row("all right", "ok");
    row("by its actor", "forbidden");
    row("by its confirmer", "forbidden");
    row("while open", "state-conflict");
    row("no verdict", "policy-violation /verdict:enum");
    row("no text", "policy-violation /text:minLength");
    row("an action left out", "policy-violation /actions:count");
    row("an action twice",
        "policy-violation /actions/0/number:unknown /actions/1/number:unknown /actions:count");
    row("no fate", "policy-violation /actions/0/fate:enum");
    row("reverted by nothing", "policy-violation /actions/0/request:required");
    row("kept by a request", "policy-violation /actions/0/request:required");
    row("turned into a request", "ok");
}

void TestEmergency::gov47_review()
{
    QFETCH(const QByteArray, what);
    auto session = what == "while open" ? open() : over();
    if (what == "while open")
        session.actions.emplace_back().number = 1;
    auto review = verdict();
    auto &first = review.actions.front();
    if (what == "by its confirmer")
        session.confirmer = cid.id;
    else if (what == "no verdict")
        review.verdict = core::EmergencyVerdict::Unknown;
    else if (what == "no text")
        review.text = "ok";
    else if (what == "an action left out")
        review.actions.clear();
    else if (what == "an action twice")
        review.actions.push_back(core::ActionVerdict(first));
    else if (what == "no fate")
        first.fate = core::ActionFate::Open;
    else if (what == "reverted by nothing")
        first.fate = core::ActionFate::Reverted;
    else if (what == "kept by a request")
        first.request = core::ChangeRequestId("CR-1");
    else if (what == "turned into a request")
        first = {1, core::ActionFate::Requested, core::ChangeRequestId("CR-1")};
    const auto who = what == "by its actor" ? ann : cid;
    QTEST(
        QByteArray::fromStdString(told(core::reviewEmergency(session, who, review, {}, noon + 1h))),
        "told");
    QCOMPARE(session.state == EmergencyState::Reviewed, session.review.has_value());
}

void TestEmergency::gov48_unfinishedUntilSettled()
{
    auto session = over();
    QVERIFY(core::reviewEmergency(session, cid, verdict(), {}, noon + 1h).ok());
    QVERIFY(core::isUnfinished(session));
    auto &provision = session.actions.front().changes.front().provision;
    provision = core::Provision::RevertAsked;
    QVERIFY(core::isUnfinished(session));
    for (const auto settled : {core::Provision::Ratified, core::Provision::Replaced}) {
        provision = settled;
        QVERIFY(!core::isUnfinished(session));
    }
}

void TestEmergency::gov49_overdueReviews()
{
    const auto session = over();
    QVERIFY(!core::isReviewOverdue(session, noon + 10min + 72h));
    QVERIFY(core::isReviewOverdue(session, noon + 10min + 72h + 1us));
    QVERIFY(!core::isReviewOverdue(open(), noon + 100h));
    QVERIFY(!core::checkActivation({}, asked(), 0)->needsTwo);
    QVERIFY(core::checkActivation({}, asked(), 1)->needsTwo);
    QCOMPARE(told(core::checkActivation({}, asked(), 2)), std::string("state-conflict"));
}

void TestEmergency::gov50_secretsFirst()
{
    auto session = over();
    const core::EmergencyRotation secret{core::ConfigId("cfg_1"), "shop/cards", "/key", "{}", noon};
    QCOMPARE(told(core::reviewEmergency(session, cid, verdict(), {secret}, noon + 1h)),
        std::string("state-conflict /rotations:not-rotated"));
    QVERIFY(session.state == EmergencyState::ReviewDue && !session.review);
    QVERIFY(core::reviewEmergency(session, cid, verdict(), {}, noon + 1h).ok());
}

void TestEmergency::gov55_clockSteps()
{
    QCOMPARE(core::clockStep(noon, noon + 1s, 1s), 0us);
    QCOMPARE(core::clockStep(noon, noon + 3s, 1s), 0us);
    QCOMPARE(core::clockStep(noon, noon + 3s + 1us, 1s), 2s + 1us);
    QCOMPARE(core::clockStep(noon, noon - 1h, 1s), std::chrono::microseconds(-1h - 1s));
    // Set back by an hour after ten minutes: twenty are left, as before.
    auto session = open();
    core::applyClockStep(session, -1h);
    QVERIFY(core::isOpenAt(session, noon - 50min));
    QVERIFY(!core::isOpenAt(session, noon - 30min));
    // Set forward it ends early.
    session = open();
    core::applyClockStep(session, 1h);
    QVERIFY(!core::isOpenAt(session, noon + 1h));
}

QTEST_GUILESS_MAIN(TestEmergency)
#include "tst_emergency.moc"
