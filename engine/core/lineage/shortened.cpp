// SPDX-License-Identifier: Apache-2.0
#include "shortened.h"

#include <algorithm>

namespace chancery::core {

namespace {

using Nearest = std::vector<std::uint32_t>; // kept ancestors behind what is left out

void addOnce(Nearest &list, std::uint32_t version)
{
    if (list.size() < mostIndirect && std::ranges::find(list, version) == list.end())
        list.push_back(version);
}

// One edge between two versions; a direct one says more.
void addEdge(std::vector<LineageEdge> &list, const LineageEdge &edge)
{
    const auto known = std::ranges::find(list, edge.parent, &LineageEdge::parent);
    if (known != list.end() && known->isIndirect && !edge.isIndirect)
        *known = edge;
    else if (known == list.end() && (!edge.isIndirect || list.size() < mostIndirect))
        list.push_back(edge);
}

} // namespace

std::span<const LineageEdge> LineageGraph::edgesOf(std::uint32_t version) const
{
    const auto begin = version == 0 ? 0 : m_ends[version - 1];
    return std::span(m_edges).subspan(begin, m_ends[version] - begin);
}

void LineageGraph::append(std::span<const LineageEdge> edges)
{
    const auto version = versionCount();
    std::ranges::copy_if(edges, std::back_inserter(m_edges),
        [version](const LineageEdge &edge) { return edge.parent > version; });
    m_ends.push_back(std::uint32_t(m_edges.size()));
}

LineageGraph shortened(const LineageGraph &graph, const std::vector<bool> &kept)
{
    const auto count = graph.versionCount();
    // From the oldest on, so that what is behind a version is known before the version.
    std::vector<Nearest> nearest(count);
    std::vector<std::vector<LineageEdge>> edges(count);
    for (auto version = count; version-- > 0;) {
        for (const LineageEdge &edge : graph.edgesOf(version)) {
            if (edge.parent >= count)
                continue;
            const Nearest direct{edge.parent};
            const bool isDirect = kept[edge.parent];
            for (const auto ancestor : isDirect ? direct : nearest[edge.parent]) {
                if (kept[version])
                    addEdge(edges[version], {ancestor, edge.kind, edge.isIndirect || !isDirect});
                else
                    addOnce(nearest[version], ancestor);
            }
        }
    }
    LineageGraph result;
    for (const auto &list : edges)
        result.append(list);
    return result;
}

Lanes lanesOf(const LineageGraph &graph, const std::vector<bool> &kept)
{
    const bool isWhole = std::ranges::all_of(kept, std::identity());
    const LineageGraph part = isWhole ? LineageGraph() : shortened(graph, kept);
    const LineageGraph &shown = isWhole ? graph : part;
    Lanes lanes;
    for (std::uint32_t version = 0; version < graph.versionCount(); ++version) {
        if (kept[version])
            lanes.add(version, shown.edgesOf(version));
    }
    return lanes;
}

} // namespace chancery::core
