// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/freeze/window.h"

#include <set>

namespace chancery::core {

// A stretch during which the same windows close a path.
struct ClosedStretch {
    Instant from;
    Instant to;
    FreezeSeverity severity = FreezeSeverity::Soft; // of the hardest
    // The ids of those that deny; where none does, of those that would allow at other times.
    std::vector<std::string> windows;

    friend bool operator==(const ClosedStretch &, const ClosedStretch &) = default;
};

// Why a path is closed at an instant.
struct Closure {
    FreezeSeverity severity = FreezeSeverity::Soft;
    std::vector<std::string> windows;
    std::optional<Instant> until; // nothing: longer than anybody looks ahead

    friend bool operator==(const Closure &, const Closure &) = default;
};

// The windows that govern an environment (GOV-27). None at all is open; where windows that allow
// are for a path, it is open inside them only; one that denies beats them. A value; safe to read
// from any thread.
class FreezeCalendar {
public:
    // How far anything looks ahead.
    static constexpr std::chrono::days horizon{400};

    FreezeCalendar() = default;
    explicit FreezeCalendar(std::vector<FreezeWindow> windows)
        : m_windows(std::move(windows))
    {
    }

    const std::vector<FreezeWindow> &windows() const { return m_windows; }
    const FreezeWindow *find(std::string_view id) const;

    // Nothing: it is open. For several paths, what any of them is closed by.
    std::optional<Closure> closureAt(const std::set<std::string> &paths, Instant instant) const;
    // Clipped to the range, in order, next to each other where the windows change.
    std::vector<ClosedStretch> closed(
        const std::set<std::string> &paths, const Interval &range) const;
    // The first instant, from this one on, from which all of the paths are open for that long;
    // nothing within the horizon.
    std::optional<Instant> nextOpen(
        const std::set<std::string> &paths, Instant from, std::chrono::microseconds length) const;

private:
    std::vector<FreezeWindow> m_windows;
};

// Stretches that touch as one.
std::vector<Interval> unionOf(const std::vector<ClosedStretch> &stretches);

} // namespace chancery::core
