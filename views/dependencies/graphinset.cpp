// SPDX-License-Identifier: Apache-2.0
// All boxes as specks, drawn once for each drawing and theme.
#include "graphinset.h"

#include <QPainter>

#include <algorithm>

namespace chancery::views {

namespace {

constexpr QSizeF largest(200, 130);
constexpr double fromEdge = 12;

} // namespace

void GraphInset::reset(const models::DependencyDrawing *drawing)
{
    m_drawing = drawing;
    m_picture = {};
}

QSizeF GraphInset::size() const
{
    // One that is all but a line is still something that one can point at.
    return m_drawing->size.scaled(largest, Qt::KeepAspectRatio).expandedTo(QSizeF(40, 24));
}

QRectF GraphInset::frame(const QRectF &window, const QRectF &seen) const
{
    if (!m_drawing || m_drawing->size.isEmpty() || window.width() < 3 * largest.width()
        || window.height() < 3 * largest.height()
        || seen.contains(QRectF(QPointF(), m_drawing->size)))
        return {};
    QRectF frame(QPointF(), size());
    frame.moveBottomRight(window.bottomRight() - QPointF(fromEdge, fromEdge));
    return frame;
}

QPointF GraphInset::toDrawing(const QPointF &point, const QRectF &frame) const
{
    const QPointF within = point - frame.topLeft();
    return {within.x() / frame.width() * m_drawing->size.width(),
        within.y() / frame.height() * m_drawing->size.height()};
}

void GraphInset::draw(const Theme &theme, double ratio)
{
    m_picture = QPixmap((size() * ratio).toSize());
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(theme.colour(Token::Chrome));
    QPainter painter(&m_picture);
    const double x = size().width() / m_drawing->size.width();
    const double y = size().height() / m_drawing->size.height();
    for (const auto &box : m_drawing->boxes) {
        const QRectF speck(box.frame.left() * x, box.frame.top() * y,
            std::max(1.0, box.frame.width() * x), std::max(1.0, box.frame.height() * y));
        painter.fillRect(
            speck, theme.colour(box.isMissing || box.isInCircle ? Token::Bad : Token::Muted));
    }
}

void GraphInset::paint(
    QPainter &painter, const Theme &theme, const QRectF &frame, const QRectF &seen, int current)
{
    if (m_picture.isNull())
        draw(theme, painter.device()->devicePixelRatio());
    const auto toInset = [&](const QRectF &part) {
        const double x = frame.width() / m_drawing->size.width();
        const double y = frame.height() / m_drawing->size.height();
        return QRectF(frame.left() + part.left() * x, frame.top() + part.top() * y,
            part.width() * x, part.height() * y);
    };
    painter.save();
    painter.drawPixmap(frame.topLeft(), m_picture);
    painter.setPen(theme.colour(Token::BorderStrong));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame);
    painter.setClipRect(frame);
    if (current >= 0) {
        const QPointF centre = toInset(m_drawing->boxes[std::size_t(current)].frame).center();
        painter.fillRect(QRectF(centre - QPointF(2, 2), QSizeF(5, 5)), theme.colour(Token::Accent));
    }
    QRectF part = toInset(seen);
    if (part.width() < 6 || part.height() < 6) // still to be seen
        part = QRectF(part.center() - QPointF(3, 3), QSizeF(6, 6)).united(part);
    painter.setPen(QPen(theme.colour(Token::Accent), 2));
    painter.drawRect(part);
    painter.restore();
}

} // namespace chancery::views
