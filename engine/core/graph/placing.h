// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/wrapping.h"

#include <map>

namespace chancery::core::levels {

// Where a layer is drawn.
struct Band {
    double top = 0;
    double bottom = 0;
    double left = 0;
    double right = 0;
    std::vector<double> rowTops; // with their collars
    std::vector<double> rowBottoms;
};

// Layers that would make a tower are put beside each other in slabs, from the left. A line to the
// next slab runs on below its own, up between the two, and comes from above.
struct Slab {
    std::uint32_t first = 0; // layer
    std::map<Vertex, std::uint32_t> lanes; // to the next slab, by their owners, from the left
    LayoutPoint move; // of its layers
    double lanesLeft = 0; // where the first lane is
    double bottom = 0; // of its last layer, as moved
};

// One slab where nothing is to be folded. Layers are cut where few lines cross.
std::vector<Slab> slabsOf(
    const Levels &levels, const std::vector<Band> &bands, const LayoutOptions &options);

// The middle of every vertex where straight arcs would make the whole too wide: no wider than its
// widest row, and each as near to its neighbours as the others in its row let it. Begins at what
// is given.
std::vector<double> narrowedColumns(const Levels &levels, std::span<const double> widths,
    std::span<const double> gaps, std::vector<double> columns);

// The drawing of a connected part.
class Placing {
public:
    Placing(const Levels &levels, std::span<const LayoutGraph::Box> boxes,
        const LayoutOptions &options, const CancelToken &token);

    LayoutPoint centerOf(Vertex box) const;
    // From centre to centre: upright wherever it is level with boxes, slanted only between rows.
    std::vector<LayoutPoint> routeOf(Vertex from, std::span<const Vertex> passed, Vertex to) const;
    double width() const { return m_width; }
    double height() const { return m_height; }

private:
    void placeColumns();
    void placeBands();
    double gapBelow(std::size_t layer) const;
    void placeSlabs();
    double boxMiddle(Vertex coarse) const;
    double exitOf(Vertex upper, Vertex lower) const;
    double entryOf(Vertex upper, Vertex lower) const;
    void leave(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const;
    void arrive(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const;
    void changeSlab(std::vector<LayoutPoint> &points, Vertex upper, Vertex lower) const;
    void add(std::vector<LayoutPoint> &points, Vertex vertex, double x, double y) const;

    const Levels &m_levels;
    const LayoutOptions &m_options;
    Wrapping m_wrapping;
    std::vector<double> m_columns; // the middles, of coarse vertices
    std::vector<const Column *> m_columnOf; // of coarse vertices that are some
    std::vector<Band> m_bands;
    std::vector<Slab> m_slabs;
    std::vector<std::uint32_t> m_slabOf; // of each layer
    double m_width = 0;
    double m_height = 0;
};

} // namespace chancery::core::levels
