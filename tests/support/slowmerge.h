// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/plain.h"

#include <optional>
#include <set>

namespace chancery::support {

// Three values merged by the letter of the rules: no hashing, no text, quadratic everywhere.
class SlowMerge {
public:
    using Some = std::optional<Plain>;

    // A null pointer stands for nothing.
    Some merge(const Plain *base, const Plain *theirs, const Plain *mine, const std::string &place);
    // The places of all conflicts so far.
    std::set<std::string> conflicts;

private:
    Some mergeWhole(
        const Plain *base, const Plain *theirs, const Plain *mine, const std::string &place);
    Some mergeObjects(
        const Plain *base, const Plain &theirs, const Plain &mine, const std::string &place);
    Some mergeLists(
        const Plain &base, const Plain &theirs, const Plain &mine, const std::string &place);
};

} // namespace chancery::support
