// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/document/value.h"

#include <vector>

namespace chancery::core {

// How the items of two arrays belong together, by index. What is in no pair was added or removed.
struct ItemAlignment {
    struct Pair {
        std::size_t left = 0;
        std::size_t right = 0;
        bool isEqual = false;

        friend bool operator==(const Pair &, const Pair &) = default;
    };

    std::vector<Pair> kept; // in order on both sides; without equal items at either end
    std::vector<Pair> moved; // the same item, elsewhere; ordered by left
    // The part that was looked at: what lies before and behind it is equal.
    std::size_t begin = 0;
    std::size_t leftEnd = 0;
    std::size_t rightEnd = 0;
};

using Items = std::vector<Value>;
Items itemsOf(Value array);

ItemAlignment alignItems(const Items &left, const Items &right, const CancelToken *token = nullptr);

} // namespace chancery::core
