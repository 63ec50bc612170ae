// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describedependencies.h"
#include "engine/core/domain/changerequest.h"
#include "engine/server/dependencies.h"
#include "engine/server/drafttexts.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace chancery::server {

namespace {

using Node = core::DependencyGraph::Node;

constexpr std::size_t usualConfigs = 2000;
constexpr std::size_t mostConfigs = 10'000;
constexpr std::size_t mostDependencies = 200'000;
constexpr std::size_t mostChanged = 500; // that one question may name
constexpr std::size_t mostReached = 10'000; // configs that an impact names: as many as a map
constexpr std::size_t mostListed = 1000; // services

std::size_t numberIn(const Request &request, std::string_view name, std::size_t usual)
{
    const auto text = request.parameter(name);
    if (text.empty())
        return usual;
    std::size_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        refuse("bad-request", "Expected a number as " + std::string(name));
    return number;
}

core::ConfigId idOf(const View &view, const std::string &path)
{
    return core::ConfigId(view.text(keys::join(keys::configPath, path)));
}

// Lives for one answer.
class MapMaker {
public:
    explicit MapMaker(const Scene &scene)
        : m_scene(scene)
        , m_graph(scene.dependencies.graph())
    {
        const auto &request = scene.request;
        m_scope.environment = request.parameter("environment");
        m_scope.isProposedToo = request.parameter("proposed") == "true";
        // A draft is its author's alone, also in what can be reached by it.
        m_scope.leavesOut = [this](const std::string &holder) {
            const auto author = m_scene.dependencies.authorOf(holder);
            return !author.empty() && author != m_scene.actor->principal.id.text();
        };
        m_limit = std::min(numberIn(request, "limit", usualConfigs), mostConfigs);
        m_passes = m_graph.passing(m_scope);
        if (!m_scope.environment.empty())
            scene.view.needBytes(keys::join(keys::environment, m_scope.environment),
                "environment " + m_scope.environment);
    }

    core::DependencyMap run()
    {
        auto nodes = m_scene.request.parameter("config").empty() ? all() : around();
        m_map.environment = m_scope.environment;
        m_map.total = int(nodes.size());
        m_map.isTruncated = nodes.size() > m_limit;
        nodes.resize(std::min(nodes.size(), m_limit));
        std::sort(nodes.begin(), nodes.end(),
            [&](Node a, Node b) { return m_graph.path(a) < m_graph.path(b); });
        addConfigs(nodes);
        addDependencies(nodes);
        return std::move(m_map);
    }

private:
    bool isVisible(const core::DependencyEdge &edge) const { return m_passes[edge.source()] != 0; }

    bool isSeen(Node node) const
    {
        const auto in = m_graph.dependents(node);
        return m_graph.isPresent(node) || std::any_of(in.begin(), in.end(), [&](const auto &edge) {
            return edge.kind() != core::DependencyKind::Inherits && isVisible(edge);
        });
    }

    std::vector<Node> all() const
    {
        std::vector<Node> nodes;
        for (Node node = 0; node < m_graph.nodeCount(); ++node) {
            if (isSeen(node))
                nodes.push_back(node);
        }
        // Only those within the limit are put in order, and that by the caller.
        if (nodes.size() > m_limit)
            std::nth_element(nodes.begin(), nodes.begin() + std::ptrdiff_t(m_limit), nodes.end(),
                [&](Node a, Node b) { return m_graph.path(a) < m_graph.path(b); });
        return nodes;
    }

    // The nearest first, so that a limit cuts what is far away.
    std::vector<Node> around() const
    {
        const auto &request = m_scene.request;
        const auto id = request.parameter("config");
        const auto config
            = m_scene.view.need<core::Config>(keys::join(keys::config, id), "config " + id);
        const auto direction = request.parameter("direction");
        if (!direction.empty() && direction != "both" && direction != "dependencies"
            && direction != "dependents")
            refuse("bad-request", "Expected both, dependencies or dependents as direction");
        const auto start = m_graph.find(config.path);
        if (!start)
            return {};
        const auto hops = numberIn(request, "hops", 0);
        const auto most = hops > 0 ? std::optional(std::uint32_t(std::min<std::size_t>(hops, 1000)))
                                   : std::nullopt;
        const Node from[]{*start};
        std::vector<core::ReachedNode> reached;
        const auto add = [&](core::WalkDirection way) {
            for (const auto &each : core::reach(m_graph, from, way, m_scope, most)) {
                if (isSeen(each.node))
                    reached.push_back(each);
            }
        };
        if (direction != "dependents")
            add(core::WalkDirection::Dependencies);
        if (direction != "dependencies")
            add(core::WalkDirection::Dependents);
        std::sort(reached.begin(), reached.end(), [&](const auto &a, const auto &b) {
            return a.hops != b.hops ? a.hops < b.hops : m_graph.path(a.node) < m_graph.path(b.node);
        });
        std::vector<Node> nodes;
        std::set<Node> known;
        for (const auto &each : reached) {
            if (known.insert(each.node).second)
                nodes.push_back(each.node);
        }
        return nodes;
    }

    void addConfigs(const std::vector<Node> &nodes)
    {
        std::set<Node> circling;
        for (const auto &members : core::cycles(m_graph, m_scope))
            circling.insert(members.begin(), members.end());
        for (const auto node : nodes) {
            const auto &path = m_graph.path(node);
            m_map.configs.push_back(
                {m_graph.isPresent(node) ? idOf(m_scene.view, path) : core::ConfigId(), path,
                    circling.contains(node)});
        }
    }

    void addDependencies(const std::vector<Node> &nodes)
    {
        std::vector<int> place(m_graph.nodeCount(), -1);
        for (std::size_t i = 0; i < nodes.size(); ++i)
            place[nodes[i]] = int(i);
        for (const auto node : nodes) {
            for (const auto &edge : m_graph.dependencies(node)) {
                if (place[edge.node()] < 0 || !isVisible(edge)
                    || (edge.kind() == core::DependencyKind::Inherits
                        && !m_graph.isPresent(edge.node())))
                    continue;
                if (m_map.dependencies.size() == mostDependencies) {
                    m_map.isTruncated = true;
                    return;
                }
                const auto &source = m_graph.source(edge);
                m_map.dependencies.push_back({place[node], place[edge.node()], edge.kind(),
                    source.environment, source.holder});
            }
        }
    }

    const Scene &m_scene;
    const core::DependencyGraph &m_graph;
    core::DependencyScope m_scope;
    std::vector<char> m_passes;
    std::size_t m_limit = 0;
    core::DependencyMap m_map;
};

core::ReachCount counted(const core::ImpactCount &count)
{
    return {int(count.direct), int(count.inherited)};
}

core::PlaceImpact impactIn(
    const Scene &scene, const std::string &environment, const std::vector<std::string> &paths)
{
    const auto &graph = scene.dependencies.graph();
    const auto &followers = scene.dependencies.followers();
    std::vector<Node> changed;
    for (const auto &path : paths) {
        if (const auto node = graph.find(path))
            changed.push_back(*node);
    }
    const auto impact = core::impactOf(graph, followers, changed, environment);
    core::PlaceImpact place;
    place.environment = core::EnvironmentId(environment);
    place.configs = counted(impact.configs);
    place.services = counted(impact.services);
    place.agents = counted(impact.agents);
    for (const auto &each : impact.reached) {
        if (place.reached.size() == mostReached) {
            place.isTruncated = true;
            break;
        }
        const auto &path = graph.path(each.node);
        place.reached.push_back(
            {idOf(scene.view, path), path, int(each.hops), each.isInheritedOnly});
    }
    std::sort(place.reached.begin(), place.reached.end(), [](const auto &a, const auto &b) {
        return a.hops != b.hops ? a.hops < b.hops : a.path < b.path;
    });
    for (const auto number : impact.serviceNumbers)
        place.serviceNames.push_back(followers.service(number));
    std::sort(place.serviceNames.begin(), place.serviceNames.end());
    if (place.serviceNames.size() > mostListed) {
        place.serviceNames.resize(mostListed);
        place.isTruncated = true;
    }
    return place;
}

} // namespace

Response getDependencyMap(const Scene &scene)
{
    return Response::json(api::toJson(MapMaker(scene).run()));
}

Response getDraftImpact(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    const auto key = draftKey(scene.actor->principal.id, id);
    const auto draft = keptDraft(scene.view.needBytes(key, "draft " + id)).draft;
    core::ImpactReport report;
    report.places.push_back(impactIn(scene, draft.environment.text(), {draft.path}));
    return Response::json(api::toJson(report));
}

Response getRequestImpact(const Scene &scene)
{
    const auto request = needRequest(scene.view, scene.arguments[0]);
    std::map<std::string, std::vector<std::string>> changed;
    for (const auto &item : request.items)
        changed[item.environment.text()].push_back(item.path);
    core::ImpactReport report;
    for (const auto &[environment, paths] : changed)
        report.places.push_back(impactIn(scene, environment, paths));
    return Response::json(api::toJson(report));
}

Response getPlaceImpact(const Scene &scene)
{
    const auto &environment = scene.arguments[0];
    scene.view.needBytes(keys::join(keys::environment, environment), "environment " + environment);
    const auto asked
        = orRefuse(api::fromJson<api::ConfigChoice>(scene.request.body, Unit::bodyLimits()));
    if (asked.configs.size() > mostChanged)
        refuse("policy-violation", "At most 500 configs can be asked for at once");
    std::vector<std::string> paths;
    for (const auto &id : asked.configs)
        paths.push_back(scene.view
                .need<core::Config>(keys::join(keys::config, id.text()), "config " + id.text())
                .path);
    return Response::json(api::toJson(impactIn(scene, environment, paths)));
}

} // namespace chancery::server
