// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/levels.h"

namespace chancery::core::levels {

// Boxes of one layer that stand below each other, because beside each other they would be too wide
// for anybody to see. The lines of all but a single one run down in lanes beside them: those from
// above on the left, those to below on the right. Lines that lead to or from the same vertex share
// a lane.
struct Column {
    std::vector<Vertex> boxes; // from the top
    std::vector<Vertex> in; // whose lines the lanes hold, the nearest to the boxes first
    std::vector<Vertex> out;
    double width = 0; // of the widest box
    double laneGap = 0;

    bool isSingle() const { return boxes.size() == 1; }
    double left() const { return laneGap * double(in.size()); }
    double whole() const { return left() + width + laneGap * double(out.size()); }
};

// A layer as it is to be drawn.
struct Shape {
    std::vector<Column> columns; // from the left
    std::vector<double> rowHeights; // of the boxes in it, from the top
    double boxWidth = 0; // of all columns without their lanes
    double width = 0; // with everything
    double height = 0;
    std::size_t mostRows = 1;

    bool isWrapped() const { return rowHeights.size() > 1; }
};

struct Wrapping {
    std::vector<Shape> layers;
    // The same rows, of columns in place of boxes, behind which the vertices that arcs pass are
    // numbered as they were.
    Levels coarse;
    std::vector<Vertex> coarseOf; // of every vertex
    std::vector<std::uint32_t> rowOf; // of every box, in its column
};

inline constexpr double window = 1400; // what is not wider, or higher, can be read as it is
inline constexpr double widest = 3.6; // so is a whole that is no wider, by its height

// Distances that are the same in every drawing.
inline constexpr double collar = 6; // above and below a box, where its lines are upright
inline constexpr double rowGap = 16; // between the rows of a layer, collars not counted

// Whose line a segment is part of: that end of it which has more of them.
inline Vertex ownerOf(const Levels &levels, Vertex upper, Vertex lower)
{
    return levels.down.of(upper).size() >= levels.up.of(lower).size() ? upper : lower;
}

// Breaks the widest layers of ordered levels into rows until the whole has about the wanted shape;
// what fits a window anyway is left alone. The order of a layer is kept: it goes down the first
// column, then the next.
Wrapping wrappingOf(const Levels &levels, std::span<const LayoutGraph::Box> boxes,
    const LayoutOptions &options, const CancelToken &token);

} // namespace chancery::core::levels
