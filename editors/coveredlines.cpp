// SPDX-License-Identifier: Apache-2.0
//
// A hidden line has a marker that shows nothing: it moves with the text, and tells which lines were
// hidden here and not by a fold. The head of a fold that has only hidden lines is none, or its sign
// would tell that there are some.
#include "coveredlines.h"

#include "editors/codeview.h"

#include <algorithm>
#include <string_view>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

constexpr int hiddenMark = 23; // behind it are Scintilla's own of folds
constexpr std::size_t longestRest = 8;
constexpr long headFlag = Sci::SC_FOLDLEVELHEADERFLAG;
constexpr long levelMask = Sci::SC_FOLDLEVELNUMBERMASK;

std::size_t number(int line)
{
    return static_cast<std::size_t>(line);
}

bool isVisible(const CodeView &view, int line)
{
    return view.send(Sci::SCI_GETLINEVISIBLE, number(line)) != 0;
}

// No fold around it is closed.
bool isUnfolded(const CodeView &view, int line)
{
    auto parent = static_cast<int>(view.send(Sci::SCI_GETFOLDPARENT, number(line)));
    while (parent >= 0 && view.send(Sci::SCI_GETFOLDEXPANDED, number(parent)) != 0)
        parent = static_cast<int>(view.send(Sci::SCI_GETFOLDPARENT, number(parent)));
    return parent < 0;
}

} // namespace

void CoveredLines::arrange(const std::vector<Range> &covers)
{
    release([&covers](std::size_t at) {
        const auto next = std::ranges::upper_bound(covers, at, {}, &Range::first);
        return next != covers.begin() && std::prev(next)->first < at
            && at < std::prev(next)->second;
    });
    hide(covers);
}

bool CoveredLines::hide(const std::vector<Range> &covers)
{
    bool hasHidden = false;
    for (const Range &cover : covers) {
        const int first = m_view.lineOf(cover.first);
        const int last = lastHidden(cover);
        for (int line = first + 1; line <= last; ++line)
            hasHidden = hide(line) || hasHidden;
        if (last > first)
            setHead(first, last + 1);
    }
    return hasHidden;
}

void CoveredLines::release(const std::function<bool(std::size_t)> &isInside)
{
    if (!m_hidesAny)
        return;
    m_hidesAny = false;
    const auto next = [this](int line) {
        return static_cast<int>(
            m_view.send(Sci::SCI_MARKERNEXT, number(line), std::intptr_t(1) << hiddenMark));
    };
    for (int line = next(0); line >= 0; line = next(line + 1)) {
        if (isInside(m_view.lineStart(line)))
            m_hidesAny = true;
        else
            show(line);
    }
}

QString CoveredLines::hiddenRest(Range cover) const
{
    const bool isHidden = lastHidden(cover) == m_view.lineOf(cover.second)
        && m_view.lineOf(cover.first) < m_view.lineOf(cover.second);
    return isHidden ? restOf(cover) : QString();
}

QString CoveredLines::restOf(Range cover) const
{
    const int last = m_view.lineOf(cover.second);
    return QString::fromStdString(m_view.bytes(cover.second, m_view.lineStart(last + 1))).trimmed();
}

int CoveredLines::lastHidden(Range cover) const
{
    const int first = m_view.lineOf(cover.first);
    const int last = m_view.lineOf(cover.second);
    if (first == last)
        return first;
    const auto start = m_view.lineStart(last);
    if (cover.second == start)
        return last - 1;
    const QString rest = restOf(cover);
    static constexpr QStringView closing(u",]}");
    const bool isClosing = rest.size() <= qsizetype(longestRest)
        && std::ranges::all_of(rest, [](QChar sign) { return closing.contains(sign); });
    return isClosing ? last : last - 1;
}

bool CoveredLines::hide(int line)
{
    m_hidesAny = true;
    if ((m_view.send(Sci::SCI_MARKERGET, number(line)) & (1L << hiddenMark)) == 0) {
        m_view.send(Sci::SCI_MARKERDEFINE, hiddenMark, Sci::SC_MARK_EMPTY);
        m_view.send(Sci::SCI_MARKERADD, number(line), hiddenMark);
    }
    if (!isVisible(m_view, line))
        return false;
    m_view.send(Sci::SCI_HIDELINES, number(line), line);
    return true;
}

void CoveredLines::show(int line)
{
    m_view.send(Sci::SCI_MARKERDELETE, number(line), hiddenMark);
    if (isUnfolded(m_view, line))
        m_view.send(Sci::SCI_SHOWLINES, number(line), line);
    if (line > 0)
        setHead(line - 1, line);
}

// A head is what has something to fold: the first line behind that is deeper.
void CoveredLines::setHead(int line, int behind)
{
    const long level = m_view.send(Sci::SCI_GETFOLDLEVEL, number(line));
    const bool isHead = behind < m_view.lines()
        && (m_view.send(Sci::SCI_GETFOLDLEVEL, number(behind)) & levelMask) > (level & levelMask);
    const long wanted = isHead ? level | headFlag : level & ~headFlag;
    if (wanted != level)
        m_view.send(Sci::SCI_SETFOLDLEVEL, number(line), wanted);
}

} // namespace chancery::editors
