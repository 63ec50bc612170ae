// SPDX-License-Identifier: Apache-2.0
//
// Scintilla's index of the UTF-16 units before each line turns bytes into units in O(log lines +
// length of the line). It belongs to the document and is asked for when first needed. What the
// covers take from that is added up once for each change of text or covers.
#include "shownoffsets.h"

#include "editors/codeview.h"
#include "editors/masks.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

void needIndex(const CodeView &view)
{
    if (view.send(Sci::SCI_GETLINECHARACTERINDEX) == 0)
        view.send(Sci::SCI_ALLOCATELINECHARACTERINDEX, Sci::SC_LINECHARACTERINDEX_UTF16);
}

qsizetype unitsIn(const CodeView &view, std::size_t begin, std::size_t end)
{
    return QString::fromStdString(view.bytes(begin, end)).size();
}

int plainOffset(const CodeView &view, std::size_t position)
{
    const auto line = view.lineOf(position);
    const auto before = view.send(Sci::SCI_INDEXPOSITIONFROMLINE, static_cast<std::size_t>(line),
        Sci::SC_LINECHARACTERINDEX_UTF16);
    return static_cast<int>(before + unitsIn(view, view.lineStart(line), position));
}

std::size_t plainPosition(const CodeView &view, int offset)
{
    if (offset <= 0)
        return 0;
    const auto line = static_cast<int>(view.send(Sci::SCI_LINEFROMINDEXPOSITION,
        static_cast<std::size_t>(offset), Sci::SC_LINECHARACTERINDEX_UTF16));
    const auto before = view.send(Sci::SCI_INDEXPOSITIONFROMLINE, static_cast<std::size_t>(line),
        Sci::SC_LINECHARACTERINDEX_UTF16);
    const auto start = view.lineStart(line);
    const QString text = QString::fromStdString(view.bytes(start, view.lineStart(line + 1)));
    const auto part = text.left(static_cast<qsizetype>(offset - before)).toUtf8().size();
    return std::min(start + static_cast<std::size_t>(part), view.byteCount());
}

} // namespace

void ShownOffsets::learn() const
{
    needIndex(m_view);
    if (std::exchange(m_isKnown, true))
        return;
    m_covers.clear();
    int less = 0;
    for (const auto &[begin, end] : m_view.masks().coveredRanges()) {
        const int first = plainOffset(m_view, begin);
        m_covers.push_back({begin, end, first - less, 0});
        less += plainOffset(m_view, end) - first - unitsOfCover;
        m_covers.back().less = less;
    }
}

// Within what is covered there is only its beginning and its end.
int ShownOffsets::offsetOf(std::size_t position) const
{
    learn();
    auto cover = std::ranges::upper_bound(m_covers, position, {}, &Cover::begin);
    if (cover == m_covers.begin())
        return plainOffset(m_view, position);
    --cover;
    if (position == cover->begin)
        return cover->first;
    return plainOffset(m_view, std::max(position, cover->end)) - cover->less;
}

std::size_t ShownOffsets::positionOf(int offset) const
{
    learn();
    auto cover = std::ranges::upper_bound(m_covers, offset, {}, &Cover::first);
    if (cover == m_covers.begin())
        return plainPosition(m_view, offset);
    --cover;
    const int end = plainOffset(m_view, cover->end) - cover->less;
    if (offset >= end)
        return std::max(cover->end, plainPosition(m_view, offset + cover->less));
    return cover->begin;
}

} // namespace chancery::editors
