// SPDX-License-Identifier: Apache-2.0
// Boxes with the same neighbours are kept in columns of their own where they fill one, so that a
// column of what hangs on one hub has one lane. How many rows a layer gets is found by making the
// whole narrower step by step, until it is no wider than its height asks for: a layer that is too
// wide for a step gets more rows, unless it is its lanes that make it wide, of which more rows
// would leave as many.
#include "wrapping.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

// Rows of a layer cost crossings, so what can nearly be read as it is may be wider.
constexpr double largeWindow = 5000;
constexpr double widestSmall = 8;
constexpr double step = 0.9;
constexpr double leastOfBoxes = 0.35; // of a layer's width, to be worth more rows

bool isAlike(const Levels &levels, Vertex one, Vertex other)
{
    const auto isSame = [](const auto &a, const auto &b) { return a.vertex == b.vertex; };
    return std::ranges::equal(levels.up.of(one), levels.up.of(other), isSame)
        && std::ranges::equal(levels.down.of(one), levels.down.of(other), isSame);
}

class Shaper {
public:
    Shaper(
        const Levels &levels, std::span<const LayoutGraph::Box> boxes, const LayoutOptions &options)
        : m_levels(levels)
        , m_boxes(boxes)
        , m_options(options)
        , m_seen(levels.layer.size(), 0)
    {
    }

    Shape shaped(std::size_t layer, std::size_t mostRows)
    {
        Shape shape;
        shape.mostRows = mostRows;
        std::vector<Vertex> row;
        for (const auto vertex : m_levels.rows[layer]) {
            if (m_levels.isBox(vertex))
                row.push_back(vertex);
            else
                shape.width += m_options.arcGap;
        }
        fill(shape, row);
        for (auto &column : shape.columns)
            measure(shape, column);
        for (const auto height : shape.rowHeights)
            shape.height += height + 2 * collar;
        if (shape.isWrapped())
            shape.height += rowGap * double(shape.rowHeights.size() + 1);
        return shape;
    }

private:
    void fill(Shape &shape, const std::vector<Vertex> &row) const
    {
        const auto most = shape.mostRows;
        std::vector<Vertex> mixed;
        const auto close = [&] {
            if (!mixed.empty())
                addColumns(shape, mixed, most);
            mixed.clear();
        };
        for (std::size_t begin = 0, end = 0; begin < row.size(); begin = end) {
            end = begin + 1;
            while (most > 1 && end < row.size() && isAlike(m_levels, row[begin], row[end]))
                ++end;
            const std::span run(row.data() + begin, end - begin);
            if (run.size() * 2 >= most) {
                close();
                addColumns(shape, run, most);
            } else {
                mixed.insert(mixed.end(), run.begin(), run.end());
            }
        }
        close();
    }

    // As few as can be, of about the same height.
    static void addColumns(Shape &shape, std::span<const Vertex> boxes, std::size_t most)
    {
        const auto count = (boxes.size() + most - 1) / most;
        for (std::size_t i = 0; i < count; ++i) {
            const auto begin = boxes.size() * i / count;
            const auto end = boxes.size() * (i + 1) / count;
            Column column;
            column.boxes.assign(
                boxes.begin() + std::ptrdiff_t(begin), boxes.begin() + std::ptrdiff_t(end));
            shape.columns.push_back(std::move(column));
        }
    }

    void measure(Shape &shape, Column &column)
    {
        shape.rowHeights.resize(std::max(shape.rowHeights.size(), column.boxes.size()), 0);
        for (std::size_t i = 0; i < column.boxes.size(); ++i) {
            const auto &box = m_boxes[column.boxes[i]];
            column.width = std::max(column.width, box.width);
            shape.rowHeights[i] = std::max(shape.rowHeights[i], box.height);
        }
        if (!column.isSingle())
            addLanes(column);
        shape.boxWidth += column.width + m_options.boxGap;
        shape.width += column.whole() + m_options.boxGap;
    }

    // What leads to the lowest box is the farthest from them all, and so is what comes from the
    // highest: then no line crosses another on its way between lane and box.
    void addLanes(Column &column)
    {
        ++m_stamp;
        for (auto box = column.boxes.rbegin(); box != column.boxes.rend(); ++box) {
            for (const auto &each : m_levels.up.of(*box))
                addLane(column.in, ownerOf(m_levels, each.vertex, *box));
        }
        ++m_stamp;
        for (const auto box : column.boxes) {
            for (const auto &each : m_levels.down.of(box))
                addLane(column.out, ownerOf(m_levels, box, each.vertex));
        }
        std::ranges::reverse(column.in);
        std::ranges::reverse(column.out);
        static constexpr double most = 100; // of units for all lanes, as long as they can be told
        static constexpr double least = 3;
        const auto lanes = double(std::max<std::size_t>(1, column.in.size() + column.out.size()));
        column.laneGap = std::clamp(most / lanes, least, m_options.arcGap);
    }

    void addLane(std::vector<Vertex> &lanes, Vertex owner)
    {
        if (m_seen[owner] == m_stamp)
            return;
        m_seen[owner] = m_stamp;
        lanes.push_back(owner);
    }

    const Levels &m_levels;
    std::span<const LayoutGraph::Box> m_boxes;
    const LayoutOptions &m_options;
    std::vector<std::uint32_t> m_seen;
    std::uint32_t m_stamp = 0;
};

class Wrapper {
public:
    Wrapper(const Levels &levels, std::span<const LayoutGraph::Box> boxes,
        const LayoutOptions &options, const CancelToken &token)
        : m_levels(levels)
        , m_options(options)
        , m_token(token)
        , m_shaper(levels, boxes, options)
    {
    }

    Wrapping run()
    {
        auto &layers = m_wrapping.layers;
        for (std::size_t i = 0; i < m_levels.rows.size(); ++i)
            layers.push_back(m_shaper.shaped(i, 1));
        measure();
        const auto most = m_width > largeWindow ? widest : widestSmall;
        if (m_width > std::max(window, most * m_height)) {
            auto room = m_width;
            bool isWorth = true;
            while (isWorth && room > window && m_width > m_options.aspect * m_height) {
                room *= step;
                isWorth = false;
                for (std::size_t i = 0; i < layers.size() && !m_token.isCancelled(); ++i)
                    isWorth = narrow(i, room) || isWorth;
                measure();
            }
        }
        addCoarse();
        return std::move(m_wrapping);
    }

private:
    void measure()
    {
        m_width = 0;
        m_height = 0;
        for (const auto &layer : m_wrapping.layers) {
            m_width = std::max(m_width, layer.width);
            m_height += layer.height + m_options.layerGap;
        }
    }

    // Whether there may be more to gain.
    bool narrow(std::size_t number, double room)
    {
        auto &shape = m_wrapping.layers[number];
        while (shape.width > room && shape.boxWidth > leastOfBoxes * shape.width
            && shape.mostRows < m_levels.rows[number].size())
            shape = m_shaper.shaped(number, shape.mostRows + 1 + shape.mostRows / 12);
        return shape.boxWidth > leastOfBoxes * shape.width
            && shape.mostRows < m_levels.rows[number].size();
    }

    void addCoarse()
    {
        auto &coarse = m_wrapping.coarse;
        const auto count = m_levels.layer.size();
        m_wrapping.coarseOf.resize(count);
        m_wrapping.rowOf.resize(m_levels.realCount);
        for (std::size_t i = 0; i < m_wrapping.layers.size(); ++i) {
            for (const auto &column : m_wrapping.layers[i].columns) {
                for (std::size_t k = 0; k < column.boxes.size(); ++k) {
                    m_wrapping.coarseOf[column.boxes[k]] = Vertex(coarse.realCount);
                    m_wrapping.rowOf[column.boxes[k]] = std::uint32_t(k);
                }
                coarse.layer.push_back(std::uint32_t(i));
                ++coarse.realCount;
            }
        }
        for (auto vertex = Vertex(m_levels.realCount); vertex < count; ++vertex) {
            m_wrapping.coarseOf[vertex] = Vertex(coarse.layer.size());
            coarse.layer.push_back(m_levels.layer[vertex]);
        }
        addRows();
        addSegments();
    }

    // What passes a layer amid the boxes of a column passes it on the side that is nearer.
    void addRows()
    {
        auto &coarse = m_wrapping.coarse;
        coarse.rows.resize(m_levels.rows.size());
        coarse.place.resize(coarse.layer.size());
        for (std::size_t i = 0; i < m_levels.rows.size(); ++i) {
            std::size_t met = 0;
            std::size_t column = 0;
            for (const auto vertex : m_levels.rows[i]) {
                const auto size = m_levels.isBox(vertex)
                    ? m_wrapping.layers[i].columns[column].boxes.size()
                    : 0;
                if (met == size / 2 || size == 0)
                    coarse.rows[i].push_back(m_wrapping.coarseOf[vertex]);
                if (size > 0 && ++met == size) {
                    met = 0;
                    ++column;
                }
            }
        }
        coarse.numberPlaces();
    }

    void addSegments()
    {
        std::vector<Levels::Segment> segments;
        for (Vertex vertex = 0; vertex < m_levels.layer.size(); ++vertex) {
            for (const auto &each : m_levels.down.of(vertex))
                segments.push_back({m_wrapping.coarseOf[vertex], m_wrapping.coarseOf[each.vertex]});
        }
        m_wrapping.coarse.connect(std::move(segments));
        m_wrapping.coarse.sortByPlace();
    }

    const Levels &m_levels;
    const LayoutOptions &m_options;
    const CancelToken &m_token;
    Shaper m_shaper;
    Wrapping m_wrapping;
    double m_width = 0;
    double m_height = 0;
};

} // namespace

Wrapping wrappingOf(const Levels &levels, std::span<const LayoutGraph::Box> boxes,
    const LayoutOptions &options, const CancelToken &token)
{
    return Wrapper(levels, boxes, options, token).run();
}

} // namespace chancery::core::levels
