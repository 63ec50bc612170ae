// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/masks.h"

#include <QPainter>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

constexpr int cover = CodeView::MaskIndicator;

} // namespace

void Masks::paint(QPainter &painter) const
{
    const auto [first, last] = m_view.visibleLines();
    const auto x = [this](std::size_t position) {
        return int(
            m_view.send(Sci::SCI_POINTXFROMPOSITION, 0, static_cast<std::intptr_t>(position)));
    };
    painter.setPen(m_view.theme().mutedText);
    painter.setFont(m_view.theme().font);
    const int height = int(m_view.send(Sci::SCI_TEXTHEIGHT, 0));
    const int width
        = int(m_view.SendScintilla(Sci::SCI_TEXTWIDTH, static_cast<uintptr_t>(coverStyle), "x"));
    for (int line = first; line < std::min(last, m_view.lines()); ++line) {
        if (m_view.send(Sci::SCI_GETLINEVISIBLE, static_cast<std::size_t>(line)) == 0)
            continue;
        const auto begin = m_view.lineStart(line);
        const auto end = static_cast<std::size_t>(
            m_view.send(Sci::SCI_GETLINEENDPOSITION, static_cast<std::size_t>(line)));
        eachCovered(begin, end, [&](std::size_t from, std::size_t to) {
            const int left = x(from);
            const int top = int(
                m_view.send(Sci::SCI_POINTYFROMPOSITION, 0, static_cast<std::intptr_t>(from)));
            const int gap = x(to) > left ? 0 : width;
            const QRect box(left - gap, top, x(to) - left + gap, height);
            const Range whole = rangeOf(cover, from);
            if (isSealed(whole)) {
                paintSealed(painter, box, from == whole.first);
                if (from == whole.first)
                    paintRest(painter, box, whole);
                return;
            }
            // Some characters reach beyond their width.
            painter.fillRect(box.adjusted(-1, 0, 1, 0), m_view.theme().margin);
            painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, coverText());
            if (from == whole.first)
                paintRest(painter, box, whole);
        });
    }
}

// What stands behind the value on a line that is hidden.
void Masks::paintRest(QPainter &painter, const QRect &box, Range whole) const
{
    const QString rest = m_lines.hiddenRest(whole);
    if (rest.isEmpty())
        return;
    const QPen pen = painter.pen();
    painter.setPen(m_view.theme().punctuation);
    painter.drawText(box.topRight() + QPoint(1, painter.fontMetrics().ascent() + 2), rest);
    painter.setPen(pen);
}

void Masks::paintSealed(QPainter &painter, const QRect &box, bool isFirst) const
{
    painter.fillRect(box.adjusted(-1, 0, 1, 0), m_view.theme().background);
    if (!isFirst)
        return;
    // In the width that every cover has; the form and what is read aloud name the key.
    const QString text = tr("sealed");
    const int margin = painter.fontMetrics().averageCharWidth();
    const QRect chip(box.left(), box.top() + 1,
        std::min(box.width(), painter.fontMetrics().horizontalAdvance(text) + 2 * margin),
        box.height() - 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_view.theme().margin);
    painter.drawRoundedRect(chip.adjusted(0, 0, -1, -1), 4, 4);
    painter.drawText(chip, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace chancery::editors
