// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <cstdint>
#include <vector>

namespace chancery::core {

// A graph to be drawn: boxes of some size, and arcs between them that are to point downwards. Units
// are whatever the sizes are in.
struct LayoutGraph {
    struct Box {
        double width = 100;
        double height = 30;
    };
    struct Arc {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
    };
    std::vector<Box> boxes;
    std::vector<Arc> arcs; // the same twice, and a box with itself, are allowed
};

struct LayoutOptions {
    double boxGap = 20; // between boxes of a layer
    double layerGap = 60;
    double arcGap = 8; // what an arc that passes between boxes keeps to each side
    double aspect = 1.6; // of the whole, where it is too large for a window
};

struct LayoutPoint {
    double x = 0;
    double y = 0;

    friend bool operator==(const LayoutPoint &, const LayoutPoint &) = default;
};

// Where everything is. Boxes do not overlap and no route passes one. An arc that is not turned
// leaves its box below and comes from above; it ends lower than it begins, but where a graph of
// very many layers is folded into slabs beside each other. Layers that would be much too wide have
// several rows. Long arcs of a hub share their way with its others.
struct LayeredLayout {
    struct Route {
        std::vector<LayoutPoint> points; // from the centre of "from" to the centre of "to"
        bool isTurned = false; // points upwards, because it closes a circle
    };
    std::vector<LayoutPoint> centers; // of the boxes
    std::vector<std::uint32_t> layers; // of the boxes; 0 is at the top of its part
    std::vector<Route> routes; // of the arcs, in their order
    double width = 0;
    double height = 0;
    std::size_t crossings = 0; // between layers that follow each other
};

// A layered layout after Sugiyama, Tagawa and Toda (1981). The same graph gives the same layout.
// Looks at the token between its steps, of which none takes longer than some tens of milliseconds
// for 10,000 boxes; "cancelled" then. "bad-graph" where an arc names no box.
Result<LayeredLayout> layOut(
    const LayoutGraph &graph, const LayoutOptions &options = {}, const CancelToken &token = {});

} // namespace chancery::core
