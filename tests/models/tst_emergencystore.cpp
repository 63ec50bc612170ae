// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "models/emergencystore.h"
#include "models/emergencywords.h"
#include "models/liveupdates.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using namespace std::chrono_literals;
using core::EmergencyState;
using core::ErrorKind;

// Emergency access as one console sees it, by the server's clock.
class EmergencyStoreTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everybodySeesWhoHasIt();
    void gov55_theServersClockDecides();
    void gov55_whatIsOverIsAskedForAnew();
    void gov55_aStepOfTheServersClockIsFollowed();
    void gov40_theRulesOfThePlaceAreForetold();
    void gov40_thePasswordIsKeptNowhere();
    void gov40_whatIsRefusedIsSaid();
    void gov40_aSecondPersonConfirms();
    void aud11_nothingIsSignedByAFarClock();
    void gov45_anActionIsSeenAtOnce();
    void ofTwoAtOnceOneLearnsOfTheOther();
    void gov47_theReviewAndTheRegister();
    void aLostAnswerIsSaidToBeUnknown();
    void gov46_theStreamTells();
    void whyNot_data();
    void whyNot();
    void timesInWords();

private:
    void answer();
    void open(const std::string &actor = "oncall");
    core::NewEmergency asked() const;
    core::EmergencyChanges change(const std::string &text);
    std::optional<core::EmergencyState> selectedState() const
    {
        return m_store->selected() ? std::optional(m_store->selected()->state) : std::nullopt;
    }

    const core::EnvironmentId m_prod{"prod"};
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::EmergencyStore> m_store;
};

void EmergencyStoreTest::init()
{
    m_store.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    for (const char *name : {"oncall", "second"})
        m_cms->addUser(name, name, {"author"}, {"view", "edit", "submit", "emergencyActivate"});
    m_cms->addUser("judge", "judge", {"viewer"}, {"view", "emergencyReview"});
    m_cms->actAs("oncall");
    m_store = std::make_unique<models::EmergencyStore>(*m_cms);
}

void EmergencyStoreTest::answer()
{
    while (m_mailbox->drain() > 0) { }
}

core::NewEmergency EmergencyStoreTest::asked() const
{
    return {m_prod, {"shop"}, "Checkout refuses every card", "INC-4711", 30};
}

void EmergencyStoreTest::open(const std::string &actor)
{
    m_cms->actAs(actor);
    m_store->activate(asked(), QString::fromStdString(actor + "-password"));
    answer();
}

core::EmergencyChanges EmergencyStoreTest::change(const std::string &text)
{
    const auto &config = *m_cms->configAt("shop/flags");
    return {
        {{config.id, m_cms->headOf(config.id, m_prod)->version, text, {}}}, "prod", "", false, ""};
}

void EmergencyStoreTest::everybodySeesWhoHasIt()
{
    m_store->watch();
    answer();
    QVERIFY(m_store->open().empty());
    open();
    m_cms->actAs("victor");
    models::EmergencyStore elsewhere(*m_cms);
    elsewhere.watch();
    answer();
    QCOMPARE(elsewhere.open().size(), std::size_t(1));
    QCOMPARE(elsewhere.open().front().reason, std::string("Checkout refuses every card"));
    QVERIFY(elsewhere.openOf(core::PrincipalId("usr_oncall")));
    QVERIFY(!elsewhere.openOf(core::PrincipalId("usr_victor")));
    QVERIFY(m_store->isFromHere(m_store->open().front()));
    QVERIFY(!elsewhere.isFromHere(elsewhere.open().front()));
    QVERIFY(elsewhere.sessions().empty()); // nobody looks at the register
    QCOMPARE(m_cms->callCount("listEmergencies"), 2);
}

// The scripted server lives in another year than this machine.
void EmergencyStoreTest::gov55_theServersClockDecides()
{
    m_cms->now -= std::chrono::days(400);
    open();
    const auto left = models::remaining(m_store->open().front(), m_store->serverNow());
    QVERIFY(left && *left <= 30min && *left > 29min);
    QVERIFY(m_store->serverNow() < core::SystemClock().now() - std::chrono::days(300));
}

void EmergencyStoreTest::gov55_whatIsOverIsAskedForAnew()
{
    open();
    m_cms->now += 30min - 1s;
    m_store->watch();
    answer();
    QCOMPARE(m_store->open().size(), std::size_t(1));
    m_cms->now += 2s;
    const QSignalSpy changes(m_store.get(), &models::EmergencyStore::changed);
    QTRY_VERIFY_WITH_TIMEOUT((answer(), m_store->open().empty()), 10'000);
    QVERIFY(selectedState() == EmergencyState::ReviewDue);
    QVERIFY(!changes.isEmpty());
}

// It tells of a session that changed when its clock steps; the time that is left is asked with it.
void EmergencyStoreTest::gov55_aStepOfTheServersClockIsFollowed()
{
    open();
    const auto left = [&] {
        m_store->watch();
        answer();
        if (m_store->open().empty())
            return 0s;
        return models::remaining(m_store->open().front(), m_store->serverNow()).value();
    };
    QVERIFY(left() > 29min);
    m_cms->now += 20min;
    QVERIFY(left() <= 10min && left() > 9min);
    for (const auto by : {-40min, -400min}) {
        m_cms->now += by;
        core::applyClockStep(m_cms->emergencies.front(), by);
        QVERIFY(left() <= 10min && left() > 9min);
    }
    m_cms->now += 11min;
    QCOMPARE(left(), 0s);
}

// By what governs access there, as the server answers; "somewhere" is enough for the button only.
void EmergencyStoreTest::gov40_theRulesOfThePlaceAreForetold()
{
    open();
    auto session = *m_store->selected();
    session.state = EmergencyState::Requested;
    m_cms->actAs("second");
    const core::SystemClock clock;
    auto known = std::make_shared<models::KnownAccess>(clock);
    const auto govern = [&](const char *text) {
        const auto reading = core::readJson(text);
        known->set({{m_prod, core::access::governedAccess(m_prod, &reading.tree(), nullptr)},
            {core::EnvironmentId("dev"), {}}});
    };
    const models::Permissions permissions{
        m_cms->current->principal, m_cms->current->permissions, known};
    const models::EmergencySight sight{permissions, m_store->serverNow()};
    govern("{}");
    QVERIFY(models::activateState(permissions, m_prod, nullptr).isEnabled);
    QVERIFY(models::confirmState(sight, session).isEnabled);
    // What is confirmed says when, so it is not by a clock that is minutes off (AUD-11).
    models::ServerClock apart;
    apart.note(std::chrono::seconds(301));
    const auto far = models::confirmState({permissions, m_store->serverNow(), &apart}, session);
    QVERIFY(!far.isEnabled && far.whyNot.contains(apart.sentence()));
    govern(R"({"rules":[{"id":"no","effect":"forbid","to":["second"],)"
           R"("permissions":["emergency.activate","emergency.review","submit"]}]})");
    QVERIFY(models::activateState(permissions, m_prod, nullptr)
            .whyNot.contains(QStringLiteral("The rule “no” of sys/access forbids")));
    QVERIFY(!models::confirmState(sight, session).isEnabled);
    QVERIFY(models::activateState(permissions, {}, nullptr).isEnabled);
    govern(R"({"closed":true,"rules":[{"id":"r","to":["judge"],"roles":["author"]}]})");
    QVERIFY(models::activateState(permissions, m_prod, nullptr)
            .whyNot.contains(QStringLiteral("Your roles give nothing in prod")));
}

void EmergencyStoreTest::gov40_thePasswordIsKeptNowhere()
{
    m_store->activate(asked(), QStringLiteral("wrong"));
    answer();
    QCOMPARE(m_store->acting().error().code, std::string("step-up-failed"));
    QVERIFY(m_store->open().empty());
    open();
    QVERIFY(!m_store->acting().hasFailed());
    // What is repeated is repeated without it.
    m_store->acting().retry();
    answer();
    QCOMPARE(m_store->acting().error().code, std::string("step-up-required"));
}

void EmergencyStoreTest::gov40_whatIsRefusedIsSaid()
{
    auto brief = asked();
    brief.reason = "short";
    m_store->activate(brief, QStringLiteral("oncall-password"));
    answer();
    QVERIFY(m_store->acting().hasFailed());
    QCOMPARE(m_store->acting().error().fields.front().pointer, std::string("/reason"));
    QCOMPARE(models::activationFault(brief),
        QStringLiteral("The reason needs %n more character(s).")
            .replace(QLatin1String("%n"), QLatin1String("15")));
    QVERIFY(models::activationFault(asked()).isEmpty());
    m_cms->overdueReviews = 2;
    m_store->activate(asked(), QStringLiteral("oncall-password"));
    answer();
    QVERIFY(m_store->acting().error().kind == ErrorKind::Conflict);
}

void EmergencyStoreTest::gov40_aSecondPersonConfirms()
{
    m_cms->emergencySettings.twoPerson = true;
    open();
    QVERIFY(selectedState() == EmergencyState::Requested);
    m_cms->actAs("second");
    models::EmergencyStore other(*m_cms);
    other.watch();
    answer();
    other.select(m_store->selectedId());
    QVERIFY(other.selected()); // known from the banner, before the register was read
    answer();
    other.confirm(QStringLiteral("second-password"));
    answer();
    QVERIFY(other.selected()->state == EmergencyState::Active);
    QCOMPARE(other.selected()->confirmerName, std::string("second"));
    QVERIFY(!other.isFromHere(*other.selected()));
}

// A prompt may have been open before the clocks went apart; what is no approval goes on.
void EmergencyStoreTest::aud11_nothingIsSignedByAFarClock()
{
    m_cms->emergencySettings.twoPerson = true;
    open();
    m_cms->actAs("second");
    models::ServerClock clock;
    models::EmergencyStore other(*m_cms);
    other.useClock(clock);
    other.watch();
    answer();
    other.select(m_store->selectedId());
    answer();
    const QSignalSpy changes(&other, &models::EmergencyStore::changed);
    clock.note(-301s);
    QCOMPARE(changes.size(), 1);
    other.confirm(QStringLiteral("second-password"));
    answer();
    QCOMPARE(other.acting().error().code, std::string("clock-skew"));
    QCOMPARE(m_cms->callCount("confirmEmergency"), 0);
    other.end({});
    answer();
    QCOMPARE(m_cms->callCount("endEmergency"), 1);
    other.review({core::EmergencyVerdict::Justified, "It was needed and it helped", {}},
        QStringLiteral("second-password"));
    answer();
    QCOMPARE(other.acting().error().code, std::string("clock-skew"));
    QCOMPARE(m_cms->callCount("reviewEmergency"), 0);
    clock.note({});
    other.review({core::EmergencyVerdict::Justified, "It was needed and it helped", {}},
        QStringLiteral("second-password"));
    answer();
    QCOMPARE(m_cms->callCount("reviewEmergency"), 1);
}

void EmergencyStoreTest::gov45_anActionIsSeenAtOnce()
{
    open();
    QSignalSpy acted(m_store.get(), &models::EmergencyStore::acted);
    m_store->apply(change("flags: {}\n"));
    answer();
    QCOMPARE(acted.size(), 1);
    QCOMPARE(m_store->selected()->actions.size(), std::size_t(1));
    QCOMPARE(m_store->open().front(), *m_store->selected());
    auto misspelt = change("flags: {a: 1}\n");
    misspelt.environment = "Prod";
    m_store->apply(misspelt);
    answer();
    QVERIFY(m_store->acting().hasFailed());
    QCOMPARE(m_store->selected()->actions.size(), std::size_t(1));
    m_store->extend({10, "Half of the shops still refuse"}, QStringLiteral("oncall-password"));
    answer();
    QVERIFY(m_store->selected()->extension.has_value());
    m_store->end(QStringLiteral("fixed"));
    answer();
    QVERIFY(m_store->open().empty());
    QVERIFY(selectedState() == EmergencyState::ReviewDue);
}

void EmergencyStoreTest::ofTwoAtOnceOneLearnsOfTheOther()
{
    open();
    m_cms->actAs("judge");
    models::EmergencyStore judge(*m_cms);
    judge.select(m_store->selectedId());
    answer();
    judge.end(QStringLiteral("too risky"));
    answer();
    m_cms->actAs("oncall");
    m_store->apply(change("flags: {}\n")); // knows nothing of it yet
    answer();
    QVERIFY(m_store->acting().hasFailed()); // it stays to be read
    QCOMPARE(m_store->acting().error().code, std::string("precondition-failed"));
    QVERIFY(selectedState() == EmergencyState::ReviewDue);
    QVERIFY(m_store->open().empty());
}

void EmergencyStoreTest::gov47_theReviewAndTheRegister()
{
    open();
    m_store->apply(change("flags: {}\n"));
    answer();
    m_store->end({});
    answer();
    m_store->ratify({});
    QSignalSpy asked(m_store.get(), &models::EmergencyStore::ratifyAsked);
    answer();
    QCOMPARE(asked.size(), 1);
    m_cms->actAs("judge");
    m_store->wantRegister();
    answer();
    m_store->review({core::EmergencyVerdict::Justified, "It was needed and it helped",
                        {{1, core::ActionFate::Kept, {}}}},
        QStringLiteral("judge-password"));
    answer();
    QCOMPARE(m_store->sessions().size(), std::size_t(1));
    QVERIFY(m_store->sessions().front().state == EmergencyState::Reviewed);
    QCOMPARE(m_store->sessions().front(), *m_store->selected());
}

void EmergencyStoreTest::aLostAnswerIsSaidToBeUnknown()
{
    open();
    m_cms->hang("endEmergency");
    m_store->end({});
    m_store->acting().cancel();
    QCOMPARE(m_store->acting().error().code, std::string("state-unknown"));
    m_cms->release();
    answer();
    m_cms->failNext("listEmergencies", support::anError(ErrorKind::Offline, "unreachable"));
    m_store->reload();
    answer();
    QCOMPARE(m_store->open().size(), std::size_t(1)); // as it was known last
    m_store->reload();
    answer();
    QVERIFY(m_store->open().empty());
}

void EmergencyStoreTest::gov46_theStreamTells()
{
    // Its tier is a part of who may do what.
    QVERIFY(models::LiveUpdates::topicsOf("environment.update") == models::LiveUpdates::Configs);
    QVERIFY(models::LiveUpdates::topicsOf("emergency.update") == models::LiveUpdates::Emergencies);
    QVERIFY(models::LiveUpdates::Topics(models::LiveUpdates::Everything)
        & models::LiveUpdates::Emergencies);
}

void EmergencyStoreTest::whyNot_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("enabled"); // of confirm, apply, extend, end, review, ratify
    QTest::addColumn<int>("state");
    QTest::newRow("its actor, waiting") << "oncall" << "end" << int(EmergencyState::Requested);
    QTest::newRow("another, waiting") << "second" << "confirm" << int(EmergencyState::Requested);
    QTest::newRow("its actor, open")
        << "oncall" << "apply extend end ratify" << int(EmergencyState::Active);
    QTest::newRow("another, open") << "second" << "ratify" << int(EmergencyState::Active);
    QTest::newRow("who reviews, open") << "judge" << "end" << int(EmergencyState::Active);
    QTest::newRow("a viewer, open") << "victor" << "" << int(EmergencyState::Active);
    QTest::newRow("its actor, over") << "oncall" << "ratify" << int(EmergencyState::ReviewDue);
    QTest::newRow("who reviews, over") << "judge" << "review" << int(EmergencyState::ReviewDue);
    QTest::newRow("who reviews, reviewed") << "judge" << "" << int(EmergencyState::Reviewed);
}

void EmergencyStoreTest::whyNot()
{
    QFETCH(QString, who);
    QFETCH(QString, enabled);
    QFETCH(int, state);
    open();
    m_store->apply(change("flags: {}\n"));
    answer();
    auto session = *m_store->selected();
    session.state = EmergencyState(state);
    if (session.state == EmergencyState::Requested)
        session.actions.clear();
    m_cms->actAs(who.toStdString());
    const models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    const models::EmergencySight sight{permissions, m_store->serverNow()};
    QStringList may;
    const auto note = [&](const char *name, const models::ActionState &state) {
        if (state.isEnabled)
            may << QLatin1String(name);
        QCOMPARE(state.whyNot.isEmpty(), state.isEnabled);
    };
    note("confirm", models::confirmState(sight, session));
    note("apply", models::emergencyApplyState(sight, session));
    note("extend", models::extendState(sight, session));
    note("end", models::endState(sight, session));
    note("review", models::reviewState(sight, session));
    note("ratify", models::ratifyState(sight, session));
    QCOMPARE(may.join(QLatin1Char(' ')), enabled);
}

void EmergencyStoreTest::timesInWords()
{
    QCOMPARE(models::countdownText(27min + 5s), QStringLiteral("27:05"));
    QCOMPARE(models::countdownText(1h + 2min + 9s), QStringLiteral("1:02:09"));
    QCOMPARE(models::countdownText(0s), QStringLiteral("00:00"));
    QCOMPARE(models::countdownWords(59s), QStringLiteral("less than a minute left"));
    QCOMPARE(models::countdownWords(0s), QStringLiteral("no time left"));
    QCOMPARE(models::noticeText("action-2"), QStringLiteral("Action 2"));
    QCOMPARE(models::noticeText("something new"), QStringLiteral("something new"));
}

QTEST_GUILESS_MAIN(EmergencyStoreTest)
#include "tst_emergencystore.moc"
