// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/merge/listmerge.h"

#include <set>

namespace chancery::core {

// The items of three lists under names that stand once in each of them: the same name is the same
// item. A key of theirs names them (ItemNames), or else which is which follows from base
// (pairItems).
struct ItemOrders {
    std::string key; // empty: names follow from base
    Names base;
    Names theirs;
    Names mine;
    // Items that a side replaced by something else: what both made of it is not put together.
    std::set<std::string, std::less<>> replaced;
    // Which of several equal items one side removed or added cannot be told, and the other side
    // has touched them.
    bool isTorn = false;

    // Every item stands in the same place in all three.
    bool areByPlace() const { return key.empty() && base == theirs && base == mine; }
    // Whether an item of the merged list can be found again by a step.
    bool canBeFound() const { return !key.empty() || areByPlace(); }
};

// Absent values are empty lists.
ItemOrders itemOrders(Value base, Value theirs, Value mine);

} // namespace chancery::core
