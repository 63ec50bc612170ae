// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace chancery::app {

// Where the tour goes, which command it gives there, and what the picture is called; none is taken
// on the way to somewhere.
struct TourStop {
    const char *view;
    const char *subject;
    const char *command;
    const char *region; // that layers are looked at in
    const char *picture;
    // The widget that the picture is of: on screen, and with something in it.
    const char *sight;
};

// Commands of the tour itself: a session of emergency access is open at some of its stops, and in
// one text there is something wrong for a while.
namespace tour {
inline constexpr auto beginEmergency = "tourBeginEmergency";
inline constexpr auto endEmergency = "tourEndEmergency";
inline constexpr auto spoil = "tourSpoil";
inline constexpr auto mend = "tourMend";
inline constexpr auto ownSession = "own"; // a subject
inline constexpr auto hover = "hover"; // a sight
} // namespace tour

// All of them, in order.
std::span<const TourStop> tourStops();

} // namespace chancery::app
