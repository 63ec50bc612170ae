// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <optional>

namespace chancery::core {

// By how much this computer's clock is ahead of a server's at least (negative: behind), as an
// answer shows it that was asked for and came between two moments by this clock. Its Date (RFC
// 9110, "Sun, 06 Nov 1994 08:49:37 GMT") is of some moment between, and of some part of its second:
// what may be only that is zero. An answer that took long says little: what was known before stays
// where it may still be so. Nothing where there is no such date.
std::optional<std::chrono::microseconds> skewBetween(Instant asked, Instant answered,
    std::string_view date, std::chrono::microseconds known = std::chrono::microseconds(0));

// AUD-11: more than this is told, and with more than that nobody signs an approval.
inline constexpr std::chrono::seconds mostUntoldSkew{5};
inline constexpr std::chrono::minutes mostSigningSkew{5};

} // namespace chancery::core
