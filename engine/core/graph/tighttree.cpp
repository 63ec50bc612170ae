// SPDX-License-Identifier: Apache-2.0
// A spanning tree of arcs of length one fixes all layers. To take an arc out of it parts the graph
// in two; moving one part against the other is worth what the arcs that become shorter are more
// than those that become longer, the arc's cut value. While there is an arc whose cut value is
// below nought, it is replaced by the shortest arc that leads the other way across the cut.
//
// With every arc of the same weight the cut value is known without following an arc: over all
// vertices of a part, arcs out less arcs in; those inside cancel out. So each vertex keeps that sum
// over its subtree, and an exchange changes it on the ways from the two arcs to where they meet.
#include "tighttree.h"

#include <queue>

#include <algorithm>

namespace chancery::core::levels {

namespace {

constexpr auto none = UINT32_MAX;

class TightTree {
public:
    TightTree(std::span<const Arc> arcs, std::vector<std::uint32_t> &layers)
        : m_arcs(arcs)
        , m_near(layers.size())
        , m_tree(layers.size())
        , m_parent(layers.size(), none)
        , m_net(layers.size(), 0)
        , m_stamp(layers.size(), 0)
        , m_layer(layers.begin(), layers.end())
    {
        for (std::uint32_t i = 0; i < arcs.size(); ++i) {
            m_near[arcs[i].from].push_back(i);
            m_near[arcs[i].to].push_back(i);
            ++m_net[arcs[i].from];
            --m_net[arcs[i].to];
        }
    }

    std::vector<std::int64_t> run(const CancelToken &token)
    {
        grow();
        sumUp();
        static constexpr std::size_t mostWork = 25'000'000;
        while (m_work < mostWork && !token.isCancelled()) {
            const auto leaving = findLeaving();
            if (leaving == none || !exchange(leaving))
                break;
        }
        return std::move(m_layer);
    }

private:
    Vertex otherEnd(std::uint32_t arc, Vertex vertex) const
    {
        return m_arcs[arc].from == vertex ? m_arcs[arc].to : m_arcs[arc].from;
    }

    std::int64_t slack(std::uint32_t arc) const
    {
        return m_layer[m_arcs[arc].to] - m_layer[m_arcs[arc].from] - 1;
    }

    // From the first vertex on, always by the shortest arc to outside, which becomes tight by
    // moving all of the tree. That is not done but remembered: what is in the tree has its layer
    // less the way that the tree had moved when it came in.
    void grow()
    {
        using Candidate = std::pair<std::int64_t, std::uint32_t>;
        using Queue
            = std::priority_queue<Candidate, std::vector<Candidate>, std::greater<Candidate>>;
        Queue down; // from the tree to outside; slack plus the way moved
        Queue up; // from outside to the tree; slack less the way moved
        std::int64_t moved = 0;
        std::vector<char> isIn(m_layer.size(), 0);
        const auto enter = [&](Vertex vertex) {
            isIn[vertex] = 1;
            for (const auto arc : m_near[vertex]) {
                if (isIn[otherEnd(arc, vertex)] != 0)
                    continue;
                if (m_arcs[arc].from == vertex)
                    down.emplace(slack(arc) + moved, arc);
                else
                    up.emplace(slack(arc) - moved, arc);
            }
            m_layer[vertex] -= moved;
        };
        const auto dropKnown = [&](Queue &queue) {
            while (!queue.empty() && isIn[m_arcs[queue.top().second].from] != 0
                && isIn[m_arcs[queue.top().second].to] != 0)
                queue.pop();
        };
        enter(0);
        for (;;) {
            dropKnown(down);
            dropKnown(up);
            if (down.empty() && up.empty())
                break;
            const bool isDown = !down.empty()
                && (up.empty() || down.top().first - moved <= up.top().first + moved);
            const auto [key, arc] = isDown ? down.top() : up.top();
            moved = isDown ? key : -key;
            const auto inside = isIn[m_arcs[arc].from] != 0 ? m_arcs[arc].from : m_arcs[arc].to;
            const auto outside = otherEnd(arc, inside);
            m_parent[outside] = arc;
            m_tree[inside].push_back(arc);
            m_tree[outside].push_back(arc);
            m_order.push_back(outside);
            enter(outside);
        }
    }

    void sumUp()
    {
        for (auto at = m_order.rbegin(); at != m_order.rend(); ++at)
            m_net[otherEnd(m_parent[*at], *at)] += m_net[*at];
    }

    std::int64_t cutValue(Vertex child) const
    {
        return m_arcs[m_parent[child]].from == child ? m_net[child] : -m_net[child];
    }

    // The child of a tree arc with a cut value below nought: the least of some, found in turns.
    Vertex findLeaving()
    {
        static constexpr int enough = 30;
        auto best = none;
        int found = 0;
        for (std::size_t i = 0; i < m_order.size() && found < enough; ++i) {
            const auto vertex = m_order[m_cursor];
            m_cursor = (m_cursor + 1) % m_order.size();
            ++m_work;
            if (cutValue(vertex) >= 0)
                continue;
            ++found;
            if (best == none || cutValue(vertex) < cutValue(best))
                best = vertex;
        }
        return best;
    }

    // All that hangs on the vertex, itself first.
    void gather(Vertex top)
    {
        ++m_now;
        m_part.assign(1, top);
        m_stamp[top] = m_now;
        for (std::size_t i = 0; i < m_part.size(); ++i) {
            for (const auto arc : m_tree[m_part[i]]) {
                const auto other = otherEnd(arc, m_part[i]);
                if (arc == m_parent[top] || m_stamp[other] == m_now)
                    continue;
                m_stamp[other] = m_now;
                m_part.push_back(other);
            }
        }
        m_work += m_part.size();
    }

    bool exchange(Vertex top)
    {
        gather(top);
        const auto leaving = m_parent[top];
        const bool isUp = m_arcs[leaving].from == top; // the part moves away from its parent
        auto entering = none;
        for (const auto vertex : m_part) {
            m_work += m_near[vertex].size();
            for (const auto arc : m_near[vertex]) {
                const bool isAcross = m_stamp[otherEnd(arc, vertex)] != m_now;
                if (isAcross && (m_arcs[arc].to == vertex) == isUp && arc != leaving
                    && (entering == none || slack(arc) < slack(entering)))
                    entering = arc;
            }
        }
        if (entering == none)
            return false;
        const auto way = isUp ? -slack(entering) : slack(entering);
        for (const auto vertex : m_part)
            m_layer[vertex] += way;
        const auto inside = isUp ? m_arcs[entering].to : m_arcs[entering].from;
        hang(top, leaving, inside, entering);
        return true;
    }

    // The part hangs by another arc now, and from another of its vertices.
    void hang(Vertex top, std::uint32_t leaving, Vertex inside, std::uint32_t entering)
    {
        const auto sum = m_net[top];
        addUpwards(otherEnd(leaving, top), -sum);
        auto vertex = inside;
        auto arc = entering;
        std::int64_t below = 0; // what hung on the vertex by the way that is turned
        for (;;) {
            const auto own = m_net[vertex];
            const auto next = m_parent[vertex];
            m_net[vertex] = sum - below;
            m_parent[vertex] = arc;
            if (vertex == top)
                break;
            below = own;
            arc = next;
            vertex = otherEnd(next, vertex);
        }
        for (const auto end : {m_arcs[leaving].from, m_arcs[leaving].to})
            std::erase(m_tree[end], leaving);
        m_tree[m_arcs[entering].from].push_back(entering);
        m_tree[m_arcs[entering].to].push_back(entering);
        addUpwards(otherEnd(entering, inside), sum);
    }

    void addUpwards(Vertex vertex, std::int64_t sum)
    {
        for (;;) {
            ++m_work;
            m_net[vertex] += sum;
            if (m_parent[vertex] == none)
                return;
            vertex = otherEnd(m_parent[vertex], vertex);
        }
    }

    std::span<const Arc> m_arcs;
    std::vector<std::vector<std::uint32_t>> m_near; // arcs of each vertex
    std::vector<std::vector<std::uint32_t>> m_tree; // those of them that are in the tree
    std::vector<std::uint32_t> m_parent; // the tree arc to it
    std::vector<std::int64_t> m_net; // arcs out less arcs in, over all that hangs on it
    std::vector<Vertex> m_order; // all but the root
    std::vector<std::uint32_t> m_stamp;
    std::uint32_t m_now = 0;
    std::vector<Vertex> m_part;
    std::vector<std::int64_t> m_layer;
    std::size_t m_cursor = 0;
    std::size_t m_work = 0;
};

} // namespace

void shortenArcs(
    std::span<const Arc> arcs, std::vector<std::uint32_t> &layers, const CancelToken &token)
{
    if (arcs.empty())
        return;
    const auto moved = TightTree(arcs, layers).run(token);
    const auto least = *std::min_element(moved.begin(), moved.end());
    for (std::size_t i = 0; i < layers.size(); ++i)
        layers[i] = std::uint32_t(moved[i] - least);
}

} // namespace chancery::core::levels
