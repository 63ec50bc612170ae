// SPDX-License-Identifier: Apache-2.0
#include "clockskew.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace chancery::core {

namespace {

constexpr std::array<std::string_view, 12> months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> numberAt(std::string_view text, std::size_t at, std::size_t size)
{
    int number = 0;
    const auto *end = text.data() + at + size;
    const auto read = std::from_chars(text.data() + at, end, number);
    return read.ec == std::errc() && read.ptr == end && number >= 0 ? std::optional(number)
                                                                    : std::nullopt;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that is sent.
std::optional<Instant> instantOf(std::string_view date)
{
    static constexpr std::string_view shape = "???, ## ??? #### ##:##:## GMT";
    if (date.size() != shape.size())
        return std::nullopt;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool isDigit = date[i] >= '0' && date[i] <= '9';
        if (shape[i] == '#' ? !isDigit : shape[i] != '?' && shape[i] != date[i])
            return std::nullopt;
    }
    const auto month = std::ranges::find(months, date.substr(8, 3));
    if (month == months.end())
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(*numberAt(date, 12, 4)),
        std::chrono::month(unsigned(month - months.begin()) + 1),
        std::chrono::day(unsigned(*numberAt(date, 5, 2)))};
    if (!day.ok())
        return std::nullopt;
    return Instant(std::chrono::sys_days(day)) + std::chrono::hours(*numberAt(date, 17, 2))
        + std::chrono::minutes(*numberAt(date, 20, 2))
        + std::chrono::seconds(*numberAt(date, 23, 2));
}

} // namespace

std::optional<std::chrono::microseconds> skewBetween(
    Instant asked, Instant answered, std::string_view date, std::chrono::microseconds known)
{
    const auto server = instantOf(date);
    if (!server)
        return std::nullopt;
    static constexpr std::chrono::seconds part{1};
    // The server's moment lies within its second, ours between the two.
    const std::chrono::microseconds least = asked - (*server + part);
    const std::chrono::microseconds most = answered - *server;
    return std::clamp(known, least, std::max(least, most));
}

} // namespace chancery::core
