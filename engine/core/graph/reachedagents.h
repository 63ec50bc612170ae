// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"
#include "engine/core/domain/fleet.h"

#include <string>
#include <vector>

namespace chancery::core {

// The agents that a change reaches, by name and in order.
struct ReachedAgents {
    std::vector<std::string> names;
    // False: more follow what is reached than are counted, for some read it in a place that the
    // change leaves alone, or not all that is reached is told. The names are of those who may be.
    bool isExact = true;
};

// Of the agents that are known those of the environment that carry something of what is reached.
ReachedAgents reachedAgents(const PlaceImpact &impact, const std::vector<Agent> &agents);

} // namespace chancery::core
