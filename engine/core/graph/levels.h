// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/layeredlayout.h"

#include <compare>
#include <span>

// The steps of the layered layout, one after the other. Of use outside of it only to its tests.
namespace chancery::core::levels {

using Vertex = std::uint32_t;
using Arc = LayoutGraph::Arc;

// For each arc whether it has to be turned so that no circle is left: few of them, none where there
// is no circle (Eades, Lin, Smyth 1993). Linear.
std::vector<char> arcsToTurn(std::size_t count, std::span<const Arc> arcs);

// A layer for each vertex of a connected graph without circles, from 0, such that every arc goes to
// a higher one and the sum of their lengths is the least, or near to it where that would take long.
std::vector<std::uint32_t> layersOf(
    std::size_t count, std::span<const Arc> arcs, const CancelToken &token);

// Lists of neighbours in one piece, with the segment that leads to each.
struct Neighbours {
    struct Item {
        Vertex vertex = 0;
        std::uint32_t segment = 0;
    };
    std::vector<std::uint32_t> begins; // one more than vertices
    std::vector<Item> items;

    std::span<const Item> of(Vertex vertex) const
    {
        return {items.data() + begins[vertex], begins[vertex + 1] - begins[vertex]};
    }
    std::span<Item> of(Vertex vertex)
    {
        return {items.data() + begins[vertex], begins[vertex + 1] - begins[vertex]};
    }
};

// The graph cut into segments from one layer to the next: where an arc passes a layer stands a
// vertex of its own, or one that it shares.
struct Levels {
    struct Segment {
        Vertex upper = 0;
        Vertex lower = 0;
        friend auto operator<=>(const Segment &, const Segment &) = default;
    };
    std::size_t realCount = 0; // vertices below this are boxes
    std::size_t segmentCount = 0;
    std::vector<std::uint32_t> layer; // of every vertex
    std::vector<std::uint32_t> place; // of every vertex in its layer, from the left
    std::vector<std::vector<Vertex>> rows; // the vertices of each layer from the left
    Neighbours up; // in the order of their places, once ordered
    Neighbours down;
    std::vector<std::vector<Vertex>> passed; // of each arc, from the top

    bool isBox(Vertex vertex) const { return vertex < realCount; }
    void numberPlaces();
    void connect(std::vector<Segment> segments); // the same twice is allowed
    void sortByPlace(); // the neighbours
};

Levels levelsOf(std::size_t count, std::span<const Arc> arcs, std::vector<std::uint32_t> layers);

// Arranges the rows so that few segments cross: barycentres and medians from above and from below,
// with exchanges of neighbours where that is affordable; the best of all rounds. The number of
// crossings. Stops early, with whatever it has, when it is cancelled.
std::size_t orderRows(Levels &levels, const CancelToken &token);
std::size_t crossingsOf(const Levels &levels);

// The middle of every vertex from the left, such that neighbours in a row keep their distance and
// passing arcs are straight (Brandes, Köpf 2001).
std::vector<double> columnsOf(
    Levels &levels, std::span<const double> widths, std::span<const double> gaps);

} // namespace chancery::core::levels
