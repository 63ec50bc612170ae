// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/textdiff.h"

#include <string_view>
#include <vector>

namespace chancery::core {

// Moves each run of lines that was only added or only removed to that one of its equally right
// places where it reads as a block: as few indented lines as may be at its two ends, an empty line
// before it rather than in it, and no closing bracket at its beginning.
void slideHunks(std::vector<Hunk> &hunks, const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right);

} // namespace chancery::core
