// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/formats.h"

namespace chancery::core {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A number of exactly that many digits at the place, which moves behind it; -1 when there is none.
int digits(std::string_view text, std::size_t &at, std::size_t count)
{
    if (at + count > text.size())
        return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!isDigit(text[at + i]))
            return -1;
        value = value * 10 + (text[at + i] - '0');
    }
    at += count;
    return value;
}

bool take(std::string_view text, std::size_t &at, char expected)
{
    if (at >= text.size() || text[at] != expected)
        return false;
    ++at;
    return true;
}

int daysIn(int year, int month)
{
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && isLeap ? 29 : days[month - 1];
}

// The minutes east of UTC; nothing when it is no zone.
std::optional<int> zone(std::string_view text)
{
    if (text == "Z" || text == "z")
        return 0;
    std::size_t at = 1;
    if (text.empty() || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    const int hours = digits(text, at, 2);
    if (!take(text, at, ':'))
        return std::nullopt;
    const int minutes = digits(text, at, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || at != text.size())
        return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// A run of "<number><unit>" with units in the given order, each at most once; false when empty.
bool durationUnits(std::string_view text, std::string_view units)
{
    std::size_t at = 0;
    std::size_t unit = 0;
    while (at < text.size()) {
        const auto from = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        if (at == from || at == text.size())
            return false;
        const auto found = units.find(text[at++], unit);
        // A unit may only be followed by the next smaller one (RFC 3339 appendix A).
        if (found == std::string_view::npos || (unit > 0 && found != unit))
            return false;
        unit = found + 1;
    }
    return at > 0;
}

} // namespace

bool isDate(std::string_view text)
{
    std::size_t at = 0;
    const int year = digits(text, at, 4);
    if (year < 0 || !take(text, at, '-'))
        return false;
    const int month = digits(text, at, 2);
    if (month < 1 || month > 12 || !take(text, at, '-'))
        return false;
    const int day = digits(text, at, 2);
    return day >= 1 && day <= daysIn(year, month) && at == text.size();
}

bool isTime(std::string_view text)
{
    std::size_t at = 0;
    const int hour = digits(text, at, 2);
    if (hour < 0 || hour > 23 || !take(text, at, ':'))
        return false;
    const int minute = digits(text, at, 2);
    if (minute < 0 || minute > 59 || !take(text, at, ':'))
        return false;
    const int second = digits(text, at, 2);
    if (second < 0 || second > 60)
        return false;
    if (take(text, at, '.')) {
        const auto from = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        if (at == from)
            return false;
    }
    const auto offset = zone(text.substr(at));
    if (!offset)
        return false;
    // A leap second is the last of a day in UTC.
    const int inUtc = ((hour * 60 + minute - *offset) % 1440 + 1440) % 1440;
    return second < 60 || inUtc == 23 * 60 + 59;
}

bool isDateTime(std::string_view text)
{
    if (text.size() < 11 || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
        return false;
    return isDate(text.substr(0, 10)) && isTime(text.substr(11));
}

bool isDuration(std::string_view text)
{
    if (!text.starts_with('P'))
        return false;
    text.remove_prefix(1);
    const auto mark = text.find('T');
    const auto days = text.substr(0, mark);
    if (mark != std::string_view::npos)
        return (days.empty() || durationUnits(days, "YMD"))
            && durationUnits(text.substr(mark + 1), "HMS");
    return durationUnits(days, "YMD") || durationUnits(days, "W");
}

} // namespace chancery::core
