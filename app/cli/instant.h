// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

namespace chancery::cli {

// An instant as people write it: an RFC 3339 date-time; "14:05" of today, in UTC; "90m", "2h", "3d"
// for so long ago. Error{Invalid, "bad-instant"}.
core::Result<core::Instant> instantFrom(const std::string &text, core::Instant now);

} // namespace chancery::cli
