// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace chancery::core {

// Microseconds of UTC since 1970. Everything that is written or sent has this resolution.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

// Where the time comes from; given to whoever needs it so that tests can turn it by hand.
// now() may be called from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

// RFC 3339 in UTC with microseconds: "2026-11-20T21:04:05.123456Z".
std::string toRfc3339(Instant instant);
// Accepts what toRfc3339 writes and any other RFC 3339 date-time.
Result<Instant> fromRfc3339(std::string_view text);

} // namespace chancery::core
