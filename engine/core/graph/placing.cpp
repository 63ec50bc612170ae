// SPDX-License-Identifier: Apache-2.0
#include "placing.h"

#include <algorithm>
#include <cmath>

namespace chancery::core::levels {

namespace {

constexpr double steepest = 0.06; // what a gap is higher for each unit that its lines go sideways
constexpr double mostGap = 900;
constexpr double mostSlack = 1.2; // of the whole, by its widest layer, for arcs to be straight

// The middle of a lane, of which the first is the nearest to the boxes.
double laneOffset(const std::vector<Vertex> &lanes, Vertex owner, double gap)
{
    const auto at = std::ranges::find(lanes, owner) - lanes.begin();
    return gap * (double(at) + 0.5);
}

} // namespace

Placing::Placing(const Levels &levels, std::span<const LayoutGraph::Box> boxes,
    const LayoutOptions &options, const CancelToken &token)
    : m_levels(levels)
    , m_options(options)
    , m_wrapping(wrappingOf(levels, boxes, options, token))
{
    if (token.isCancelled())
        return;
    placeColumns();
    placeBands();
    placeSlabs();
}

void Placing::placeColumns()
{
    auto &coarse = m_wrapping.coarse;
    std::vector<double> widths(coarse.layer.size(), 0);
    std::vector<double> gaps(coarse.layer.size(), m_options.arcGap);
    for (const auto &layer : m_wrapping.layers) {
        for (const auto &column : layer.columns) {
            widths[m_columnOf.size()] = column.whole();
            gaps[m_columnOf.size()] = m_options.boxGap;
            m_columnOf.push_back(&column);
        }
    }
    m_columns = columnsOf(coarse, widths, gaps);
    double room = window;
    double height = 0;
    for (const auto &layer : m_wrapping.layers) {
        room = std::max(room, mostSlack * layer.width);
        height += layer.height + m_options.layerGap;
    }
    const auto [least, most] = std::ranges::minmax(m_columns);
    if (most - least > std::max(room, widest * height))
        m_columns = narrowedColumns(coarse, widths, gaps, std::move(m_columns));
    m_bands.resize(m_levels.rows.size());
    for (std::size_t i = 0; i < m_bands.size(); ++i) {
        auto &band = m_bands[i];
        const auto &row = coarse.rows[i];
        if (row.empty())
            continue;
        band.left = m_columns[row.front()] - widths[row.front()] / 2;
        band.right = m_columns[row.back()] + widths[row.back()] / 2;
    }
}

void Placing::placeBands()
{
    double top = -collar; // so that the highest box touches the edge
    for (std::size_t i = 0; i < m_bands.size(); ++i) {
        auto &band = m_bands[i];
        const auto &shape = m_wrapping.layers[i];
        band.top = top;
        const auto gap = shape.isWrapped() ? rowGap : 0.0;
        top += gap;
        for (const auto height : shape.rowHeights) {
            band.rowTops.push_back(top);
            top += height + 2 * collar;
            band.rowBottoms.push_back(top);
            top += gap;
        }
        band.bottom = top;
        if (i + 1 < m_bands.size())
            top += gapBelow(i);
    }
}

// Lines that go far sideways would be nearly level, and none could be told from the next.
double Placing::gapBelow(std::size_t layer) const
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto upper : m_levels.rows[layer]) {
        for (const auto &each : m_levels.down.of(upper)) {
            sum += std::abs(exitOf(upper, each.vertex) - entryOf(upper, each.vertex));
            ++count;
        }
    }
    const auto least = m_options.layerGap - 2 * collar;
    return count == 0 ? least : std::clamp(steepest * sum / double(count), least, mostGap);
}

void Placing::placeSlabs()
{
    m_slabs = slabsOf(m_levels, m_bands, m_options);
    for (std::uint32_t i = 0, slab = 0; i < m_bands.size(); ++i) {
        if (slab + 1 < m_slabs.size() && m_slabs[slab + 1].first == i)
            ++slab;
        m_slabOf.push_back(slab);
        m_width = std::max(m_width, m_bands[i].right + m_slabs[slab].move.x);
        m_height = std::max(m_height, m_bands[i].bottom - collar + m_slabs[slab].move.y);
    }
    for (const auto &slab : m_slabs) {
        if (!slab.lanes.empty())
            m_height = std::max(m_height,
                slab.bottom + m_options.layerGap / 2
                    + m_options.arcGap * double(slab.lanes.size()));
    }
}

double Placing::boxMiddle(Vertex coarse) const
{
    const auto &column = *m_columnOf[coarse];
    return m_columns[coarse] - column.whole() / 2 + column.left() + column.width / 2;
}

// Where the line leaves the band of the upper vertex.
double Placing::exitOf(Vertex upper, Vertex lower) const
{
    const auto coarse = m_wrapping.coarseOf[upper];
    if (!m_levels.isBox(upper))
        return m_columns[coarse];
    const auto &column = *m_columnOf[coarse];
    if (column.isSingle())
        return boxMiddle(coarse);
    return boxMiddle(coarse) + column.width / 2
        + laneOffset(column.out, ownerOf(m_levels, upper, lower), column.laneGap);
}

double Placing::entryOf(Vertex upper, Vertex lower) const
{
    const auto coarse = m_wrapping.coarseOf[lower];
    if (!m_levels.isBox(lower))
        return m_columns[coarse];
    const auto &column = *m_columnOf[coarse];
    if (column.isSingle())
        return boxMiddle(coarse);
    return boxMiddle(coarse) - column.width / 2
        - laneOffset(column.in, ownerOf(m_levels, upper, lower), column.laneGap);
}

LayoutPoint Placing::centerOf(Vertex box) const
{
    const auto layer = m_levels.layer[box];
    const auto row = m_wrapping.rowOf[box];
    const auto &band = m_bands[layer];
    const auto &move = m_slabs[m_slabOf[layer]].move;
    return {boxMiddle(m_wrapping.coarseOf[box]) + move.x,
        (band.rowTops[row] + band.rowBottoms[row]) / 2 + move.y};
}

void Placing::add(std::vector<LayoutPoint> &points, Vertex vertex, double x, double y) const
{
    const auto &move = m_slabs[m_slabOf[m_levels.layer[vertex]]].move;
    const LayoutPoint point{x + move.x, y + move.y};
    if (!points.empty() && points.back() == point)
        return;
    const auto count = points.size();
    if (count >= 2 && points[count - 1].x == point.x && points[count - 2].x == point.x
        && (points[count - 1].y - points[count - 2].y) * (point.y - points[count - 1].y) > 0)
        points.back() = point;
    else
        points.push_back(point);
}

void Placing::leave(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const
{
    const auto &band = m_bands[m_levels.layer[upper]];
    const auto x = exitOf(upper, lower);
    if (m_levels.isBox(upper)) {
        const auto coarse = m_wrapping.coarseOf[upper];
        const auto middle = boxMiddle(coarse);
        const auto bottom = band.rowBottoms[m_wrapping.rowOf[upper]];
        add(points, upper, middle, bottom);
        if (!m_columnOf[coarse]->isSingle())
            add(points, upper, x, bottom + rowGap / 2);
    }
    add(points, upper, x, band.bottom);
}

void Placing::arrive(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const
{
    const auto &band = m_bands[m_levels.layer[lower]];
    const auto x = entryOf(upper, lower);
    add(points, lower, x, band.top);
    if (!m_levels.isBox(lower))
        return;
    const auto coarse = m_wrapping.coarseOf[lower];
    const auto top = band.rowTops[m_wrapping.rowOf[lower]];
    if (!m_columnOf[coarse]->isSingle())
        add(points, lower, x, top - rowGap / 2);
    add(points, lower, boxMiddle(coarse), top);
}

void Placing::changeSlab(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const
{
    const auto number = m_slabOf[m_levels.layer[upper]];
    if (m_slabOf[m_levels.layer[lower]] == number)
        return;
    const auto &slab = m_slabs[number];
    const auto lane = double(slab.lanes.at(ownerOf(m_levels, upper, lower)));
    const auto down = slab.bottom + m_options.layerGap / 2 + m_options.arcGap * lane;
    const auto up = m_options.arcGap * lane;
    const auto between = slab.lanesLeft + m_options.arcGap * (lane + 0.5);
    const auto to = entryOf(upper, lower) + m_slabs[number + 1].move.x;
    points.push_back({points.back().x, down});
    points.push_back({between, down});
    points.push_back({between, up});
    points.push_back({to, up});
}

std::vector<LayoutPoint> Placing::routeOf(
    Vertex from, std::span<const Vertex> passed, Vertex to) const
{
    std::vector<LayoutPoint> points{centerOf(from)};
    auto upper = from;
    const auto go = [&](Vertex lower) {
        leave(points, upper, lower);
        changeSlab(points, upper, lower);
        arrive(points, upper, lower);
        upper = lower;
    };
    for (const auto vertex : passed)
        go(vertex);
    go(to);
    const auto center = centerOf(to);
    if (points.size() >= 2 && points.back().x == center.x
        && points[points.size() - 2].x == center.x)
        points.back() = center;
    else
        points.push_back(center);
    return points;
}

} // namespace chancery::core::levels
