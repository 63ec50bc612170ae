// SPDX-License-Identifier: Apache-2.0
// Turn arcs until there is no circle, choose layers, cut long arcs, order the rows, break
// wide layers, find coordinates, fold what is too high: each of these in its own file. Parts that
// are not connected are laid out one by one and put beside each other in shelves, the highest
// first, which keeps a graph of many small parts near to the shape of a window.
#include "layeredlayout.h"

#include "engine/core/graph/placing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chancery::core {

namespace {

using levels::Vertex;
using Arc = LayoutGraph::Arc;

// The boxes of each connected part, in the order of their numbers.
class Parts {
public:
    explicit Parts(const LayoutGraph &graph)
        : m_parent(graph.boxes.size())
    {
        std::iota(m_parent.begin(), m_parent.end(), 0);
        for (const auto &arc : graph.arcs) {
            const auto a = root(arc.from);
            const auto b = root(arc.to);
            m_parent[std::max(a, b)] = std::min(a, b);
        }
        std::vector<std::uint32_t> number(m_parent.size());
        for (Vertex vertex = 0; vertex < m_parent.size(); ++vertex) {
            if (root(vertex) == vertex) {
                number[vertex] = std::uint32_t(m_boxes.size());
                m_boxes.emplace_back();
            }
            m_partOf.push_back(number[root(vertex)]);
            m_indexIn.push_back(std::uint32_t(m_boxes[m_partOf[vertex]].size()));
            m_boxes[m_partOf[vertex]].push_back(vertex);
        }
        m_arcs.resize(m_boxes.size());
        for (std::uint32_t i = 0; i < graph.arcs.size(); ++i)
            m_arcs[m_partOf[graph.arcs[i].from]].push_back(i);
    }

    std::size_t size() const { return m_boxes.size(); }
    const std::vector<Vertex> &boxes(std::size_t part) const { return m_boxes[part]; }
    const std::vector<std::uint32_t> &arcs(std::size_t part) const { return m_arcs[part]; }
    std::uint32_t indexIn(Vertex box) const { return m_indexIn[box]; }

private:
    Vertex root(Vertex vertex)
    {
        while (m_parent[vertex] != vertex)
            vertex = m_parent[vertex] = m_parent[m_parent[vertex]];
        return vertex;
    }

    std::vector<Vertex> m_parent;
    std::vector<std::uint32_t> m_partOf;
    std::vector<std::uint32_t> m_indexIn;
    std::vector<std::vector<Vertex>> m_boxes;
    std::vector<std::vector<std::uint32_t>> m_arcs;
};

struct Size {
    double width = 0;
    double height = 0;
};

class PartLayout {
public:
    PartLayout(const LayoutGraph &graph, const LayoutOptions &options, const Parts &parts,
        std::size_t part)
        : m_graph(graph)
        , m_options(options)
        , m_boxes(parts.boxes(part))
    {
        std::vector<Arc> all;
        for (const auto i : parts.arcs(part)) {
            const Arc arc{parts.indexIn(graph.arcs[i].from), parts.indexIn(graph.arcs[i].to)};
            if (arc.from == arc.to)
                continue;
            m_arcs.push_back(arc);
            m_numbers.push_back(i);
        }
        m_turned = levels::arcsToTurn(m_boxes.size(), m_arcs);
        for (std::size_t i = 0; i < m_arcs.size(); ++i) {
            if (m_turned[i] != 0)
                std::swap(m_arcs[i].from, m_arcs[i].to);
        }
    }

    // False when it was cancelled.
    bool run(LayeredLayout &layout, const CancelToken &token)
    {
        m_levels = levels::levelsOf(
            m_boxes.size(), m_arcs, levels::layersOf(m_boxes.size(), m_arcs, token));
        if (token.isCancelled())
            return false;
        layout.crossings += levels::orderRows(m_levels, token);
        if (token.isCancelled())
            return false;
        place(layout, token);
        return !token.isCancelled();
    }

    Size size() const { return m_size; }

private:
    void place(LayeredLayout &layout, const CancelToken &token)
    {
        std::vector<LayoutGraph::Box> sizes;
        for (const auto box : m_boxes)
            sizes.push_back(m_graph.boxes[box]);
        const levels::Placing placing(m_levels, sizes, m_options, token);
        if (token.isCancelled())
            return;
        for (Vertex vertex = 0; vertex < m_boxes.size(); ++vertex) {
            layout.centers[m_boxes[vertex]] = placing.centerOf(vertex);
            layout.layers[m_boxes[vertex]] = m_levels.layer[vertex];
        }
        for (std::size_t i = 0; i < m_arcs.size(); ++i) {
            auto &route = layout.routes[m_numbers[i]];
            route.points = placing.routeOf(m_arcs[i].from, m_levels.passed[i], m_arcs[i].to);
            route.isTurned = m_turned[i] != 0;
            if (route.isTurned)
                std::reverse(route.points.begin(), route.points.end());
        }
        m_size = {placing.width(), placing.height()};
    }

    const LayoutGraph &m_graph;
    const LayoutOptions &m_options;
    const std::vector<Vertex> &m_boxes;
    std::vector<Arc> m_arcs; // downwards, by the indexes in m_boxes
    std::vector<std::uint32_t> m_numbers; // of the arcs in the graph
    std::vector<char> m_turned;
    levels::Levels m_levels;
    Size m_size;
};

// Shelves of about the wanted shape. Where each part begins.
std::vector<LayoutPoint> shelves(
    const std::vector<Size> &sizes, const LayoutOptions &options, LayeredLayout &layout)
{
    const auto gap = 2 * options.boxGap;
    double area = 0;
    double widest = 0;
    for (const auto &size : sizes) {
        area += (size.width + gap) * (size.height + gap);
        widest = std::max(widest, size.width);
    }
    const auto room = std::max(widest, std::sqrt(area * options.aspect));
    std::vector<std::uint32_t> order(sizes.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        return sizes[a].height == sizes[b].height ? a < b : sizes[a].height > sizes[b].height;
    });
    std::vector<LayoutPoint> corners(sizes.size());
    LayoutPoint at;
    double shelf = 0;
    for (const auto i : order) {
        if (at.x > 0 && at.x + sizes[i].width > room) {
            at = {0, at.y + shelf + gap};
            shelf = 0;
        }
        corners[i] = at;
        shelf = std::max(shelf, sizes[i].height);
        layout.width = std::max(layout.width, at.x + sizes[i].width);
        layout.height = std::max(layout.height, at.y + sizes[i].height);
        at.x += sizes[i].width + gap;
    }
    return corners;
}

void movePart(
    LayeredLayout &layout, const Parts &parts, std::size_t part, const LayoutPoint &corner)
{
    const auto move = [&](LayoutPoint &point) {
        point.x += corner.x;
        point.y += corner.y;
    };
    for (const auto box : parts.boxes(part))
        move(layout.centers[box]);
    for (const auto arc : parts.arcs(part)) {
        for (auto &point : layout.routes[arc].points)
            move(point);
    }
}

Error cancelled()
{
    return {ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
}

} // namespace

Result<LayeredLayout> layOut(
    const LayoutGraph &graph, const LayoutOptions &options, const CancelToken &token)
{
    for (const auto &arc : graph.arcs) {
        if (std::max(arc.from, arc.to) >= graph.boxes.size())
            return Error{ErrorKind::Invalid, "bad-graph", "An arc names no box", {}, {}, {}};
    }
    LayeredLayout layout;
    layout.centers.resize(graph.boxes.size());
    layout.layers.resize(graph.boxes.size());
    layout.routes.resize(graph.arcs.size());
    const Parts parts(graph);
    std::vector<Size> sizes;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        PartLayout part(graph, options, parts, i);
        if (!part.run(layout, token))
            return cancelled();
        sizes.push_back(part.size());
    }
    const auto corners = shelves(sizes, options, layout);
    for (std::size_t i = 0; i < parts.size(); ++i)
        movePart(layout, parts, i, corners[i]);
    return layout;
}

} // namespace chancery::core
