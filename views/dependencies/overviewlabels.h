// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencydrawing.h"

#include <QFont>
#include <QTransform>

#include <span>
#include <vector>

namespace chancery::views {

// A name as it is written over a graph that is too far away for the labels in its boxes.
struct OverviewLabel {
    int box = 0;
    QRectF frame; // in the widget
    QString text;
};

// All boxes, those that say the most about where one is first: of many lines and many configs.
std::vector<int> byWeight(const models::DependencyDrawing &drawing);

// The labels that have room in the window without lying on each other, as on a map: each on its
// box, or else right beside it. In the given order, of which the first are to be the most
// important.
std::vector<OverviewLabel> overviewLabels(const models::DependencyDrawing &drawing,
    std::span<const int> order, const QTransform &toWidget, const QRectF &window,
    const QFont &font);

} // namespace chancery::views
