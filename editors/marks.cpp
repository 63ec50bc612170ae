// SPDX-License-Identifier: Apache-2.0
#include "marks.h"

#include <QPainter>
#include <QPainterPath>

namespace chancery::editors {

namespace {

void paintError(QPainter &painter, const QColor &colour, const QColor &inner)
{
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(2, 2, 12, 12));
    painter.setPen(QPen(inner, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(5.7, 5.7), QPointF(10.3, 10.3));
    painter.drawLine(QPointF(10.3, 5.7), QPointF(5.7, 10.3));
}

void paintWarning(QPainter &painter, const QColor &colour, const QColor &inner)
{
    painter.setBrush(colour);
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolygon(QPolygonF({{8, 3}, {13.4, 12.6}, {2.6, 12.6}}));
    painter.setPen(QPen(inner, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(8, 6), QPointF(8, 9));
    painter.drawPoint(QPointF(8, 11.6));
}

void paintInformation(QPainter &painter, const QColor &colour, const QColor &inner)
{
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(2.5, 2.5, 11, 11), 3, 3);
    painter.setPen(QPen(inner, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoint(QPointF(8, 5.2));
    painter.drawLine(QPointF(8, 8), QPointF(8, 11));
}

} // namespace

QImage severityImage(Severity severity, const EditorTheme &theme, int size)
{
    QImage image(size, size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 16.0, size / 16.0);
    painter.setPen(Qt::NoPen);
    switch (severity) {
    case Severity::Error:
        paintError(painter, theme.error, theme.background);
        break;
    case Severity::Warning:
        paintWarning(painter, theme.warning, theme.background);
        break;
    case Severity::Information:
        paintInformation(painter, theme.information, theme.background);
        break;
    }
    return image;
}

QPixmap severityPixmap(Severity severity, const EditorTheme &theme, int size)
{
    return QPixmap::fromImage(severityImage(severity, theme, size));
}

} // namespace chancery::editors
