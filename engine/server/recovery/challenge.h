// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/recovery.h"
#include "engine/core/result.h"

namespace chancery::server {

inline constexpr std::chrono::minutes challengeLife{2};

// A challenge is a number that nobody has seen before and its end, under an HMAC of a key of the
// server: nothing is kept of those that are asked for and never signed, so asking for many fills
// no memory. That one is taken once says the store (keys::recoverySpent), also after a restart.
core::RecoveryChallenge makeChallenge(const core::Secret &key, core::Instant now);

// When it ends. Error{Unauthorized} with "challenge" for what this server did not make, "expired"
// for one whose time is over or that is of a clock ahead of this one.
core::Result<core::Instant> checkChallenge(
    const core::Secret &key, std::string_view challenge, core::Instant now);

} // namespace chancery::server
