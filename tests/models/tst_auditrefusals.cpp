// SPDX-License-Identifier: Apache-2.0
#include "tests/models/auditworld.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

#include <QDir>

using namespace chancery;
using core::ErrorKind;
using support::Bend;
using support::TestLog;
using World = support::AuditWorld;

namespace {

core::Error errorOf(ErrorKind kind, const char *code)
{
    return {kind, code, {}, {}, {}, {}};
}

} // namespace

// A server that signs and does not show is held to what it signed; one that is away is waited for.
class AuditRefusals : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aRefusedProofIsAnAlarm_data();
    void aRefusedProofIsAnAlarm();
    void refusedEntriesAreAnAlarm();
    void kindsOfRefusalsAddTheirShares();
    void aServerThatIsAwayIsNone();
    void theCountOutlivesTheProgramAndEndsWithAnAnswer();
    void receiptsOutliveAFullDisk();
    void alarmsOutliveAFullDisk();
    void receiptsThatWaitAreSeen();
    void twoPromisesOfOneEntryAreAnAlarm();
};

void AuditRefusals::aRefusedProofIsAnAlarm_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("syncs"); // until it is one; zero: it is none
    const auto row = [](const char *name, ErrorKind kind, const char *code, int syncs) {
        QTest::newRow(name) << int(kind) << QByteArray(code) << syncs;
    };
    row("404", ErrorKind::NotFound, "not-found", 1);
    row("403", ErrorKind::Forbidden, "forbidden", 1);
    row("409", ErrorKind::Conflict, "state-conflict", 1);
    row("400", ErrorKind::Invalid, "bad-request", 1);
    row("500", ErrorKind::Server, "internal", 3);
    row("no answer to be read", ErrorKind::Protocol, "bad-answer", 3);
    row("503", ErrorKind::Server, "http-503", 20);
    row("503 with words", ErrorKind::Server, "audit-unavailable", 20);
    row("connection refused", ErrorKind::Offline, "connection-refused", 20);
    row("timeout", ErrorKind::Timeout, "timeout", 20);
    row("401", ErrorKind::Unauthorized, "unauthenticated", 0);
    row("429", ErrorKind::RateLimited, "quota-exceeded", 20);
}

void AuditRefusals::aRefusedProofIsAnAlarm()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, code);
    QFETCH(int, syncs);
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    world.server.noProof = errorOf(ErrorKind(kind), code.constData());
    for (int at = 1; at <= (syncs > 0 ? syncs : 25); ++at) {
        QVERIFY(world.store->alarm().isEmpty());
        QVERIFY(world.sync());
        QVERIFY(world.store->syncing().hasFailed());
        if (at != syncs)
            QCOMPARE(world.store->syncing().error().code, code.toStdString());
    }
    QTRY_COMPARE(world.store->alarm(), syncs > 0 ? QStringLiteral("history-unproven") : QString());
    QCOMPARE(world.store->size(), 25);
    if (syncs == 0)
        return;
    // Both notes are the evidence, and it stands.
    QTRY_VERIFY(world.store->raisedAlarm());
    QVERIFY(!world.store->raisedAlarm()->trustedNote.empty());
    QCOMPARE(world.store->raisedAlarm()->presentedNote, world.server.log.note());
    world.server.noProof.reset();
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 25);
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
}

void AuditRefusals::refusedEntriesAreAnAlarm()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    world.server.noEntries = errorOf(ErrorKind::NotFound, "not-found");
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("entries-withheld"));
}

// Two dropped connections and one failure are not three failures; but who changes between the two
// does not go on for ever.
void AuditRefusals::kindsOfRefusalsAddTheirShares()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    const auto look = [&world](ErrorKind kind, const char *code) {
        world.server.noProof = errorOf(kind, code);
        return world.sync() && world.store->alarm().isEmpty();
    };
    QVERIFY(look(ErrorKind::Offline, "connection-refused"));
    QVERIFY(look(ErrorKind::Timeout, "timeout"));
    QVERIFY(look(ErrorKind::Server, "internal"));
    for (int i = 0; i < 6; ++i)
        QVERIFY(look(ErrorKind::Offline, "connection-refused"));
    world.begin(); // the shares outlive the program
    QVERIFY(look(ErrorKind::Offline, "connection-refused"));
    world.server.noProof = errorOf(ErrorKind::Server, "internal");
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("history-unproven"));
    QTRY_VERIFY(world.store->raisedAlarm());
    QVERIFY(world.store->raisedAlarm()->detail.starts_with("11 times in turn"));
}

// It gives no checkpoint either.
void AuditRefusals::aServerThatIsAwayIsNone()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    for (const auto &error : {errorOf(ErrorKind::Offline, "connection-refused"),
             errorOf(ErrorKind::Server, "http-503"), errorOf(ErrorKind::Server, "internal")}) {
        world.server.noCheckpoint = error;
        for (int i = 0; i < 25; ++i)
            QVERIFY(world.sync());
        QCOMPARE(world.store->syncing().error().code, error.code);
    }
    QVERIFY(world.store->alarm().isEmpty());
    world.server.noCheckpoint.reset();
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
}

void AuditRefusals::theCountOutlivesTheProgramAndEndsWithAnAnswer()
{
    World world;
    QVERIFY(world.trust());
    world.server.bendTo(Bend::Honest);
    const auto refuseTwice = [&world] {
        world.server.noProof = errorOf(ErrorKind::Server, "internal");
        return world.sync() && world.sync();
    };
    QVERIFY(refuseTwice());
    world.server.noProof.reset();
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
    world.server.bendTo(Bend::Honest);
    QVERIFY(refuseTwice());
    QVERIFY(world.store->alarm().isEmpty());
    world.begin();
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("history-unproven"));
}

void AuditRefusals::receiptsOutliveAFullDisk()
{
    World world;
    QVERIFY(world.trust());
    {
        const support::FileLimit full(4096);
        world.store->addReceipt(25, "req-of-ours");
        world.store->addReceipt(26, "req-26");
        QTRY_VERIFY(world.store->noting().hasFailed());
        QCOMPARE(world.store->openReceipts(), 2);
    }
    // The next look writes what could not be written.
    QVERIFY(world.sync());
    QTRY_VERIFY(!world.store->noting().isRunning());
    QVERIFY(!world.store->noting().hasFailed());
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->openReceipts(), 2);
    world.server.bendTo(Bend::Honest);
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-broken"));
    QCOMPARE(world.store->raisedAlarm()->firstBad, std::optional<std::uint64_t>(25));
}

// A server that is honest again does not take them away.
void AuditRefusals::alarmsOutliveAFullDisk()
{
    World world;
    QVERIFY(world.trust());
    {
        const support::FileLimit full(4096);
        world.server.bendTo(Bend::SignsBadly);
        QVERIFY(world.sync());
        QTRY_COMPARE(world.store->alarm(), QStringLiteral("signature-bad"));
        // Nobody can put a name under what is not on record.
        world.store->acknowledge("usr_carol");
        QTRY_VERIFY(world.store->acknowledging().hasFailed());
        QCOMPARE(world.store->alarm(), QStringLiteral("signature-bad"));
        bool isDone = false;
        const auto second = world.store->withCopy(
            [](audit::AuditCache &cache, const models::AuditPlace &) {
                static_cast<void>(cache.report(audit::Alarm::OtherLog, "a note", "other"));
                return core::Result<>(core::Done());
            },
            [&isDone](const auto &) { isDone = true; });
        QTRY_VERIFY(isDone);
    }
    world.server.bend = Bend::Honest;
    QVERIFY(world.sync());
    world.begin();
    QVERIFY(world.sync());
    QCOMPARE(world.store->alarm(), QStringLiteral("signature-bad"));
    world.store->acknowledge("usr_carol");
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("other-log"));
    world.store->acknowledge("usr_carol");
    QTRY_VERIFY(world.store->alarm().isEmpty());
    QVERIFY(world.sync());
    QCOMPARE(world.store->size(), 35);
}

void AuditRefusals::receiptsThatWaitAreSeen()
{
    World world;
    QVERIFY(world.trust());
    world.store->addReceipt(25, "req-25");
    world.store->addReceipt(~std::uint64_t(0), "req-26");
    QTRY_VERIFY(!world.store->noting().isRunning());
    QCOMPARE(world.store->openReceipts(), 2);
    world.server.bendTo(Bend::Honest);
    QVERIFY(world.sync());
    QCOMPARE(world.store->openReceipts(), 1);
    QVERIFY(world.store->alarm().isEmpty());
    world.clock.turn(std::chrono::minutes(10));
    QVERIFY(world.sync());
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-overdue"));
}

void AuditRefusals::twoPromisesOfOneEntryAreAnAlarm()
{
    World world;
    QVERIFY(world.trust());
    world.store->addReceipt(25, "req-25");
    world.store->addReceipt(25, "req-of-ours");
    QTRY_COMPARE(world.store->alarm(), QStringLiteral("receipt-doubled"));
}

QTEST_GUILESS_MAIN(AuditRefusals)
#include "tst_auditrefusals.moc"
