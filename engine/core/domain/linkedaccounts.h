// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// What an administrator says of an account: that one person has it and another one as well; without
// the other, that nobody has it beside an account that was linked with it.
struct SamePerson {
    std::optional<PrincipalId> sameAs;
    std::string reason;
};

// An account that somebody has asked to take out; a second person has to say the same.
struct Parting {
    PrincipalId account;
    PrincipalId by;
    Instant at;

    friend bool operator==(const Parting &, const Parting &) = default;
};

// Accounts that count as one person wherever heads are counted. One alone once the other is out.
struct LinkedAccounts {
    std::vector<PrincipalId> accounts; // sorted
    std::vector<Parting> partings;

    friend bool operator==(const LinkedAccounts &, const LinkedAccounts &) = default;
};

} // namespace chancery::core
