// SPDX-License-Identifier: Apache-2.0
#include "impact.h"

#include <algorithm>

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

GraphImpact impactOf(const DependencyGraph &graph, const Followers &followers,
    std::span<const DependencyGraph::Node> changed, const std::string &environment)
{
    GraphImpact impact;
    impact.reached = reach(graph, changed, WalkDirection::Dependents, {environment, false});
    const auto wanted = followers.environment(environment);
    std::vector<std::pair<DependencyGraph::Node, char>> followed;
    for (const auto &each : impact.reached) {
        if (each.hops > 0)
            ++(each.isInheritedOnly ? impact.configs.inherited : impact.configs.direct);
        if (wanted && followers.isFollowed(each.node))
            followed.emplace_back(each.node, each.isInheritedOnly ? InheritedOnly : Direct);
    }
    std::vector<char> agents(followers.numberCount(), Untouched);
    std::vector<char> services(followers.serviceCount(), Untouched);
    for (std::size_t i = 0; i < followed.size(); ++i) {
        // As in the walk: what comes next is known, and far away in memory.
        static constexpr std::size_t soon = 8;
        if (i + 2 * soon < followed.size())
            followers.lists().expect(followed[i + 2 * soon].first);
        if (i + soon < followed.size())
            followers.lists().expectEdges(followed[i + soon].first);
        const auto [node, mark] = followed[i];
        for (const auto &edge : followers.of(node)) {
            if (edge.source() != *wanted)
                continue;
            agents[edge.node()] = std::max(agents[edge.node()], mark);
            auto &service = services[followers.serviceOf(edge.node())];
            service = std::max(service, mark);
        }
    }
    impact.agents = countOf(agents);
    impact.services = countOf(services);
    impact.agentNumbers = numbersOf(agents);
    impact.serviceNumbers = numbersOf(services);
    return impact;
}

} // namespace chancery::core
