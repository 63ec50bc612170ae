// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <vector>

namespace chancery::core {

// Which items of a list are which of its later form, where no key names them.
struct ItemPairing {
    static constexpr std::size_t none = std::size_t(-1);

    std::vector<std::size_t> partners; // of each item as it was: its index now, or none
    std::vector<std::size_t> origins; // of each item now: its index as it was, or none
    // Of each item as it was: it has equals, and which of them is gone or came cannot be told.
    std::vector<bool> isUnsure;
    // Of each item as it was: its partner stands where it stood and is something else.
    std::vector<bool> isReplaced;
    // Of each item as it was: it has no partner, and may have become something that came.
    std::vector<bool> isLost;
};

// The items of a longest common subsequence belong together, and the items in the same places
// where those are one. Of what is left equal items have moved, and as many items as there were
// between two neighbours are those, edited, or, where they have too little in common, replaced. An
// absent value is an empty list.
ItemPairing pairItems(Value before, Value now);

} // namespace chancery::core
