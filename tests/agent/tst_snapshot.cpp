// SPDX-License-Identifier: Apache-2.0
#include "engine/agent/snapshot.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;

namespace {

// Says how many of its kind are alive, and whether all of it is of one version.
struct Limits {
    explicit Limits(long version, std::atomic<int> &alive)
        : fields(64, version)
        , m_alive(alive)
    {
        ++m_alive;
    }
    ~Limits()
    {
        fields.assign(64, -1);
        --m_alive;
    }
    bool isWhole() const { return fields.front() > 0 && fields.front() == fields.back(); }

    std::vector<long> fields;

private:
    std::atomic<int> &m_alive;
};

} // namespace

class TestSnapshot : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasPublishedLast();
    void theOldValueLivesAsLongAsItsReading();
    void readingsNest();
    void everyValueIsFreedInTheEnd();
    void readersNeverSeeATornOrFreedValue();
};

void TestSnapshot::readsWhatWasPublishedLast()
{
    std::atomic<int> alive = 0;
    agent::Snapshot<Limits> snapshot(std::make_unique<const Limits>(1, alive));
    agent::Snapshot<Limits>::Reader reader(snapshot);
    QCOMPARE(reader.read()->fields[0], 1L);
    snapshot.publish(std::make_unique<const Limits>(2, alive));
    QCOMPARE(reader.read()->fields[0], 2L);
    QCOMPARE(alive.load(), 1);
}

void TestSnapshot::theOldValueLivesAsLongAsItsReading()
{
    std::atomic<int> alive = 0;
    agent::Snapshot<Limits> snapshot(std::make_unique<const Limits>(1, alive));
    agent::Snapshot<Limits>::Reader reader(snapshot);
    agent::Snapshot<Limits>::Reader another(snapshot);
    {
        const auto old = reader.read();
        snapshot.publish(std::make_unique<const Limits>(2, alive));
        QCOMPARE(snapshot.waiting(), std::size_t(1));
        QCOMPARE(another.read()->fields[0], 2L);
        QCOMPARE(alive.load(), 2);
        QVERIFY(old->isWhole());
    }
    // The last reader freed it on its way out.
    QCOMPARE(alive.load(), 1);
    QCOMPARE(snapshot.waiting(), std::size_t(0));
}

void TestSnapshot::readingsNest()
{
    std::atomic<int> alive = 0;
    agent::Snapshot<Limits> snapshot(std::make_unique<const Limits>(1, alive));
    agent::Snapshot<Limits>::Reader reader(snapshot);
    const auto outer = reader.read();
    {
        const auto inner = reader.read();
        snapshot.publish(std::make_unique<const Limits>(2, alive));
    }
    QCOMPARE(alive.load(), 2);
    QCOMPARE(outer->fields[0], 1L);
}

void TestSnapshot::everyValueIsFreedInTheEnd()
{
    std::atomic<int> alive = 0;
    {
        agent::Snapshot<Limits> snapshot(std::make_unique<const Limits>(1, alive));
        for (long version = 2; version < 100; ++version)
            snapshot.publish(std::make_unique<const Limits>(version, alive));
        QCOMPARE(alive.load(), 1);
    }
    QCOMPARE(alive.load(), 0);
}

void TestSnapshot::readersNeverSeeATornOrFreedValue()
{
    std::atomic<int> alive = 0;
    std::atomic<int> wrong = 0;
    std::atomic<bool> stop = false;
    agent::Snapshot<Limits> snapshot(std::make_unique<const Limits>(1, alive));
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            agent::Snapshot<Limits>::Reader reader(snapshot);
            long last = 0;
            while (!stop) {
                const auto limits = reader.read();
                const bool isFine = limits->isWhole() && limits->fields[0] >= last;
                last = limits->fields[0];
                wrong += isFine ? 0 : 1;
            }
        });
    }
    for (long version = 2; version < 20'000; ++version)
        snapshot.publish(std::make_unique<const Limits>(version, alive));
    stop = true;
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    snapshot.publish(std::make_unique<const Limits>(30'000, alive));
    QCOMPARE(alive.load(), 1);
}

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
