// SPDX-License-Identifier: Apache-2.0
#include "engine/core/password.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::PasswordCost;
using core::Secret;

namespace {

constexpr PasswordCost cheap{64, 1, 1};

} // namespace

class TestPassword : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheRightPasswordPasses();
    void theSameTwiceHasTwoHashes();
    void theDefaultCostIsWritten();
    void aKnownHashVerifies();
    void whatIsNoHashIsRefused_data();
    void whatIsNoHashIsRefused();
    void anImpossibleCostIsAnError();
    void cheaperHashesAreFound();
};

void TestPassword::onlyTheRightPasswordPasses()
{
    const auto hash = core::hashPassword(Secret("correct horse"), cheap).value();
    QVERIFY(core::verifyPassword(Secret("correct horse"), hash));
    QVERIFY(!core::verifyPassword(Secret("correct hors"), hash));
    QVERIFY(!core::verifyPassword(Secret("correct horse "), hash));
    QVERIFY(!core::verifyPassword(Secret(), hash));
    const std::string withNul("a\0b", 3);
    const auto other = core::hashPassword(Secret(withNul), cheap).value();
    QVERIFY(core::verifyPassword(Secret(withNul), other));
    QVERIFY(!core::verifyPassword(Secret("a"), other));
}

void TestPassword::theSameTwiceHasTwoHashes()
{
    const auto first = core::hashPassword(Secret("p"), cheap);
    const auto second = core::hashPassword(Secret("p"), cheap);
    QVERIFY(*first != *second);
}

void TestPassword::theDefaultCostIsWritten()
{
    const auto hash = core::hashPassword(Secret("p"));
    QVERIFY(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    QVERIFY(core::verifyPassword(Secret("p"), *hash));
}

void TestPassword::aKnownHashVerifies()
{
    // From the test file of the reference implementation.
    const std::string hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                             "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    QVERIFY(core::verifyPassword(Secret("password"), hash));
    QVERIFY(!core::verifyPassword(Secret("differentpassword"), hash));
}

void TestPassword::whatIsNoHashIsRefused_data()
{
    QTest::addColumn<QString>("hash");
    QTest::newRow("empty") << "";
    QTest::newRow("plain") << "p";
    QTest::newRow("another kind") << "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA";
    QTest::newRow("no version") << "$argon2id$m=64,t=1,p=1$c29tZXNhbHQ$AAAA";
    QTest::newRow("no cost") << "$argon2id$v=19$c29tZXNhbHQ$AAAA";
    QTest::newRow("cost alone") << "$argon2id$v=19$m=64,t=1,p=1";
    QTest::newRow("memory bomb") << "$argon2id$v=19$m=4000000,t=1,p=1$c29tZXNhbHQ$AAAA";
    QTest::newRow("endless") << "$argon2id$v=19$m=64,t=4000000000,p=1$c29tZXNhbHQ$AAAA";
    QTest::newRow("many lanes") << "$argon2id$v=19$m=64,t=1,p=100000$c29tZXNhbHQ$AAAA";
    QTest::newRow("not base64") << "$argon2id$v=19$m=64,t=1,p=1$!!!!$AAAA";
}

void TestPassword::whatIsNoHashIsRefused()
{
    QFETCH(QString, hash);
    QVERIFY(!core::verifyPassword(Secret("p"), hash.toStdString()));
}

void TestPassword::anImpossibleCostIsAnError()
{
    QCOMPARE(core::hashPassword(Secret("p"), {1, 1, 1}).error().code, std::string("password-hash"));
    QCOMPARE(
        core::hashPassword(Secret("p"), {64, 0, 1}).error().code, std::string("password-hash"));
}

void TestPassword::cheaperHashesAreFound()
{
    const auto hash = core::hashPassword(Secret("p"), cheap).value();
    QVERIFY(!core::isCheaperThan(hash, cheap));
    QVERIFY(core::isCheaperThan(hash, {65, 1, 1}));
    QVERIFY(core::isCheaperThan(hash, {64, 2, 1}));
    QVERIFY(core::isCheaperThan("p", cheap));
}

QTEST_GUILESS_MAIN(TestPassword)
#include "tst_password.moc"
