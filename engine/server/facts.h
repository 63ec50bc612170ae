// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/domain/identityprovider.h"
#include "engine/core/password.h"
#include "engine/core/random.h"
#include "engine/core/secret.h"
#include "engine/server/log/clockreading.h"
#include "engine/server/log/journal.h"
#include "engine/server/notifications/options.h"
#include "engine/server/recovery/roster.h"

#include <chrono>
#include <optional>

namespace chancery::server {

// What holds for the whole life of a server, made before its threads and read by all of them.
struct Facts {
    const core::Clock &clock;
    core::IdSource &ids;
    Journal &journal;
    core::Secret cursorKey;
    std::string logOrigin;
    std::string logKey; // vkey
    core::PasswordCost passwordCost;
    std::chrono::hours sessionLife{12};
    std::uint64_t changesKept = 100'000;
    // What administrators issue as passwords lasts: for demos and tests, where everybody knows
    // them.
    bool lastingPasswords = false;
    std::optional<core::IdentityProvider> identityProvider; // none: local accounts alone
    NotificationLimits notificationLimits{};
    // Tells names apart with which somebody tried to sign in; of this process alone.
    core::Secret nameKey{};
    // No entry of the log may be pruned earlier.
    std::chrono::days auditRetention{2557};
    const ClockReading *clockReading = nullptr; // outlives all threads; null: nothing is known
    RecoveryRoster recovery{}; // without keys: there is no such way in
};

} // namespace chancery::server
