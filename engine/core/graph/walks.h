// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/dependencygraph.h"

#include <functional>

namespace chancery::core {

enum class WalkDirection : std::uint8_t { Dependencies, Dependents };

// A config that a walk came to.
struct ReachedNode {
    DependencyGraph::Node node = 0;
    std::uint32_t hops = 0; // of the shortest way, layers and inheritance included
    // Every way to it leads through a layer or inherited defaults at least once.
    bool isInheritedOnly = false;
};

// All that can be reached from the nodes, those nodes themselves first and with 0 hops; in the
// order of the hops. At most so many hops, where a number is given. Linear in the edges.
std::vector<ReachedNode> reach(const DependencyGraph &graph,
    std::span<const DependencyGraph::Node> from, WalkDirection direction,
    const DependencyScope &scope, std::optional<std::uint32_t> hops = {});

// A reference to a config that does not exist.
struct DanglingEdge {
    DependencyGraph::Node from = 0;
    DependencyGraph::Edge edge;
};
// In the order of the nodes. Inheritance never dangles: without defaults nothing is inherited.
std::vector<DanglingEdge> danglingEdges(const DependencyGraph &graph, const DependencyScope &scope);

// The sets of configs of which each needs every other one (strongly connected components of two
// nodes or more; Tarjan 1972, without recursion). Linear in the edges.
std::vector<std::vector<DependencyGraph::Node>> cycles(
    const DependencyGraph &graph, const DependencyScope &scope);

// A shortest way from one node along what is needed to another, both ends included; from a node to
// itself, a shortest circle. Empty where there is none.
std::vector<DependencyGraph::Node> shortestWay(const DependencyGraph &graph,
    DependencyGraph::Node from, DependencyGraph::Node to, const DependencyScope &scope);

// Which circles count: references alone may lead in a circle between configs, as long as no value
// needs itself (ADR 11); with a declared dependency in it, none may.
enum class CircleRule : std::uint8_t { Any, Declared };

// The same search where the graph is not at hand and each step asks for what a config needs: a
// shortest circle through the start, as the paths along it with the start at both ends; empty
// where there is none.
std::vector<std::string> circleThrough(const std::string &start, CircleRule rule,
    const std::function<std::vector<Dependency>(const std::string &path)> &dependenciesOf);

} // namespace chancery::core
