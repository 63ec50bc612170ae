// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"
#include "engine/core/graph/layeredlayout.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

namespace chancery::models {

// A dependency map made ready to be drawn: boxes with their text and place, and the lines between
// them. Made beside the thread of the windows; immutable afterwards, shared with who paints.
struct DependencyDrawing {
    struct Box {
        QString title; // a path, or a namespace that stands for its configs
        QRectF frame;
        int config = -1; // in the map; -1: a namespace
        int count = 1; // of the configs that it stands for
        int layer = 0;
        bool isMissing = false;
        bool isInCircle = false;
    };
    struct Line {
        int from = 0; // box that needs
        int to = 0; // box that is needed
        std::vector<QPointF> points;
        core::DependencyKind kind = core::DependencyKind::Refers;
        bool isProposed = false;
        bool isTurned = false; // closes a circle
        bool isDangling = false;
    };
    std::vector<Box> boxes;
    std::vector<Line> lines;
    QSizeF size;

    // Lines of a box, by their numbers: what it needs, and who needs it.
    std::vector<std::vector<int>> needs;
    std::vector<std::vector<int>> neededBy;
    // Boxes from left to right in each layer of their part; for walks with the keyboard.
    int boxAt(const QPointF &point) const; // -1: none
    int find(const QString &title) const; // -1: none
};

// One box for each config, or for each namespace. Two lines between the same boxes become one.
core::Result<DependencyDrawing> drawnFrom(
    const core::DependencyMap &map, bool isClustered, const core::CancelToken &token);

// The drawing as a file of its own: SVG 1.1, with its texts escaped.
QByteArray svgOf(const DependencyDrawing &drawing);

} // namespace chancery::models
