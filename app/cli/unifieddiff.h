// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/textdiff.h"

#include <iosfwd>
#include <string>

namespace chancery::cli {

// Two texts compared line by line, as "diff -u" prints it. The texts outlive it.
class UnifiedDiff {
public:
    UnifiedDiff(const std::string &left, const std::string &right);

    const std::vector<core::Hunk> &hunks() const { return m_hunks; }
    // Nothing where they are the same. All of it is made visible.
    void print(const std::string &leftName, const std::string &rightName, std::ostream &out) const;

private:
    std::vector<std::string_view> m_left;
    std::vector<std::string_view> m_right;
    std::vector<core::Hunk> m_hunks;
};

} // namespace chancery::cli
