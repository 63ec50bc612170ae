// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "engine/core/clockskew.h"
#include "tests/support/loop.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

#include <ctime>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

core::Instant at(const char *text)
{
    return core::fromRfc3339(text).value();
}

std::string dateOf(core::Instant instant)
{
    const std::time_t time
        = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    return text.data();
}

} // namespace

// AUD-11: a server's answers show how far the two clocks are apart.
class TestServerDate : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aSlowAnswerTakesNothingBack();
    void whatIsCertainIsTold_data();
    void whatIsCertainIsTold();
    void whatIsNoDateSaysNothing_data();
    void whatIsNoDateSaysNothing();
    void everyAnswerIsLookedAt();
};

void TestServerDate::whatIsCertainIsTold_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("answered");
    QTest::addColumn<qint64>("seconds");
    const auto row = [](const char *name, const char *asked, const char *answered, qint64 seconds) {
        QTest::newRow(name) << QByteArray(asked) << QByteArray(answered) << seconds;
    };
    // The server says 12:00:00, which may be up to a second later.
    row("the same", "2026-11-30T12:00:00.500000Z", "2026-11-30T12:00:00.700000Z", 0);
    row("a slow answer", "2026-11-30T11:59:40Z", "2026-11-30T12:00:20Z", 0);
    row("ahead", "2026-11-30T12:00:08Z", "2026-11-30T12:00:09Z", 7);
    row("behind", "2026-11-30T11:53:00Z", "2026-11-30T11:54:00Z", -360);
    row("another day", "2026-12-01T12:00:01Z", "2026-12-01T12:00:02Z", 86400);
}

void TestServerDate::whatIsCertainIsTold()
{
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, answered);
    QFETCH(qint64, seconds);
    const auto skew = core::skewBetween(
        at(asked.constData()), at(answered.constData()), "Mon, 30 Nov 2026 12:00:00 GMT");
    QVERIFY(skew.has_value());
    QCOMPARE(qint64(std::chrono::duration_cast<std::chrono::seconds>(*skew).count()), seconds);
}

void TestServerDate::whatIsNoDateSaysNothing_data()
{
    QTest::addColumn<QByteArray>("date");
    for (const char *date :
        {"", "now", "Mon, 30 Nov 2026 12:00:00", "Mon, 30 Nov 2026 12:00:00 CET",
            "Mon, 31 Nov 2026 12:00:00 GMT", "Mon, 30 Foo 2026 12:00:00 GMT",
            "Mon, -1 Nov 2026 12:00:00 GMT", "Monday, 30-Nov-26 12:00:00 GMT"})
        QTest::newRow(date) << QByteArray(date);
}

void TestServerDate::whatIsNoDateSaysNothing()
{
    QFETCH(QByteArray, date);
    const auto now = at("2026-11-30T12:00:00Z");
    QVERIFY(!core::skewBetween(now, now, date.toStdString()));
}

void TestServerDate::everyAnswerIsLookedAt()
{
    client::MailLoop loop;
    std::atomic<int> answers = 0;
    support::RawHttpServer server([&answers](support::RawConnection &connection) {
        while (!connection.readRequest().empty()) {
            const auto now = core::SystemClock().now();
            const int number = answers++;
            // Right; ten minutes behind; still so, and a failure; right again.
            const auto date = number == 1 || number == 2 ? now - 10min : now;
            connection.send(support::httpAnswer(number == 2 ? 404 : 200, "{}", dateOf(date)));
        }
    });
    client::TransportOptions options;
    options.baseUrl = server.url();
    client::HttpCms cms(options, loop.mailbox());
    std::vector<std::int64_t> told;
    cms.onSkew([&told](std::chrono::microseconds skew) {
        told.push_back(std::chrono::round<std::chrono::minutes>(skew).count());
    });
    for (int i = 0; i < 4; ++i)
        (void)loop.await<core::Meta>([&cms](auto done) { return cms.getMeta(std::move(done)); });
    QVERIFY(told == (std::vector<std::int64_t>{0, 10, 0}));
}

// Known to be seven minutes ahead: what a minute's wait says of it may be six or seven. Only an
// answer that cannot be of such a clock changes it.
void TestServerDate::aSlowAnswerTakesNothingBack()
{
    using std::chrono::seconds;
    const auto server = core::fromRfc3339("2026-11-06T08:49:37Z").value();
    const auto date = "Fri, 06 Nov 2026 08:49:37 GMT";
    const std::chrono::microseconds known = seconds(420);
    const auto after = [&](int asked, int answered) {
        return core::skewBetween(server + seconds(asked), server + seconds(answered), date, known)
            .value();
    };
    QVERIFY(after(361, 421) == known);
    QVERIFY(after(100, 421) == known);
    QVERIFY(after(361, 400) == seconds(400)); // it was set back since, somewhat
    QVERIFY(after(0, 1) == seconds(1));
    QVERIFY(after(500, 501) == seconds(499));
    QVERIFY(
        core::skewBetween(server, server + seconds(60), date, seconds(-20)).value() == seconds(-1));
}

QTEST_GUILESS_MAIN(TestServerDate)
#include "tst_serverdate.moc"
