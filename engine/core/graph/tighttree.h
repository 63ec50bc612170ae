// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/levels.h"

namespace chancery::core::levels {

// Makes the sum of the lengths of all arcs as small as it can be, by the network simplex method
// (Gansner, Koutsofios, North, Vo 1993). The graph is connected and without circles, the layers
// are allowed ones. A very large graph may be left before the least sum is found: the work is
// bounded, by counting and not by a clock.
void shortenArcs(
    std::span<const Arc> arcs, std::vector<std::uint32_t> &layers, const CancelToken &token);

} // namespace chancery::core::levels
