// SPDX-License-Identifier: Apache-2.0
#include "dependencycanvas.h"

#include "views/common/safetext.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace chancery::views {

namespace {

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
    connect(&look, &Look::changed, this, [this] {
        m_inset.reset(m_drawing.get());
        update();
    });
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
    m_byWeight = m_drawing ? byWeight(*m_drawing) : std::vector<int>();
    m_inset.reset(m_drawing.get());
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

QRectF DependencyCanvas::seen() const
{
    return {m_corner, QSizeF(width() / m_zoom, height() / m_zoom)};
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

bool DependencyCanvas::moveTo(const QPointF &pressed)
{
    const QRectF frame = insetFrame();
    if (!frame.contains(pressed))
        return false;
    m_corner = m_inset.toDrawing(pressed, frame) - QPointF(width(), height()) / (2 * m_zoom);
    m_isFitted = false;
    update();
    return true;
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
    m_isInInset = event->button() == Qt::LeftButton && moveTo(event->position());
    if (m_drawing && !m_isInInset && event->button() == Qt::LeftButton) {
        const int box = m_drawing->boxAt(toDrawing(event->position()));
        if (box >= 0)
            setCurrent(box);
    }
}

void DependencyCanvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    if (m_isInInset) {
        moveTo(event->position());
        return;
    }
    m_corner -= (event->position() - m_pressed) / m_zoom;
    m_pressed = event->position();
    m_isFitted = false;
    update();
}

void DependencyCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    const bool isOnBox = m_drawing && !insetFrame().contains(event->position());
    const int box = isOnBox ? m_drawing->boxAt(toDrawing(event->position())) : -1;
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
