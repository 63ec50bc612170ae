// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <queue>

#include <cstdint>
#include <span>
#include <vector>

namespace chancery::core {

// Where the versions of a graph are read from, one when it is needed. Numbers are dense, dealt out
// as versions become known.
class VersionSource {
public:
    virtual ~VersionSource() = default;
    virtual std::int64_t timeOf(std::uint32_t version) = 0; // any unit
    // Valid until the next call.
    virtual std::span<const std::uint32_t> parentsOf(std::uint32_t version) = 0;
};

// Versions in the order of a lineage: the newest first, and none before its children. Lazy: to tell
// the first ones it reads only some further versions, so a child whose clock was so late that it
// would be found behind that many others comes after its parent. A value; one thread at a time.
//
// Source: Kahn's topological sort (1962) over a frontier that a walk by time keeps some versions
// ahead, as `git log --topo-order` does where it has generation numbers.
// Time O((versions + edges) · log frontier).
class LineageOrder {
public:
    // None is read yet. The source outlives the order.
    explicit LineageOrder(VersionSource &source, std::size_t lookahead = 256)
        : m_source(source)
        , m_lookahead(lookahead)
    {
    }

    void addHead(std::uint32_t version) { discover(version); }
    // False at the end.
    bool next(std::uint32_t &version);

private:
    struct Candidate {
        std::int64_t time;
        std::uint32_t version;
        bool operator<(const Candidate &other) const
        {
            return time != other.time ? time < other.time : version > other.version;
        }
    };
    struct State {
        std::uint32_t children = 0; // known, and not given out yet
        bool isKnown = false;
        bool isExplored = false;
        bool isGiven = false;
    };

    State &stateOf(std::uint32_t version);
    void discover(std::uint32_t version);
    void explore();

    VersionSource &m_source;
    std::size_t m_lookahead;
    std::size_t m_ahead = 0; // explored, and not given out yet
    std::vector<State> m_states;
    std::priority_queue<Candidate> m_frontier;
    std::priority_queue<Candidate> m_ready;
};

} // namespace chancery::core
