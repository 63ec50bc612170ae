// SPDX-License-Identifier: Apache-2.0
#include "walks.h"

#include <algorithm>
#include <deque>

namespace chancery::core {

namespace {

using Node = DependencyGraph::Node;
using Edge = DependencyGraph::Edge;

constexpr std::uint32_t unreached = UINT32_MAX;

bool isInheritance(DependencyKind kind)
{
    return kind == DependencyKind::Layer || kind == DependencyKind::Inherits;
}

// Breadth first, level by level; the answer is the queue. That a node can be reached without
// inheritance may turn out after it was walked through: such are walked through once more, in the
// end, along what is no inheritance. So every edge is looked at twice at most.
class Breadth {
public:
    Breadth(const DependencyGraph &graph, WalkDirection direction, const DependencyScope &scope)
        : m_graph(graph)
        , m_lists(direction == WalkDirection::Dependencies ? graph.dependencyLists()
                                                           : graph.dependentLists())
        , m_direction(direction)
        , m_passes(graph.passing(scope))
        , m_state(graph.nodeCount(), 0)
    {
        m_reached.reserve(graph.presentCount());
    }

    std::vector<ReachedNode> run(std::span<const Node> from, std::uint32_t most)
    {
        for (const auto node : from) {
            if (m_state[node] == 0)
                enter(node, 0, Direct);
        }
        for (std::size_t i = 0; i < m_reached.size() && m_reached[i].hops < most; ++i) {
            expect(i);
            walkThrough(m_reached[i]);
        }
        for (const auto &each : m_reached) {
            if (m_state[each.node] == (Reached | Direct))
                m_again.push_back(each.node); // the last hop, which was not walked through
            m_state[each.node] |= Walked;
        }
        while (!m_again.empty()) {
            const auto node = m_again.back();
            m_again.pop_back();
            for (const auto &edge : m_lists.of(node)) {
                if (m_passes[edge.source()] != 0 && !isInheritance(edge.kind()))
                    makeDirect(edge.node());
            }
        }
        for (auto &each : m_reached)
            each.isInheritedOnly = (m_state[each.node] & Direct) == 0;
        return std::move(m_reached);
    }

private:
    enum State : std::uint8_t { Reached = 1, Direct = 2, Walked = 4 };

    void enter(Node node, std::uint32_t hops, std::uint8_t direct)
    {
        m_state[node] = std::uint8_t(Reached | direct);
        m_reached.push_back({node, hops, false});
    }

    // The queue says what comes next, which no processor guesses: without this the walk mostly
    // waits for memory.
    void expect(std::size_t at) const
    {
        static constexpr std::size_t soon = 8;
        if (at + 2 * soon < m_reached.size())
            m_lists.expect(m_reached[at + 2 * soon].node);
        if (at + soon < m_reached.size())
            m_lists.expectEdges(m_reached[at + soon].node);
    }

    void walkThrough(ReachedNode at)
    {
        m_state[at.node] |= Walked;
        const auto own = std::uint8_t(m_state[at.node] & Direct);
        for (const auto &edge : m_lists.of(at.node)) {
            if (m_passes[edge.source()] == 0)
                continue;
            const auto direct = isInheritance(edge.kind()) ? std::uint8_t(0) : own;
            if (m_state[edge.node()] == 0) {
                if (edge.kind() != DependencyKind::Inherits || isThere(at.node, edge))
                    enter(edge.node(), at.hops + 1, direct);
            } else if (direct != 0) {
                makeDirect(edge.node());
            }
        }
    }

    // Of what was not reached nothing is said.
    void makeDirect(Node node)
    {
        auto &state = m_state[node];
        if ((state & (Reached | Direct)) != Reached)
            return;
        if ((state & Walked) != 0)
            m_again.push_back(node);
        state |= Direct;
    }

    // Defaults that do not exist are inherited by nobody.
    bool isThere(Node from, const Edge &edge) const
    {
        return m_graph.isPresent(m_direction == WalkDirection::Dependencies ? edge.node() : from);
    }

    const DependencyGraph &m_graph;
    const EdgeLists &m_lists;
    WalkDirection m_direction;
    std::vector<char> m_passes;
    std::vector<std::uint8_t> m_state; // of each node
    std::vector<ReachedNode> m_reached;
    std::vector<Node> m_again;
};

// Tarjan's algorithm with a stack of its own in the place of recursion.
class Components {
public:
    Components(const DependencyGraph &graph, const DependencyScope &scope)
        : m_graph(graph)
        , m_passes(graph.passing(scope))
        , m_order(graph.nodeCount(), unreached)
        , m_low(graph.nodeCount(), 0)
        , m_isOpen(graph.nodeCount(), 0)
    {
    }

    std::vector<std::vector<Node>> run()
    {
        for (Node node = 0; node < m_graph.nodeCount(); ++node) {
            if (m_order[node] == unreached && !m_graph.dependencies(node).empty())
                visit(node);
        }
        return std::move(m_found);
    }

private:
    struct Step {
        Node node = 0;
        std::size_t next = 0;
    };

    void enter(Node node)
    {
        m_order[node] = m_low[node] = m_count++;
        m_open.push_back(node);
        m_isOpen[node] = 1;
        m_steps.push_back({node, 0});
    }

    void visit(Node start)
    {
        enter(start);
        while (!m_steps.empty()) {
            auto &step = m_steps.back();
            const auto edges = m_graph.dependencies(step.node);
            if (step.next == edges.size()) {
                leave(step.node);
                continue;
            }
            const auto from = step.node;
            const auto &edge = edges[step.next++];
            if (m_passes[edge.source()] == 0 || !m_graph.isPresent(edge.node()))
                continue;
            if (m_order[edge.node()] == unreached)
                enter(edge.node());
            else if (m_isOpen[edge.node()] != 0)
                m_low[from] = std::min(m_low[from], m_order[edge.node()]);
        }
    }

    void leave(Node node)
    {
        m_steps.pop_back();
        if (!m_steps.empty()) {
            auto &low = m_low[m_steps.back().node];
            low = std::min(low, m_low[node]);
        }
        if (m_low[node] != m_order[node])
            return;
        std::vector<Node> members;
        do {
            members.push_back(m_open.back());
            m_isOpen[m_open.back()] = 0;
            m_open.pop_back();
        } while (members.back() != node);
        if (members.size() < 2)
            return;
        std::sort(members.begin(), members.end());
        m_found.push_back(std::move(members));
    }

    const DependencyGraph &m_graph;
    std::vector<char> m_passes;
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_low;
    std::vector<char> m_isOpen;
    std::vector<Node> m_open;
    std::vector<Step> m_steps;
    std::vector<std::vector<Node>> m_found;
    std::uint32_t m_count = 0;
};

} // namespace

std::vector<ReachedNode> reach(const DependencyGraph &graph, std::span<const Node> from,
    WalkDirection direction, const DependencyScope &scope, std::optional<std::uint32_t> hops)
{
    return Breadth(graph, direction, scope).run(from, hops.value_or(unreached));
}

std::vector<DanglingEdge> danglingEdges(const DependencyGraph &graph, const DependencyScope &scope)
{
    const auto passes = graph.passing(scope);
    std::vector<DanglingEdge> found;
    for (Node node = 0; node < graph.nodeCount(); ++node) {
        for (const auto &edge : graph.dependencies(node)) {
            if (passes[edge.source()] != 0 && edge.kind() != DependencyKind::Inherits
                && !graph.isPresent(edge.node()))
                found.push_back({node, edge});
        }
    }
    return found;
}

std::vector<std::vector<Node>> cycles(const DependencyGraph &graph, const DependencyScope &scope)
{
    return Components(graph, scope).run();
}

std::vector<Node> shortestWay(
    const DependencyGraph &graph, Node from, Node to, const DependencyScope &scope)
{
    const auto passes = graph.passing(scope);
    std::vector<Node> before(graph.nodeCount(), unreached); // and whether it was met
    std::vector<Node> queue{from};
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const auto &edge : graph.dependencies(queue[i])) {
            if (passes[edge.source()] == 0 || before[edge.node()] != unreached
                || (edge.kind() == DependencyKind::Inherits && !graph.isPresent(edge.node())))
                continue;
            before[edge.node()] = queue[i];
            if (edge.node() == to) {
                std::vector<Node> way{to};
                for (auto node = queue[i]; node != from; node = before[node])
                    way.push_back(node);
                way.push_back(from);
                std::reverse(way.begin(), way.end());
                return way;
            }
            queue.push_back(edge.node());
        }
    }
    return {};
}

// A state is a config and whether what has to be on the way to it was: the first way from the start
// back to the start with it is the circle.
std::vector<std::string> circleThrough(const std::string &start, CircleRule rule,
    const std::function<std::vector<Dependency>(const std::string &path)> &dependenciesOf)
{
    using State = std::pair<std::string, bool>;
    std::map<State, State> before; // without the start, so that it can be come back to
    std::map<std::string, std::vector<Dependency>> known; // each config is asked for once
    const State first{start, rule == CircleRule::Any};
    std::deque<State> queue{first};
    while (!queue.empty()) {
        const auto state = queue.front();
        queue.pop_front();
        const auto [needs, isNew] = known.try_emplace(state.first);
        if (isNew)
            needs->second = dependenciesOf(state.first);
        for (const auto &each : needs->second) {
            const State next{each.path, state.second || each.kind == DependencyKind::Declares};
            if (!before.emplace(next, state).second)
                continue;
            if (next != State(start, true)) {
                queue.push_back(next);
                continue;
            }
            std::vector<std::string> way{start};
            for (auto at = state; at != first; at = before[at])
                way.push_back(at.first);
            way.push_back(start);
            std::reverse(way.begin(), way.end());
            return way;
        }
    }
    return {};
}

} // namespace chancery::core
