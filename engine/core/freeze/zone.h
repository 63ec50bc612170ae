// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <string>
#include <string_view>

// Of the library behind it; nothing else of that is seen here.
namespace date {
class time_zone;
}

namespace chancery::core {

// What a clock on a wall shows, to the second.
using LocalTime = std::chrono::local_time<std::chrono::seconds>;

// A zone of the IANA database, as the system has it when the process first asks for one: new rules
// of a government are seen after a restart. A value, of any thread; never an empty one.
class Zone {
public:
    // "Europe/Berlin", or Error{Invalid, "unknown-zone"}.
    static Result<Zone> named(std::string_view name);

    const std::string &name() const { return m_name; }
    LocalTime localAt(Instant instant) const;
    // From when on the clock has shown this or later, and since when it has done so for good. They
    // differ where an hour comes twice; where it is left out both are the moment of the leap.
    Instant firstAt(LocalTime local) const;
    Instant lastAt(LocalTime local) const;

    friend bool operator==(const Zone &left, const Zone &right)
    {
        return left.m_name == right.m_name;
    }

private:
    Zone(std::string name, const date::time_zone *rules)
        : m_name(std::move(name))
        , m_rules(rules)
    {
    }

    std::string m_name;
    const date::time_zone *m_rules; // of the library, for the life of the process
};

// "2026-12-20T00:00", with or without seconds; Error{Invalid, "bad-time"}.
Result<LocalTime> localTimeOf(std::string_view text);

} // namespace chancery::core
