// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/graph/impact.h"

#include <cstdio>
#include <random>

namespace chancery::bench {

namespace {

// A fleet's configs: namespaces with defaults at their top, services that refer to a few earlier
// ones, a hundredth of which are what everybody needs; ten agents for each hundred configs.
struct World {
    core::DependencyGraph graph;
    core::Followers followers;

    static std::string path(std::size_t number)
    {
        const auto space = "team-" + std::to_string(number % 97);
        return number < 97 ? space + "/defaults" : space + "/service-" + std::to_string(number);
    }

    explicit World(std::size_t count)
    {
        std::mt19937 random(7);
        for (std::size_t i = 0; i < count; ++i) {
            graph.add(path(i));
            if (i < 97)
                continue;
            graph.replace(path(i), {}, {{core::DependencyKind::Inherits, path(i % 97)}});
            std::vector<core::Dependency> needs;
            for (std::size_t k = 0; k < 1 + random() % 4; ++k)
                needs.push_back({core::DependencyKind::Refers,
                    path(random() % (random() % 3 == 0 ? i / 100 + 1 : i))});
            graph.replace(path(i), {"prod", {}}, std::move(needs));
        }
        for (std::size_t i = 0; i < count / 10; ++i) {
            const auto name = "agent-" + std::to_string(i);
            followers.replace(graph,
                {name, name, "service-" + std::to_string(random() % (count / 50 + 1)), "prod"},
                {path(random() % count), path(random() % count)});
        }
    }
};

} // namespace

int benchImpact(std::span<const std::string> arguments)
{
    const std::size_t count = std::stoul(arguments[0]);
    const double most = std::stod(arguments[1]);
    World world(count);
    const core::DependencyGraph::Node changed[]{*world.graph.find(World::path(0))};
    core::GraphImpact impact;
    const double seconds = secondsPerTurn(
        most, [&] { impact = core::impactOf(world.graph, world.followers, changed, "prod"); });
    std::size_t turn = 0;
    const double change = secondsPerTurn(most, [&] {
        world.graph.replace(World::path(count / 2), {"prod", {}},
            {{core::DependencyKind::Refers, World::path(++turn % count)}});
    });
    std::printf(
        "%zu configs, %zu edges, %zu agents; reaches %zu configs, %zu services, %zu agents\n",
        world.graph.presentCount(), world.graph.edgeCount(), world.followers.size(),
        impact.configs.all(), impact.services.all(), impact.agents.all());
    printMetric("impact", seconds * 1e3, "ms");
    printMetric("replace", change * 1e3, "ms");
    return impact.configs.all() > 0 ? 0 : 1;
}

} // namespace chancery::bench
