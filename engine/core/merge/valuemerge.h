// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merge/place.h"

namespace chancery::core {

// What both sides did differently, and cannot both have.
struct MergeConflict {
    enum class Kind : std::uint8_t {
        BothChanged,
        BothAdded,
        RemovedByThem, // and changed by me
        RemovedByMe, // and changed by them
        Lines // of a text that could not be merged by key
    };

    Kind kind = Kind::BothChanged;
    MergePlace place; // of the value; not for lines
    // JSON texts, or the lines as they are; absent where a side has nothing there.
    std::optional<std::string> base;
    std::optional<std::string> theirs;
    std::optional<std::string> mine;
    // What has the additions of both sides, where that is possible.
    std::optional<std::string> both;
    // Bytes of the merged text; for lines only.
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct ValueMerge {
    std::string json; // what merges by itself, and mine where it does not; empty for nothing
    std::vector<MergeConflict> conflicts;
    std::vector<MergePlace> taken; // where theirs was taken by itself
};

// Merges three values by key. Objects merge member by member, lists item by item (ItemOrders,
// mergeLists), texts of several lines by their lines. A conflict is told of the whole list where
// its single items could not be found again. What only one side changed is taken from it. An absent
// base stands for "there was nothing". The places of conflicts do not depend on which side is
// which.
ValueMerge mergeValues(Value base, Value theirs, Value mine);

} // namespace chancery::core
