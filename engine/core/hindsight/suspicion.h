// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/domain/suspects.h"

#include <span>
#include <string>

namespace chancery::core {

// What a change is about, by what stands at its keys before and after it.
struct ChangeTraits {
    SuspectKind kind = SuspectKind::Config;
    bool isLargeStep
        = false; // a number is ten times as large or as small, or nothing, or something

    friend bool operator==(const ChangeTraits &, const ChangeTraits &) = default;
};
// Either document may be absent. Of several kinds the most telling: certificate, secret, flag.
ChangeTraits traitsOf(Value before, Value after, std::span<const std::string> keys);
// By all keys that changed, up to ten thousand.
ChangeTraits traitsOf(Value before, Value after);

// What else is known of a suspect.
struct SuspectCircumstances {
    bool isLargeStep = false;
    bool isRolledBack = false;
    bool isEmergency = false;
};

// Fills in reasons and score. Weighed are: how long before it broke the first agent had it (half
// the weight for every half hour), how many of the service's agents had it, how directly it is
// theirs, its kind, and what speaks against it. A figure to order by and no probability.
void weigh(Suspect &suspect, const SuspectCircumstances &circumstances, Instant before, int agents);

// The heavier first, then the later one, then by title: the same input, the same order.
bool isLikelier(const Suspect &one, const Suspect &other);

} // namespace chancery::core
