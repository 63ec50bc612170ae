// SPDX-License-Identifier: Apache-2.0
// Terms. A row has two halves: edges arrive at its version in the upper one and leave it in the
// lower one. An edge owns one lane from the lower half of its child's row to the upper half of its
// parent's, and bends only in these two.
//
// Steps for a version:
// 1. Of the lanes whose edges end here, it stands in the leftmost one that comes from a child's
//    first edge, so that the main line goes straight; else in the leftmost of all; else, being a
//    head, in the leftmost free lane.
// 2. All of these lanes are free from the lower half of this row on.
// 3. Its first edge stays in its lane; every further one takes the leftmost free lane.
//
// No two edges are in one lane in the same half of a row, because a lane is taken only while it is
// free. Lanes are taken from the left, so a lane that became free is the next to be used, and there
// are never more of them than edges lie side by side somewhere (and one for a head).
#include "lanes.h"

#include <algorithm>
#include <utility>

namespace chancery::core {

namespace {

constexpr std::uint32_t rowsPerCheckpoint = 64;

void growTo(std::vector<std::uint32_t> &list, std::uint32_t index)
{
    if (list.size() > index)
        return;
    if (list.capacity() <= index)
        list.reserve(std::max(std::size_t(index) + 1, list.capacity() * 2));
    list.resize(std::size_t(index) + 1, Lanes::none);
}

} // namespace

std::uint32_t Lanes::rowOf(std::uint32_t version) const
{
    return version < m_rowOf.size() ? m_rowOf[version] : none;
}

std::uint32_t Lanes::laneOfArrivals(std::uint32_t version) const
{
    std::uint32_t lane = none;
    std::uint32_t mainLane = none;
    for (auto i = m_lastArrival[version]; i != none; i = m_edges[i].earlierArrival) {
        const LaneLine &line = m_edges[i].line;
        const bool isFirst = m_rows[m_rowOf[line.child]].firstEdge == i;
        lane = std::min(lane, line.lane);
        if (isFirst)
            mainLane = std::min(mainLane, line.lane);
    }
    return mainLane != none ? mainLane : lane;
}

std::uint32_t Lanes::freeLane()
{
    if (m_free.empty()) {
        m_open.push_back(none);
        return std::uint32_t(m_open.size() - 1);
    }
    const auto lane = m_free.top();
    m_free.pop();
    return lane;
}

void Lanes::release(std::uint32_t lane)
{
    m_open[lane] = none;
    m_free.push(lane);
}

void Lanes::occupy(std::uint32_t lane, std::uint32_t edge)
{
    m_open[lane] = edge;
}

void Lanes::add(std::uint32_t version, std::span<const LineageEdge> parents)
{
    growTo(m_lastArrival, version);
    growTo(m_rowOf, version);
    if (m_rowOf[version] != none)
        return;
    const auto row = rowCount();
    if (row % rowsPerCheckpoint == 0)
        m_checkpoints.push_back(m_open);
    auto lane = laneOfArrivals(version);
    if (lane == none)
        lane = freeLane();
    for (auto i = m_lastArrival[version]; i != none; i = m_edges[i].earlierArrival) {
        if (m_edges[i].line.lane != lane)
            release(m_edges[i].line.lane);
    }
    m_open[lane] = none;
    m_rowOf[version] = row;
    m_rows.push_back({version, lane, std::uint32_t(m_edges.size())});
    bool isLaneTaken = false;
    for (const LineageEdge &edge : parents) {
        growTo(m_lastArrival, edge.parent);
        growTo(m_rowOf, edge.parent);
        if (m_rowOf[edge.parent] != none) {
            m_rows.back().isTorn = true;
            continue;
        }
        const auto own = isLaneTaken ? freeLane() : lane;
        isLaneTaken = true;
        const auto index = std::uint32_t(m_edges.size());
        m_edges.push_back({{own, version, edge.parent, edge.kind, edge.isIndirect},
            std::exchange(m_lastArrival[edge.parent], index)});
        occupy(own, index);
    }
    if (!isLaneTaken)
        release(lane);
    m_width = std::max(m_width, std::uint32_t(m_open.size()));
}

std::uint32_t Lanes::endOfEdges(std::uint32_t row) const
{
    return row + 1 < rowCount() ? m_rows[row + 1].firstEdge : std::uint32_t(m_edges.size());
}

void Lanes::skip(std::uint32_t row, Table &table) const
{
    for (auto i = m_lastArrival[m_rows[row].version]; i != none; i = m_edges[i].earlierArrival)
        table[m_edges[i].line.lane] = none;
    for (auto i = m_rows[row].firstEdge; i < endOfEdges(row); ++i) {
        growTo(table, m_edges[i].line.lane);
        table[m_edges[i].line.lane] = i;
    }
}

void Lanes::step(std::uint32_t row, Table &table, LaneRow &result) const
{
    const Row &kept = m_rows[row];
    result.version = kept.version;
    result.lane = kept.lane;
    result.width = kept.lane + 1;
    result.isTorn = kept.isTorn;
    result.arriving.clear();
    result.leaving.clear();
    result.passing.clear();
    for (auto i = m_lastArrival[kept.version]; i != none; i = m_edges[i].earlierArrival) {
        result.arriving.push_back(m_edges[i].line);
        table[m_edges[i].line.lane] = none;
    }
    std::ranges::sort(result.arriving, {}, &LaneLine::lane);
    for (std::size_t lane = 0; lane < table.size(); ++lane) {
        if (table[lane] != none)
            result.passing.push_back(m_edges[table[lane]].line);
    }
    skip(row, table);
    for (auto i = kept.firstEdge; i < endOfEdges(row); ++i)
        result.leaving.push_back(m_edges[i].line);
    for (const auto *lines : {&result.arriving, &result.passing, &result.leaving}) {
        for (const LaneLine &line : *lines)
            result.width = std::max(result.width, line.lane + 1);
    }
}

LaneRow Lanes::row(std::uint32_t row) const
{
    return rows(row, 1).front();
}

std::vector<LaneRow> Lanes::rows(std::uint32_t first, std::uint32_t count) const
{
    std::vector<LaneRow> result;
    visitRows(first, count, [&result](const LaneRow &row) { result.push_back(row); });
    return result;
}

void Lanes::visitRows(std::uint32_t first, std::uint32_t count,
    const std::function<void(const LaneRow &)> &visit) const
{
    const auto end = first + std::min(count, rowCount() - std::min(first, rowCount()));
    if (first >= end)
        return;
    const auto checkpoint = first / rowsPerCheckpoint;
    Table table = m_checkpoints[checkpoint];
    LaneRow result;
    for (auto row = checkpoint * rowsPerCheckpoint; row < end; ++row) {
        if (row < first) {
            skip(row, table);
            continue;
        }
        step(row, table, result);
        visit(result);
    }
}

} // namespace chancery::core
