// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using support::ServiceWorld;

// A clock that is wrong for a while leaves the log with true times, and lets nobody prune.
class TestClockSteps : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aGlitchFreezesNothing();
    void aGlitchBeforeARestartFreezesNothing();
    void aTremblingClockStaysInOrder();
    void aStepThatFailsIsToldByTheNext();
    void nothingIsPrunedInTheSecondOfAGlitch();
    void nothingIsPrunedOnTheDayOfAStep();
    void nothingIsPrunedOnTheDayOfAStartWithAnotherClock();
    void oneOldEntryDoesNotSpeakForOthers();
    void entriesOfAGlitchGoWithTheirNeighbours();
    void entriesSayWhereTheTimeComesFrom();

private:
    void write(int count = 1);
    // An entry that needs no session: they are all over when the clock says so.
    void knock()
    {
        QCOMPARE(m_world.ask("POST", "/v1/sessions", R"({"name":"nobody","password":"wrong one"})")
                     .status,
            401);
    }
    server::Response prune()
    {
        return m_world.ask(
            "POST", "/v1/audit:prune", R"({"before":256,"reason":"r","ticket":"T"})");
    }
    std::vector<core::AuditEvent> events() const;
    void day(int count = 1)
    {
        m_world.tick(std::chrono::hours(24) * count, std::chrono::hours(24) * count);
    }

    ServiceWorld m_world;
    int m_made = 0;
};

constexpr std::chrono::hours tenYears(24 * 3653);

void TestClockSteps::init()
{
    m_world.begin();
    m_world.tick();
}

void TestClockSteps::write(int count)
{
    for (int i = 0; i < count; ++i)
        QCOMPARE(m_world
                     .ask("POST", "/v1/namespaces",
                         R"({"id":"","slug":"n)" + std::to_string(++m_made)
                             + R"(","title":"","owner":"","etag":""})")
                     .status,
            201);
}

std::vector<core::AuditEvent> TestClockSteps::events() const
{
    std::vector<core::AuditEvent> all;
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        if (key.starts_with("audit-leaf/"))
            all.push_back(core::fromLeaf(*value).value());
    }
    return all;
}

void TestClockSteps::aGlitchFreezesNothing()
{
    const auto now = m_world.clock.time;
    m_world.clock.time = now + tenYears;
    knock();
    m_world.clock.time = now + std::chrono::seconds(1);
    write(2);
    const auto all = events();
    const auto *last = &all.back();
    QVERIFY(last[-3].recordedTime == now + tenYears);
    QCOMPARE(last[-2].event, std::string("audit.clock_step"));
    QCOMPARE(last[-1].event, std::string("namespace.create"));
    QCOMPARE(last[0].event, std::string("namespace.create"));
    for (int i = -2; i <= 0; ++i)
        QVERIFY(last[i].recordedTime == now + std::chrono::seconds(1));
}

void TestClockSteps::aGlitchBeforeARestartFreezesNothing()
{
    const auto now = m_world.clock.time;
    m_world.clock.time = now + tenYears;
    knock();
    m_world.clock.time = now;
    m_world.open(m_world.store->snapshot());
    const auto all = events();
    QCOMPARE(all.back().event, std::string("audit.start"));
    QVERIFY(all.back().recordedTime == now);
    QCOMPARE(all[all.size() - 2].event, std::string("audit.clock_step"));
}

void TestClockSteps::aTremblingClockStaysInOrder()
{
    const auto now = m_world.clock.time;
    const auto before = events().size();
    for (int i = 0; i < 10; ++i) {
        m_world.clock.time = now - std::chrono::milliseconds(i % 2 ? 0 : 1900);
        write();
    }
    const auto all = events();
    QCOMPARE(all.size(), before + 10);
    for (std::size_t i = before; i < all.size(); ++i)
        QVERIFY(all[i].recordedTime >= all[i - 1].recordedTime);
}

void TestClockSteps::aStepThatFailsIsToldByTheNext()
{
    const auto now = m_world.clock.time;
    m_world.clock.time = now + tenYears;
    knock();
    m_world.clock.time = now;
    m_world.store->failsCommit = true;
    QVERIFY(m_world
                .ask("POST", "/v1/namespaces",
                    R"({"id":"","slug":"x","title":"","owner":"","etag":""})")
                .status
        >= 500);
    m_world.store->failsCommit = false;
    write();
    const auto all = events();
    QVERIFY(all.size() > 3);
    const std::set<std::string> told{all[all.size() - 3].event, all[all.size() - 2].event};
    QCOMPARE(told, (std::set<std::string>{"audit.clock_step", "audit.gap"}));
    QVERIFY(all.back().recordedTime == now);
}

void TestClockSteps::nothingIsPrunedInTheSecondOfAGlitch()
{
    write(300);
    QCOMPARE(prune().status, 422);
    m_world.clock.time += std::chrono::hours(2); // and no tick has seen it yet
    const auto refused = prune();
    QCOMPARE(refused.status, 409);
    QVERIFY2(
        refused.body->find("ask again in a minute") != std::string::npos, refused.body->c_str());
}

void TestClockSteps::nothingIsPrunedOnTheDayOfAStep()
{
    write(300);
    m_world.tick(tenYears);
    const auto refused = prune();
    QCOMPARE(refused.status, 409);
    QVERIFY2(refused.body->find("clock was set") != std::string::npos, refused.body->c_str());
    // It is set right again: they are as young as they were, also when the day is over.
    m_world.tick(-tenYears);
    QCOMPARE(prune().status, 409);
    day(2);
    QCOMPARE(prune().status, 422);
    // Time that goes by as it should makes them old.
    day(2600);
    QCOMPARE(prune().status, 200);
}

// While the server is off no tick sees the step; that so long went by may be true as well.
void TestClockSteps::nothingIsPrunedOnTheDayOfAStartWithAnotherClock()
{
    m_world.signUp("eve", {"admin"});
    m_world.as();
    write(300);
    m_world.clock.time += tenYears;
    m_world.open(m_world.store->snapshot());
    m_world.tick();
    m_world.signInAgain("eve");
    m_world.as("eve");
    const auto refused = prune();
    QCOMPARE(refused.status, 409);
    QVERIFY2(refused.body->find("clock was set") != std::string::npos, refused.body->c_str());
    day(2);
    m_world.signInAgain("eve");
    m_world.as("eve");
    QCOMPARE(prune().status, 200);
}

void TestClockSteps::oneOldEntryDoesNotSpeakForOthers()
{
    const auto now = m_world.clock.time;
    write(255 - int(events().size()));
    QCOMPARE(events().size(), 255u);
    m_world.clock.time = now - std::chrono::hours(24) * 4000;
    knock();
    m_world.clock.time = now;
    write(5);
    m_world.tick();
    day(2);
    const auto refused = prune();
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body->find("/before") != std::string::npos, refused.body->c_str());
}

void TestClockSteps::entriesOfAGlitchGoWithTheirNeighbours()
{
    const auto now = m_world.clock.time;
    write(100);
    m_world.clock.time = now + tenYears * 2;
    knock();
    m_world.clock.time = now;
    write(300);
    m_world.tick();
    day(2600);
    QCOMPARE(prune().status, 200);
}

// Asked at the start, every hour and when the clock steps; each entry has the last word.
void TestClockSteps::entriesSayWhereTheTimeComesFrom()
{
    int asked = 0;
    m_world.prepare = [&asked](server::ServiceOptions &options) {
        options.readClock = [&asked] { return core::AuditClock{"ntp", ++asked, 3}; };
    };
    m_world.begin();
    m_world.tick();
    QCOMPARE(asked, 1);
    write();
    QVERIFY((events().back().clock == core::AuditClock{"ntp", 1, 3}));
    for (int i = 0; i < 59; ++i)
        m_world.tick(std::chrono::minutes(1), std::chrono::minutes(1));
    QCOMPARE(asked, 1);
    m_world.tick(std::chrono::minutes(2), std::chrono::minutes(2));
    QCOMPARE(asked, 2);
    knock();
    QCOMPARE(events().back().clock->offsetMs, 2);
    m_world.clock.time -= std::chrono::minutes(10);
    m_world.tick();
    QCOMPARE(events().back().event, std::string("audit.clock_step"));
    QCOMPARE(events().back().clock->offsetMs, 3);
    m_world.prepare = {};
    const auto kernel = server::readKernelClock();
    QVERIFY(!kernel || kernel->source == "ntp" || kernel->source == "unsynchronized");
}

QTEST_GUILESS_MAIN(TestClockSteps)
#include "tst_clocksteps.moc"
