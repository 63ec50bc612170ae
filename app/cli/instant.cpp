// SPDX-License-Identifier: Apache-2.0
#include "instant.h"

#include <charconv>

namespace chancery::cli {

namespace {

std::optional<int> numberIn(std::string_view text)
{
    int number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()
        || number < 0)
        return std::nullopt;
    return number;
}

// "2h"
std::optional<core::Instant> before(std::string_view text, core::Instant now)
{
    const auto count = text.empty() ? std::nullopt : numberIn(text.substr(0, text.size() - 1));
    if (!count)
        return std::nullopt;
    switch (text.back()) {
    case 'm':
        return now - std::chrono::minutes(*count);
    case 'h':
        return now - std::chrono::hours(*count);
    case 'd':
        return now - std::chrono::days(*count);
    default:
        return std::nullopt;
    }
}

// "14:05", in UTC as all times are told.
std::optional<core::Instant> timeOfDay(std::string_view text, core::Instant now)
{
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const auto hour = numberIn(text.substr(0, 2));
    const auto minute = numberIn(text.substr(3));
    if (!hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    const core::Instant today = std::chrono::floor<std::chrono::days>(now);
    return today + std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

} // namespace

core::Result<core::Instant> instantFrom(const std::string &text, core::Instant now)
{
    if (const auto ago = before(text, now))
        return *ago;
    if (const auto time = timeOfDay(text, now)) {
        // Yesterday is said as such.
        if (*time > now)
            return core::Error{core::ErrorKind::Invalid, "bad-instant",
                text + " UTC has not come yet today; write the date with it", {}, {}, {}};
        return *time;
    }
    if (const auto instant = core::fromRfc3339(text))
        return *instant;
    return core::Error{core::ErrorKind::Invalid, "bad-instant",
        "Expected a date-time like 2026-11-29T14:05:00Z, a time of today in UTC like 14:05, or how "
        "long ago, like "
        "90m, 2h or 3d, not \""
            + text + '"',
        {}, {}, {}};
}

} // namespace chancery::cli
