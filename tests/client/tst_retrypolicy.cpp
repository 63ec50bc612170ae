// SPDX-License-Identifier: Apache-2.0
#include "engine/client/retrypolicy.h"
#include "tests/support/testcase.h"

using namespace chancery;
using client::Attempt;
using core::Error;
using core::ErrorKind;

Q_DECLARE_METATYPE(core::Error)
Q_DECLARE_METATYPE(client::Attempt)

namespace {

Error error(ErrorKind kind, std::string code, int retryAfter = -1)
{
    Error made{kind, std::move(code), {}, {}, {}, {}};
    if (retryAfter >= 0)
        made.retryAfter = std::chrono::seconds(retryAfter);
    return made;
}

} // namespace

class TestRetryPolicy : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void decides_data();
    void decides();
    void jitterIsUniformUnderAGrowingCeiling_data();
    void jitterIsUniformUnderAGrowingCeiling();
};

void TestRetryPolicy::decides_data()
{
    QTest::addColumn<Attempt>("attempt");
    QTest::addColumn<Error>("failure");
    QTest::addColumn<int>("delay"); // milliseconds with random 0.5; -1: not again

    const auto offline = error(ErrorKind::Offline, "connect-failed");
    const auto lost = error(ErrorKind::Offline, "connection-lost");
    const auto server = error(ErrorKind::Server, "internal");
    const auto limited = error(ErrorKind::RateLimited, "quota-exceeded");
    QTest::newRow("connect failure of a GET") << Attempt{1, true, 0} << offline << 125;
    QTest::newRow("second time") << Attempt{2, true, 0} << offline << 250;
    QTest::newRow("third time") << Attempt{3, true, 0} << offline << 500;
    QTest::newRow("attempts used up") << Attempt{4, true, 0} << offline << -1;
    QTest::newRow("connect failure of a PUT: never sent") << Attempt{1, false, 0} << offline << 125;
    QTest::newRow("cut answer of a GET") << Attempt{1, true, 0} << lost << 125;
    QTest::newRow("cut answer of a PUT: perhaps done") << Attempt{1, false, 0} << lost << -1;
    QTest::newRow("502") << Attempt{1, true, 502} << server << 125;
    QTest::newRow("503") << Attempt{1, true, 503} << server << 125;
    QTest::newRow("504") << Attempt{1, true, 504} << server << 125;
    QTest::newRow("503 of a PUT") << Attempt{1, false, 503} << server << -1;
    QTest::newRow("500") << Attempt{1, true, 500} << server << -1;
    QTest::newRow("507") << Attempt{1, true, 507} << error(ErrorKind::Storage, "storage-full")
                         << -1;
    QTest::newRow("429") << Attempt{1, true, 429} << limited << 125;
    QTest::newRow("429 with Retry-After")
        << Attempt{1, true, 429} << error(ErrorKind::RateLimited, "quota-exceeded", 2) << 2125;
    QTest::newRow("429 of a PUT: refused unseen") << Attempt{1, false, 429} << limited << 125;
    QTest::newRow("429 with a long Retry-After")
        << Attempt{1, true, 429} << error(ErrorKind::RateLimited, "quota-exceeded", 31) << -1;
    QTest::newRow("503 with Retry-After")
        << Attempt{1, true, 503} << error(ErrorKind::Server, "http-503", 1) << 1125;
    QTest::newRow("the first one still runs")
        << Attempt{1, true, 409} << error(ErrorKind::Conflict, "idempotency-in-progress") << 125;
    QTest::newRow("a real conflict")
        << Attempt{1, true, 409} << error(ErrorKind::Conflict, "state-conflict") << -1;
    QTest::newRow("timeout") << Attempt{1, true, 0} << error(ErrorKind::Timeout, "timeout") << -1;
    QTest::newRow("cancelled") << Attempt{1, true, 0} << error(ErrorKind::Cancelled, "cancelled")
                               << -1;
    QTest::newRow("401") << Attempt{1, true, 401} << error(ErrorKind::Unauthorized, "x") << -1;
    QTest::newRow("not trusted") << Attempt{1, true, 0}
                                 << error(ErrorKind::Protocol, "tls-not-trusted") << -1;
}

void TestRetryPolicy::decides()
{
    QFETCH(Attempt, attempt);
    QFETCH(Error, failure);
    QFETCH(int, delay);
    const auto decided = client::delayBeforeRetry({}, attempt, failure, 0.5);
    QCOMPARE(decided ? int(decided->count()) : -1, delay);
}

void TestRetryPolicy::jitterIsUniformUnderAGrowingCeiling_data()
{
    QTest::addColumn<int>("failures");
    QTest::addColumn<double>("random");
    QTest::addColumn<int>("delay");
    QTest::newRow("first, low") << 0 << 0.0 << 0;
    QTest::newRow("first, high") << 0 << 0.999 << 999;
    QTest::newRow("third") << 2 << 0.5 << 2000;
    QTest::newRow("at the cap") << 6 << 0.5 << 30'000;
    QTest::newRow("far beyond the cap") << 100'000 << 0.5 << 30'000;
}

void TestRetryPolicy::jitterIsUniformUnderAGrowingCeiling()
{
    QFETCH(int, failures);
    QFETCH(double, random);
    QFETCH(int, delay);
    using std::chrono::milliseconds;
    const auto made
        = client::fullJitter(failures, milliseconds(1000), milliseconds(60'000), random);
    QCOMPARE(int(made.count()), delay);
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
