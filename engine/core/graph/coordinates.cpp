// SPDX-License-Identifier: Apache-2.0
// Brandes and Köpf: every vertex is aligned with the median of its neighbours above where nothing
// stands in the way, which makes blocks that share one coordinate; blocks are then pushed together
// as far as their vertices' distances allow. That is done four times, to the neighbours above and
// below and from the left and the right, and the mean of the two middle results is taken. Where a
// segment between two passing vertices is crossed by one that is not, the latter is never aligned,
// so that long arcs are straight.
//
// Pushing together goes over the graph of blocks (each to its neighbours to the right) in the order
// of that graph, first as far left as possible and then, where a block has something to its right,
// as near to that as it may; the classes of the paper, whose published offsets are wrong in some
// cases (erratum of 2020), are not needed for it.
#include "levels.h"

#include <algorithm>
#include <limits>

namespace chancery::core::levels {

namespace {

// Of every segment whether it must not be aligned.
std::vector<char> conflictsOf(const Levels &levels)
{
    std::vector<char> conflicts(levels.segmentCount, 0);
    for (std::size_t i = 1; i < levels.rows.size(); ++i) {
        const auto &row = levels.rows[i];
        std::uint32_t left = 0; // the upper place of the last inner segment, and of the next one
        std::size_t scanned = 0;
        for (std::size_t at = 0; at < row.size(); ++at) {
            std::optional<std::uint32_t> inner;
            if (!levels.isBox(row[at])) {
                for (const auto &each : levels.up.of(row[at])) {
                    if (!levels.isBox(each.vertex) && !inner)
                        inner = levels.place[each.vertex];
                }
            }
            if (!inner && at + 1 < row.size())
                continue;
            const auto right = inner.value_or(std::uint32_t(levels.rows[i - 1].size() - 1));
            for (; scanned <= at; ++scanned) {
                for (const auto &each : levels.up.of(row[scanned])) {
                    const auto place = levels.place[each.vertex];
                    const bool isInner = !levels.isBox(row[scanned]) && !levels.isBox(each.vertex);
                    if (!isInner && (place < left || place > right))
                        conflicts[each.segment] = 1;
                }
            }
            left = right;
        }
    }
    return conflicts;
}

// One of the four.
class Alignment {
public:
    Alignment(
        const Levels &levels, const std::vector<char> &conflicts, bool isToAbove, bool isFromLeft)
        : m_levels(levels)
        , m_conflicts(conflicts)
        , m_isToAbove(isToAbove)
        , m_isFromLeft(isFromLeft)
        , m_root(levels.layer.size())
        , m_align(levels.layer.size())
    {
        for (Vertex vertex = 0; vertex < m_root.size(); ++vertex)
            m_root[vertex] = m_align[vertex] = vertex;
    }

    std::vector<double> run(std::span<const double> widths, std::span<const double> gaps)
    {
        const auto count = m_levels.rows.size();
        for (std::size_t i = 1; i < count; ++i)
            alignRow(m_levels.rows[m_isToAbove ? i : count - 1 - i]);
        gather(widths, gaps);
        auto columns = pushedTogether();
        for (Vertex vertex = 0; vertex < m_root.size(); ++vertex) {
            const auto column = columns[m_root[vertex]];
            m_result.push_back(m_isFromLeft ? column : -column);
        }
        return std::move(m_result);
    }

private:
    // As seen from the side that it begins at.
    std::int64_t placeOf(Vertex vertex) const
    {
        const auto place = std::int64_t(m_levels.place[vertex]);
        const auto size = std::int64_t(m_levels.rows[m_levels.layer[vertex]].size());
        return m_isFromLeft ? place : size - 1 - place;
    }

    void alignRow(const std::vector<Vertex> &row)
    {
        std::int64_t guard = -1;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto vertex = m_isFromLeft ? row[i] : row[row.size() - 1 - i];
            const auto near = (m_isToAbove ? m_levels.up : m_levels.down).of(vertex);
            if (near.empty())
                continue;
            auto first = (near.size() - 1) / 2;
            auto second = near.size() / 2;
            if (!m_isFromLeft)
                std::swap(first, second);
            for (const auto middle : {first, second}) {
                const auto &other = near[middle];
                if (m_align[vertex] != vertex || m_conflicts[other.segment] != 0
                    || guard >= placeOf(other.vertex))
                    continue;
                m_align[other.vertex] = vertex;
                m_root[vertex] = m_root[other.vertex];
                m_align[vertex] = m_root[vertex];
                guard = placeOf(other.vertex);
            }
        }
    }

    // The graph of blocks: who is right of whom, and how far at least.
    void gather(std::span<const double> widths, std::span<const double> gaps)
    {
        const auto each = [&](auto take) {
            for (const auto &row : m_levels.rows) {
                for (std::size_t i = 0; i + 1 < row.size(); ++i) {
                    const auto a = m_isFromLeft ? row[i] : row[i + 1];
                    const auto b = m_isFromLeft ? row[i + 1] : row[i];
                    take(m_root[a], m_root[b], (widths[a] + widths[b] + gaps[a] + gaps[b]) / 2);
                }
            }
        };
        m_begins.assign(m_root.size() + 1, 0);
        m_waiting.assign(m_root.size(), 0);
        each([&](Vertex a, Vertex b, double) {
            ++m_begins[a + 1];
            ++m_waiting[b];
        });
        for (std::size_t i = 0; i < m_root.size(); ++i)
            m_begins[i + 1] += m_begins[i];
        m_right.resize(m_begins.back());
        auto at = m_begins;
        each([&](Vertex a, Vertex b, double distance) { m_right[at[a]++] = {b, distance}; });
    }

    std::vector<double> pushedTogether()
    {
        std::vector<double> columns(m_root.size(), 0);
        std::vector<Vertex> order;
        for (Vertex vertex = 0; vertex < m_root.size(); ++vertex) {
            if (m_root[vertex] == vertex && m_waiting[vertex] == 0)
                order.push_back(vertex);
        }
        for (std::size_t i = 0; i < order.size(); ++i) {
            for (const auto &[next, distance] : rightOf(order[i])) {
                columns[next] = std::max(columns[next], columns[order[i]] + distance);
                if (--m_waiting[next] == 0)
                    order.push_back(next);
            }
        }
        for (auto at = order.rbegin(); at != order.rend(); ++at) {
            auto most = std::numeric_limits<double>::infinity();
            for (const auto &[next, distance] : rightOf(*at))
                most = std::min(most, columns[next] - distance);
            if (most < std::numeric_limits<double>::infinity())
                columns[*at] = std::max(columns[*at], most);
        }
        return columns;
    }

    struct Right {
        Vertex block = 0;
        double distance = 0;
    };
    std::span<const Right> rightOf(Vertex block) const
    {
        return {m_right.data() + m_begins[block], m_begins[block + 1] - m_begins[block]};
    }

    const Levels &m_levels;
    const std::vector<char> &m_conflicts;
    bool m_isToAbove;
    bool m_isFromLeft;
    std::vector<Vertex> m_root; // the first vertex of each one's block
    std::vector<Vertex> m_align; // the next one in it
    std::vector<std::uint32_t> m_begins;
    std::vector<std::uint32_t> m_waiting;
    std::vector<Right> m_right;
    std::vector<double> m_result;
};

struct Extent {
    double left = 0;
    double right = 0;
};

Extent extentOf(const std::vector<double> &columns, std::span<const double> widths)
{
    Extent extent{
        std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        extent.left = std::min(extent.left, columns[i] - widths[i] / 2);
        extent.right = std::max(extent.right, columns[i] + widths[i] / 2);
    }
    return extent;
}

} // namespace

std::vector<double> columnsOf(
    Levels &levels, std::span<const double> widths, std::span<const double> gaps)
{
    const auto conflicts = conflictsOf(levels);
    std::vector<double> results[4];
    Extent extents[4];
    std::size_t narrowest = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        results[i] = Alignment(levels, conflicts, i < 2, i % 2 == 0).run(widths, gaps);
        extents[i] = extentOf(results[i], widths);
        const auto widthOf = [&](std::size_t k) { return extents[k].right - extents[k].left; };
        if (widthOf(i) < widthOf(narrowest))
            narrowest = i;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const auto shift = i % 2 == 0 ? extents[narrowest].left - extents[i].left
                                      : extents[narrowest].right - extents[i].right;
        for (auto &column : results[i])
            column += shift;
    }
    std::vector<double> columns(levels.layer.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        double four[]{results[0][i], results[1][i], results[2][i], results[3][i]};
        std::sort(std::begin(four), std::end(four));
        columns[i] = (four[1] + four[2]) / 2;
    }
    const auto left = extentOf(columns, widths).left;
    for (auto &column : columns)
        column -= left;
    return columns;
}

} // namespace chancery::core::levels
