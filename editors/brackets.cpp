// SPDX-License-Identifier: Apache-2.0
#include "brackets.h"

#include "editors/codeview.h"
#include "editors/highlighter.h"
#include "editors/masks.h"
#include "engine/core/document/value.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
// Scintilla looks for a bracket byte by byte.
constexpr std::size_t searchable = std::size_t(256) << 10;

bool isBracket(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']';
}

bool isOpening(char c)
{
    return c == '{' || c == '[';
}

// The innermost container around the place that does not begin there.
std::optional<std::size_t> beginAround(const core::Tree &tree, std::size_t offset)
{
    std::optional<std::size_t> begin;
    core::Value here = tree.root();
    while (here.size() > 0 && here.node().begin < offset) {
        begin = here.node().begin;
        core::Value inner;
        for (const auto &member : here) {
            if (tree.node(member.index()).begin > offset)
                break;
            inner = member.value();
        }
        if (!inner || inner.node().begin >= offset || inner.node().end < offset)
            break;
        here = inner;
    }
    return begin;
}

} // namespace

std::optional<BracketPair> bracketsAtCaret(const CodeView &view, const Highlighter &known)
{
    const auto caret = view.caretOffset();
    const auto around = view.bytes(caret > 0 ? caret - 1 : 0, caret + 1);
    std::optional<std::size_t> at;
    if (caret > 0 && !around.empty() && isBracket(around.front()))
        at = caret - 1;
    else if (!around.empty() && caret < view.byteCount() && isBracket(around.back()))
        at = caret;
    // A mark would show the bracket through its cover.
    if (!at || view.masks().covers(*at, *at + 1))
        return std::nullopt;
    if (known.isCurrent()) {
        const auto &tree = known.analysis()->tree;
        const core::Node &node = tree.node(core::nodeAt(tree, *at));
        if (node.begin == *at && node.end > *at + 1)
            return BracketPair{*at, node.end - std::size_t(1)};
        if (std::size_t(node.end) == *at + 1)
            return BracketPair{*at, node.begin};
        return std::nullopt;
    }
    const long partner = view.byteCount() <= searchable ? view.send(Sci::SCI_BRACEMATCH, *at) : -1;
    if (partner < 0)
        return std::nullopt;
    return BracketPair{*at, static_cast<std::size_t>(partner)};
}

void jumpToBracket(CodeView &view, const Highlighter &known)
{
    const auto caret = view.caretOffset();
    if (const auto pair = bracketsAtCaret(view, known)) {
        // Outside of both, so that the next jump leads back to where it came from.
        const auto sign = view.bytes(pair->partner, pair->partner + 1);
        view.setCaret(pair->partner + (isOpening(sign.empty() ? ' ' : sign.front()) ? 0 : 1));
    } else if (known.isCurrent()) {
        if (const auto begin = beginAround(known.analysis()->tree, caret))
            view.setCaret(*begin);
    }
}

} // namespace chancery::editors
