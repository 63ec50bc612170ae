// SPDX-License-Identifier: Apache-2.0
#include "impact.h"

#include <algorithm>
#include <map>
#include <set>

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

void Followers::replace(
    DependencyGraph &graph, const Follower &follower, const std::vector<std::string> &paths)
{
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
    record = {follower, {}};
    m_serviceOf.resize(m_records.size());
    m_serviceOf[number] = service->second;
    m_byId.emplace(follower.id, number);
    for (const auto &path : paths) {
        const auto node = graph.pin(path);
        record.nodes.push_back(node);
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

    // Of those that are asked for; nothing: of all.
    void add(const std::vector<ReachedNode> &reached, const std::vector<char> *asked = nullptr)
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
                if (edge.source() == *m_environment && (!asked || (*asked)[edge.node()] != 0))
                    m_agents[edge.node()] = std::max(m_agents[edge.node()], mark);
            }
        }
    }

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

// Those of the layers that are laid for a follower; for groups nobody knows.
std::set<std::string> laidFor(
    const Followers::Follower &follower, const std::set<std::string> &layers)
{
    std::set<std::string> laid;
    for (const auto &layer : layers) {
        const bool isElsewhere
            = (layer.starts_with("region ") && layer.substr(7) != follower.region)
            || (layer.starts_with("instance ") && layer.substr(9) != follower.name);
        if (!isElsewhere)
            laid.insert(layer);
    }
    return laid;
}

// Followers by the layers that are laid for them, as marks of their numbers. Nothing: very many.
using Places = std::map<std::set<std::string>, std::vector<char>>;
std::optional<Places> placesOf(const Followers &followers, const std::vector<char> &agents,
    const std::set<std::string> &layers)
{
    constexpr std::size_t mostPlaces = 64;
    Places places;
    if (layers.size() > mostPlaces)
        return std::nullopt;
    for (std::uint32_t agent = 0; agent < agents.size(); ++agent) {
        if (agents[agent] == Untouched)
            continue;
        auto &marks = places[laidFor(followers.follower(agent), layers)];
        marks.resize(agents.size());
        marks[agent] = 1;
    }
    return places.size() <= mostPlaces ? std::optional(std::move(places)) : std::nullopt;
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
    const auto places = layers.empty() ? std::nullopt : placesOf(followers, found.agents(), layers);
    if (places) {
        found = Reach(followers, environment);
        for (const auto &[laid, agents] : *places) {
            const auto takes = [&laid](const std::string &layer) { return laid.contains(layer); };
            found.add(
                reach(graph, changed, WalkDirection::Dependents, {environment, false, {}, takes}),
                &agents);
        }
    }
    const auto services = found.services();
    impact.agents = countOf(found.agents());
    impact.services = countOf(services);
    impact.agentNumbers = numbersOf(found.agents());
    impact.serviceNumbers = numbersOf(services);
    return impact;
}

} // namespace chancery::core
