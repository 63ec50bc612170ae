// SPDX-License-Identifier: Apache-2.0
// Greedy: what comes first has the place. More labels than one can take in are not tried.
#include "overviewlabels.h"

#include "views/common/safetext.h"

#include <QFontMetricsF>

#include <algorithm>
#include <numeric>
#include <optional>

namespace chancery::views {

namespace {

constexpr std::size_t mostLabels = 120;
constexpr int mostTried = 600; // what comes behind them has hardly a place
constexpr double widest = 190; // of a label, in pixels

bool isFree(const std::vector<OverviewLabel> &placed, const QRectF &frame)
{
    return std::ranges::none_of(
        placed, [&](const OverviewLabel &each) { return each.frame.intersects(frame); });
}

// On the box, or else beside it: above, below, left, right and at the corners. At the edge of the
// window it moves in.
std::optional<QRectF> firstFree(const std::vector<OverviewLabel> &placed, const QPointF &middle,
    const QSizeF &size, const QRectF &window)
{
    static constexpr std::pair<double, double> ways[]{
        {0, 0}, {0, -1}, {0, 1}, {-0.5, 0}, {0.5, 0}, {-0.5, -1}, {0.5, -1}, {-0.5, 1}, {0.5, 1}};
    for (const auto &[right, down] : ways) {
        QRectF frame(QPointF(), size);
        frame.moveCenter(middle + QPointF(right * size.width(), down * size.height()));
        frame.moveLeft(std::clamp(
            frame.left(), window.left(), std::max(window.left(), window.right() - frame.width())));
        if (window.contains(frame) && isFree(placed, frame))
            return frame;
    }
    return {};
}

} // namespace

std::vector<int> byWeight(const models::DependencyDrawing &drawing)
{
    std::vector<int> order(drawing.boxes.size());
    std::iota(order.begin(), order.end(), 0);
    const auto weight = [&](int number) {
        const auto at = std::size_t(number);
        return std::pair(-(std::ssize(drawing.needs[at]) + std::ssize(drawing.neededBy[at])
                             + drawing.boxes[at].count),
            number);
    };
    std::ranges::sort(order, {}, weight);
    return order;
}

std::vector<OverviewLabel> overviewLabels(const models::DependencyDrawing &drawing,
    std::span<const int> order, const QTransform &toWidget, const QRectF &window, const QFont &font)
{
    const QFontMetricsF metrics(font);
    const double height = font.pixelSize() + 4;
    std::vector<OverviewLabel> placed;
    int tried = 0;
    for (const int number : order) {
        if (placed.size() == mostLabels || tried == mostTried)
            break;
        const auto &box = drawing.boxes[std::size_t(number)];
        const QPointF middle = toWidget.map(box.frame.center());
        if (!window.contains(middle))
            continue;
        ++tried;
        const QString text = models::DependencyDrawing::signOf(box) + safeText(box.title);
        // Where not even less than it takes is free, the text is not measured.
        const double least
            = std::min(widest, metrics.averageCharWidth() * 0.6 * double(text.size()));
        if (!firstFree(placed, middle, {least, height}, window))
            continue;
        const QString label = metrics.elidedText(text, Qt::ElideMiddle, widest);
        const QSizeF size(metrics.horizontalAdvance(label) + 6, height);
        if (const auto frame = firstFree(placed, middle, size, window))
            placed.push_back({number, *frame, label});
    }
    return placed;
}

} // namespace chancery::views
