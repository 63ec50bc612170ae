// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"
#include "engine/core/graph/walks.h"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace chancery::core {

// Agents and what each of them follows. Kept one agent at a time, always beside the same graph,
// whose nodes it pins. A value, of one thread.
class Followers {
public:
    using Node = DependencyGraph::Node;
    struct Follower {
        std::string id;
        std::string name;
        std::string service;
        std::string environment;

        friend bool operator==(const Follower &, const Follower &) = default;
    };

    // What the agent follows now, in the place of what it did before; and where it reads that, as
    // far as it has said so.
    void replace(DependencyGraph &graph, const Follower &follower,
        const std::vector<std::string> &paths, const std::vector<FollowedPlace> &places = {});
    void remove(DependencyGraph &graph, const std::string &id);
    std::size_t size() const { return m_byId.size(); }

    // By number, for those who count; numbers hold until the next change. An edge leads to the
    // number of a follower, and its source is that of the follower's environment: in a hundred
    // thousand nodes nothing else is looked at of those of another one.
    std::span<const DependencyEdge> of(Node node) const
    {
        return isFollowed(node) ? m_byNode.of(node) : std::span<const DependencyEdge>();
    }
    bool isFollowed(Node node) const
    {
        return node < m_isFollowed.size() && m_isFollowed[node] != 0;
    }
    const EdgeLists &lists() const { return m_byNode; } // for those who know what comes next
    // Nothing for one in which nobody ever followed anything.
    std::optional<std::uint32_t> environment(const std::string &id) const;
    std::size_t numberCount() const { return m_records.size(); }
    const Follower &follower(std::uint32_t number) const { return m_records[number].follower; }
    const std::vector<Node> &followedBy(std::uint32_t number) const
    {
        return m_records[number].nodes;
    }
    // Of the one that it follows at that index; null where it has not said.
    const FollowedPlace *placeOf(std::uint32_t number, std::size_t index) const
    {
        const auto &place = m_records[number].places[index];
        return place ? &*place : nullptr;
    }
    std::uint32_t serviceOf(std::uint32_t number) const { return m_serviceOf[number]; }
    std::size_t serviceCount() const { return m_services.size(); }
    const std::string &service(std::uint32_t number) const { return *m_services[number]; }

private:
    struct Record {
        Follower follower;
        std::vector<Node> nodes;
        std::vector<std::optional<FollowedPlace>> places; // parallel to the nodes
    };

    std::unordered_map<std::string, std::uint32_t> m_byId;
    std::vector<Record> m_records;
    std::vector<std::uint32_t> m_free;
    std::vector<char> m_isFollowed; // small enough to be near when a hundred thousand are asked
    EdgeLists m_byNode;
    std::vector<std::uint32_t> m_serviceOf; // by number of the follower
    std::unordered_map<std::string, std::uint32_t> m_environmentNumbers;
    std::unordered_map<std::string, std::uint32_t> m_serviceNumbers;
    std::vector<const std::string *> m_services; // the keys of the map, which stay where they are
};

// How many of something a change reaches: by references and declarations alone, and only through a
// layer or inherited defaults.
struct ImpactCount {
    std::size_t direct = 0;
    std::size_t inherited = 0;

    std::size_t all() const { return direct + inherited; }
    friend bool operator==(const ImpactCount &, const ImpactCount &) = default;
};

// All that a change of some configs reaches in one environment. What is changed counts for the
// agents that follow it, and not among the configs that are reached. What reaches a config through
// the layer of a region, a group or an instance alone counts for the agents that read it there; for
// agents that have not said where they read, and where the agents of very many places would have to
// be told apart in a very large graph, it counts for all that follow it.
struct GraphImpact {
    std::vector<ReachedNode> reached; // with what is changed, which has 0 hops
    ImpactCount configs;
    ImpactCount services;
    ImpactCount agents;
    std::vector<std::uint32_t> agentNumbers; // of the Followers, in the order of their numbers
    std::vector<std::uint32_t> serviceNumbers;
};

GraphImpact impactOf(const DependencyGraph &graph, const Followers &followers,
    std::span<const DependencyGraph::Node> changed, const std::string &environment);

} // namespace chancery::core
