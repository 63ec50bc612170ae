// SPDX-License-Identifier: Apache-2.0
#include "engine/core/random.h"
#include "tests/support/testcase.h"

#include <set>
#include <thread>

using namespace chancery;
using core::Instant;
using std::chrono::milliseconds;

namespace {

class HandClock final : public core::Clock {
public:
    explicit HandClock(std::int64_t atMilliseconds)
        : m_now(milliseconds(atMilliseconds))
    {
    }
    Instant now() const override { return m_now; }
    void turn(std::int64_t atMilliseconds) { m_now = Instant(milliseconds(atMilliseconds)); }

private:
    Instant m_now;
};

} // namespace

class TestRandom : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void bytesDiffer();
    void idsCarryTheTime();
    void idsGrowWhateverTheClockDoes();
    void idsOfManyThreadsDiffer();
    void countedIdsAreTheSameInEveryRun();
    void strangeIdsAreSeen();
};

void TestRandom::bytesDiffer()
{
    QCOMPARE(core::randomBytes(0).size(), 0u);
    QCOMPARE(core::randomBytes(33).size(), 33u);
    QVERIFY(core::randomBytes(16) != core::randomBytes(16));
}

void TestRandom::idsCarryTheTime()
{
    const HandClock clock(0x018f3c1e5a6b);
    core::SystemIdSource ids(clock);
    const auto id = ids.next("cfg_");
    QVERIFY2(id.starts_with("cfg_018f3c1e-5a6b-7000-"), id.c_str());
    QVERIFY(core::isId(id, "cfg_"));
}

void TestRandom::idsGrowWhateverTheClockDoes()
{
    HandClock clock(1'000'000);
    core::SystemIdSource ids(clock);
    std::string last = ids.next("x_");
    for (int i = 0; i < 5000; ++i) {
        if (i == 4500)
            clock.turn(5);
        const auto next = ids.next("x_");
        QVERIFY(core::isId(next, "x_"));
        QVERIFY(next.substr(0, 21) > last.substr(0, 21));
        last = next;
    }
    clock.turn(2'000'000);
    QVERIFY(ids.next("x_") > last);
}

void TestRandom::idsOfManyThreadsDiffer()
{
    const core::SystemClock clock;
    core::SystemIdSource ids(clock);
    std::vector<std::vector<std::string>> made(4);
    std::vector<std::thread> threads;
    for (auto &own : made)
        threads.emplace_back([&ids, &own] {
            for (int i = 0; i < 500; ++i)
                own.push_back(ids.next(""));
        });
    for (auto &thread : threads)
        thread.join();
    std::set<std::string> all;
    for (const auto &own : made)
        all.insert(own.begin(), own.end());
    QCOMPARE(all.size(), 2000u);
}

void TestRandom::countedIdsAreTheSameInEveryRun()
{
    core::CountingIdSource ids;
    QCOMPARE(ids.next("cfg_"), std::string("cfg_00000000-0000-7000-8000-000000000001"));
    QCOMPARE(ids.next("usr_"), std::string("usr_00000000-0000-7000-8000-000000000002"));
    QVERIFY(core::isId(ids.next("a_"), "a_"));
}

void TestRandom::strangeIdsAreSeen()
{
    const std::string good = "cfg_018f3c1e-5a6b-7000-8000-000000000001";
    QVERIFY(core::isId(good, "cfg_"));
    QVERIFY(!core::isId(good, "usr_"));
    QVERIFY(!core::isId(good + "0", "cfg_"));
    QVERIFY(!core::isId("cfg_018F3C1E-5a6b-7000-8000-000000000001", "cfg_"));
    QVERIFY(!core::isId("cfg_018f3c1e-5a6b-4000-8000-000000000001", "cfg_"));
    QVERIFY(!core::isId("cfg_018f3c1e-5a6b-7000-c000-000000000001", "cfg_"));
    QVERIFY(!core::isId("cfg_018f3c1e05a6b-7000-8000-000000000001", "cfg_"));
    QVERIFY(!core::isId("", ""));
}

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
