// SPDX-License-Identifier: Apache-2.0
#include "typing.h"

#include "editors/brackets.h"
#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "engine/core/document/value.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
constexpr int step = 2;

} // namespace

Typing::Typing(CodeView &view, LiveAnalysis &live)
    : QObject(&view)
    , m_view(view)
    , m_live(live)
{
    connect(&view, &Sci::SCN_CHARADDED, this, &Typing::follow);
    connect(&view, &Sci::SCN_UPDATEUI, this, [this](int updated) {
        if (updated & (Sci::SC_UPDATE_SELECTION | Sci::SC_UPDATE_CONTENT))
            markBrackets();
    });
}

void Typing::follow(int character)
{
    // Several carets type what was typed and no more: what follows here moves one of them.
    if (m_view.send(Sci::SCI_GETSELECTIONS) > 1)
        return;
    if (character == '\n')
        indentNewLine();
    else if (character == '}' || character == ']')
        outdentBracket();
}

void Typing::indentNewLine()
{
    const auto caret = m_view.caretOffset();
    const int line = m_view.lineOf(caret);
    if (line == 0)
        return;
    const auto before = m_view.bytes(m_view.lineStart(line - 1), m_view.lineStart(line));
    const auto last = before.find_last_not_of(" \t\r\n");
    const char end = last == std::string::npos ? '\0' : before[last];
    const bool isYaml = m_live.highlighter().format() == core::Format::Yaml;
    const bool opens = end == '{' || end == '[' || (isYaml && end == ':');
    const int indentation = m_view.indentation(line - 1) + (opens ? step : 0);
    const auto next = m_view.bytes(caret, std::min(caret + 1, m_view.byteCount()));
    m_view.setIndentation(line, indentation);
    auto position = m_view.lineStart(line) + static_cast<std::size_t>(indentation);
    if (opens && (next == "}" || next == "]")) {
        // The bracket goes to a line of its own, the caret stays between.
        const std::string lineEnd = m_view.eolMode() == QsciScintilla::EolWindows ? "\r\n" : "\n";
        m_view.replaceBytes(position, position,
            lineEnd + std::string(static_cast<std::size_t>(indentation - step), ' '));
    }
    m_view.setCaret(position);
}

void Typing::outdentBracket()
{
    const auto caret = m_view.caretOffset();
    const int line = m_view.lineOf(caret);
    const auto text = m_view.bytes(m_view.lineStart(line), caret);
    const int indentation = m_view.indentation(line);
    const bool isFirst = text.find_first_not_of(" \t") + 1 == text.size();
    if (!isFirst || line == 0 || indentation < step)
        return;
    const auto partner = m_view.send(Sci::SCI_BRACEMATCH, caret - 1);
    const int target = partner >= 0
        ? m_view.indentation(m_view.lineOf(static_cast<std::size_t>(partner)))
        : indentation - step;
    if (target >= indentation)
        return;
    m_view.setIndentation(line, target);
    m_view.setCaret(m_view.lineStart(line) + static_cast<std::size_t>(target) + 1);
}

void Typing::markBrackets()
{
    if (const auto pair = bracketsAtCaret(m_view, m_live.highlighter()))
        m_view.send(Sci::SCI_BRACEHIGHLIGHT, pair->here, static_cast<std::intptr_t>(pair->partner));
    else
        m_view.send(Sci::SCI_BRACEHIGHLIGHT, std::size_t(-1), -1);
}

} // namespace chancery::editors
