// SPDX-License-Identifier: Apache-2.0
// Nothing that is out of sight is painted. Below the zoom at which a label can be read boxes are
// plain rectangles and lines are not smoothed: then five thousand of them are one batch of lines
// and one of rectangles, and over them stand as many names as have room.
#include "dependencycanvas.h"

#include "views/common/safetext.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace chancery::views {

namespace {

constexpr double labelSize = 12; // of letters, in the drawing
constexpr double leastLabel = 9; // on the screen, in pixels
constexpr int overviewSize = 10; // of letters over a graph that is far away
constexpr std::size_t manyLines = 300; // among which those of the current box are hard to find

// As if it were see-through to so many per cent, at a tenth of the cost.
QColor mixed(const QColor &colour, const QColor &ground, int share)
{
    const auto part
        = [share](int one, int other) { return (share * one + (100 - share) * other) / 100; };
    return {part(colour.red(), ground.red()), part(colour.green(), ground.green()),
        part(colour.blue(), ground.blue())};
}

} // namespace

double DependencyCanvas::letterHeight(double zoom)
{
    return zoom < leastReadable ? 0 : std::max(leastLabel, labelSize * zoom);
}

// The current box and what is marked come before what is only large.
std::vector<OverviewLabel> DependencyCanvas::overview() const
{
    if (!m_drawing || m_zoom >= leastReadable)
        return {};
    std::vector<int> order;
    if (m_current >= 0)
        order.push_back(m_current);
    for (const auto &[box, count] : m_marked)
        order.push_back(box);
    for (const int box : m_byWeight) {
        if (box != m_current && !m_marked.contains(box))
            order.push_back(box);
    }
    if (m_current >= 0 && m_marked.contains(m_current))
        order.erase(std::find(order.begin() + 1, order.end(), m_current));
    QFont font = this->font();
    font.setPixelSize(overviewSize);
    return overviewLabels(
        *m_drawing, order, transform(), QRectF(rect()).adjusted(4, 4, -4, -4), font);
}

QColor DependencyCanvas::lineColour(const models::DependencyDrawing::Line &line) const
{
    const Theme &theme = m_look.theme();
    if (line.isTurned || line.isDangling)
        return theme.colour(Token::Bad);
    if (m_current >= 0 && (line.from == m_current || line.to == m_current))
        return theme.colour(Token::Accent);
    QColor colour = theme.colour(line.isProposed ? Token::Attention : Token::Muted);
    if (isFaded(line.from) || isFaded(line.to))
        colour = mixed(colour, theme.colour(Token::Surface), 20);
    else if (m_zoom < leastReadable // so many that they would hide what they are between
        || (m_current >= 0 && m_drawing->lines.size() > manyLines))
        colour = mixed(colour, theme.colour(Token::Surface), 40);
    return colour;
}

// Those of the current box last, over all others.
void DependencyCanvas::paintLines(QPainter &painter, const QRectF &seen) const
{
    const auto isOwn
        = [this](const auto &line) { return line.from == m_current || line.to == m_current; };
    for (const auto &line : m_drawing->lines) {
        if (m_current < 0 || !isOwn(line))
            paintLine(painter, seen, line, 0);
    }
    if (m_current < 0)
        return;
    const auto number = std::size_t(m_current);
    for (const auto *own : {&m_drawing->needs[number], &m_drawing->neededBy[number]}) {
        for (const int line : *own)
            paintLine(painter, seen, m_drawing->lines[std::size_t(line)], 2);
    }
}

void DependencyCanvas::paintLine(QPainter &painter, const QRectF &seen,
    const models::DependencyDrawing::Line &line, double width) const
{
    if (line.points.empty())
        return;
    QRectF around(line.points.front(), line.points.back());
    around = around.normalized();
    for (const QPointF &point : line.points) {
        around.setLeft(std::min(around.left(), point.x()));
        around.setRight(std::max(around.right(), point.x()));
        around.setTop(std::min(around.top(), point.y()));
        around.setBottom(std::max(around.bottom(), point.y()));
    }
    if (!around.adjusted(-1, -1, 1, 1).intersects(seen))
        return;
    QPen pen(lineColour(line), width);
    if (line.kind == core::DependencyKind::Inherits || line.isDangling || line.isProposed)
        pen.setStyle(Qt::DashLine);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPolyline(line.points.data(), int(line.points.size()));
    if (m_zoom >= leastReadable) { // where it leads to
        const auto head = line.head();
        painter.setBrush(pen.color());
        painter.drawPolygon(head.data(), int(head.size()));
    }
}

void DependencyCanvas::paintBoxes(QPainter &painter, const QRectF &seen) const
{
    for (int i = 0; i < int(m_drawing->boxes.size()); ++i) {
        if (m_drawing->boxes[std::size_t(i)].frame.intersects(seen))
            paintBox(painter, i);
    }
}

void DependencyCanvas::paintBox(QPainter &painter, int number) const
{
    const Theme &theme = m_look.theme();
    const auto &box = m_drawing->boxes[std::size_t(number)];
    const bool isCurrent = number == m_current;
    const bool isBad = box.isMissing || box.isInCircle;
    QPen pen(theme.colour(isBad                              ? Token::Bad
                     : isCurrent                             ? Token::Accent
                     : !m_marked.empty() && !isFaded(number) ? Token::Attention
                                                             : Token::BorderStrong),
        isCurrent ? 2 : 1);
    pen.setCosmetic(true);
    if (box.isMissing)
        pen.setStyle(Qt::DashLine);
    painter.setOpacity(isFaded(number) ? 0.35 : 1);
    painter.setPen(pen);
    painter.setBrush(theme.colour(isCurrent ? Token::AccentSoft : Token::Raised));
    if (m_zoom < leastReadable) {
        painter.drawRect(box.frame);
        painter.setOpacity(1);
        return;
    }
    painter.drawRoundedRect(box.frame, 4, 4);
    painter.setPen(theme.colour(isBad ? Token::Bad : Token::Text));
    // A circle and a missing config are told by a sign too, not by their colour alone.
    const QString sign = models::DependencyDrawing::signOf(box);
    const QRectF inner = box.frame.adjusted(6, 0, -6, 0);
    painter.drawText(inner, Qt::AlignCenter,
        painter.fontMetrics().elidedText(
            sign + safeText(box.title), Qt::ElideMiddle, int(inner.width())));
    const auto reached = m_marked.find(number);
    if (box.config < 0 && reached != m_marked.end())
        paintCount(painter, box.frame, reached->second);
    painter.setOpacity(1);
}

// How many of a namespace's configs are reached, on its upper right corner.
void DependencyCanvas::paintCount(QPainter &painter, const QRectF &frame, int count) const
{
    const Theme &theme = m_look.theme();
    const QString text = tr("%1 reached").arg(count);
    QRectF pill(0, 0, painter.fontMetrics().horizontalAdvance(text) + 12, 18);
    pill.moveCenter({frame.right() - 8, frame.top() - 7});
    painter.setPen(theme.colour(Token::Attention));
    painter.setBrush(theme.colour(Token::Surface));
    painter.drawRoundedRect(pill, 9, 9);
    painter.setPen(theme.colour(Token::Text));
    painter.drawText(pill, Qt::AlignCenter, text);
}

void DependencyCanvas::paintOverview(QPainter &painter) const
{
    const Theme &theme = m_look.theme();
    QFont font = this->font();
    font.setPixelSize(overviewSize);
    painter.setFont(font);
    for (const OverviewLabel &label : overview()) {
        const auto &box = m_drawing->boxes[std::size_t(label.box)];
        const bool isCurrent = label.box == m_current;
        QColor ground = theme.colour(isCurrent ? Token::AccentSoft : Token::Surface);
        ground.setAlpha(225);
        painter.setOpacity(isFaded(label.box) ? 0.5 : 1);
        painter.setPen(Qt::NoPen);
        if (isCurrent)
            painter.setPen(theme.colour(Token::Accent));
        painter.setBrush(ground);
        painter.drawRoundedRect(label.frame, 3, 3);
        painter.setPen(theme.colour(box.isMissing || box.isInCircle ? Token::Bad : Token::Text));
        painter.drawText(label.frame, Qt::AlignCenter, label.text);
    }
    painter.setOpacity(1);
}

void DependencyCanvas::paintInset(QPainter &painter)
{
    const QRectF frame = insetFrame();
    if (!frame.isEmpty())
        m_inset.paint(painter, m_look.theme(), frame, seen(), m_current);
}

void DependencyCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme().colour(Token::Surface));
    if (m_drawing) {
        painter.setTransform(transform());
        painter.setRenderHint(QPainter::Antialiasing, m_zoom >= leastReadable);
        QFont font = this->font();
        font.setPixelSize(
            int(std::ceil(m_zoom < leastReadable ? labelSize : letterHeight(m_zoom) / m_zoom)));
        painter.setFont(font);
        paintLines(painter, seen());
        paintBoxes(painter, seen());
        painter.resetTransform();
        paintOverview(painter);
        paintInset(painter);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_look.theme().colour(Token::Accent), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace chancery::views
