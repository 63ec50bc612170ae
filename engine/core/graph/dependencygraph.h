// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/edgelists.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chancery::core {

// Who says so: the text that is live in an environment, a draft or a request that would be live
// there, or something that holds in every environment.
struct DependencySource {
    std::string environment; // empty: every one
    std::string holder; // id of the draft or request; empty: what holds now
    // "region eu": the layer that says so is for a region, group or instance; empty: for all.
    std::string layer = {};

    friend bool operator==(const DependencySource &, const DependencySource &) = default;
    friend auto operator<=>(const DependencySource &, const DependencySource &) = default;
};

struct Dependency {
    DependencyKind kind = DependencyKind::Refers;
    std::string path; // of the config that is needed, without a slash in front

    friend bool operator==(const Dependency &, const Dependency &) = default;
    friend auto operator<=>(const Dependency &, const Dependency &) = default;
};

// Which edges are looked at.
struct DependencyScope {
    std::string environment; // empty: of all environments
    bool isProposedToo = false; // what drafts and requests say, or only what holds now
    // Of what is proposed, whether that of a holder is left out; empty: nothing is.
    std::function<bool(const std::string &holder)> leavesOut = {};
    // Of layers of a region, group or instance, whether they take part; empty: all do.
    std::function<bool(const std::string &layer)> takes = {};
};

// The configs and what each of them needs, kept up to date one source of one config at a time: the
// cost of a change is that of the edges that it touches. A node is a path, and may be missing: then
// what leads to it dangles. Node numbers hold until
// the next change, those of pinned nodes longer. A value, of one thread.
class DependencyGraph {
public:
    using Node = std::uint32_t;
    using Edge = DependencyEdge;

    // There is such a config, or no more. What it needs, and who needs it, stays as it was said.
    void add(std::string_view path);
    void remove(std::string_view path);
    // What one source says that the config needs, in the place of what it said before; the same
    // twice counts once, and itself not at all. Nothing: the source is gone.
    void replace(std::string_view path, const DependencySource &source,
        std::vector<Dependency> dependencies);

    // The node keeps its number until it is unpinned as often, whatever becomes of the config.
    Node pin(std::string_view path);
    void unpin(Node node);

    std::optional<Node> find(std::string_view path) const;
    // Node numbers are below this; some of them may stand for nothing at present.
    std::size_t nodeCount() const { return m_nodes.size(); }
    std::size_t edgeCount() const { return m_edgeCount; }
    std::size_t presentCount() const { return m_presentCount; }
    const std::string &path(Node node) const { return m_nodes[node].path; }
    bool isPresent(Node node) const { return m_isPresent[node] != 0; }
    std::span<const Edge> dependencies(Node node) const { return m_out.of(node); }
    std::span<const Edge> dependents(Node node) const { return m_in.of(node); }
    // For walks that know where they will be next.
    const EdgeLists &dependencyLists() const { return m_out; }
    const EdgeLists &dependentLists() const { return m_in; }
    const DependencySource &source(const Edge &edge) const
    {
        return m_sources[edge.source()].source;
    }

    // For each number of a source whether the scope lets its edges pass.
    std::vector<char> passing(const DependencyScope &scope) const;

    // For tests: both directions say the same, and no count is off.
    bool isConsistent() const;

private:
    struct NodeRecord {
        std::string path;
        std::uint32_t pins = 0;
    };
    struct SourceRecord {
        DependencySource source;
        std::size_t edges = 0;
    };

    Node nodeOf(std::string_view path);
    void dropIfUnused(Node node);
    std::uint32_t sourceOf(const DependencySource &source);
    void dropIfUnused(std::uint32_t source, const DependencySource &known);
    void clear(Node node, std::uint32_t source);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };

    std::vector<NodeRecord> m_nodes;
    std::vector<char> m_isPresent;
    EdgeLists m_out;
    EdgeLists m_in;
    std::unordered_map<std::string, Node, TextHash, std::equal_to<>> m_byPath;
    std::vector<Node> m_freeNodes;
    std::vector<SourceRecord> m_sources;
    std::map<DependencySource, std::uint32_t> m_bySource;
    std::vector<std::uint32_t> m_freeSources;
    std::size_t m_edgeCount = 0;
    std::size_t m_presentCount = 0;
};

} // namespace chancery::core
