// SPDX-License-Identifier: Apache-2.0
// Two lists of edges a node, one each way, so that neither direction of a walk searches. A source
// is a small number, interned, because one text states many edges; numbers of nodes and sources
// that nothing uses any more are given out again, so that a server that runs for a year does not
// grow by every draft that was ever made.
#include "dependencygraph.h"

#include <algorithm>

namespace chancery::core {

void DependencyGraph::add(std::string_view path)
{
    auto &isPresent = m_isPresent[nodeOf(path)];
    m_presentCount += isPresent != 0 ? 0 : 1;
    isPresent = 1;
}

void DependencyGraph::remove(std::string_view path)
{
    const auto node = find(path);
    if (!node || !isPresent(*node))
        return;
    m_isPresent[*node] = 0;
    --m_presentCount;
    dropIfUnused(*node);
}

void DependencyGraph::replace(
    std::string_view path, const DependencySource &source, std::vector<Dependency> dependencies)
{
    std::sort(dependencies.begin(), dependencies.end());
    dependencies.erase(std::unique(dependencies.begin(), dependencies.end()), dependencies.end());
    std::erase_if(dependencies, [&](const auto &each) { return each.path == path; });
    const auto node = nodeOf(path);
    const auto number = sourceOf(source);
    clear(node, number);
    for (const auto &each : dependencies) {
        const auto target = nodeOf(each.path);
        m_out.append(node, {target, number, each.kind});
        m_in.append(target, {node, number, each.kind});
    }
    m_sources[number].edges += dependencies.size();
    m_edgeCount += dependencies.size();
    dropIfUnused(number, source);
    dropIfUnused(node);
}

void DependencyGraph::clear(Node node, std::uint32_t source)
{
    std::vector<Node> targets;
    const auto gone = m_out.removeIf(node, [&](const Edge &edge) {
        if (edge.source() == source)
            targets.push_back(edge.node());
        return edge.source() == source;
    });
    m_sources[source].edges -= gone;
    m_edgeCount -= gone;
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    for (const auto target : targets) {
        m_in.removeIf(target,
            [&](const Edge &edge) { return edge.node() == node && edge.source() == source; });
        dropIfUnused(target);
    }
}

DependencyGraph::Node DependencyGraph::pin(std::string_view path)
{
    const auto node = nodeOf(path);
    ++m_nodes[node].pins;
    return node;
}

void DependencyGraph::unpin(Node node)
{
    --m_nodes[node].pins;
    dropIfUnused(node);
}

std::optional<DependencyGraph::Node> DependencyGraph::find(std::string_view path) const
{
    const auto known = m_byPath.find(path);
    return known == m_byPath.end() ? std::nullopt : std::optional(known->second);
}

DependencyGraph::Node DependencyGraph::nodeOf(std::string_view path)
{
    if (const auto known = find(path))
        return *known;
    Node node = Node(m_nodes.size());
    if (m_freeNodes.empty()) {
        m_nodes.emplace_back();
        m_isPresent.push_back(0);
        m_out.resize(m_nodes.size());
        m_in.resize(m_nodes.size());
    } else {
        node = m_freeNodes.back();
        m_freeNodes.pop_back();
    }
    m_nodes[node].path = path;
    m_byPath.emplace(path, node);
    return node;
}

void DependencyGraph::dropIfUnused(Node node)
{
    auto &record = m_nodes[node];
    if (isPresent(node) || record.pins > 0 || record.path.empty() || !m_out.of(node).empty()
        || !m_in.of(node).empty())
        return;
    m_byPath.erase(record.path);
    record = {};
    m_freeNodes.push_back(node);
}

std::uint32_t DependencyGraph::sourceOf(const DependencySource &source)
{
    if (const auto known = m_bySource.find(source); known != m_bySource.end())
        return known->second;
    auto number = std::uint32_t(m_sources.size());
    if (m_freeSources.empty()) {
        m_sources.emplace_back();
    } else {
        number = m_freeSources.back();
        m_freeSources.pop_back();
    }
    m_sources[number] = {source, 0};
    m_bySource.emplace(source, number);
    return number;
}

void DependencyGraph::dropIfUnused(std::uint32_t source, const DependencySource &known)
{
    if (m_sources[source].edges > 0)
        return;
    m_bySource.erase(known);
    m_sources[source] = {};
    m_freeSources.push_back(source);
}

std::vector<char> DependencyGraph::passing(const DependencyScope &scope) const
{
    std::vector<char> passes(m_sources.size(), 0);
    for (const auto &[source, number] : m_bySource) {
        const bool isThere = scope.environment.empty() || source.environment.empty()
            || source.environment == scope.environment;
        const bool isIn = source.holder.empty()
            || (scope.isProposedToo && !(scope.leavesOut && scope.leavesOut(source.holder)));
        const bool isLaid = source.layer.empty() || !scope.takes || scope.takes(source.layer);
        passes[number] = isThere && isIn && isLaid ? 1 : 0;
    }
    return passes;
}

bool DependencyGraph::isConsistent() const
{
    std::size_t edges = 0;
    std::size_t back = 0;
    std::size_t present = 0;
    std::vector<std::size_t> bySource(m_sources.size(), 0);
    for (Node node = 0; node < m_nodes.size(); ++node) {
        const auto &record = m_nodes[node];
        edges += m_out.of(node).size();
        back += m_in.of(node).size();
        present += isPresent(node) ? 1 : 0;
        for (const auto &edge : m_out.of(node)) {
            ++bySource[edge.source()];
            const auto in = m_in.of(edge.node());
            if (std::count(in.begin(), in.end(), Edge(node, edge.source(), edge.kind())) != 1)
                return false;
        }
        if (!record.path.empty() && find(record.path) != node)
            return false;
    }
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        if (bySource[i] != m_sources[i].edges)
            return false;
    }
    return edges == m_edgeCount && back == edges && present == m_presentCount
        && m_byPath.size() + m_freeNodes.size() == m_nodes.size();
}

} // namespace chancery::core
