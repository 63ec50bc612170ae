// SPDX-License-Identifier: Apache-2.0
#include "clock.h"

#include <charconv>
#include <cstdio>

namespace chancery::core {

namespace {

struct Reader {
    std::string_view rest;
    bool ok = true;

    int digits(std::size_t count)
    {
        int value = 0;
        if (rest.size() < count) {
            ok = false;
            return 0;
        }
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + count, value);
        ok = ok && error == std::errc() && end == rest.data() + count && rest.front() != '-';
        rest.remove_prefix(count);
        return value;
    }
    char character(std::string_view allowed)
    {
        if (rest.empty() || allowed.find(rest.front()) == std::string_view::npos) {
            ok = false;
            return '\0';
        }
        const char found = rest.front();
        rest.remove_prefix(1);
        return found;
    }
};

std::chrono::microseconds fraction(Reader &reader)
{
    if (reader.rest.empty() || reader.rest.front() != '.')
        return {};
    reader.rest.remove_prefix(1);
    std::int64_t value = 0;
    int count = 0;
    for (; !reader.rest.empty() && reader.rest.front() >= '0' && reader.rest.front() <= '9';
        ++count) {
        if (count < 6)
            value = value * 10 + (reader.rest.front() - '0');
        reader.rest.remove_prefix(1);
    }
    reader.ok = reader.ok && count > 0;
    for (int i = count; i < 6; ++i)
        value *= 10;
    return std::chrono::microseconds(value);
}

std::chrono::minutes zone(Reader &reader)
{
    const char sign = reader.character("Zz+-");
    if (sign == 'Z' || sign == 'z' || !reader.ok)
        return {};
    const int hours = reader.digits(2);
    reader.character(":");
    const int minutes = reader.digits(2);
    reader.ok = reader.ok && hours < 24 && minutes < 60;
    const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return sign == '-' ? -offset : offset;
}

using TimeOfDay = std::chrono::hh_mm_ss<std::chrono::microseconds>;

// Of a year that has not four digits: no entry has one.
std::string farRfc3339(const std::chrono::year_month_day &date, const TimeOfDay &time)
{
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", int(date.year()),
        unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
        int(time.minutes().count()), int(time.seconds().count()), int(time.subseconds().count()));
    return text;
}

// Where only zeroes stand. Times are written by the million.
void putDigits(std::string &text, std::size_t at, std::size_t count, int number)
{
    for (auto place = at + count; place > at; number /= 10)
        text[--place] = char('0' + number % 10);
}

} // namespace

Instant SystemClock::now() const
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

std::string toRfc3339(Instant instant)
{
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    const int year = int(date.year());
    if (year < 0 || year > 9999)
        return farRfc3339(date, time);
    std::string text = "0000-00-00T00:00:00.000000Z";
    putDigits(text, 0, 4, year);
    putDigits(text, 5, 2, int(unsigned(date.month())));
    putDigits(text, 8, 2, int(unsigned(date.day())));
    putDigits(text, 11, 2, int(time.hours().count()));
    putDigits(text, 14, 2, int(time.minutes().count()));
    putDigits(text, 17, 2, int(time.seconds().count()));
    putDigits(text, 20, 6, int(time.subseconds().count()));
    return text;
}

Result<Instant> fromRfc3339(std::string_view text)
{
    Reader reader{text};
    const int year = reader.digits(4);
    reader.character("-");
    const int month = reader.digits(2);
    reader.character("-");
    const int dayOfMonth = reader.digits(2);
    reader.character("Tt ");
    const int hour = reader.digits(2);
    reader.character(":");
    const int minute = reader.digits(2);
    reader.character(":");
    const int second = reader.digits(2);
    const auto micros = fraction(reader);
    const auto offset = zone(reader);
    const std::chrono::year_month_day date{std::chrono::year(year),
        std::chrono::month(unsigned(month)), std::chrono::day(unsigned(dayOfMonth))};
    if (!reader.ok || !reader.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60)
        return Error{ErrorKind::Invalid, "bad-time", "expected an RFC 3339 date-time", {}, {}, {}};
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour)
        + std::chrono::minutes(minute) + std::chrono::seconds(second) + micros - offset;
}

} // namespace chancery::core
