// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merge/place.h"
#include "engine/core/secrets/covered.h"

namespace chancery::core {

// One of the texts that a place of a merge leads into, and what of it may not be told. Refers to
// the tree of its root.
struct GuardedText {
    Value root; // absent: nobody can read it
    std::vector<TextSpan> hidden; // in the order of the text, without overlaps

    // Whether any of the value may not be told.
    bool hides(Value value) const;
};

// Whether the place names an item by a value, which may be one that is not for everybody's eyes.
bool namesItem(const MergePlace &place);
// The place for who may not see what is hidden: the name of an item is covered where any of the
// texts hides it, and where none of them has it, for then nobody knows.
MergePlace coveredPlace(MergePlace place, std::span<const GuardedText> texts);

} // namespace chancery::core
