// SPDX-License-Identifier: Apache-2.0
#include "lanedelegate.h"

#include "models/qtconvert.h"
#include "views/common/safetext.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace chancery::views {

namespace {

constexpr double widestLane = 14;
constexpr double narrowestLane = 3;
constexpr double margin = 10;
constexpr double largestRadius = 4.5;

// Hues that lie away from those of the environments (grey, blue, red), so that a lane's colour says
// nothing; dark ones on light and light ones on dark, all well over 3 : 1.
constexpr int hues[]{175, 280, 35, 130, 320, 65};

} // namespace

struct LaneDelegate::Frame {
    QRectF cell;
    double step = widestLane;
    double radius = largestRadius;

    double x(std::uint32_t lane) const { return cell.left() + margin + lane * step; }
    double middle() const { return cell.center().y() + 0.5; }
};

LaneDelegate::LaneDelegate(
    const models::VersionGraphModel &model, const Look &look, FlagOf flagOf, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_look(look)
    , m_flagOf(std::move(flagOf))
{
    static_assert(std::size(hues) == hueCount);
    for (std::size_t i = 0; i < hueCount; ++i) {
        m_colours[0][i] = QColor::fromHsl(hues[i], 150, 90).toRgb();
        m_colours[1][i] = QColor::fromHsl(hues[i], 110, 165).toRgb();
    }
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { m_lanesShown = 1; });
}

double LaneDelegate::step(double width) const
{
    return std::clamp((width - 2 * margin) / m_lanesShown, narrowestLane, widestLane);
}

bool LaneDelegate::makeRoom(int firstRow, int lastRow)
{
    const auto before = m_lanesShown;
    m_model.store().lanes().visitRows(std::uint32_t(firstRow),
        std::uint32_t(std::max(0, lastRow - firstRow + 1)),
        [this](const core::LaneRow &row) { m_lanesShown = std::max(m_lanesShown, row.width); });
    return m_lanesShown > before;
}

QColor LaneDelegate::laneColour(std::uint32_t lane) const
{
    return m_colours[m_look.theme().isDark() ? 1 : 0][lane % hueCount];
}

QPen LaneDelegate::penOf(const core::LaneLine &line, const Frame &frame) const
{
    QPen pen(laneColour(line.lane), frame.step < 6 ? 1 : 1.6);
    pen.setCapStyle(Qt::FlatCap);
    switch (line.kind) {
    case core::EdgeKind::Promotion:
        pen.setDashPattern({4, 2});
        break;
    case core::EdgeKind::Rollback:
        pen.setDashPattern({1.5, 1.5});
        break;
    case core::EdgeKind::Migration:
        pen.setDashPattern({6, 2, 1.5, 2});
        break;
    default:
        break;
    }
    if (line.isIndirect) {
        QColor faint = pen.color();
        faint.setAlphaF(0.55F);
        pen.setColor(faint);
    }
    return pen;
}

void LaneDelegate::paintEdges(QPainter &painter, const core::LaneRow &row, const Frame &frame) const
{
    const double version = frame.x(row.lane);
    const auto bend = [&](const core::LaneLine &line, double end) {
        QPainterPath path(QPointF(frame.x(line.lane), end));
        const double middle = frame.middle();
        path.cubicTo(
            frame.x(line.lane), (end + middle) / 2, version, (end + middle) / 2, version, middle);
        painter.setPen(penOf(line, frame));
        painter.drawPath(path);
    };
    for (const core::LaneLine &line : row.passing) {
        const double x = frame.x(line.lane);
        if (x > frame.cell.right())
            break;
        painter.setPen(penOf(line, frame));
        painter.drawLine(QPointF(x, frame.cell.top()), QPointF(x, frame.cell.bottom()));
    }
    for (const core::LaneLine &line : row.arriving)
        bend(line, frame.cell.top());
    for (const core::LaneLine &line : row.leaving)
        bend(line, frame.cell.bottom());
}

void LaneDelegate::paintVersion(QPainter &painter, const core::LaneRow &row,
    const core::LineageEntry &entry, const Frame &frame) const
{
    const QPointF at(frame.x(row.lane), frame.middle());
    const double r = frame.radius;
    const QColor colour = laneColour(row.lane);
    painter.setPen(QPen(colour, 1.6));
    painter.setBrush(entry.isQuarantined ? m_look.theme().colour(Token::Surface) : colour);
    switch (entry.kind) {
    case core::EdgeKind::Merge:
        painter.setBrush(m_look.theme().colour(Token::Surface));
        painter.drawEllipse(at, r, r);
        painter.setBrush(colour);
        painter.drawEllipse(at, r / 3, r / 3);
        break;
    case core::EdgeKind::Promotion:
        painter.drawPolygon(
            QPolygonF({at + QPointF(0, -r), at + QPointF(r, r), at + QPointF(-r, r)}));
        break;
    case core::EdgeKind::Rollback:
        painter.drawPolygon(
            QPolygonF({at + QPointF(-r, 0), at + QPointF(r, -r), at + QPointF(r, r)}));
        break;
    case core::EdgeKind::Migration:
        painter.drawRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r));
        break;
    default:
        painter.drawEllipse(at, r, r);
        break;
    }
}

void LaneDelegate::paintFlag(
    QPainter &painter, const QStyleOptionViewItem &option, const HeadFlag &flag, double left) const
{
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.85);
    font.setBold(true);
    const QFontMetricsF metrics(font);
    const double room = option.rect.right() - left - 4;
    const QString text = metrics.elidedText(safeText(flag.title), Qt::ElideRight, room - 14);
    if (room < 24)
        return;
    const double height = metrics.height() + 2;
    const QRectF body(left, option.rect.center().y() + 0.5 - height / 2,
        metrics.horizontalAdvance(text) + 14, height);
    QPainterPath shape(body.topRight());
    shape.lineTo(body.bottomRight());
    shape.lineTo(body.left() + 5, body.bottom());
    shape.lineTo(body.left(), body.center().y());
    shape.lineTo(body.left() + 5, body.top());
    shape.closeSubpath();
    painter.setPen(Qt::NoPen);
    const QColor colour = m_look.theme().environmentColour(flag.tier);
    painter.setBrush(colour);
    painter.drawPath(shape);
    painter.setFont(font);
    painter.setPen(colour.lightnessF() > 0.55F ? QColor(0x10, 0x14, 0x18) : Qt::white);
    painter.drawText(body.adjusted(8, 0, -6, 0), Qt::AlignCenter, text);
}

void LaneDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    const models::VersionGraphStore &store = m_model.store();
    const core::LaneRow row = store.laneRow(index.row());
    const core::LineageEntry &entry = store.entry(index.row());
    Frame frame;
    frame.cell = QRectF(option.rect);
    frame.step = step(frame.cell.width());
    frame.radius = std::clamp(frame.step / 2 - 0.5, 2.0, largestRadius);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    paintEdges(*painter, row, frame);
    paintVersion(*painter, row, entry, frame);
    if (entry.isLive)
        paintFlag(*painter, option, m_flagOf(entry.environment), frame.x(row.width - 1) + 10);
    painter->restore();
}

bool LaneDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
    const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(),
        safeToolTip(models::laneText(m_model.store(), index.row())), view->viewport(), option.rect);
    return true;
}

} // namespace chancery::views
