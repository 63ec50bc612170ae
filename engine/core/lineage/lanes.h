// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/lineage/edge.h"

#include <queue>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chancery::core {

// An edge where it touches a row.
struct LaneLine {
    std::uint32_t lane = 0;
    std::uint32_t child = 0; // versions
    std::uint32_t parent = 0;
    EdgeKind kind = EdgeKind::Edit;
    bool isIndirect = false;

    friend bool operator==(const LaneLine &, const LaneLine &) = default;
};

// What is drawn in one row: a version in its lane; above it the ends of the edges of its children,
// which bend from their lanes to its own; below it the beginnings of its own edges; and the edges
// of others that go straight through.
struct LaneRow {
    std::uint32_t version = 0;
    std::uint32_t lane = 0;
    std::vector<LaneLine> arriving;
    std::vector<LaneLine> leaving;
    std::vector<LaneLine> passing; // by lane
    std::uint32_t width = 0; // lanes that the row needs
    bool isTorn = false; // an edge to a version above it cannot be drawn

    friend bool operator==(const LaneRow &, const LaneRow &) = default;
};

// Gives every version of a graph a row and a lane, row by row, the newest first; rows that are
// there never change when more are added, so the first screen needs nothing of the rest. Versions
// are numbers that the caller deals out, densely. A value; one thread at a time.
//
// Source: the left-edge algorithm of channel routing (Hashimoto and Stevens, 1971), which colours
// intervals with as few lanes as overlap anywhere; an edge is the interval between its rows, and
// the first edge of a version keeps to the version's lane. Time O(versions + edges · log lanes) for
// all rows; memory O(versions + edges), and the lanes of every 64th row, from which a row is told
// again in O(lanes).
class Lanes {
public:
    static constexpr auto none = std::uint32_t(-1);

    // The next row. An edge to a version that has a row already is left out.
    void add(std::uint32_t version, std::span<const LineageEdge> parents);

    std::uint32_t rowCount() const { return std::uint32_t(m_rows.size()); }
    std::uint32_t versionAt(std::uint32_t row) const { return m_rows[row].version; }
    std::uint32_t laneAt(std::uint32_t row) const { return m_rows[row].lane; }
    // None before it was added.
    std::uint32_t rowOf(std::uint32_t version) const;
    // As many lanes as any row has needed so far.
    std::uint32_t width() const { return m_width; }
    LaneRow row(std::uint32_t row) const;
    // A screenful costs little more than one row.
    std::vector<LaneRow> rows(std::uint32_t first, std::uint32_t count) const;
    // The same without a copy of each: for what looks at very many.
    void visitRows(std::uint32_t first, std::uint32_t count,
        const std::function<void(const LaneRow &)> &visit) const;

private:
    struct Edge {
        LaneLine line;
        std::uint32_t earlierArrival = none; // another edge to the same parent
    };
    struct Row {
        std::uint32_t version = 0;
        std::uint32_t lane = 0;
        std::uint32_t firstEdge = 0;
        bool isTorn = false;
    };
    using Table = std::vector<std::uint32_t>; // by lane: the edge in it

    std::uint32_t laneOfArrivals(std::uint32_t version) const;
    std::uint32_t freeLane();
    void release(std::uint32_t lane);
    void occupy(std::uint32_t lane, std::uint32_t edge);
    std::uint32_t endOfEdges(std::uint32_t row) const;
    void step(std::uint32_t row, Table &table, LaneRow &result) const;
    void skip(std::uint32_t row, Table &table) const;

    std::vector<Row> m_rows;
    std::vector<Edge> m_edges; // by row of the child
    std::vector<std::uint32_t> m_lastArrival; // by version: an edge to it
    std::vector<std::uint32_t> m_rowOf; // by version
    Table m_open;
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> m_free;
    std::vector<Table> m_checkpoints;
    std::uint32_t m_width = 0;
};

} // namespace chancery::core
