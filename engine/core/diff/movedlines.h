// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/textdiff.h"

#include <string_view>
#include <vector>

namespace chancery::core {

// Lines that were removed at one place and added, the same, at another.
struct MovedLines {
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t count = 0;

    friend bool operator==(const MovedLines &, const MovedLines &) = default;
};

// The longest such runs, each line in one at most, ordered by left. What anybody might have written
// twice (a bracket, a short line) has not moved: a run has at least 20 letters and digits.
std::vector<MovedLines> movedLines(const std::vector<Hunk> &hunks,
    const std::vector<std::string_view> &left, const std::vector<std::string_view> &right);

} // namespace chancery::core
