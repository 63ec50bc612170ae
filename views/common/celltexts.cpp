// SPDX-License-Identifier: Apache-2.0
#include "celltexts.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionViewItem>
#include <QtMath>

namespace chancery::views {

namespace {

constexpr int unlimited = 1 << 22; // pixels; within the layout's fixed point numbers

QTextOption optionOf(const QStyleOptionViewItem &cell)
{
    QTextOption option(QStyle::visualAlignment(cell.direction, cell.displayAlignment));
    option.setWrapMode(QTextOption::ManualWrap);
    option.setTextDirection(cell.direction);
    return option;
}

QSizeF layOut(QTextLayout &layout, int width)
{
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(width);
    layout.endLayout();
    return {line.naturalTextWidth(), line.height()};
}

} // namespace

CellTexts::CellTexts(int mostTexts)
    : m_texts(mostTexts)
{
}

bool CellTexts::canDraw(const QStyleOptionViewItem &cell)
{
    const auto breaks = [](QChar letter) {
        return letter == u'\n' || letter == u'\t' || letter == QChar::LineSeparator
            || letter == QChar::ParagraphSeparator;
    };
    return cell.direction == Qt::LeftToRight && !(cell.features & QStyleOptionViewItem::WrapText)
        && std::ranges::none_of(cell.text, breaks);
}

CellTexts::Text &CellTexts::textOf(const QStyleOptionViewItem &cell)
{
    const Key key{cell.text, cell.font};
    const QTextOption option = optionOf(cell);
    if (Text *known = m_texts.object(key); known && known->alignment == option.alignment())
        return *known;
    auto *text = new Text;
    text->alignment = option.alignment();
    text->whole.setText(cell.text);
    text->whole.setFont(cell.font);
    text->whole.setTextOption(option);
    text->whole.setCacheEnabled(true);
    const QSizeF size = layOut(text->whole, unlimited);
    text->width = qCeil(size.width());
    text->height = qCeil(size.height());
    if (!(option.alignment() & Qt::AlignLeft))
        layOut(text->whole, text->width);
    m_texts.insert(key, text);
    return *text;
}

void CellTexts::draw(
    QPainter &painter, const QStyleOptionViewItem &cell, const QRect &room, int margin)
{
    Text &text = textOf(cell);
    const QSize wanted(text.width + 2 * margin, text.height);
    const QRect place = QStyle::alignedRect(
        cell.direction, cell.displayAlignment, wanted.boundedTo(room.size()), room);
    const QRect inner = place.adjusted(margin, 0, -margin, 0);
    QTextLayout *layout = &text.whole;
    if (text.width > inner.width()) {
        if (text.elidedWidth != inner.width()) {
            const QString shown
                = QFontMetricsF(cell.font).elidedText(cell.text, cell.textElideMode, inner.width());
            text.elided = std::make_unique<QTextLayout>(shown, cell.font);
            text.elided->setTextOption(optionOf(cell));
            text.elided->setCacheEnabled(true);
            layOut(*text.elided, inner.width());
            text.elidedWidth = inner.width();
        }
        layout = text.elided.get();
    }
    const QRect lines = QStyle::alignedRect(Qt::LayoutDirectionAuto, cell.displayAlignment,
        text.whole.boundingRect().size().toSize(), inner);
    layout->draw(&painter, QPointF(inner.x(), lines.top()));
}

} // namespace chancery::views
