// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace chancery::core {

using Names = std::vector<std::string>;

// What becomes of three orders of named items.
struct ListMerge {
    Names names; // the merged order; with a conflict, both sides' additions if that is possible
    bool isConflict = false;
    bool canHaveBoth = false; // of a conflict: the names are an answer to it
};

// No name stands twice in one list. An item that one side removed stays only where isContested says
// that the other has changed it. Does not depend on which side is which, but for "both": their
// additions stand before mine.
ListMerge mergeLists(const Names &base, const Names &theirs, const Names &mine,
    const std::function<bool(const std::string &)> &isContested);

} // namespace chancery::core
