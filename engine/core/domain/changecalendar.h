// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

// When changes of an environment are frozen out, and what is to be applied when.
namespace chancery::core {

struct CalendarSpan {
    Instant from;
    Instant to; // outside

    friend bool operator==(const CalendarSpan &, const CalendarSpan &) = default;
};

// A freeze window with the times at which it is there.
struct CalendarWindow {
    std::string id;
    std::string title;
    std::string reason;
    std::string kind; // "deny", "allow"
    std::string severity; // "soft", "hard"
    std::string zone;
    std::vector<std::string> paths; // patterns; empty: all configs
    std::vector<CalendarSpan> spans;

    friend bool operator==(const CalendarWindow &, const CalendarWindow &) = default;
};

// A stretch in which one of the configs that are looked at is closed.
struct CalendarClosure {
    Instant from;
    Instant to;
    std::string severity; // of the hardest
    std::vector<std::string> windows; // ids

    friend bool operator==(const CalendarClosure &, const CalendarClosure &) = default;
};

// A request that is to be applied in that time.
struct CalendarRequest {
    ChangeRequestId request;
    std::string title;
    Instant at;
    std::string zone;
    int graceMinutes = 0;
    std::string byName;
    std::vector<std::string> paths; // in this environment
    std::string suspendedBecause; // empty: it waits
    bool isOverridden = false; // soft windows do not stop it
    bool isFrozen = false; // as the windows are now, it will be stopped
    std::vector<std::string> collidesWith; // ids of windows
    std::optional<Instant> nextSlot; // of its configs, from its time on

    friend bool operator==(const CalendarRequest &, const CalendarRequest &) = default;
};

struct ChangeCalendar {
    EnvironmentId environment;
    Instant from;
    Instant to;
    std::vector<CalendarWindow> windows;
    std::vector<CalendarClosure> closed;
    std::vector<CalendarRequest> requests; // by time
    std::optional<Instant> nextSlot; // of all that are looked at, from now on
    std::string fault; // the document cannot be read, and nothing is applied; empty: it can

    friend bool operator==(const ChangeCalendar &, const ChangeCalendar &) = default;
};

} // namespace chancery::core
