// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace chancery::core {

// Why one config needs another. A layer's text and inherited defaults become part of the config; a
// reference copies a value; a declaration says so without a trace in the text.
enum class DependencyKind : std::uint8_t { Refers, Declares, Layer, Inherits, Unknown };
inline constexpr std::size_t dependencyKindCount = 4;

// Of a graph: the node at the other end, and who says so why.
class DependencyEdge {
public:
    DependencyEdge() = default;
    DependencyEdge(std::uint32_t node, std::uint32_t source, DependencyKind kind)
        : m_node(node)
        , m_tag(source << 3U | std::uint32_t(kind))
    {
    }

    std::uint32_t node() const { return m_node; }
    std::uint32_t source() const { return m_tag >> 3U; } // number of a DependencySource
    DependencyKind kind() const { return DependencyKind(m_tag & 7U); }

    friend bool operator==(const DependencyEdge &, const DependencyEdge &) = default;

private:
    std::uint32_t m_node = 0;
    std::uint32_t m_tag = 0;
};

// The edges of all nodes in one piece of memory, so that a walk over a hundred thousand of them
// reads along it instead of all over the heap. A list that outgrows its room moves to the end; when
// half is holes, everything is moved together.
class EdgeLists {
public:
    std::span<const DependencyEdge> of(std::uint32_t node) const
    {
        const auto &list = m_lists[node];
        return {m_edges.data() + list.begin, list.size};
    }
    // What a walk is about to read: first where a list is, some steps later the list.
    void expect(std::uint32_t node) const { __builtin_prefetch(&m_lists[node]); }
    void expectEdges(std::uint32_t node) const
    {
        __builtin_prefetch(m_edges.data() + m_lists[node].begin);
    }
    // Node numbers are below this.
    void resize(std::size_t nodes) { m_lists.resize(nodes); }
    void append(std::uint32_t node, DependencyEdge edge);
    // Those of the list for which it holds; the others keep their order. How many went.
    template <typename Condition>
    std::size_t removeIf(std::uint32_t node, Condition condition)
    {
        auto &list = m_lists[node];
        auto *edges = m_edges.data() + list.begin;
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < list.size; ++i) {
            if (!condition(edges[i]))
                edges[kept++] = edges[i];
        }
        const auto gone = list.size - kept;
        list.size = kept;
        return gone;
    }

private:
    struct List {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
        std::uint32_t room = 0;
    };
    void grow(List &list);
    void moveTogether();

    std::vector<List> m_lists;
    std::vector<DependencyEdge> m_edges;
    std::size_t m_holes = 0;
};

} // namespace chancery::core
