// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencydrawing.h"
#include "views/common/look.h"

#include <QPixmap>

class QPainter;

namespace chancery::views {

// The whole of a graph in the corner of the canvas while only a part of it is seen, with a frame
// around that part: it says where one is. Owned by the canvas.
class GraphInset {
public:
    // To be called for each new drawing and theme; nullptr: none.
    void reset(const models::DependencyDrawing *drawing);
    // In the widget; empty where all of the drawing is seen, or there is no room for it.
    QRectF frame(const QRectF &window, const QRectF &seen) const;
    QPointF toDrawing(const QPointF &point, const QRectF &frame) const;
    void paint(QPainter &painter, const Theme &theme, const QRectF &frame, const QRectF &seen,
        int current);

private:
    QSizeF size() const; // in pixels
    void draw(const Theme &theme, double ratio);

    const models::DependencyDrawing *m_drawing = nullptr;
    QPixmap m_picture; // null until it is needed
};

} // namespace chancery::views
