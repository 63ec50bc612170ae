// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/linehash.h"
#include "engine/core/textdiff.h"

#include <vector>

namespace chancery::core {

// Cuts the comparison of two long texts into small ones: the places where they differ, in order;
// what lies between two of them is equal line by line. Each is a comparison of its own, whose
// shortest script is the shortest of the whole but for texts that repeat themselves over more lines
// than the runs that are cut at. Texts without such runs come back as one place.
std::vector<Hunk> differingPlaces(const HashedLines &left, const HashedLines &right);

} // namespace chancery::core
