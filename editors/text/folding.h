// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <cstdint>
#include <vector>

namespace chancery::editors {

// One line's place in the folding: how many blocks it lies in, and whether it begins one.
struct Fold {
    std::uint16_t depth = 0;
    bool isHead = false;

    friend bool operator==(const Fold &, const Fold &) = default;
};

// For every line: containers and texts of several lines fold under the line of their key; TOML's
// tables under their heading.
std::vector<Fold> foldsOf(const core::Tree &tree);

} // namespace chancery::editors
