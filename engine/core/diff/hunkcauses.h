// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/treediff.h"
#include "engine/core/textdiff.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// Why the lines of a hunk differ: what they mean; what a path means that
// nobody wants to hear of; the order of members; a comment; how the same is written; the order of
// members and a comment, which changed, or did not go along with its member.
enum class HunkCause : std::uint8_t {
    Values,
    IgnoredPath,
    Order,
    Comment,
    Layout,
    OrderAndComment
};

// One of two texts that are compared.
struct HunkSide {
    std::string_view text;
    const std::vector<std::string_view> *lines = nullptr; // into text
    std::vector<std::pair<std::size_t, std::size_t>> comments; // bytes, in order
};

// A cause for each hunk. The changes are those of diffTrees() between the two texts; null where
// they are not both read, and then all but white space counts as meaning. Ignored paths are RFC
// 6901 pointers of values and all below them; a step "*" stands for any.
std::vector<HunkCause> causesOf(const std::vector<Hunk> &hunks, const HunkSide &left,
    const HunkSide &right, const std::vector<TreeChange> *changes,
    const std::vector<std::string> &ignoredPaths);

// Whether a pointer is below one of the paths, or is it.
bool isBelow(std::string_view pointer, const std::vector<std::string> &paths);

} // namespace chancery::core
