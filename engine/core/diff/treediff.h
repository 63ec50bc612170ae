// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/document/value.h"

#include <string>
#include <vector>

namespace chancery::core {

// One difference between the values of two documents, which may be of different formats.
struct TreeChange {
    enum class Kind : std::uint8_t {
        Added,
        Removed,
        Changed,
        MovedAway, // stands elsewhere in the same array now; its MovedHere says where
        MovedHere,
        Reordered // an object whose members have another order
    };

    Kind kind = Kind::Changed;
    // RFC 6901 pointers. Of what only the right document has, left is where it goes in: for an item
    // the index of the left item that it stands before. Of what only the left document has, right
    // is empty and rightValue absent.
    std::string left;
    std::string right;
    Value leftValue;
    Value rightValue;
    bool isInMoved = false; // inside of an item that has moved as well
};

// Where people look for it: of what was added, where it stands now.
inline const std::string &placeOf(const TreeChange &change)
{
    const bool isNew = change.kind == TreeChange::Kind::Added || change.left.empty();
    return isNew ? change.right : change.left;
}

// What differs in meaning, in the order of the left document; additions stand where they go in.
// Objects are compared by key and their order does not count, but for Reordered. Items of arrays
// are told apart by what names them ("id", "name" …) or by their values; an item that changed at
// its place is compared inside. Equal documents have no changes. A cancelled token leaves a result
// without meaning. Both trees must outlive the changes.
std::vector<TreeChange> diffTrees(Value left, Value right, const CancelToken *token = nullptr);

} // namespace chancery::core
