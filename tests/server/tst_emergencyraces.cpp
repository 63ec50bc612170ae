// SPDX-License-Identifier: Apache-2.0
#include "tests/server/emergencyworld.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using namespace std::chrono_literals;
using core::EmergencyState;
using support::inQuotes;

// Whatever is asked for at the same time, and whether anybody is there to see it: nothing is done
// in a session that is over (GOV-41).
class TestEmergencyRaces : public support::TestCase, private support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov41_anActionAndTheEndInEitherOrder();
    void gov41_anExtensionRacesTheEnd();
    void gov41_nothingIsDoneOnceTheTimeIsOver();
    void gov41_nobodyHasToBeThereForItToEnd();

private:
    Asked step(const char *who, const Session &session, const char *verb, const std::string &body)
    {
        return {who, "POST", "/v1/emergency-sessions/" + session.id.text() + ':' + verb, body,
            session.etag.text()};
    }
    Asked action(const Session &session, int limit)
    {
        return step("ann", session, "apply",
            R"({"items":[)" + edit(R"({"limit":)" + std::to_string(limit) + '}')
                + R"(],"environment":"live","reason":"","overrideValidation":false,)"
                + R"("overrideReason":""})");
    }
    Asked end(const Session &session)
    {
        return step("cid", session, "end", R"({"password":"","reason":"too risky"})");
    }

    std::mt19937 m_random{20261130};
};

void TestEmergencyRaces::init()
{
    beginEmergencies();
    adopt("ann", ann);
    adopt("cid", cid);
}

// Both with what they have seen: the second finds the session changed, and does nothing.
void TestEmergencyRaces::gov41_anActionAndTheEndInEitherOrder()
{
    std::array<int, 2> wins{};
    for (int round = 0; round < 40; ++round) {
        const auto session = open(ann);
        const auto before = live(cards, "live");
        std::vector<Asked> asked{action(session, 100 + round), end(session)};
        const bool isTurned = m_random() % 2 == 0;
        if (isTurned)
            std::ranges::reverse(asked);
        auto answers = together(asked);
        if (isTurned)
            std::ranges::reverse(answers);
        const bool hasActed = answers[0].status == 200;
        QCOMPARE(hasActed, !isTurned);
        QVERIFY2(hasActed || answers[0].status == 409 || answers[0].status == 412,
            answers[0].body->c_str());
        QCOMPARE(live(cards, "live") != before, hasActed);
        if (answers[1].status != 200)
            QCOMPARE(together({end(present(session))}).front().status, 200);
        const auto over = present(session);
        QVERIFY(over.state == EmergencyState::ReviewDue);
        QCOMPARE(int(over.actions.size()), hasActed ? 1 : 0);
        ++wins[hasActed ? 0 : 1];
        tick(1s, 1s);
    }
    QVERIFY(wins[0] > 5 && wins[1] > 5);
}

void TestEmergencyRaces::gov41_anExtensionRacesTheEnd()
{
    for (int round = 0; round < 20; ++round) {
        const auto session = open(ann);
        const auto more = step("ann", session, "extend",
            R"({"password":"12345678","minutes":10,"reason":"Half of the shops still refuse"})");
        const bool isTurned = m_random() % 2 == 0;
        const auto answers = together(
            isTurned ? std::vector{end(session), more} : std::vector{more, end(session)});
        // The password is looked at first, so that either may be the first to arrive.
        const auto &extended = answers[isTurned ? 1 : 0];
        const auto &ended = answers[isTurned ? 0 : 1];
        QVERIFY2((extended.status == 200) != (ended.status == 200), extended.body->c_str());
        if (ended.status != 200)
            QCOMPARE(together({end(present(session))}).front().status, 200);
        const auto over = present(session);
        QVERIFY(!core::isOpenAt(over, clock.time));
        QCOMPARE(together({step("ann", over, "extend", more.body)}).front().status, 409);
        tick(1s, 1s);
    }
}

void TestEmergencyRaces::gov41_nothingIsDoneOnceTheTimeIsOver()
{
    const auto session = open(ann);
    const auto before = live(cards, "live");
    clock.time = *session.expiresAt;
    const auto more = step("ann", session, "extend",
        R"({"password":"12345678","minutes":10,"reason":"Half of the shops still refuse"})");
    for (const auto &answer : together({action(session, 1), more, action(session, 2)}))
        QVERIFY2(answer.status == 409 || answer.status == 412, answer.body->c_str());
    QCOMPARE(live(cards, "live"), before);
}

// The console is gone, and so is the server when the time is up.
void TestEmergencyRaces::gov41_nobodyHasToBeThereForItToEnd()
{
    const auto session = open(ann);
    clock.time = *session.expiresAt + 10min;
    ServiceWorld::open(std::nullopt);
    tick();
    const auto over = present(session);
    QVERIFY(over.ending == core::EmergencyEnding::Expired);
    QCOMPARE(*over.endedAt, *session.expiresAt);
    QCOMPARE(countOf("breakglass.expire"), 1);
    QVERIFY(together({action(over, 1)}).front().status != 200);
}

QTEST_GUILESS_MAIN(TestEmergencyRaces)
#include "tst_emergencyraces.moc"
