// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/testlog.h"
#include "tests/support/powercut.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::Cut;
using support::PowerCut;
using support::TestCache;

Q_DECLARE_METATYPE(support::Cut)

namespace {

namespace fs = std::filesystem;

// A console's copy until the power goes.
struct PowerWorld : TestCache {
    std::optional<std::string> side; // what is on the disk beside the file
    std::uint64_t acknowledged = 0;
    std::int64_t receipts = 0;

    PowerWorld() { key = core::Secret(std::string(32, 'k')); }
    bool note(audit::AuditCache &cache)
    {
        const auto text = cache.sideNote();
        if (text)
            side = *text;
        return text.ok();
    }
    bool step(audit::AuditCache &cache)
    {
        log.append(4);
        if (!cache.append(log.batchFrom(cache.size())))
            return false;
        acknowledged = cache.size();
        if (!cache.addReceipt(1000 + receipts, "req"))
            return false;
        ++receipts;
        return cache.database().execute("PRAGMA wal_checkpoint(RESTART)").ok();
    }
    void work()
    {
        for (int session = 0; session < 2; ++session) {
            auto cache = open();
            if (!cache || !cache->expect(side) || !note(*cache))
                return;
            for (int i = 0; i < 2; ++i) {
                if (!step(*cache) || !note(*cache))
                    return;
            }
        }
    }
};

} // namespace

// The copy as a whole: it opens with what was acknowledged, and no cut of the power looks like an
// attack.
class TestAuditPower : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aCutIsNoAlarm_data();
    void aCutIsNoAlarm();
};

void TestAuditPower::aCutIsNoAlarm_data()
{
    QTest::addColumn<Cut>("cut");
    QTest::newRow("killed") << Cut::Killed;
    QTest::newRow("torn") << Cut::Torn;
    QTest::newRow("unsynced") << Cut::Unsynced;
}

void TestAuditPower::aCutIsNoAlarm()
{
    QFETCH(Cut, cut);
    int writes = 0;
    {
        PowerWorld world;
        PowerCut never(cut, 1'000'000);
        world.work();
        QCOMPARE(world.acknowledged, 16u);
        writes = never.writes();
    }
    QVERIFY(writes > 100);
    for (int at = 0; at < writes; at += 9) {
        PowerWorld world;
        {
            PowerCut power(cut, at);
            world.work();
            QVERIFY(power.isOff());
        }
        fs::remove(world.file().string() + "-shm");
        auto cache = world.open();
        const auto where = "write " + std::to_string(at) + " of " + std::to_string(writes);
        QVERIFY2(cache.ok(), (where + ": " + (cache ? "" : cache.error().code)).c_str());
        QVERIFY(cache->expect(world.side).ok());
        QVERIFY2(!cache->alarm(), (where + (cache->alarm() ? cache->alarm()->detail : "")).c_str());
        QVERIFY2(cache->size() >= world.acknowledged, where.c_str());
        QVERIFY2(cache->openReceipts().value() >= world.receipts, where.c_str());
        QVERIFY(!cache->verifyLocal()->finding);
        world.log.append(1);
        QVERIFY(cache->append(world.log.batchFrom(cache->size())).ok());
    }
}

QTEST_GUILESS_MAIN(TestAuditPower)
#include "tst_auditpower.moc"
