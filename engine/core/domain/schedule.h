// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/domain/identity.h"

#include <optional>
#include <string>

namespace chancery::core {

// When an approved request is to be applied by itself (GOV-25).
struct Schedule {
    Instant at;
    std::string zone; // IANA: in which people read it
    int graceMinutes = 15; // later than that it is suspended instead
    PrincipalId by;
    std::string byName;
    std::string suspendedBecause; // what stood against it at its time; empty: it waits
    // Queued: the request that is to be applied to the same target first (GOV-30).
    std::optional<ChangeRequestId> behind = {};

    friend bool operator==(const Schedule &, const Schedule &) = default;
};

struct NewSchedule {
    Instant at;
    std::string zone;
    std::optional<int> graceMinutes; // 1 to 1440; absent: 15
    // Behind what is scheduled for the same target already; else that stands in the way (GOV-30).
    std::optional<bool> queue = {};

    friend bool operator==(const NewSchedule &, const NewSchedule &) = default;
};

// Lets this one request through the soft freeze windows, in this cycle only (GOV-28).
struct FreezeOverride {
    int cycle = 0;
    std::string reason;
    std::string ticket;
    PrincipalId by;
    std::string byName;
    Instant at;

    friend bool operator==(const FreezeOverride &, const FreezeOverride &) = default;
};

struct NewFreezeOverride {
    std::string reason;
    std::string ticket;

    friend bool operator==(const NewFreezeOverride &, const NewFreezeOverride &) = default;
};

} // namespace chancery::core
