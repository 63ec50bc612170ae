// SPDX-License-Identifier: Apache-2.0
#include "engine/core/aead.h"
#include "engine/core/digest.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Secret;

namespace {

std::string countedBytes(char count)
{
    std::string bytes;
    for (char i = 0; i < count; ++i)
        bytes += i;
    return bytes;
}

const std::string place = R"({"alg":"A256GCM","env":"prod","field":"/db/password","kid":"dek-7",)"
                          R"("ns":"payments","path":"app/api","ver":1,"vid":"sha256:00"})";

} // namespace

class TestAead : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void knownAnswer();
    void anyChangeIsRefused();
    void wrongSizesAreRefused();
    void nothingCanBeSealed();
    void everySealHasItsOwnNonce();
};

void TestAead::knownAnswer()
{
    const Secret key(countedBytes(32));
    const auto sealed = core::sealWithNonce(key, countedBytes(12), "\"s3cr3t\"", place);
    QCOMPARE(core::toHex(*sealed), std::string("6571e578b7d6b63952b20168284a09430acc16c47abaa459"));
    const auto opened = core::openWithNonce(key, countedBytes(12), *sealed, place);
    QCOMPARE(opened->reveal(), std::string("\"s3cr3t\""));
}

void TestAead::anyChangeIsRefused()
{
    const Secret key(countedBytes(32));
    const auto sealed = core::seal(key, "draft", "here").value();
    QCOMPARE(core::open(key, sealed, "here")->reveal(), std::string("draft"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= 1;
        QCOMPARE(core::open(key, changed, "here").error().code, std::string("aead-refused"));
        QVERIFY(!core::open(key, sealed.substr(0, i), "here").ok());
    }
    QVERIFY(!core::open(key, sealed, "there").ok());
    QVERIFY(!core::open(Secret(std::string(32, 'k')), sealed, "here").ok());
}

void TestAead::wrongSizesAreRefused()
{
    const Secret key(countedBytes(32));
    QCOMPARE(core::seal(Secret("short"), "x", "").error().code, std::string("aead-refused"));
    QVERIFY(!core::sealWithNonce(key, "short", "x", "").ok());
    QVERIFY(!core::open(Secret(), core::seal(key, "x", "").value(), "").ok());
    QVERIFY(!core::open(key, "", "").ok());
}

void TestAead::nothingCanBeSealed()
{
    const Secret key(countedBytes(32));
    const auto sealed = core::seal(key, "", "").value();
    QCOMPARE(sealed.size(), 28u);
    QVERIFY(core::open(key, sealed, "")->isEmpty());
    QVERIFY(!core::open(key, sealed, "x").ok());
}

void TestAead::everySealHasItsOwnNonce()
{
    const Secret key(countedBytes(32));
    QVERIFY(core::seal(key, "x", "").value() != core::seal(key, "x", "").value());
}

QTEST_GUILESS_MAIN(TestAead)
#include "tst_aead.moc"
