// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/layeredlayout.h"

#include <QRectF>
#include <QString>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

// Graphs to lay out, and what must hold for each layout.
namespace chancery {

using core::LayeredLayout;
using core::LayoutGraph;
using core::LayoutPoint;

// Half of the arcs lead to something near, a third to one of a few that everybody needs.
inline LayoutGraph seeded(std::uint32_t boxes, unsigned seed, bool isWithCircles = false)
{
    std::mt19937 random(seed);
    LayoutGraph graph;
    for (std::uint32_t i = 0; i < boxes; ++i)
        graph.boxes.push_back({60 + double(random() % 120), 24 + double(random() % 3) * 10});
    std::set<std::pair<std::uint32_t, std::uint32_t>> arcs;
    while (arcs.size() < boxes * 3 / 2) {
        const auto to = 1 + random() % (boxes - 1);
        const auto from = random() % 3 == 0
            ? random() % (to / 50 + 1)
            : to - std::min<std::mt19937::result_type>(to, 1 + random() % 60);
        if (from != to)
            arcs.emplace(
                isWithCircles && random() % 20 == 0 ? std::pair(to, from) : std::pair(from, to));
    }
    for (const auto &[from, to] : arcs)
        graph.arcs.push_back({from, to});
    return graph;
}

inline LayeredLayout laidOut(const LayoutGraph &graph)
{
    auto layout = core::layOut(graph);
    if (!layout)
        qFatal("%s", layout.error().code.c_str());
    return std::move(*layout);
}

// What is wrong with a layout; empty: nothing.
inline QString problemOf(
    const LayoutGraph &graph, const LayeredLayout &layout, bool isFolded = false)
{
    std::vector<std::uint32_t> order(graph.boxes.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    const auto left = [&](auto i) { return layout.centers[i].x - graph.boxes[i].width / 2; };
    const auto top = [&](auto i) { return layout.centers[i].y - graph.boxes[i].height / 2; };
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return left(a) < left(b); });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto a = order[i];
        if (left(a) < -0.01 || left(a) + graph.boxes[a].width > layout.width + 0.01
            || top(a) < -0.01 || top(a) + graph.boxes[a].height > layout.height + 0.01)
            return QStringLiteral("box %1 is outside").arg(a);
        for (std::size_t k = i + 1; k < order.size(); ++k) {
            const auto b = order[k];
            if (left(b) >= left(a) + graph.boxes[a].width - 0.01)
                break;
            if (top(a) < top(b) + graph.boxes[b].height - 0.01
                && top(b) < top(a) + graph.boxes[a].height - 0.01)
                return QStringLiteral("boxes %1 and %2 overlap").arg(a).arg(b);
        }
    }
    for (std::size_t i = 0; i < graph.arcs.size(); ++i) {
        const auto &arc = graph.arcs[i];
        const auto &route = layout.routes[i];
        if (arc.from == arc.to)
            continue;
        if (route.points.size() < 2 || route.points.front() != layout.centers[arc.from]
            || route.points.back() != layout.centers[arc.to])
            return QStringLiteral("arc %1 has other ends").arg(i);
        // A folded layout has lines that go up between its slabs, but not at a box.
        const auto last = route.points.size() - 2;
        for (std::size_t k = 0; k <= last; ++k) {
            if ((!isFolded || k == 0 || k == last)
                && (route.points[k].y < route.points[k + 1].y) == route.isTurned)
                return QStringLiteral("arc %1 goes the wrong way").arg(i);
        }
    }
    return {};
}

// Boxes by the squares of a grid that they reach into.
class Squares {
public:
    Squares(const LayoutGraph &graph, const LayeredLayout &layout)
        : m_graph(graph)
        , m_layout(layout)
    {
        for (std::uint32_t i = 0; i < graph.boxes.size(); ++i)
            each(around(i), [&](auto square) { m_boxes[square].push_back(i); });
    }

    // A box that the line from a to b passes, but for these two; -1: none.
    int passed(const LayoutPoint &a, const LayoutPoint &b, const LayoutGraph::Arc &ends) const
    {
        int found = -1;
        const QRectF line(QPointF(a.x, a.y), QPointF(b.x, b.y));
        each(line.normalized(), [&](auto square) {
            const auto boxes = m_boxes.find(square);
            if (found >= 0 || boxes == m_boxes.end())
                return;
            for (const auto box : boxes->second) {
                if (box != ends.from && box != ends.to && isThrough(around(box), a, b))
                    found = int(box);
            }
        });
        return found;
    }

private:
    QRectF around(std::uint32_t box) const
    {
        const auto &size = m_graph.boxes[box];
        const auto &center = m_layout.centers[box];
        return QRectF(
            center.x - size.width / 2, center.y - size.height / 2, size.width, size.height)
            .adjusted(0.5, 0.5, -0.5, -0.5);
    }

    template <typename Take>
    static void each(const QRectF &area, Take take)
    {
        const auto last = [](double end, double length) { return int(std::floor(end / length)); };
        for (int x = last(area.left(), 400); x <= last(area.right(), 400); ++x) {
            for (int y = last(area.top(), 200); y <= last(area.bottom(), 200); ++y)
                take(std::pair(x, y));
        }
    }

    static bool isThrough(const QRectF &box, const LayoutPoint &a, const LayoutPoint &b)
    {
        double first = 0;
        double last = 1;
        const auto cut = [&](double from, double way, double low, double high) {
            if (way == 0) {
                if (from <= low || from >= high)
                    last = -1;
                return;
            }
            const auto [in, out] = std::minmax((low - from) / way, (high - from) / way);
            first = std::max(first, in);
            last = std::min(last, out);
        };
        cut(a.x, b.x - a.x, box.left(), box.right());
        cut(a.y, b.y - a.y, box.top(), box.bottom());
        return first < last;
    }

    const LayoutGraph &m_graph;
    const LayeredLayout &m_layout;
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> m_boxes;
};

// Lines that pass a box on their way; empty: none does.
inline QString passingOf(const LayoutGraph &graph, const LayeredLayout &layout)
{
    const Squares squares(graph, layout);
    for (std::size_t i = 0; i < graph.arcs.size(); ++i) {
        const auto &points = layout.routes[i].points;
        for (std::size_t k = 0; k + 1 < points.size(); ++k) {
            const int box = squares.passed(points[k], points[k + 1], graph.arcs[i]);
            if (box >= 0)
                return QStringLiteral("arc %1 passes box %2").arg(i).arg(box);
        }
    }
    return {};
}

} // namespace chancery
