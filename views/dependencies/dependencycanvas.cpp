// SPDX-License-Identifier: Apache-2.0
// Nothing that is out of sight is painted. Below the zoom at which a label can be read boxes are
// plain rectangles and lines are not smoothed: then five thousand of them are one batch of lines
// and one of rectangles.
#include "dependencycanvas.h"

#include "views/common/safetext.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace chancery::views {

namespace {

constexpr double leastReadable = 0.45;
constexpr double mostZoom = 3;
constexpr double margin = 24;

} // namespace

DependencyCanvas::DependencyCanvas(Look &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("dependencyCanvas"));
    setAccessibleName(tr("Graph of dependencies"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 160);
    connect(&look, &Look::changed, this, [this] { update(); });
}

void DependencyCanvas::setDrawing(
    std::shared_ptr<const models::DependencyDrawing> drawing, Place place)
{
    // Not by its title: a namespace grows, and is the same.
    const auto nameOf
        = [this](int box) { return box < 0 ? QString() : m_drawing->boxes[std::size_t(box)].name; };
    const QString current = nameOf(m_current);
    const int anchor = m_current >= 0 ? m_current : nearestBox();
    const QString name = nameOf(anchor);
    const QPointF before
        = anchor < 0 ? QPointF() : m_drawing->boxes[std::size_t(anchor)].frame.center();
    m_drawing = std::move(drawing);
    m_marked.clear();
    m_current = -1;
    const int same = m_drawing ? m_drawing->find(name) : -1;
    if (place == Place::Whole || m_isFitted || same < 0)
        fit();
    else
        m_corner += m_drawing->boxes[std::size_t(same)].frame.center() - before;
    setCurrent(m_drawing ? m_drawing->find(current) : -1);
}

// To the middle of what is seen; -1: there is none.
int DependencyCanvas::nearestBox() const
{
    int best = -1;
    double least = 0;
    const QPointF middle = toDrawing(QRectF(rect()).center());
    for (int i = 0; m_drawing && i < int(m_drawing->boxes.size()); ++i) {
        const QPointF way = m_drawing->boxes[std::size_t(i)].frame.center() - middle;
        const double length = QPointF::dotProduct(way, way);
        if (best < 0 || length < least) {
            best = i;
            least = length;
        }
    }
    return best;
}

void DependencyCanvas::setCurrent(int box)
{
    m_current = m_drawing && box >= 0 && box < int(m_drawing->boxes.size()) ? box : -1;
    setAccessibleDescription(whereText());
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
    Q_EMIT currentChanged(m_current);
}

void DependencyCanvas::setMarked(std::map<int, int> marked)
{
    m_marked = std::move(marked);
    setAccessibleDescription(whereText());
    update();
}

QString DependencyCanvas::whereText() const
{
    if (m_current < 0)
        return {};
    const auto number = std::size_t(m_current);
    const auto &box = m_drawing->boxes[number];
    QString text = tr("%1, needs %2, needed by %3, layer %4")
                       .arg(safeText(box.title))
                       .arg(m_drawing->needs[number].size())
                       .arg(m_drawing->neededBy[number].size())
                       .arg(box.layer + 1);
    if (box.isMissing)
        text += tr(", does not exist");
    if (box.isInCircle)
        text += tr(", in a circle");
    const auto reached = m_marked.find(m_current);
    if (reached != m_marked.end())
        text += box.config >= 0 ? tr(", reached")
                                : tr(", %n of its configs reached", nullptr, reached->second);
    return text;
}

QTransform DependencyCanvas::transform() const
{
    return QTransform::fromScale(m_zoom, m_zoom).translate(-m_corner.x(), -m_corner.y());
}

void DependencyCanvas::fit()
{
    m_isFitted = true;
    if (m_drawing && !m_drawing->size.isEmpty()) {
        const QSizeF whole = m_drawing->size + QSizeF(2 * margin, 2 * margin);
        m_zoom = std::min({1.0, width() / whole.width(), height() / whole.height()});
        m_corner = QPointF((m_drawing->size.width() - width() / m_zoom) / 2,
            (m_drawing->size.height() - height() / m_zoom) / 2);
    }
    update();
}

void DependencyCanvas::zoomBy(double factor)
{
    const QPointF centre = m_current >= 0
        ? transform().map(m_drawing->boxes[std::size_t(m_current)].frame.center())
        : QPointF(rect().center());
    zoomAt(centre, factor);
}

void DependencyCanvas::zoomAt(const QPointF &point, double factor)
{
    const QPointF before = toDrawing(point);
    m_zoom = std::clamp(m_zoom * factor, 0.002, mostZoom);
    m_corner = before - point / m_zoom;
    m_isFitted = false;
    update();
}

void DependencyCanvas::showCurrent()
{
    if (m_current < 0)
        return;
    m_zoom = std::max(m_zoom, leastReadable * 1.6);
    const QPointF centre = m_drawing->boxes[std::size_t(m_current)].frame.center();
    m_corner = centre - QPointF(width(), height()) / (2 * m_zoom);
    m_isFitted = false;
    update();
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
        colour.setAlpha(50);
    return colour;
}

void DependencyCanvas::paintLines(QPainter &painter, const QRectF &seen) const
{
    const bool isNear = m_zoom >= leastReadable;
    for (const auto &line : m_drawing->lines) {
        if (line.points.empty())
            continue;
        QRectF around(line.points.front(), line.points.back());
        around = around.normalized();
        for (const QPointF &point : line.points) {
            around.setLeft(std::min(around.left(), point.x()));
            around.setRight(std::max(around.right(), point.x()));
            around.setTop(std::min(around.top(), point.y()));
            around.setBottom(std::max(around.bottom(), point.y()));
        }
        if (!around.adjusted(-1, -1, 1, 1).intersects(seen))
            continue;
        QPen pen(lineColour(line), 0);
        if (line.kind == core::DependencyKind::Inherits || line.isDangling || line.isProposed)
            pen.setStyle(Qt::DashLine);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawPolyline(line.points.data(), int(line.points.size()));
        if (isNear) { // where it leads to
            const auto head = line.head();
            painter.setBrush(pen.color());
            painter.drawPolygon(head.data(), int(head.size()));
        }
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

void DependencyCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme().colour(Token::Surface));
    if (m_drawing) {
        painter.setTransform(transform());
        painter.setRenderHint(QPainter::Antialiasing, m_zoom >= leastReadable);
        QFont font = this->font();
        font.setPixelSize(12);
        painter.setFont(font);
        const QRectF seen(m_corner, QSizeF(width() / m_zoom, height() / m_zoom));
        paintLines(painter, seen);
        paintBoxes(painter, seen);
        painter.resetTransform();
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_look.theme().colour(Token::Accent), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void DependencyCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_isFitted)
        fit();
}

void DependencyCanvas::wheelEvent(QWheelEvent *event)
{
    zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void DependencyCanvas::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->position();
    if (m_drawing && event->button() == Qt::LeftButton) {
        const int box = m_drawing->boxAt(toDrawing(event->position()));
        if (box >= 0)
            setCurrent(box);
    }
}

void DependencyCanvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_corner -= (event->position() - m_pressed) / m_zoom;
    m_pressed = event->position();
    m_isFitted = false;
    update();
}

void DependencyCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int box = m_drawing ? m_drawing->boxAt(toDrawing(event->position())) : -1;
    if (box >= 0)
        Q_EMIT opened(box);
}

void DependencyCanvas::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
        walk(Qt::Key(event->key()));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            Q_EMIT opened(m_current);
        return;
    case Qt::Key_Plus:
        zoomBy(1.25);
        return;
    case Qt::Key_Minus:
        zoomBy(0.8);
        return;
    case Qt::Key_0:
        fit();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

// Down to what it needs, up to who needs it, each time to the nearest; left and right in its layer.
void DependencyCanvas::walk(Qt::Key key)
{
    if (!m_drawing || m_drawing->boxes.empty())
        return;
    if (m_current < 0 || key == Qt::Key_Home) {
        setCurrent(0);
        showCurrent();
        return;
    }
    int target = -1;
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        target = beside(key == Qt::Key_Right ? 1 : -1);
    } else {
        const bool isDown = key == Qt::Key_Down;
        const auto number = std::size_t(m_current);
        const double x = m_drawing->boxes[number].frame.center().x();
        double least = 0;
        for (const int line : isDown ? m_drawing->needs[number] : m_drawing->neededBy[number]) {
            const auto &each = m_drawing->lines[std::size_t(line)];
            const int other = isDown ? each.to : each.from;
            const double way
                = std::abs(m_drawing->boxes[std::size_t(other)].frame.center().x() - x);
            if (target < 0 || way < least) {
                target = other;
                least = way;
            }
        }
    }
    if (target < 0)
        return;
    setCurrent(target);
    showCurrent();
}

int DependencyCanvas::beside(int step) const
{
    const QPointF here = m_drawing->boxes[std::size_t(m_current)].frame.center();
    int best = -1;
    double least = 0;
    for (int i = 0; i < int(m_drawing->boxes.size()); ++i) {
        const QPointF there = m_drawing->boxes[std::size_t(i)].frame.center();
        const double way = (there.x() - here.x()) * step;
        if (std::abs(there.y() - here.y()) < 1 && way > 0 && (best < 0 || way < least)) {
            best = i;
            least = way;
        }
    }
    return best;
}

} // namespace chancery::views
