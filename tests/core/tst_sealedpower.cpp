// SPDX-License-Identifier: Apache-2.0
#include "tests/core/sealedworld.h"
#include "tests/support/powercut.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::Cut;
using support::PowerCut;
using support::SealedFile;

Q_DECLARE_METATYPE(support::Cut)

namespace {

// What a console does with its copy, in short: how many rows were acknowledged before the power
// went.
int work(const SealedFile &file)
{
    int rows = 0;
    for (int session = 0; session < 2; ++session) {
        auto database = file.open();
        if (!database || (session == 0 && !support::makeTables(*database)))
            return rows;
        for (int i = 0; i < 3; ++i) {
            if (!support::addRows(*database, rows + 1, rows + 6))
                return rows;
            rows += 6;
            if (i == 1 && !database->execute("PRAGMA wal_checkpoint(RESTART)"))
                return rows;
        }
    }
    return rows;
}

int rowsIn(const std::string &content)
{
    return content.ends_with(" ok") ? std::stoi(content) : -1;
}

} // namespace

// The power goes at every single write: the file opens, holds what was acknowledged, and at most
// the one commit that nobody heard of any more.
class TestSealedPower : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aFileOpensAfterACut_data();
    void aFileOpensAfterACut();
    void anEmptyFileThatWasTornIsBegunAgain();
};

void TestSealedPower::aFileOpensAfterACut_data()
{
    QTest::addColumn<Cut>("cut");
    QTest::newRow("killed") << Cut::Killed;
    QTest::newRow("torn") << Cut::Torn;
    QTest::newRow("torn at its end") << Cut::TornAtItsEnd;
    QTest::newRow("unsynced") << Cut::Unsynced;
}

void TestSealedPower::aFileOpensAfterACut()
{
    QFETCH(Cut, cut);
    int writes = 0;
    {
        SealedFile file;
        PowerCut never(cut, 1'000'000);
        QCOMPARE(work(file), 36);
        writes = never.writes();
    }
    QVERIFY(writes > 60);
    for (int at = 0; at < writes; ++at) {
        SealedFile file;
        SealedFile after;
        int acknowledged = 0;
        {
            PowerCut power(cut, at);
            acknowledged = work(file);
            QVERIFY(power.isOff());
        }
        file.copyTo(after);
        const auto text = support::content(after, support::sealingKey(), false);
        const int rows = rowsIn(text);
        QVERIFY2(rows == acknowledged || rows == acknowledged + 6,
            ("write " + std::to_string(at) + " of " + std::to_string(writes) + ": " + text + " for "
                + std::to_string(acknowledged))
                .c_str());
        // And it goes on.
        auto database = after.open();
        QVERIFY(database->integer("SELECT count(*) FROM t").ok()
            || support::makeTables(*database).ok());
        QVERIFY(support::addRows(*database, rows + 1, rows + 3).ok());
    }
}

// Only a file that never had a second page: anything longer is refused.
void TestSealedPower::anEmptyFileThatWasTornIsBegunAgain()
{
    SealedFile file;
    {
        auto database = file.open();
        support::make(*database);
    }
    const auto whole = file.bytes();
    const auto head = qsizetype(core::sealedHeadBytes);
    for (const qsizetype size : {qsizetype(0), qsizetype(10), qsizetype(700), head, head + 900}) {
        file.write(whole.left(size));
        QCOMPARE(support::content(file, support::sealingKey(), false), std::string("0 nothing ok"));
    }
    auto torn = whole;
    torn[head + 100] = char(torn[head + 100] ^ 1);
    file.write(torn);
    QCOMPARE(support::content(file), std::string("sqlite-not-a-database"));
    QVERIFY(file.bytes() == torn);
    file.write(torn.left(2 * head));
    QCOMPARE(
        support::content(file, support::sealingKey('x')), std::string("sqlite-not-a-database"));
    QCOMPARE(support::content(file, support::sealingKey(), false), std::string("0 nothing ok"));
}

QTEST_GUILESS_MAIN(TestSealedPower)
#include "tst_sealedpower.moc"
