// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/freeze/document.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace std::chrono_literals;
using core::FreezeCalendar;
using core::FreezeSeverity;

namespace {

core::Instant at(const char *text)
{
    const auto instant = core::fromRfc3339(text);
    return instant ? *instant : core::Instant();
}

core::Result<FreezeCalendar> read(const std::string &windows)
{
    const auto reading = core::readJson(R"({"windows": [)" + windows + "]}");
    if (!reading)
        return core::toError(reading.problem());
    return core::readFreezes(reading.tree());
}

// A window with what all of them need.
std::string window(const std::string &id, const std::string &rest)
{
    return R"({"id": ")" + id + R"(", "zone": "Europe/Berlin", )" + rest + '}';
}

std::string deny(const std::string &id, const std::string &when)
{
    return window(id, R"("kind": "deny", "severity": "hard", )" + when);
}

std::string allow(const std::string &id, const std::string &when)
{
    return window(id, R"("kind": "allow", "severity": "soft", )" + when);
}

std::vector<core::Interval> closed(
    const std::string &windows, const char *from, const char *to, const std::string &path = "a/b")
{
    const auto calendar = read(windows);
    return calendar ? core::unionOf(calendar->closed({path}, {at(from), at(to)}))
                    : std::vector<core::Interval>{{at(from), at(from)}};
}

using Intervals = std::vector<core::Interval>;

} // namespace

// When changes are frozen out, in the zones of people.
class TestFreeze : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrongIsToldAtItsPlace_data();
    void whatIsWrongIsToldAtItsPlace();
    void allThatIsWrongIsToldAtOnce();
    void theSchemaSaysTheSame();
    void noWindowIsOpen();
    void denyBeatsAllow();
    void whereAllowIsItIsOpenInsideOnly();
    void pathsChoose();
    void overlapsAreOneInterval();
    void anHourThatIsLeftOut();
    void anHourThatComesTwice();
    void overMidnightAndTheChangeOfTheClock();
    void toADayOfTheWeek();
    void datesOfEveryYear();
    void theHardestCounts();
    void theNextSlotThatFits();
    void whatNeverEnds();
};

void TestFreeze::whatIsWrongIsToldAtItsPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("code");
    const auto add
        = [](const char *name, const std::string &text, const char *pointer, const char *code) {
              QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(pointer)
                                  << QString::fromLatin1(code);
          };
    const std::string year = R"("from": "2026-01-01T00:00", "to": "2027-01-01T00:00")";
    add("zone",
        R"({"id": "a", "zone": "Europe/Atlantis", "kind": "deny", "severity": "soft", )" + year
            + "}",
        "/windows/0/zone", "unknown-zone");
    add("zone in the file system",
        R"({"id": "a", "zone": "../../etc/passwd", "kind": "deny", "severity": "soft", )" + year
            + "}",
        "/windows/0/zone", "unknown-zone");
    add("no id", R"({"zone": "UTC", "kind": "deny", "severity": "soft", )" + year + "}",
        "/windows/0/id", "required");
    add("kind", window("a", R"("kind": "closed", "severity": "soft", )" + year), "/windows/0/kind",
        "enum");
    add("severity", window("a", R"("kind": "deny", )" + year), "/windows/0/severity", "required");
    add("overrun", deny("a", year + R"(, "overrun": "stop")"), "/windows/0/overrun", "enum");
    add("member", deny("a", year + R"(, "form": 1)"), "/windows/0/form", "unknown");
    add("time", deny("a", R"("from": "2026-02-30T00:00", "to": "2027-01-01T00:00")"),
        "/windows/0/from", "bad-time");
    add("with a zone", deny("a", R"("from": "2026-02-03T00:00Z", "to": "2027-01-01T00:00")"),
        "/windows/0/from", "bad-time");
    add("order", deny("a", R"("from": "2027-01-01T00:00", "to": "2027-01-01T00:00")"),
        "/windows/0/to", "order");
    add("no time", deny("a", R"("from": "2026-01-01T00:00")"), "/windows/0/to", "required");
    add("twice",
        deny("a", year + R"(, "every": {"days": ["fri"], "from": "16:00", "to": "08:00"})"),
        "/windows/0/every", "twice");
    add("day", deny("a", R"("every": {"days": ["fri", "friday"], "from": "16:00", "to": "08:00"})"),
        "/windows/0/every/days/1", "enum");
    add("no day", deny("a", R"("every": {"from": "16:00", "to": "08:00"})"), "/windows/0/every",
        "days");
    add("hour", deny("a", R"("every": {"days": ["fri"], "from": "24:00", "to": "08:00"})"),
        "/windows/0/every/from", "bad-time");
    add("date", deny("a", R"("every": {"dates": ["13-01"], "from": "16:00", "to": "08:00"})"),
        "/windows/0/every/dates/0", "bad-date");
    add("path", deny("a", year + R"(, "paths": ["a", ""])"), "/windows/0/paths/1", "bad-path");
    add("no path", deny("a", year + R"(, "paths": [])"), "/windows/0/paths", "type");
    add("same id", deny("a", year) + ',' + deny("a", year), "/windows/1/id", "duplicate");
    add("no object", "1", "/windows/0", "type");
}

void TestFreeze::whatIsWrongIsToldAtItsPlace()
{
    QFETCH(QString, text);
    QFETCH(QString, pointer);
    QFETCH(QString, code);
    const auto calendar = read(text.toStdString());
    QVERIFY(!calendar);
    QCOMPARE(calendar.error().code, std::string("bad-freezes"));
    QCOMPARE(calendar.error().fields.size(), 1U);
    const auto &field = calendar.error().fields.front();
    QCOMPARE(QString::fromStdString(field.pointer), pointer);
    QCOMPARE(QString::fromStdString(field.code), code);
    QCOMPARE(field.line, 1);
}

void TestFreeze::allThatIsWrongIsToldAtOnce()
{
    const auto calendar = read(window("a", R"("kind": "x", "severity": "y", "from": 1, "to": 2)"));
    QVERIFY(!calendar);
    QCOMPARE(calendar.error().fields.size(), 4U);
    for (const char *text : {"[]", "{}", R"({"windows": {}})", R"({"windows": [], "more": 1})"}) {
        const auto reading = core::readJson(text);
        QVERIFY2(!core::readFreezes(reading.tree()), text);
    }
    QVERIFY(!core::readFreezes(core::Tree()));
}

void TestFreeze::theSchemaSaysTheSame()
{
    const auto reading = core::readJson(std::string(core::freezeSchemaText()));
    QVERIFY(reading.ok());
    const auto names = [](core::Value object) {
        std::set<std::string> found;
        for (const auto &member : object)
            found.emplace(member.key());
        return found;
    };
    const auto window = reading.tree().root().resolve("/$defs/window/properties");
    const std::set<std::string> known{"id", "title", "kind", "severity", "zone", "from", "to",
        "every", "paths", "overrun", "reason"};
    QCOMPARE(names(window), known);
    const std::set<std::string> ofEvery{"days", "dates", "from", "to", "toDay"};
    QCOMPARE(names(window["every"]["properties"]), ofEvery);
}

void TestFreeze::noWindowIsOpen()
{
    QVERIFY(!FreezeCalendar().closureAt({"a/b"}, at("2026-12-24T00:00:00Z")));
    QCOMPARE(closed("", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"), Intervals());
    QVERIFY(FreezeCalendar().nextOpen({"a/b"}, at("2026-12-24T00:00:00Z"), 9'000h)
        == at("2026-12-24T00:00:00Z"));
}

void TestFreeze::denyBeatsAllow()
{
    const auto calendar
        = read(allow("days", R"("every": {"days": ["thu"], "from": "08:00", "to": "18:00"})") + ','
            + deny("fair", R"("from": "2026-12-24T12:00", "to": "2026-12-24T13:00")"));
    QVERIFY(calendar);
    QVERIFY(!calendar->closureAt({"a/b"}, at("2026-12-24T10:59:59Z")));
    const auto noon = calendar->closureAt({"a/b"}, at("2026-12-24T11:00:00Z"));
    QVERIFY(noon);
    QCOMPARE(noon->windows, std::vector<std::string>{"fair"});
    QVERIFY(noon->until == at("2026-12-24T12:00:00Z"));
    QVERIFY(!calendar->closureAt({"a/b"}, at("2026-12-24T12:00:00Z")));
}

void TestFreeze::whereAllowIsItIsOpenInsideOnly()
{
    const auto days = allow("days", R"("paths": ["a/**"],
        "every": {"days": ["thu"], "from": "08:00", "to": "18:00"})");
    const auto calendar = read(days);
    QVERIFY(calendar);
    const auto night = calendar->closureAt({"a/b"}, at("2026-12-24T20:00:00Z"));
    QVERIFY(night);
    QCOMPARE(night->windows, std::vector<std::string>{"days"});
    QVERIFY(night->severity == FreezeSeverity::Soft);
    QVERIFY(night->until == at("2026-12-31T07:00:00Z"));
    // The window is not for others.
    QVERIFY(!calendar->closureAt({"b/b"}, at("2026-12-24T20:00:00Z")));
    QCOMPARE(closed(days, "2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"),
        (Intervals{{at("2026-12-24T00:00:00Z"), at("2026-12-24T07:00:00Z")},
            {at("2026-12-24T17:00:00Z"), at("2026-12-25T00:00:00Z")}}));
}

void TestFreeze::pathsChoose()
{
    const auto calendar = read(deny("pay", R"("paths": ["payments/**", "shop/cart"],
        "from": "2026-12-24T00:00", "to": "2026-12-25T00:00")"));
    QVERIFY(calendar);
    const auto noon = at("2026-12-24T12:00:00Z");
    QVERIFY(calendar->closureAt({"payments/api/limits"}, noon));
    QVERIFY(calendar->closureAt({"shop/cart"}, noon));
    QVERIFY(!calendar->closureAt({"shop/orders"}, noon));
    // One of several is enough.
    QVERIFY(calendar->closureAt({"shop/orders", "shop/cart"}, noon));
}

void TestFreeze::overlapsAreOneInterval()
{
    const auto windows = deny("a", R"("from": "2026-06-01T00:00", "to": "2026-06-03T00:00")") + ','
        + deny("b", R"("from": "2026-06-02T00:00", "to": "2026-06-04T00:00")") + ','
        + deny("c", R"("from": "2026-06-04T00:00", "to": "2026-06-05T00:00")");
    QCOMPARE(closed(windows, "2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"),
        (Intervals{{at("2026-05-31T22:00:00Z"), at("2026-06-04T22:00:00Z")}}));
    const auto stretches
        = read(windows)->closed({"a/b"}, {at("2026-05-01T00:00:00Z"), at("2026-07-01T00:00:00Z")});
    QCOMPARE(stretches.size(), 4U);
    QCOMPARE(stretches[1].windows, (std::vector<std::string>{"a", "b"}));
    const auto closure = read(windows)->closureAt({"a/b"}, at("2026-06-01T00:00:00Z"));
    QVERIFY(closure && closure->until == at("2026-06-04T22:00:00Z"));
}

void TestFreeze::anHourThatIsLeftOut()
{
    // On 2026-03-29 the clock goes from 02:00 to 03:00, at 01:00 UTC.
    QCOMPARE(closed(deny("a", R"("from": "2026-03-29T02:30", "to": "2026-03-29T04:00")"),
                 "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"),
        (Intervals{{at("2026-03-29T01:00:00Z"), at("2026-03-29T02:00:00Z")}}));
    QCOMPARE(closed(deny("a", R"("from": "2026-03-29T00:00", "to": "2026-03-29T02:30")"),
                 "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"),
        (Intervals{{at("2026-03-28T23:00:00Z"), at("2026-03-29T01:00:00Z")}}));
    // Nothing of it is there.
    QCOMPARE(closed(deny("a", R"("from": "2026-03-29T02:10", "to": "2026-03-29T02:50")"),
                 "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"),
        Intervals());
}

void TestFreeze::anHourThatComesTwice()
{
    // On 2026-10-25 the clock goes from 03:00 back to 02:00, at 01:00 UTC: 02:30 is 00:30 and
    // 01:30.
    const auto from = R"("from": "2026-10-25T02:30", "to": "2026-10-25T04:00")";
    const auto to = R"("from": "2026-10-25T01:00", "to": "2026-10-25T02:30")";
    const auto begin = "2026-10-24T22:00:00Z";
    const auto end = "2026-10-25T06:00:00Z";
    QCOMPARE(closed(deny("a", from), begin, end),
        (Intervals{{at("2026-10-25T00:30:00Z"), at("2026-10-25T03:00:00Z")}}));
    QCOMPARE(closed(deny("a", to), begin, end),
        (Intervals{{at("2026-10-24T23:00:00Z"), at("2026-10-25T01:30:00Z")}}));
    // What allows is as short as can be.
    QCOMPARE(closed(allow("a", from), begin, end),
        (Intervals{
            {at(begin), at("2026-10-25T01:30:00Z")}, {at("2026-10-25T03:00:00Z"), at(end)}}));
    QCOMPARE(closed(allow("a", to), begin, end),
        (Intervals{
            {at(begin), at("2026-10-24T23:00:00Z")}, {at("2026-10-25T00:30:00Z"), at(end)}}));
}

void TestFreeze::overMidnightAndTheChangeOfTheClock()
{
    const auto nights = deny("n", R"("every": {"days": ["sat"], "from": "22:00", "to": "06:00"})");
    // 8 hours on most nights, 7 and 9 when the clock changes.
    const auto lengthOn = [&](const char *from, const char *to) {
        const auto intervals = closed(nights, from, to);
        return intervals.size() == 1 ? intervals.front().to - intervals.front().from : 0h;
    };
    QCOMPARE(lengthOn("2026-03-20T00:00:00Z", "2026-03-23T00:00:00Z").count(),
        std::chrono::microseconds(8h).count());
    QCOMPARE(lengthOn("2026-03-27T00:00:00Z", "2026-03-30T00:00:00Z").count(),
        std::chrono::microseconds(7h).count());
    QCOMPARE(lengthOn("2026-10-23T00:00:00Z", "2026-10-26T00:00:00Z").count(),
        std::chrono::microseconds(9h).count());
    // Asked in the middle of the night, it has begun the day before.
    const auto closure = read(nights)->closureAt({"a/b"}, at("2026-10-25T01:00:00Z"));
    QVERIFY(closure && closure->until == at("2026-10-25T05:00:00Z"));
}

void TestFreeze::toADayOfTheWeek()
{
    const auto weekend = [](const char *toDay, const char *to) {
        return deny("w",
            std::string(R"("every": {"days": ["fri"], "from": "16:00", "toDay": ")") + toDay
                + R"(", "to": ")" + to + R"("})");
    };
    const auto begin = "2026-06-04T00:00:00Z";
    QCOMPARE(closed(weekend("mon", "08:00"), begin, "2026-06-10T00:00:00Z"),
        (Intervals{{at("2026-06-05T14:00:00Z"), at("2026-06-08T06:00:00Z")}}));
    QCOMPARE(closed(weekend("fri", "18:00"), begin, "2026-06-10T00:00:00Z"),
        (Intervals{{at("2026-06-05T14:00:00Z"), at("2026-06-05T16:00:00Z")}}));
    // A week long, and so for ever.
    QCOMPARE(closed(weekend("fri", "16:00"), begin, "2026-07-10T00:00:00Z"),
        (Intervals{{at(begin), at("2026-07-10T00:00:00Z")}}));
}

void TestFreeze::datesOfEveryYear()
{
    const auto dates
        = deny("d", R"("every": {"dates": ["12-24", "02-29"], "from": "00:00", "to": "00:00"})");
    QCOMPARE(closed(dates, "2026-01-01T00:00:00Z", "2028-06-01T00:00:00Z"),
        (Intervals{{at("2026-12-23T23:00:00Z"), at("2026-12-24T23:00:00Z")},
            {at("2027-12-23T23:00:00Z"), at("2027-12-24T23:00:00Z")},
            {at("2028-02-28T23:00:00Z"), at("2028-02-29T23:00:00Z")}}));
}

void TestFreeze::theHardestCounts()
{
    const auto calendar = read(window("soft", R"("kind": "deny", "severity": "soft",
        "from": "2026-06-01T00:00", "to": "2026-06-03T00:00")")
        + ',' + deny("hard", R"("from": "2026-06-02T00:00", "to": "2026-06-04T00:00")"));
    QVERIFY(
        calendar->closureAt({"a/b"}, at("2026-06-01T12:00:00Z"))->severity == FreezeSeverity::Soft);
    QVERIFY(
        calendar->closureAt({"a/b"}, at("2026-06-02T12:00:00Z"))->severity == FreezeSeverity::Hard);
}

void TestFreeze::theNextSlotThatFits()
{
    const auto calendar = read(deny("a", R"("from": "2026-06-01T10:00", "to": "2026-06-01T11:00")")
        + ',' + deny("b", R"("from": "2026-06-01T11:30", "to": "2026-06-01T12:00")"));
    const auto next = [&](const char *from, std::chrono::minutes length) {
        return calendar->nextOpen({"a/b"}, at(from), length);
    };
    QVERIFY(next("2026-06-01T08:30:00Z", 30min) == at("2026-06-01T09:00:00Z"));
    QVERIFY(next("2026-06-01T08:30:00Z", 31min) == at("2026-06-01T10:00:00Z"));
    QVERIFY(next("2026-06-01T07:30:00Z", 30min) == at("2026-06-01T07:30:00Z"));
    QVERIFY(next("2026-06-01T07:30:01Z", 30min) == at("2026-06-01T09:00:00Z"));
}

void TestFreeze::whatNeverEnds()
{
    const auto calendar = read(deny("a", R"("every": {"days":
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "12:00", "to": "12:00"})"));
    const auto closure = calendar->closureAt({"a/b"}, at("2026-06-01T10:00:00Z"));
    QVERIFY(closure && !closure->until);
    QVERIFY(!calendar->nextOpen({"a/b"}, at("2026-06-01T10:00:00Z"), 1min));
}

QTEST_GUILESS_MAIN(TestFreeze)
#include "tst_freeze.moc"
