// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <vector>

namespace chancery::core {

// Linear in the tree.
bool hasAliases(const Tree &tree);

// YAML writes a value once, at its anchor, and shows it again wherever an alias stands. The other
// scalars that hold a text of one of the nodes, at its anchor or at an alias: who may not see the
// one may not see the other. In rising order; empty in other formats. Linear in the tree.
std::vector<std::uint32_t> anchoredNodes(const Tree &tree, const std::vector<std::uint32_t> &nodes);

} // namespace chancery::core
