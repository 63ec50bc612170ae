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
    auto &record = m_records[number];
    record = {follower, service->second, {}};
    m_byId.emplace(follower.id, number);
    for (const auto &path : paths) {
        const auto node = graph.pin(path);
        record.nodes.push_back(node);
        m_byNode.resize(std::max(m_byNode.size(), std::size_t(node) + 1));
        m_isFollowed.resize(m_byNode.size());
        m_byNode[node].push_back(number);
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
        std::erase(m_byNode[node], number);
        m_isFollowed[node] = m_byNode[node].empty() ? 0 : 1;
        graph.unpin(node);
    }
    m_records[number] = {};
    m_free.push_back(number);
    m_byId.erase(known);
}

GraphImpact impactOf(const DependencyGraph &graph, const Followers &followers,
    std::span<const DependencyGraph::Node> changed, const std::string &environment)
{
    GraphImpact impact;
    impact.reached = reach(graph, changed, WalkDirection::Dependents, {environment, false});
    std::vector<char> agents(followers.numberCount(), Untouched);
    std::vector<char> services(followers.serviceCount(), Untouched);
    for (const auto &each : impact.reached) {
        const char mark = each.isInheritedOnly ? InheritedOnly : Direct;
        if (each.hops > 0)
            ++(each.isInheritedOnly ? impact.configs.inherited : impact.configs.direct);
        for (const auto number : followers.of(each.node)) {
            if (followers.follower(number).environment != environment)
                continue;
            agents[number] = std::max(agents[number], mark);
            auto &service = services[followers.serviceOf(number)];
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
