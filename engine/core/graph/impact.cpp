// SPDX-License-Identifier: Apache-2.0
#include "impact.h"

#include <algorithm>
#include <array>
#include <compare>
#include <map>
#include <set>
#include <unordered_set>

namespace chancery::core {

namespace {

enum Mark : char { Untouched, InheritedOnly, Direct };

ImpactCount countOf(const std::vector<char> &marks)
{
    return {std::size_t(std::count(marks.begin(), marks.end(), Direct)),
        std::size_t(std::count(marks.begin(), marks.end(), InheritedOnly))};
}

std::vector<std::uint32_t> numbersOf(const std::vector<char> &marks)
{
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < marks.size(); ++i) {
        if (marks[i] != Untouched)
            numbers.push_back(i);
    }
    return numbers;
}

} // namespace

void Followers::replace(DependencyGraph &graph, const Follower &follower,
    const std::vector<std::string> &paths, const std::vector<FollowedPlace> &places)
{
    // One path can be read in several places, and is followed in each.
    std::unordered_map<std::string_view, std::vector<const FollowedPlace *>> known;
    for (const auto &place : places)
        known[place.path].push_back(&place);
    std::unordered_set<std::string_view> done;
    remove(graph, follower.id);
    auto number = std::uint32_t(m_records.size());
    if (m_free.empty()) {
        m_records.emplace_back();
    } else {
        number = m_free.back();
        m_free.pop_back();
    }
    const auto [service, isNew]
        = m_serviceNumbers.emplace(follower.service, std::uint32_t(m_services.size()));
    if (isNew)
        m_services.push_back(&service->first);
    const auto environment
        = m_environmentNumbers
              .emplace(follower.environment, std::uint32_t(m_environmentNumbers.size()))
              .first->second;
    auto &record = m_records[number];
    record = {follower, {}, {}};
    m_serviceOf.resize(m_records.size());
    m_serviceOf[number] = service->second;
    m_byId.emplace(follower.id, number);
    for (const auto &path : paths) {
        if (!done.insert(path).second)
            continue;
        auto &read = known[path];
        if (read.empty())
            read.push_back(nullptr);
        for (const auto *place : read) {
            record.nodes.push_back(graph.pin(path));
            record.places.push_back(place ? std::optional(*place) : std::nullopt);
        }
        const auto node = record.nodes.back();
        m_isFollowed.resize(std::max(m_isFollowed.size(), std::size_t(node) + 1));
        m_byNode.resize(m_isFollowed.size());
        m_byNode.append(node, DependencyEdge(number, environment, DependencyKind::Unknown));
        m_isFollowed[node] = 1;
    }
}

void Followers::remove(DependencyGraph &graph, const std::string &id)
{
    const auto known = m_byId.find(id);
    if (known == m_byId.end())
        return;
    const auto number = known->second;
    for (const auto node : m_records[number].nodes) {
        m_byNode.removeIf(
            node, [number](const DependencyEdge &edge) { return edge.node() == number; });
        m_isFollowed[node] = m_byNode.of(node).empty() ? 0 : 1;
        graph.unpin(node);
    }
    m_records[number] = {};
    m_free.push_back(number);
    m_byId.erase(known);
}

std::optional<std::uint32_t> Followers::environment(const std::string &id) const
{
    const auto known = m_environmentNumbers.find(id);
    return known == m_environmentNumbers.end() ? std::nullopt : std::optional(known->second);
}

namespace {

// Who is reached, by the number of the follower and of its service.
class Reach {
public:
    Reach(const Followers &followers, const std::string &environment)
        : m_followers(&followers)
        , m_environment(followers.environment(environment))
        , m_agents(followers.numberCount(), Untouched)
    {
    }

    void add(const std::vector<ReachedNode> &reached)
    {
        std::vector<std::pair<DependencyGraph::Node, char>> followed;
        for (const auto &each : reached) {
            if (m_environment && m_followers->isFollowed(each.node))
                followed.emplace_back(each.node, each.isInheritedOnly ? InheritedOnly : Direct);
        }
        for (std::size_t i = 0; i < followed.size(); ++i) {
            // As in the walk: what comes next is known, and far away in memory.
            static constexpr std::size_t soon = 8;
            if (i + 2 * soon < followed.size())
                m_followers->lists().expect(followed[i + 2 * soon].first);
            if (i + soon < followed.size())
                m_followers->lists().expectEdges(followed[i + soon].first);
            const auto [node, mark] = followed[i];
            for (const auto &edge : m_followers->of(node)) {
                if (edge.source() == *m_environment)
                    m_agents[edge.node()] = std::max(m_agents[edge.node()], mark);
            }
        }
    }

    void add(std::uint32_t agent, char mark) { m_agents[agent] = std::max(m_agents[agent], mark); }

    const std::vector<char> &agents() const { return m_agents; }
    std::vector<char> services() const
    {
        std::vector<char> services(m_followers->serviceCount(), Untouched);
        for (std::uint32_t agent = 0; agent < m_agents.size(); ++agent) {
            if (m_agents[agent] == Untouched)
                continue;
            auto &service = services[m_followers->serviceOf(agent)];
            service = std::max(service, m_agents[agent]);
        }
        return services;
    }

private:
    const Followers *m_followers;
    std::optional<std::uint32_t> m_environment;
    std::vector<char> m_agents;
};

// The layers of regions, groups and instances along which something is reached.
std::set<std::string> layersAlong(
    const DependencyGraph &graph, const std::vector<ReachedNode> &reached)
{
    std::set<std::string> layers;
    // By the number of who says so: mostly nobody says so anywhere.
    const auto isLaidForAll
        = graph.passing({{}, true, {}, [](const std::string &) { return false; }});
    if (std::ranges::find(isLaidForAll, 0) == isLaidForAll.end())
        return layers;
    for (const auto &each : reached) {
        for (const auto &edge : graph.dependents(each.node)) {
            if (isLaidForAll[edge.source()] == 0)
                layers.insert(graph.source(edge).layer);
        }
    }
    return layers;
}

// The layers, of those along the way, that are laid where an agent reads; without a place all of
// them are, for nobody knows.
struct Laid {
    bool isKnown = false;
    std::array<std::string, 3> layers; // of its region, group and instance; empty: none

    bool contains(const std::string &layer) const
    {
        return !isKnown || std::ranges::find(layers, layer) != layers.end();
    }
    friend auto operator<=>(const Laid &, const Laid &) = default;
};

Laid laidIn(const FollowedPlace *place, const std::set<std::string> &layers)
{
    Laid laid;
    if (!place)
        return laid;
    laid.isKnown = true;
    laid.layers
        = {"region " + place->region, "group " + place->group, "instance " + place->instance};
    for (auto &layer : laid.layers) {
        if (!layers.contains(layer))
            layer.clear();
    }
    return laid;
}

// What agents follow, by the number of the agent and the node, together with those that read under
// the same layers.
using Readings = std::map<Laid, std::vector<std::pair<std::uint32_t, DependencyGraph::Node>>>;

Readings readingsOf(const Followers &followers, const std::vector<char> &agents,
    const std::vector<ReachedNode> &reached, const std::set<std::string> &layers)
{
    std::unordered_set<DependencyGraph::Node> nodes;
    for (const auto &each : reached)
        nodes.insert(each.node);
    Readings readings;
    for (std::uint32_t agent = 0; agent < agents.size(); ++agent) {
        if (agents[agent] == Untouched)
            continue;
        const auto &followed = followers.followedBy(agent);
        for (std::size_t i = 0; i < followed.size(); ++i) {
            if (nodes.contains(followed[i]))
                readings[laidIn(followers.placeOf(agent, i), layers)].emplace_back(
                    agent, followed[i]);
        }
    }
    return readings;
}

// A walk for each; what it comes to counts for those that read under its layers.
Reach reachBy(const Readings &readings, const DependencyGraph &graph, const Followers &followers,
    std::span<const DependencyGraph::Node> changed, const std::string &environment)
{
    Reach found(followers, environment);
    std::unordered_map<DependencyGraph::Node, char> marks;
    for (const auto &[laid, readers] : readings) {
        const auto takes = [&laid](const std::string &layer) { return laid.contains(layer); };
        marks.clear();
        for (const auto &each :
            reach(graph, changed, WalkDirection::Dependents, {environment, false, {}, takes}))
            marks.emplace(each.node, each.isInheritedOnly ? InheritedOnly : Direct);
        for (const auto &[agent, node] : readers) {
            if (const auto mark = marks.find(node); mark != marks.end())
                found.add(agent, mark->second);
        }
    }
    return found;
}

} // namespace

GraphImpact impactOf(const DependencyGraph &graph, const Followers &followers,
    std::span<const DependencyGraph::Node> changed, const std::string &environment)
{
    GraphImpact impact;
    impact.reached = reach(graph, changed, WalkDirection::Dependents, {environment, false});
    for (const auto &each : impact.reached) {
        if (each.hops > 0)
            ++(each.isInheritedOnly ? impact.configs.inherited : impact.configs.direct);
    }
    Reach found(followers, environment);
    found.add(impact.reached);
    const auto layers = layersAlong(graph, impact.reached);
    if (!layers.empty()) {
        // All walks together, in nodes: a few of everything, or many of little.
        constexpr std::size_t longest = std::size_t(4) << 20;
        const auto readings = readingsOf(followers, found.agents(), impact.reached, layers);
        if (readings.size() * impact.reached.size() <= longest)
            found = reachBy(readings, graph, followers, changed, environment);
    }
    const auto services = found.services();
    impact.agents = countOf(found.agents());
    impact.services = countOf(services);
    impact.agentNumbers = numbersOf(found.agents());
    impact.serviceNumbers = numbersOf(services);
    return impact;
}

} // namespace chancery::core
