// SPDX-License-Identifier: Apache-2.0
// Longest paths give the fewest layers, but hang whatever has no predecessor at the top. First a
// vertex with more arcs to below than from above is moved down as far as those below allow, and the
// other way round, until nothing moves: that is linear, and near to what the network simplex method
// then makes the least sum. Of the places that are equally good in the end, a vertex takes the one
// in the emptiest layer.
#include "engine/core/graph/tighttree.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

class Ranking {
public:
    Ranking(std::size_t count, std::span<const Arc> arcs)
        : m_layer(count, 0)
        , m_begins(2 * count + 1, 0)
    {
        for (const auto &arc : arcs) {
            if (arc.from != arc.to) {
                ++m_begins[2 * arc.from + 1];
                ++m_begins[2 * arc.to + 2];
            }
        }
        for (std::size_t i = 1; i < m_begins.size(); ++i)
            m_begins[i] += m_begins[i - 1];
        m_near.resize(m_begins.back());
        auto at = m_begins;
        for (const auto &arc : arcs) {
            if (arc.from != arc.to) {
                m_near[at[2 * arc.from]++] = arc.to;
                m_near[at[2 * arc.to + 1]++] = arc.from;
            }
        }
        sort();
    }

    std::vector<std::uint32_t> run(std::span<const Arc> arcs, const CancelToken &token)
    {
        longestPaths();
        improveAll();
        shortenArcs(arcs, m_layer, token);
        spread();
        return std::move(m_layer);
    }

private:
    void improveAll()
    {
        static constexpr int mostPasses = 24;
        for (int pass = 0; pass < mostPasses; ++pass) {
            bool isMoved = false;
            for (auto at = m_order.rbegin(); at != m_order.rend(); ++at)
                isMoved = improve(*at) || isMoved;
            for (const auto vertex : m_order)
                isMoved = improve(vertex) || isMoved;
            if (!isMoved)
                break;
        }
    }

    // A vertex with as many arcs from above as to below may go anywhere between its neighbours.
    void spread()
    {
        const auto count = *std::max_element(m_layer.begin(), m_layer.end()) + 1;
        std::vector<std::uint32_t> sizes(count, 0);
        for (const auto layer : m_layer)
            ++sizes[layer];
        for (const auto vertex : m_order) {
            if (below(vertex).size() != above(vertex).size())
                continue;
            std::uint32_t first = 0;
            auto last = count - 1;
            for (const auto previous : above(vertex))
                first = std::max(first, m_layer[previous] + 1);
            for (const auto next : below(vertex))
                last = std::min(last, m_layer[next] - 1);
            auto best = m_layer[vertex];
            --sizes[best];
            for (auto layer = first; layer <= last; ++layer) {
                if (sizes[layer] < sizes[best])
                    best = layer;
            }
            ++sizes[best];
            m_layer[vertex] = best;
        }
    }

    std::span<const Vertex> below(Vertex vertex) const
    {
        return {
            m_near.data() + m_begins[2 * vertex], m_begins[2 * vertex + 1] - m_begins[2 * vertex]};
    }
    std::span<const Vertex> above(Vertex vertex) const
    {
        return {m_near.data() + m_begins[2 * vertex + 1],
            m_begins[2 * vertex + 2] - m_begins[2 * vertex + 1]};
    }

    void sort()
    {
        std::vector<std::uint32_t> waiting(m_layer.size());
        for (Vertex vertex = 0; vertex < m_layer.size(); ++vertex) {
            waiting[vertex] = std::uint32_t(above(vertex).size());
            if (waiting[vertex] == 0)
                m_order.push_back(vertex);
        }
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            for (const auto next : below(m_order[i])) {
                if (--waiting[next] == 0)
                    m_order.push_back(next);
            }
        }
    }

    void longestPaths()
    {
        for (const auto vertex : m_order) {
            for (const auto next : below(vertex))
                m_layer[next] = std::max(m_layer[next], m_layer[vertex] + 1);
        }
    }

    // Between its neighbours the sum of the lengths is linear: the best place is at one end.
    bool improve(Vertex vertex)
    {
        const auto up = above(vertex);
        const auto down = below(vertex);
        auto target = m_layer[vertex];
        if (down.size() > up.size()) {
            target = UINT32_MAX;
            for (const auto next : down)
                target = std::min(target, m_layer[next] - 1);
        } else if (up.size() > down.size()) {
            target = 0;
            for (const auto previous : up)
                target = std::max(target, m_layer[previous] + 1);
        }
        const bool isMoved = target != m_layer[vertex];
        m_layer[vertex] = target;
        return isMoved;
    }

    std::vector<std::uint32_t> m_layer;
    std::vector<std::uint32_t> m_begins; // of the lists below and above, in turn
    std::vector<Vertex> m_near;
    std::vector<Vertex> m_order; // each vertex behind those above it
};

} // namespace

std::vector<std::uint32_t> layersOf(
    std::size_t count, std::span<const Arc> arcs, const CancelToken &token)
{
    return count == 0 ? std::vector<std::uint32_t>() : Ranking(count, arcs).run(arcs, token);
}

} // namespace chancery::core::levels
