// SPDX-License-Identifier: Apache-2.0
#include "zone.h"

#include <date/tz.h>
#include <exception>

// The one place that knows the library's headers. It throws for a name that it does not have and
// for a database that cannot be read; neither leaves this file.
namespace chancery::core {

namespace {

using Seconds = std::chrono::seconds;

date::local_seconds toLibrary(LocalTime local)
{
    return date::local_seconds(local.time_since_epoch());
}

// Of the first, of the last instant.
Instant instantOf(const date::time_zone &zone, LocalTime local, bool isFirst)
{
    const auto info = zone.get_info(toLibrary(local));
    // In a gap, where the first of the two offsets ends.
    if (info.result == date::local_info::nonexistent)
        return Instant(info.first.end.time_since_epoch());
    const bool isSecond = info.result == date::local_info::ambiguous && !isFirst;
    const auto offset = isSecond ? info.second.offset : info.first.offset;
    return Instant(local.time_since_epoch() - offset);
}

} // namespace

Result<Zone> Zone::named(std::string_view name)
{
    try {
        return Zone(std::string(name), date::locate_zone(name));
    } catch (const std::exception &) {
        return Error{ErrorKind::Invalid, "unknown-zone",
            "\"" + std::string(name) + "\" is no zone of the IANA database", {}, {}, {}};
    }
}

LocalTime Zone::localAt(Instant instant) const
{
    const auto seconds = std::chrono::floor<Seconds>(instant);
    const auto info = m_rules->get_info(date::sys_seconds(seconds.time_since_epoch()));
    return LocalTime(seconds.time_since_epoch() + info.offset);
}

Instant Zone::firstAt(LocalTime local) const
{
    return instantOf(*m_rules, local, true);
}

Instant Zone::lastAt(LocalTime local) const
{
    return instantOf(*m_rules, local, false);
}

Result<LocalTime> localTimeOf(std::string_view text)
{
    static constexpr std::size_t withoutSeconds = std::string_view("2026-12-20T00:00").size();
    std::string whole(text);
    if (whole.size() == withoutSeconds)
        whole += ":00";
    const auto utc = fromRfc3339(whole + 'Z');
    // fromRfc3339() also takes fractions and a leap second.
    if (!utc || whole.size() != withoutSeconds + 3 || whole[10] != 'T' || whole.ends_with("60"))
        return Error{ErrorKind::Invalid, "bad-time",
            "Expected a local date and time as in \"2026-12-20T00:00\"", {}, {}, {}};
    return LocalTime(std::chrono::floor<Seconds>(*utc).time_since_epoch());
}

} // namespace chancery::core
