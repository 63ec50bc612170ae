// SPDX-License-Identifier: Apache-2.0
#include "tests/models/auditworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using World = support::AuditWorld;

namespace {

std::int64_t firstOf(const World &world)
{
    const auto &overview = world.store->overview();
    return overview ? overview->first : -1;
}

} // namespace

// A console that meets a log of which the beginning has gone.
class TestPrunedAudit : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aFreshCopyBeginsBehindIt();
    void aCopyThatIsBehindIsBegunAnew();
    void whatIsWithheldIsStillAnAlarm_data();
    void whatIsWithheldIsStillAnAlarm();
    void whoIsBehindForLongIsAlarmed();
    void aLogThatIsPrunedOnAndOnEnds();
};

void TestPrunedAudit::aFreshCopyBeginsBehindIt()
{
    World world;
    world.server.log.append(600);
    world.server.pruned = world.server.log.prune(512);
    world.server.log.append(3);
    QVERIFY(world.sync());
    QCOMPARE(world.store->alarm(), QString());
    QTRY_COMPARE(firstOf(world), 512);
    QCOMPARE(world.store->size(), 624 - 512);
    QTRY_COMPARE(world.store->rows().size(), 112u);
    world.server.log.append(7);
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 631 - 512);
    world.store->verify();
    QTRY_VERIFY(world.store->verification());
    QVERIFY(!world.store->verification()->finding);
    QCOMPARE(world.store->verification()->checked, 119u);
    // Nothing is forgotten with the next start, and more that is pruned changes nothing.
    world.server.pruned = world.server.log.prune(512);
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->alarm(), QString());
    QTRY_COMPARE(firstOf(world), 512);
}

void TestPrunedAudit::aCopyThatIsBehindIsBegunAnew()
{
    World world;
    QVERIFY(world.trust());
    world.server.log.append(600);
    world.server.pruned = world.server.log.prune(256);
    QVERIFY(world.sync());
    QVERIFY(world.store->syncing().hasFailed());
    QCOMPARE(world.store->syncing().error().code, std::string("audit-copy-behind"));
    QCOMPARE(world.store->alarm(), QString());
    QCOMPARE(world.store->size(), 25);
    world.store->startAnew();
    QTRY_COMPARE(firstOf(world), 256);
    QTRY_COMPARE(world.store->size(), 626 - 256);
    QCOMPARE(world.store->alarm(), QString());
}

void TestPrunedAudit::whatIsWithheldIsStillAnAlarm_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("isTrusted");
    for (const char *how : {"no record", "refused", "nobody tells", "forged", "beyond the log"}) {
        QTest::addRow("%s", how) << QString::fromLatin1(how) << false;
        if (qstrcmp(how, "nobody tells") != 0)
            QTest::addRow("%s, to a copy", how) << QString::fromLatin1(how) << true;
    }
}

void TestPrunedAudit::whatIsWithheldIsStillAnAlarm()
{
    QFETCH(QString, how);
    QFETCH(bool, isTrusted);
    World world;
    if (isTrusted)
        QVERIFY(world.trust());
    world.server.log.append(600);
    world.server.pruned = world.server.log.prune(512, how != QLatin1String("nobody tells"));
    if (how == QLatin1String("forged"))
        world.server.pruned.note = world.server.log.note(256);
    if (how == QLatin1String("beyond the log"))
        world.server.pruned.before = std::uint64_t(1) << 60;
    if (how == QLatin1String("no record"))
        world.server.noRecord = true;
    if (how == QLatin1String("refused"))
        world.server.refusedRecord
            = core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}};
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("entries-withheld"));
    QCOMPARE(world.store->size(), isTrusted ? 25 : 0);
}

// The log's signature over its beginning does not say that the rest may be kept back for ever.
void TestPrunedAudit::whoIsBehindForLongIsAlarmed()
{
    World world;
    QVERIFY(world.trust());
    world.server.log.append(600);
    world.server.pruned = world.server.log.prune(256, false);
    for (int looks = 1; looks < 20; ++looks) {
        QVERIFY(world.sync());
        QCOMPARE(world.store->syncing().error().code, std::string("audit-copy-behind"));
        QCOMPARE(world.store->alarm(), QString());
    }
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("entries-withheld"));
}

void TestPrunedAudit::aLogThatIsPrunedOnAndOnEnds()
{
    World world;
    world.server.log.append(4000);
    world.server.pruned = world.server.log.prune(256, false);
    world.server.prunesOn = true;
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("entries-withheld"));
    QCOMPARE(world.server.recordsAsked, 5);
}

QTEST_GUILESS_MAIN(TestPrunedAudit)
#include "tst_prunedaudit.moc"
