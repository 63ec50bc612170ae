// SPDX-License-Identifier: Apache-2.0
#include "models/actionstate.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using namespace std::chrono_literals;
using models::ActionState;
using models::ServerClock;

// AUD-11: five seconds are told, five minutes end approving.
class TestServerClock : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aDifferenceIsTold();
    void nothingIsApprovedFarFromTheServersClock();
};

void TestServerClock::aDifferenceIsTold()
{
    ServerClock clock;
    const QSignalSpy told(&clock, &ServerClock::changed);
    QVERIFY(clock.sentence().isEmpty());
    clock.note(5s);
    QVERIFY(clock.sentence().isEmpty());
    QCOMPARE(told.size(), 0);
    clock.note(6s);
    QVERIFY(clock.sentence().contains(QStringLiteral("ahead")));
    clock.note(-6s);
    QVERIFY(clock.sentence().contains(QStringLiteral("behind")));
    QVERIFY(!clock.barrier());
    clock.note(0s);
    QVERIFY(clock.sentence().isEmpty());
    QCOMPARE(told.size(), 3);
}

void TestServerClock::nothingIsApprovedFarFromTheServersClock()
{
    ServerClock clock;
    const auto state
        = [&clock] { return models::nearServersClock(&clock, ActionState::enabled()); };
    for (const auto skew : {300s, -300s}) {
        clock.note(skew);
        QVERIFY(!clock.barrier());
        QVERIFY(state().isEnabled);
    }
    for (const auto skew : {301s, -301s}) {
        clock.note(skew);
        QCOMPARE(clock.barrier()->code, std::string("clock-skew"));
        QVERIFY(!state().isEnabled && state().whyNot.contains(clock.sentence()));
    }
    // What is refused for another reason says that one.
    const auto other
        = models::nearServersClock(&clock, ActionState::disabled(QStringLiteral("why")));
    QCOMPARE(other.whyNot, QStringLiteral("why"));
    QVERIFY(models::nearServersClock(nullptr, ActionState::enabled()).isEnabled);
}

QTEST_GUILESS_MAIN(TestServerClock)
#include "tst_serverclock.moc"
