// SPDX-License-Identifier: Apache-2.0
#include "engine/core/graph/impact.h"
#include "engine/core/hierarchy/references.h"
#include "tests/support/scriptedanswer.h"

// Dependencies, by the rules of the engine over the scripted texts and layers.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

core::DependencyGraph graphOf(ScriptedCms &cms)
{
    using enum core::DependencyKind;
    core::DependencyGraph graph;
    for (const core::Config &config : cms.configs) {
        graph.add(config.path);
        std::vector<core::Dependency> needs;
        for (auto &above : core::defaultsAbove(config.path))
            needs.push_back({Inherits, std::move(above)});
        for (const core::ConfigLayer &layer : cms.layers[config.id].layers) {
            const auto known = std::ranges::find(cms.configs, layer.config, &core::Config::id);
            if (known != cms.configs.end())
                needs.push_back({Layer, known->path});
        }
        for (const core::ConfigId &other : cms.layers[config.id].dependencies) {
            const auto known = std::ranges::find(cms.configs, other, &core::Config::id);
            if (known != cms.configs.end())
                needs.push_back({Declares, known->path});
        }
        graph.replace(config.path, {}, std::move(needs));
    }
    for (const core::Head &head : cms.heads) {
        const auto reading = core::read(cms.texts[head.version.text()], head.format);
        std::vector<core::Dependency> needs;
        for (const auto &path :
            reading ? core::pathsReferredBy(reading.tree()) : std::vector<std::string>())
            needs.push_back({Refers, path.substr(1)});
        graph.replace(head.path, {head.environment.text(), {}}, std::move(needs));
    }
    return graph;
}

core::DependencyMap mapOf(ScriptedCms &cms, const core::DependencyGraph &graph,
    const std::vector<core::DependencyGraph::Node> &nodes, const std::string &environment)
{
    core::DependencyMap map;
    map.environment = environment;
    std::map<core::DependencyGraph::Node, int> places;
    const auto circles = core::cycles(graph, {environment, false});
    for (const auto node : nodes) {
        const auto known = std::ranges::find(cms.configs, graph.path(node), &core::Config::path);
        const bool isInCircle = std::ranges::any_of(circles,
            [&](const auto &members) { return std::ranges::find(members, node) != members.end(); });
        places[node] = int(map.configs.size());
        map.configs.push_back({known != cms.configs.end() ? known->id : core::ConfigId(),
            graph.path(node), isInCircle});
    }
    const auto passes = graph.passing({environment, false});
    for (const auto node : nodes) {
        for (const auto &edge : graph.dependencies(node)) {
            if (places.contains(edge.node()) && passes[edge.source()] != 0)
                map.dependencies.push_back({places[node], places[edge.node()], edge.kind(),
                    graph.source(edge).environment, {}});
        }
    }
    map.total = int(nodes.size());
    return map;
}

core::ImpactReport impactOf(
    ScriptedCms &cms, const std::map<std::string, std::vector<std::string>> &changed)
{
    auto graph = graphOf(cms);
    core::Followers followers;
    for (const core::Agent &agent : cms.agents) {
        std::vector<std::string> paths;
        for (const core::AgentReport &report : agent.reports)
            paths.push_back(report.path);
        followers.replace(
            graph, {agent.id.text(), agent.name, agent.service, agent.environment.text()}, paths);
    }
    core::ImpactReport report;
    for (const auto &[environment, paths] : changed) {
        std::vector<core::DependencyGraph::Node> nodes;
        for (const auto &path : paths)
            nodes.push_back(*graph.find(path));
        const auto impact = core::impactOf(graph, followers, nodes, environment);
        const auto counted = [](const core::ImpactCount &count) {
            return core::ReachCount{int(count.direct), int(count.inherited)};
        };
        core::PlaceImpact place;
        place.environment = core::EnvironmentId(environment);
        place.configs = counted(impact.configs);
        place.services = counted(impact.services);
        place.agents = counted(impact.agents);
        for (const auto &each : impact.reached)
            place.reached.push_back({cms.configAt(graph.path(each.node))->id, graph.path(each.node),
                int(each.hops), each.isInheritedOnly});
        for (const auto number : impact.serviceNumbers)
            place.serviceNames.push_back(followers.service(number));
        report.places.push_back(std::move(place));
    }
    return report;
}

} // namespace

Call ScriptedCms::dependencyMap(
    const client::DependencyQuery &query, Handler<core::DependencyMap> done)
{
    return answer<core::DependencyMap>(
        "dependencyMap", std::move(done), [&]() -> Result<core::DependencyMap> {
            const auto graph = graphOf(*this);
            const auto &environment = query.environment.text();
            std::vector<core::DependencyGraph::Node> nodes;
            const auto target = std::ranges::find(configs, query.config, &core::Config::id);
            if (!query.config.isEmpty() && target == configs.end())
                return anError(ErrorKind::NotFound, "not-found");
            for (core::DependencyGraph::Node node = 0; node < graph.nodeCount(); ++node) {
                if (query.config.isEmpty()
                    && (graph.isPresent(node)
                        || std::ranges::any_of(graph.dependents(node), [](const auto &edge) {
                               return edge.kind() != core::DependencyKind::Inherits;
                           })))
                    nodes.push_back(node);
            }
            if (!query.config.isEmpty()) {
                const core::DependencyGraph::Node from[]{*graph.find(target->path)};
                const auto hops
                    = query.hops > 0 ? std::optional(std::uint32_t(query.hops)) : std::nullopt;
                for (const auto way :
                    {core::WalkDirection::Dependencies, core::WalkDirection::Dependents}) {
                    for (const auto &each :
                        core::reach(graph, from, way, {environment, false}, hops)) {
                        if (std::ranges::find(nodes, each.node) == nodes.end())
                            nodes.push_back(each.node);
                    }
                }
            }
            std::ranges::sort(
                nodes, {}, [&](auto node) -> const std::string & { return graph.path(node); });
            return mapOf(*this, graph, nodes, environment);
        });
}

Call ScriptedCms::draftImpact(const core::DraftId &draft, Handler<core::ImpactReport> done)
{
    return answer<core::ImpactReport>(
        "draftImpact", std::move(done), [&]() -> Result<core::ImpactReport> {
            const auto known = std::ranges::find(drafts, draft, &core::Draft::id);
            if (known == drafts.end())
                return anError(ErrorKind::NotFound, "not-found");
            return impactOf(*this, {{known->environment.text(), {known->path}}});
        });
}

Call ScriptedCms::requestImpact(
    const core::ChangeRequestId &request, Handler<core::ImpactReport> done)
{
    return answer<core::ImpactReport>(
        "requestImpact", std::move(done), [&]() -> Result<core::ImpactReport> {
            const auto known = std::ranges::find(requests, request, &core::ChangeRequest::id);
            if (known == requests.end())
                return anError(ErrorKind::NotFound, "not-found");
            std::map<std::string, std::vector<std::string>> changed;
            for (const core::RequestItem &item : known->items)
                changed[item.environment.text()].push_back(item.path);
            return impactOf(*this, changed);
        });
}

} // namespace chancery::support
