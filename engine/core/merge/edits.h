// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <string>
#include <vector>

namespace chancery::core {

// One step from a document's value to another.
struct Edit {
    enum class Kind : std::uint8_t { Set, Insert, Append, InsertBefore, Remove };

    Kind kind = Kind::Set;
    std::string pointer; // of the value, or of the container for Insert and Append
    std::string name; // of Insert
    Value target;
    Value model; // the same value written by somebody; or absent
    Value place; // what the pointer leads to in the text as it was
    bool isWholeList = false; // of Set: a list, for its order or by wish
};

// How a list that differs is changed.
enum class ListEdits : std::uint8_t {
    ByItems, // and as one where its items have another order
    Whole
};

// The smallest changes that lead from one value to the other, in the order of the text. The model
// is a value that has the same in some places as the target, as somebody wrote it, or absent.
std::vector<Edit> editsTo(Value from, Value target, Value model, ListEdits lists);

} // namespace chancery::core
