// SPDX-License-Identifier: Apache-2.0
#include "engine/core/clock.h"
#include "engine/core/digest.h"
#include "engine/core/secret.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

std::string reread(std::string_view text)
{
    const auto instant = core::fromRfc3339(text);
    return instant.ok() ? core::toRfc3339(*instant) : instant.error().code;
}

template <typename T>
concept Comparable = requires(T a, T b) { a == b; };
template <typename T>
concept Streamable = requires(std::ostream &out, T a) { out << a; };

} // namespace

class TestBasics : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void timesSurviveTheirText_data();
    void timesSurviveTheirText();
    void digestsMatchKnownAnswers();
    void encodingsAreStrict();
    void secretsKeepToThemselves();
};

void TestBasics::timesSurviveTheirText_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << std::string(text) << std::string(expected);
    };
    row("2026-11-20T21:04:05.123456Z", "2026-11-20T21:04:05.123456Z");
    row("2026-11-20T21:04:05Z", "2026-11-20T21:04:05.000000Z");
    row("2026-11-20T21:04:05.1234567891Z", "2026-11-20T21:04:05.123456Z");
    row("2026-11-20T23:04:05+02:00", "2026-11-20T21:04:05.000000Z");
    row("2024-02-29T00:00:00-00:30", "2024-02-29T00:30:00.000000Z");
    row("2023-02-29T00:00:00Z", "bad-time");
    row("2026-11-20T24:00:00Z", "bad-time");
    row("2026-11-20T21:04:05", "bad-time");
    row("2026-11-20T21:04:05.Z", "bad-time");
    row("2026-11-20T21:04:05Z ", "bad-time");
    row("-026-11-20T21:04:05Z", "bad-time");
    row("", "bad-time");
}

void TestBasics::timesSurviveTheirText()
{
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(reread(text), expected);
}

void TestBasics::digestsMatchKnownAnswers()
{
    QCOMPARE(core::toHex(core::bytesOf(core::sha256(""))),
        std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(core::sha256("ab", "c"), core::sha256("abc"));
    // RFC 4231, test case 2.
    QCOMPARE(core::toHex(core::bytesOf(core::hmacSha256("Jefe", "what do ya want for nothing?"))),
        std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    QVERIFY(core::constantTimeEquals("same", "same"));
    QVERIFY(!core::constantTimeEquals("same", "sane"));
    QVERIFY(!core::constantTimeEquals("same", "sam"));
}

void TestBasics::encodingsAreStrict()
{
    for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
        QCOMPARE(core::fromBase64(core::toBase64(text)).value(), text);
        QCOMPARE(core::fromBase64Url(core::toBase64Url(text)).value(), text);
        QCOMPARE(core::fromHex(core::toHex(text)).value(), text);
    }
    QCOMPARE(core::toBase64("fooba"), std::string("Zm9vYmE="));
    QCOMPARE(core::toBase64Url("\xff\xfe"), std::string("__4"));
    for (const char *text : {"Zm9", "Zm9vYmE", "Zm9=vYmE", "Zm9vYm==", "Zm9v\n", "====", "Z==="})
        QVERIFY2(!core::fromBase64(text), text);
    QVERIFY(!core::fromHex("abc"));
    QVERIFY(!core::fromHex("zz"));
}

void TestBasics::secretsKeepToThemselves()
{
    static_assert(!Comparable<core::Secret>);
    static_assert(!Streamable<core::Secret>);
    core::Secret first(std::string("correct horse battery staple"));
    core::Secret second = std::move(first);
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): the point of the test
    QCOMPARE(second.reveal(), std::string("correct horse battery staple"));
    const core::Secret third = second;
    second = core::Secret();
    QVERIFY(second.isEmpty());
    QCOMPARE(third.reveal().size(), std::size_t(28));
}

QTEST_GUILESS_MAIN(TestBasics)
#include "tst_basics.moc"
