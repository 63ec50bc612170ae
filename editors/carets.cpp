// SPDX-License-Identifier: Apache-2.0
#include "carets.h"

#include "editors/codeview.h"
#include "editors/masks.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

// On the next line above or below all carets that can be seen, in the column of the outermost one.
void addCaret(CodeView &view, int direction)
{
    const auto count = static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONS));
    long outermost = view.send(Sci::SCI_GETSELECTIONNCARET, 0);
    for (std::size_t index = 1; index < count; ++index) {
        const long caret = view.send(Sci::SCI_GETSELECTIONNCARET, index);
        outermost = direction < 0 ? std::min(outermost, caret) : std::max(outermost, caret);
    }
    const auto from = static_cast<std::size_t>(outermost);
    const auto shown
        = view.send(Sci::SCI_VISIBLEFROMDOCLINE, static_cast<std::size_t>(view.lineOf(from)));
    if (shown + direction < 0)
        return;
    const auto line
        = view.send(Sci::SCI_DOCLINEFROMVISIBLE, static_cast<std::size_t>(shown + direction));
    if (line == view.lineOf(from) || line >= view.lines())
        return;
    const long column = view.send(Sci::SCI_GETCOLUMN, from);
    const long place = view.send(Sci::SCI_FINDCOLUMN, static_cast<std::size_t>(line), column);
    view.send(Sci::SCI_ADDSELECTION, static_cast<std::size_t>(place), place);
    view.send(Sci::SCI_SCROLLCARET);
}

void searchWholeText(CodeView &view)
{
    view.send(Sci::SCI_TARGETWHOLEDOCUMENT);
    view.send(Sci::SCI_SETSEARCHFLAGS, Sci::SCFIND_MATCHCASE);
}

bool isCovered(const CodeView &view, std::size_t selection)
{
    return view.masks().covers(
        static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONNSTART, selection)),
        static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONNEND, selection)));
}

// What is covered is not found: where something is would tell what it is.
void dropCovered(CodeView &view)
{
    for (auto selection = view.send(Sci::SCI_GETSELECTIONS); selection > 1; --selection) {
        const auto last = static_cast<std::size_t>(selection - 1);
        if (isCovered(view, last))
            view.send(Sci::SCI_DROPSELECTIONN, last);
    }
}

bool hasSelection(const CodeView &view)
{
    return view.send(Sci::SCI_GETSELECTIONSTART) != view.send(Sci::SCI_GETSELECTIONEND);
}

} // namespace

void addCaretAbove(CodeView &view)
{
    addCaret(view, -1);
}

void addCaretBelow(CodeView &view)
{
    addCaret(view, 1);
}

void addNextOccurrence(CodeView &view)
{
    searchWholeText(view);
    long count = 0;
    do {
        count = view.send(Sci::SCI_GETSELECTIONS);
        view.send(Sci::SCI_MULTIPLESELECTADDNEXT);
    } while (view.send(Sci::SCI_GETSELECTIONS) > count
        && isCovered(view, static_cast<std::size_t>(view.send(Sci::SCI_GETMAINSELECTION))));
    dropCovered(view);
    view.send(Sci::SCI_SCROLLCARET);
}

bool addAllOccurrences(CodeView &view)
{
    if (!hasSelection(view))
        addNextOccurrence(view);
    if (!hasSelection(view))
        return true;
    const auto wanted = view.bytes(static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONSTART)),
        static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONEND)));
    const auto text = view.bytes();
    int count = 0;
    for (auto at = text.find(wanted); at != std::string::npos && count <= mostCarets;
        at = text.find(wanted, at + wanted.size()))
        ++count;
    if (count > mostCarets)
        return false;
    searchWholeText(view);
    view.send(Sci::SCI_MULTIPLESELECTADDEACH);
    dropCovered(view);
    return true;
}

} // namespace chancery::editors
