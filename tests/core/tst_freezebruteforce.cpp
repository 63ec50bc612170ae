// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/freeze/document.h"
#include "tests/support/testcase.h"

#include <QTimeZone>

#include <random>

using namespace chancery;
using core::Instant;
using std::chrono::minutes;

namespace {

constexpr int minutesOfDay = 24 * 60;
constexpr int daysAround = 10; // looked at before and after what is asked about
constexpr int daysAsked = 8;
constexpr int length = (2 * daysAround + daysAsked) * minutesOfDay;

// What the clock of a zone shows at every minute of some weeks, by Qt's own reader of the zones.
class Clock {
public:
    Clock(const QByteArray &zone, Instant begin)
    {
        const QTimeZone rules(zone);
        const auto first = std::chrono::duration_cast<minutes>(begin.time_since_epoch()).count();
        for (int i = 0; i < length; ++i) {
            const auto utc = QDateTime::fromSecsSinceEpoch((first + i) * 60, Qt::UTC);
            m_shown.push_back(first + i + rules.offsetFromUtc(utc) / 60);
        }
    }
    qint64 shown(int minute) const { return m_shown[std::size_t(minute)]; }
    // The first minute from which it has shown that or later.
    int reached(qint64 local) const
    {
        int i = 0;
        while (i < length && shown(i) < local)
            ++i;
        return i;
    }
    // The first minute from which on it never again shows anything earlier.
    int passed(qint64 local) const
    {
        int i = length;
        while (i > 0 && shown(i - 1) >= local)
            --i;
        return i;
    }

private:
    std::vector<qint64> m_shown;
};

struct Wanted {
    bool isDeny = true;
    bool isWeekly = true;
    std::set<int> days; // Monday is 1
    int from = 0; // of the day, or since 1970
    int to = 0;
    qint64 onceFrom = 0;
    qint64 onceTo = 0;
    std::vector<bool> covered;
};

std::string twoDigits(qint64 number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string timeText(qint64 minute)
{
    return twoDigits(minute / 60) + ':' + twoDigits(minute % 60);
}

std::string localText(qint64 local)
{
    return QDateTime::fromSecsSinceEpoch(local * 60, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-ddTHH:mm"))
        .toStdString();
}

int weekdayOf(qint64 day)
{
    return QDate(1970, 1, 1).addDays(day).dayOfWeek();
}

void cover(Wanted &wanted, const Clock &clock, qint64 from, qint64 to)
{
    const int begin = wanted.isDeny ? clock.reached(from) : clock.passed(from);
    const int end = wanted.isDeny ? clock.passed(to) : clock.reached(to);
    for (int i = begin; i < end; ++i)
        wanted.covered[std::size_t(i)] = true;
}

Wanted randomWindow(std::mt19937 &random, const Clock &clock)
{
    const auto below = [&](int bound) { return int(random() % unsigned(bound)); };
    Wanted wanted;
    wanted.isDeny = below(3) > 0;
    wanted.isWeekly = below(2) == 0;
    wanted.covered.assign(length, false);
    if (!wanted.isWeekly) {
        wanted.onceFrom = clock.shown(minutesOfDay * daysAround + below(daysAsked * minutesOfDay));
        // Often inside the hour that is odd.
        wanted.onceTo = wanted.onceFrom + 1 + below(below(2) == 0 ? 120 : 3 * minutesOfDay);
        cover(wanted, clock, wanted.onceFrom, wanted.onceTo);
        return wanted;
    }
    wanted.from = below(2) == 0 ? 90 + below(120) : below(minutesOfDay);
    wanted.to = below(2) == 0 ? 90 + below(120) : below(minutesOfDay);
    for (int i = 1 + below(3); i > 0; --i)
        wanted.days.insert(1 + below(7));
    for (auto day = clock.shown(minutesOfDay) / minutesOfDay;
        day < clock.shown(length - 2 * minutesOfDay) / minutesOfDay; ++day) {
        const auto begin = day * minutesOfDay + wanted.from;
        const auto end = (wanted.to > wanted.from ? day : day + 1) * minutesOfDay + wanted.to;
        if (wanted.days.count(weekdayOf(day)) > 0)
            cover(wanted, clock, begin, end);
    }
    return wanted;
}

std::string member(const std::string &name, const std::string &text)
{
    return '"' + name + "\": \"" + text + '"';
}

std::string jsonOf(const Wanted &wanted, const std::string &zone, std::size_t number)
{
    static constexpr const char *names[]{"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::string when = member("from", localText(wanted.onceFrom)) + ", "
        + member("to", localText(wanted.onceTo));
    if (wanted.isWeekly) {
        std::string days;
        for (const int day : wanted.days)
            days += (days.empty() ? "\"" : ",\"") + std::string(names[day]) + '"';
        when = "\"every\": {\"days\": [" + days + "], " + member("from", timeText(wanted.from))
            + ", " + member("to", timeText(wanted.to)) + '}';
    }
    return '{' + member("id", 'w' + std::to_string(number)) + ", " + member("severity", "soft")
        + ", " + member("kind", wanted.isDeny ? "deny" : "allow") + ", " + member("zone", zone)
        + ", " + when + '}';
}

bool isClosed(const std::vector<Wanted> &windows, int minute)
{
    bool hasAllow = false;
    bool isAllowed = false;
    for (const auto &window : windows) {
        const bool isCovered = window.covered[std::size_t(minute)];
        if (window.isDeny && isCovered)
            return true;
        hasAllow = hasAllow || !window.isDeny;
        isAllowed = isAllowed || (!window.isDeny && isCovered);
    }
    return hasAllow && !isAllowed;
}

} // namespace

// The sweep against a look at every single minute, around changes of clocks.
class TestFreezeBruteForce : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyMinuteIsAsItShouldBe_data();
    void everyMinuteIsAsItShouldBe();

private:
    void compare(const std::vector<Wanted> &wanted, const core::FreezeCalendar &calendar,
        Instant begin, std::mt19937 &random);
};

void TestFreezeBruteForce::everyMinuteIsAsItShouldBe_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("around");
    QTest::newRow("Berlin in spring")
        << QByteArray("Europe/Berlin") << QByteArray("2026-03-29T00:00:00Z");
    QTest::newRow("Berlin in autumn")
        << QByteArray("Europe/Berlin") << QByteArray("2026-10-25T00:00:00Z");
    QTest::newRow("New York in spring")
        << QByteArray("America/New_York") << QByteArray("2026-03-08T00:00:00Z");
    QTest::newRow("half an hour") << QByteArray("Australia/Lord_Howe")
                                  << QByteArray("2026-04-05T00:00:00Z");
    QTest::newRow("at midnight") << QByteArray("America/Santiago")
                                 << QByteArray("2026-09-06T00:00:00Z");
    QTest::newRow("no change") << QByteArray("Asia/Kathmandu")
                               << QByteArray("2026-06-01T00:00:00Z");
}

void TestFreezeBruteForce::everyMinuteIsAsItShouldBe()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, around);
    static constexpr int documents = 12;
    const auto begin
        = *core::fromRfc3339(around.toStdString()) - std::chrono::days(daysAround + daysAsked / 2);
    const Clock clock(zone, begin);
    std::mt19937 random(20261129);
    for (int i = 0; i < documents; ++i) {
        std::vector<Wanted> wanted(1 + random() % 5);
        std::string json;
        for (std::size_t w = 0; w < wanted.size(); ++w) {
            wanted[w] = randomWindow(random, clock);
            json += (w == 0 ? "" : ",") + jsonOf(wanted[w], zone.toStdString(), w);
        }
        const auto reading = core::readJson("{\"windows\": [" + json + "]}");
        QVERIFY(reading.ok());
        const auto calendar = core::readFreezes(reading.tree());
        QVERIFY2(calendar.ok(), json.c_str());
        compare(wanted, *calendar, begin, random);
        if (QTest::currentTestFailed())
            qInfo("%s", json.c_str());
    }
}

void TestFreezeBruteForce::compare(const std::vector<Wanted> &wanted,
    const core::FreezeCalendar &calendar, Instant begin, std::mt19937 &random)
{
    static constexpr int first = daysAround * minutesOfDay;
    static constexpr int last = (daysAround + daysAsked) * minutesOfDay;
    const auto instantOf = [&](int minute) { return begin + minutes(minute); };
    const auto intervals
        = core::unionOf(calendar.closed({"a"}, {instantOf(first), instantOf(last)}));
    std::size_t next = 0;
    for (int i = first; i < last; ++i) {
        while (next < intervals.size() && intervals[next].to <= instantOf(i))
            ++next;
        const bool isInside = next < intervals.size() && intervals[next].from <= instantOf(i);
        if (isInside != isClosed(wanted, i))
            QFAIL(core::toRfc3339(instantOf(i)).c_str());
    }
    for (int i = 0; i < 20; ++i) {
        const int minute = first + int(random() % unsigned(last - first));
        const auto closure = calendar.closureAt({"a"}, instantOf(minute));
        QCOMPARE(closure.has_value(), isClosed(wanted, minute));
        int run = minute;
        while (run < last && isClosed(wanted, run))
            ++run;
        if (closure && run < last)
            QVERIFY(closure->until == instantOf(run));
    }
}

QTEST_GUILESS_MAIN(TestFreezeBruteForce)
#include "tst_freezebruteforce.moc"
