// SPDX-License-Identifier: Apache-2.0
#include "audit/prunewitness.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::PruneWitness;

// A record of what was pruned counts where an entry of the log tells of it.
class TestPruneWitness : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nothingPrunedNeedsNoWitness();
    void theEntryOfThePruningIsOne();
    void nothingElseIs_data();
    void nothingElseIs();
    void ofSeveralTheLastCounts();

private:
    static std::string leafOf(const std::string &id,
        core::AuditKind kind = core::AuditKind::AuditPrune,
        core::AuditOutcome outcome = core::AuditOutcome::Success,
        const std::string &type = "audit_entries")
    {
        auto event = core::auditEvent(kind, outcome);
        event.eventId = "evt_1";
        event.target.type = type;
        event.target.id = id;
        return core::toLeaf(event).value();
    }
};

void TestPruneWitness::nothingPrunedNeedsNoWitness()
{
    QVERIFY(PruneWitness(0).isBacked());
    QVERIFY(!PruneWitness(256).isBacked());
}

void TestPruneWitness::theEntryOfThePruningIsOne()
{
    PruneWitness witness(512);
    witness.look(support::TestLog::event(core::AuditKind::AuthnLogin).event);
    witness.look(leafOf("0-511"));
    QVERIFY(witness.isBacked());
}

void TestPruneWitness::nothingElseIs_data()
{
    QTest::addColumn<QByteArray>("leaf");
    using enum core::AuditKind;
    using enum core::AuditOutcome;
    const auto row = [](const char *name, const std::string &leaf) {
        QTest::newRow(name) << QByteArray::fromStdString(leaf);
    };
    row("less", leafOf("0-255"));
    row("more", leafOf("0-767"));
    row("the end alone", leafOf("511"));
    row("backwards", leafOf("600-511"));
    row("words behind it", leafOf("0-511 "));
    row("a sign", leafOf("0-+511"));
    row("no number", leafOf("-511"));
    row("too large", leafOf("0-99999999999999999999"));
    row("refused", leafOf("0-511", AuditPrune, Denied));
    row("failed", leafOf("0-511", AuditPrune, Error));
    row("another event", leafOf("0-511", AuditRead));
    row("of something else", leafOf("0-511", AuditPrune, Success, "namespace"));
    row("a word in the reason", R"({"event":"config.create","reason":"audit.prune 0-511"})");
    row("no JSON", "audit.prune 0-511");
    row("nothing", "");
}

void TestPruneWitness::nothingElseIs()
{
    QFETCH(QByteArray, leaf);
    PruneWitness witness(512);
    witness.look({leaf.constData(), std::size_t(leaf.size())});
    QVERIFY(!witness.isBacked());
}

void TestPruneWitness::ofSeveralTheLastCounts()
{
    PruneWitness witness(512);
    witness.look(leafOf("0-255"));
    QVERIFY(!witness.isBacked());
    witness.look(leafOf("256-511"));
    QVERIFY(witness.isBacked());
    PruneWitness earlier(256);
    earlier.look(leafOf("256-511"));
    QVERIFY(!earlier.isBacked());
}

QTEST_GUILESS_MAIN(TestPruneWitness)
#include "tst_prunewitness.moc"
