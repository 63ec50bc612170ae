// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <span>
#include <vector>

namespace chancery::core {

// Numbers for the items of two lists: equal values have equal numbers. Where nearly all items stand
// at their places, edited, and equal to nothing, those two of one place have one number too.
struct ItemNumbers {
    std::vector<std::uint32_t> left;
    std::vector<std::uint32_t> right;
    std::uint32_t firstEdited = 0; // those of edited pairs begin here
    std::size_t held = 0; // items that were held against others to find edited ones
};
ItemNumbers numbersOf(std::span<const Value> left, std::span<const Value> right);

} // namespace chancery::core
