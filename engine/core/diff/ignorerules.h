// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/hunkcauses.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// What a comparison passes over. A value, of any thread.
struct IgnoreRules {
    bool ignoresOrder = false; // of keys
    bool ignoresLayout = false; // white space, quotes, empty lines
    bool ignoresComments = false;
    std::vector<std::string> ignoredPaths; // RFC 6901, "*" for any step

    bool ignores(HunkCause cause) const;
    bool ignores(const TreeChange &change) const;
    // Takes "order", "layout", "comments" or a path; false for another word.
    bool add(std::string_view word);

    friend bool operator==(const IgnoreRules &, const IgnoreRules &) = default;
};

// One of two texts for hunksToTell(); the tree is null where the text cannot be read.
struct ComparedText {
    std::string_view text;
    const std::vector<std::string_view> &lines; // into text
    const Tree *tree = nullptr;
};

// The hunks of two texts that the rules do not pass over. Where a text cannot be read by key all
// but white space counts as meaning, as in causesOf().
std::vector<Hunk> hunksToTell(const std::vector<Hunk> &hunks, const ComparedText &left,
    const ComparedText &right, const IgnoreRules &rules);

} // namespace chancery::core
