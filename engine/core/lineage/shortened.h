// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/lineage/lanes.h"

namespace chancery::core {

// A graph whose versions are numbered in the order of its rows, the newest first.
class LineageGraph {
public:
    std::uint32_t versionCount() const { return std::uint32_t(m_ends.size()); }
    std::span<const LineageEdge> edgesOf(std::uint32_t version) const;
    // The edges of the next version. One whose parent is not below it is dropped.
    void append(std::span<const LineageEdge> edges);

    friend bool operator==(const LineageGraph &, const LineageGraph &) = default;

private:
    std::vector<LineageEdge> m_edges;
    std::vector<std::uint32_t> m_ends; // by version
};

// The graph of the kept versions alone, under their own numbers: where something was left out
// between a version and an ancestor, an indirect edge says that the one came from the other. Of a
// version, at most as many of these as `mostIndirect`; and one edge between any two versions.
// O(versions + edges · mostIndirect).
constexpr std::size_t mostIndirect = 8;
LineageGraph shortened(const LineageGraph &graph, const std::vector<bool> &kept);

// The lanes of the kept versions.
Lanes lanesOf(const LineageGraph &graph, const std::vector<bool> &kept);

} // namespace chancery::core
