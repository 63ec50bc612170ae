// SPDX-License-Identifier: Apache-2.0
#include "reachedagents.h"

#include <algorithm>
#include <unordered_set>

namespace chancery::core {

ReachedAgents reachedAgents(const PlaceImpact &impact, const std::vector<Agent> &agents)
{
    std::unordered_set<std::string> paths;
    for (const auto &each : impact.reached)
        paths.insert(each.path);
    ReachedAgents reached;
    for (const auto &agent : agents) {
        if (agent.environment != impact.environment)
            continue;
        const auto carried = agent.carried();
        if (std::ranges::any_of(
                carried, [&](const std::string &path) { return paths.contains(path); }))
            reached.names.push_back(agent.name);
    }
    std::ranges::sort(reached.names);
    reached.isExact = int(reached.names.size()) == impact.agents.all();
    return reached;
}

} // namespace chancery::core
