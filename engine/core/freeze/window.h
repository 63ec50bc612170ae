// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/glob.h"
#include "engine/core/freeze/zone.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chancery::core {

enum class FreezeKind : std::uint8_t { Deny, Allow };
// What lifts it: an override by whoever may, or nothing but emergency access.
enum class FreezeSeverity : std::uint8_t { Soft, Hard };
// What becomes of a rollout that runs into it.
enum class FreezeOverrun : std::uint8_t { Finish, Pause, RollBack };
std::string_view name(FreezeKind kind); // "deny", "allow"
std::string_view name(FreezeSeverity severity); // "soft", "hard"
std::string_view name(FreezeOverrun overrun); // "finish", "pause", "rollback"

// Half open: the end is outside.
struct Interval {
    Instant from;
    Instant to;

    friend bool operator==(const Interval &, const Interval &) = default;
};

// Between two readings of the zone's clock.
struct OneTime {
    LocalTime from;
    LocalTime to;

    friend bool operator==(const OneTime &, const OneTime &) = default;
};

// On certain days of every week or of every year, from one time of the day to another, which is on
// the next day where it is not later.
struct Recurring {
    std::vector<std::chrono::weekday> days; // on which it starts; empty: on the dates
    std::vector<std::chrono::month_day> dates;
    std::chrono::minutes from{};
    std::chrono::minutes to{};
    std::optional<std::chrono::weekday> toDay; // ends on the first one of these that fits

    friend bool operator==(const Recurring &, const Recurring &) = default;
};

// One window of a freeze document. A value.
struct FreezeWindow {
    std::string id; // unique in its document
    std::string title;
    std::string reason;
    FreezeKind kind = FreezeKind::Deny;
    FreezeSeverity severity = FreezeSeverity::Hard;
    FreezeOverrun overrun = FreezeOverrun::Pause;
    Zone zone;
    std::variant<OneTime, Recurring> when;
    std::vector<std::string> paths; // patterns as Glob::ofPaths() takes them; empty: all configs
    std::vector<Glob> globs; // of the paths

    bool isFor(std::string_view path) const;
};

// All that meet [from, to), whole, in their order. Where the clock shows an end twice, a window
// that denies lasts to the second and one that allows to the first; beginnings the other way
// round: in doubt it is closed.
std::vector<Interval> occurrences(const FreezeWindow &window, const Interval &range);

} // namespace chancery::core
