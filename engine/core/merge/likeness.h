// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

namespace chancery::core {

// How much of two values is the same, counted in what holds nothing else.
struct Likeness {
    std::size_t same = 0;
    std::size_t all = 0;

    bool isEnough() const { return same * 2 >= all; }
    bool isLessThan(const Likeness &other) const { return same * other.all < other.same * all; }
};

// Objects are compared member by member, lists of one length item by item.
Likeness likenessOf(Value a, Value b);

} // namespace chancery::core
