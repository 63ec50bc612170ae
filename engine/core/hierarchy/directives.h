// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/hierarchy/layer.h"
#include "engine/core/result.h"

namespace chancery::core {

inline constexpr std::string_view removeWord = "$remove";
inline constexpr std::string_view replaceWord = "$replace";

// How a value of a layer is meant.
struct Meaning {
    bool isRemoval = false;
    bool isReplacement = false; // whatever lies below is hidden, and the value is taken as written
    Value value; // what is set; absent for a removal
};
// Of a value that checkDirectives() has found in order.
Meaning meaningOf(Value value);

// Whether the layer has removals or replacements; an error when one is not in its form or stands
// where it means nothing.
Result<bool> checkDirectives(const Layer &layer);

// An empty YAML text is a layer that changes nothing, and not a null in the place of everything.
bool saysNothing(const Layer &layer);

} // namespace chancery::core
