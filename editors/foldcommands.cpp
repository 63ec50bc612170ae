// SPDX-License-Identifier: Apache-2.0
//
// Scintilla's own "fold all" folds the outermost blocks, which in a document in brackets leaves one
// line. And it draws after each fold: many are set without it, by marking the heads as folded and
// hiding runs of lines.
#include "foldcommands.h"

#include "editors/codeview.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

long levelOf(const CodeView &view, int line)
{
    return view.send(Sci::SCI_GETFOLDLEVEL, static_cast<std::size_t>(line));
}

bool isHead(long level)
{
    return (level & long(Sci::SC_FOLDLEVELHEADERFLAG)) != 0;
}

long depthOf(long level)
{
    return (level & long(Sci::SC_FOLDLEVELNUMBERMASK)) - long(Sci::SC_FOLDLEVELBASE);
}

int headAtCaret(const CodeView &view)
{
    const int line = view.lineOf(view.caretOffset());
    return isHead(levelOf(view, line))
        ? line
        : static_cast<int>(view.send(Sci::SCI_GETFOLDPARENT, static_cast<std::size_t>(line)));
}

void fold(CodeView &view, int line, long action)
{
    if (line >= 0)
        view.send(Sci::SCI_FOLDLINE, static_cast<std::size_t>(line), action);
}

// A document whose first line opens a block around all the rest has no level of its own there.
long firstDepth(const CodeView &view)
{
    const int lines = view.lines();
    bool hasRoot = false;
    for (int line = 0; line < lines; ++line) {
        const long level = levelOf(view, line);
        if (depthOf(level) > 0 || !isHead(level))
            continue;
        if (hasRoot)
            return 0; // another block beside the first
        hasRoot = true;
        const auto last = view.send(Sci::SCI_GETLASTCHILD, static_cast<std::size_t>(line),
            static_cast<std::intptr_t>(level & long(Sci::SC_FOLDLEVELNUMBERMASK)));
        const auto first = view.bytes(view.lineStart(line), view.lineStart(line + 1));
        const bool opens = first.find_first_of("{[") == first.find_first_not_of(" \t");
        if (!opens)
            return 0;
        line = static_cast<int>(last);
    }
    return hasRoot ? 1 : 0;
}

void foldDeeperThan(CodeView &view, long depth)
{
    unfoldAll(view);
    const int lines = view.lines();
    int from = -1; // of a run of lines to hide
    for (int line = 0; line <= lines; ++line) {
        const long level = line < lines ? levelOf(view, line) : long(Sci::SC_FOLDLEVELBASE);
        const bool isInside = line < lines && depthOf(level) > depth;
        if (isInside && from < 0)
            from = line;
        if (!isInside && from >= 0) {
            view.send(Sci::SCI_HIDELINES, static_cast<std::size_t>(from), line - 1);
            from = -1;
        }
        if (line < lines && isHead(level) && depthOf(level) >= depth)
            view.send(Sci::SCI_SETFOLDEXPANDED, static_cast<std::size_t>(line), 0);
    }
    // The caret stays where it can be seen.
    const int here = view.lineOf(view.caretOffset());
    if (!view.send(Sci::SCI_GETLINEVISIBLE, static_cast<std::size_t>(here))) {
        int parent = here;
        while (parent >= 0 && !view.send(Sci::SCI_GETLINEVISIBLE, static_cast<std::size_t>(parent)))
            parent = static_cast<int>(
                view.send(Sci::SCI_GETFOLDPARENT, static_cast<std::size_t>(parent)));
        view.send(Sci::SCI_GOTOPOS, view.lineStart(std::max(0, parent)));
    }
}

} // namespace

void foldAtCaret(CodeView &view)
{
    int line = headAtCaret(view);
    // A folded one is left for the one around it.
    while (line >= 0 && !view.send(Sci::SCI_GETFOLDEXPANDED, static_cast<std::size_t>(line)))
        line = static_cast<int>(view.send(Sci::SCI_GETFOLDPARENT, static_cast<std::size_t>(line)));
    if (line < 0)
        return;
    fold(view, line, Sci::SC_FOLDACTION_CONTRACT);
    view.send(Sci::SCI_GOTOPOS, view.lineStart(line));
}

void unfoldAtCaret(CodeView &view)
{
    fold(view, headAtCaret(view), Sci::SC_FOLDACTION_EXPAND);
}

void foldAll(CodeView &view)
{
    foldDeeperThan(view, firstDepth(view));
}

void unfoldAll(CodeView &view)
{
    view.send(Sci::SCI_FOLDALL, Sci::SC_FOLDACTION_EXPAND);
}

void foldToLevel(CodeView &view, int level)
{
    foldDeeperThan(view, firstDepth(view) + level - 1);
}

} // namespace chancery::editors
