// SPDX-License-Identifier: Apache-2.0
#include "dependencylegend.h"

#include <QPainter>

#include <algorithm>

namespace chancery::views {

namespace {

constexpr int sample = 26; // how long a line is shown
constexpr int toText = 6;
constexpr int between = 18;
constexpr int fromEdge = 12;

} // namespace

DependencyLegend::DependencyLegend(Look &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("dependencyLegend"));
    setProperty("role", QStringLiteral("bar"));
    connect(&look, &Look::changed, this, [this] { update(); });
    read(nullptr, false);
}

void DependencyLegend::read(const models::DependencyDrawing *drawing, bool isMarked)
{
    using Box = models::DependencyDrawing::Box;
    using Line = models::DependencyDrawing::Line;
    const auto hasLine
        = [&](auto &&is) { return drawing && std::ranges::any_of(drawing->lines, is); };
    const auto hasBox
        = [&](bool Box::*is) { return drawing && std::ranges::any_of(drawing->boxes, is); };
    const auto isPlain
        = [](const Line &line) { return !line.isTurned && !line.isDangling && !line.isProposed; };
    const auto inherits
        = [](const Line &line) { return line.kind == core::DependencyKind::Inherits; };
    m_entries.clear();
    if (hasLine([&](const Line &line) { return isPlain(line) && !inherits(line); }))
        m_entries.push_back({tr("needs"), Token::Muted, false, {}, false});
    if (hasLine([&](const Line &line) { return isPlain(line) && inherits(line); }))
        m_entries.push_back({tr("inherits from"), Token::Muted, true, {}, false});
    if (hasLine([&](const Line &line) {
            return line.isProposed && !line.isTurned && !line.isDangling;
        }))
        m_entries.push_back({tr("in a draft or request only"), Token::Attention, true, {}, false});
    if (hasLine([](const Line &line) { return line.isTurned; }))
        m_entries.push_back({tr("closes a circle"), Token::Bad, false, {}, false});
    if (hasLine([](const Line &line) { return line.isDangling; }))
        m_entries.push_back({tr("needs what does not exist"), Token::Bad, true, {}, false});
    if (hasBox(&Box::isInCircle))
        m_entries.push_back({tr("in a circle"), Token::Bad, false, QStringLiteral("↻"), false});
    if (hasBox(&Box::isMissing))
        m_entries.push_back({tr("does not exist"), Token::Bad, false, QStringLiteral("✕"), false});
    if (isMarked)
        m_entries.push_back({tr("reached"), Token::Attention, false, {}, true});
    setVisible(!m_entries.empty());
    setAccessibleName(m_entries.empty() ? tr("Legend")
                                        : tr("Legend: %1").arg(words().join(QStringLiteral("; "))));
    updateGeometry();
    update();
}

QStringList DependencyLegend::words() const
{
    QStringList words;
    for (const Entry &entry : m_entries)
        words << (entry.sign.isEmpty() ? entry.text : entry.sign + u' ' + entry.text);
    return words;
}

QSize DependencyLegend::sizeHint() const
{
    int width = 2 * fromEdge;
    for (const Entry &entry : m_entries)
        width += sample + toText + fontMetrics().horizontalAdvance(entry.text) + between;
    return {width, fontMetrics().height() + 10};
}

void DependencyLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = m_look.theme();
    painter.fillRect(rect(), theme.colour(Token::Surface));
    const double middle = height() / 2.0;
    double x = fromEdge;
    for (const Entry &entry : m_entries) {
        const QColor colour = theme.colour(entry.colour);
        painter.setPen(QPen(colour, 1.2, entry.isDashed ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(Qt::NoBrush);
        if (!entry.sign.isEmpty()) {
            painter.drawText(
                QRectF(x, 0, sample, height()), Qt::AlignRight | Qt::AlignVCenter, entry.sign);
        } else if (entry.isBox) {
            painter.drawRoundedRect(QRectF(x, middle - 6, sample, 12), 3, 3);
        } else { // the head at what is needed
            painter.drawLine(QPointF(x, middle), QPointF(x + sample - 6, middle));
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            const QPointF head[]{
                {x + sample, middle}, {x + sample - 6, middle - 4}, {x + sample - 6, middle + 4}};
            painter.drawPolygon(head, 3);
        }
        x += sample + toText;
        const double room = fontMetrics().horizontalAdvance(entry.text);
        painter.setPen(theme.colour(Token::Muted));
        painter.drawText(
            QRectF(x, 0, room + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        x += room + between;
    }
}

} // namespace chancery::views
