// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"
#include "engine/core/graph/layeredlayout.h"

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <array>
#include <vector>

namespace chancery::models {

// A dependency map made ready to be drawn: boxes with their text and place, and the lines between
// them. Made beside the thread of the windows; immutable afterwards, shared with who paints.
struct DependencyDrawing {
    struct Box {
        QString title; // a path, or a namespace with the number of its configs
        QString name; // the same without the number, by which it is found again
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

        // Three corners, the first at the box that is needed.
        std::array<QPointF, 3> head() const;
    };
    static constexpr double boxHeight = 28;
    // The sign before the title of a box: of one that does not exist, or that is in a circle.
    static QString signOf(const Box &box);

    std::vector<Box> boxes;
    std::vector<Line> lines;
    QSizeF size;

    // Lines of a box, by their numbers: what it needs, and who needs it.
    std::vector<std::vector<int>> needs;
    std::vector<std::vector<int>> neededBy;
    std::vector<int> boxOf; // of every config in the map
    QHash<QString, int> places; // of boxes: by the paths of their configs, and by their names
    int boxAt(const QPointF &point) const; // -1: none
    // By the path of a config, which may be one of those that a namespace stands for, or by the
    // name of a box; -1: none.
    int find(const QString &name) const { return places.value(name, -1); }
};

// One box for each config, or for each namespace. Two lines between the same boxes become one.
core::Result<DependencyDrawing> drawnFrom(
    const core::DependencyMap &map, bool isClustered, const core::CancelToken &token);

// The drawing as a file of its own: SVG 1.1, with its texts escaped.
QByteArray svgOf(const DependencyDrawing &drawing);

} // namespace chancery::models
