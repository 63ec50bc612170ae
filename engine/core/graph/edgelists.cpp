// SPDX-License-Identifier: Apache-2.0
#include "edgelists.h"

#include <algorithm>

namespace chancery::core {

void EdgeLists::append(std::uint32_t node, DependencyEdge edge)
{
    auto &list = m_lists[node];
    if (list.size == list.room)
        grow(list);
    m_edges[list.begin + list.size++] = edge;
}

void EdgeLists::grow(List &list)
{
    static constexpr std::size_t fewest = 1024; // below that holes do not matter
    if (m_holes > fewest && m_holes * 2 > m_edges.size())
        moveTogether();
    const auto room = std::max<std::uint32_t>(2, list.room * 2);
    const auto begin = std::uint32_t(m_edges.size());
    m_edges.resize(m_edges.size() + room);
    std::copy_n(m_edges.begin() + list.begin, list.size, m_edges.begin() + begin);
    m_holes += list.room;
    list.begin = begin;
    list.room = room;
}

void EdgeLists::moveTogether()
{
    std::vector<DependencyEdge> fresh;
    fresh.reserve(m_edges.size() - m_holes);
    for (auto &list : m_lists) {
        const auto begin = std::uint32_t(fresh.size());
        const auto first = m_edges.begin() + list.begin;
        fresh.insert(fresh.end(), first, first + list.room);
        list.begin = begin;
    }
    m_edges = std::move(fresh);
    m_holes = 0;
}

} // namespace chancery::core
