// SPDX-License-Identifier: Apache-2.0
#include "markedtext.h"

#include "editors/text/linelexer.h"

#include <QToolTip>

namespace chancery::editors {

namespace {

constexpr std::size_t firstTint = 40; // the styles below belong to the text and to Scintilla
constexpr std::size_t mostTints = 16;
constexpr int marginLines = 60;

} // namespace

MarkedText::MarkedText(QWidget *parent)
    : CodeView(parent)
{
    setReadOnly(true);
    send(SCI_SETMARGINTYPEN, NumberMargin, SC_MARGIN_TEXT);
    send(SCI_SETMARGINWIDTHN, MarkMargin, 0);
    send(SCI_SETMARGINWIDTHN, FoldMargin, 0);
    send(SCI_SETMARGINWIDTHN, FoldMargin + 1, 0);
    showLineNumbers(false);
    connect(this, &QsciScintillaBase::SCN_UPDATEUI, this, &MarkedText::decorateVisible);
    connect(this, &QsciScintillaBase::SCN_STYLENEEDED, this, [this](int position) {
        decorateVisible();
        send(SCI_STARTSTYLING, static_cast<std::size_t>(position));
    });
    connect(this, &QsciScintillaBase::SCN_DWELLSTART, this, [this](int position, int x, int y) {
        if (position >= 0)
            Q_EMIT lineHovered(
                lineOf(static_cast<std::size_t>(position)), viewport()->mapToGlobal(QPoint(x, y)));
    });
    connect(this, &QsciScintillaBase::SCN_DWELLEND, this, [this] { Q_EMIT hoverEnded(); });
    adjustMargin();
}

void MarkedText::applyMarkTheme(const EditorTheme &theme, const std::vector<QColor> &tints)
{
    applyTheme(theme);
    for (std::size_t tint = 0; tint < std::min(tints.size(), mostTints); ++tint) {
        send(SCI_STYLESETFORE, firstTint + tint, scintillaColour(tints[tint]));
        send(SCI_STYLESETBACK, firstTint + tint, scintillaColour(theme.margin));
        send(SCI_STYLESETBOLD, firstTint + tint, true);
    }
    adjustMargin();
    m_isDecorated.assign(m_lines.size(), false);
    decorateVisible();
}

void MarkedText::setLines(std::vector<MarkedLine> lines)
{
    const int caret = caretLine();
    const long top = send(SCI_GETFIRSTVISIBLELINE);
    m_lines = std::move(lines);
    m_isDecorated.assign(m_lines.size(), false);
    std::string text;
    for (const MarkedLine &line : m_lines)
        text += (text.empty() ? "" : "\n") + line.text;
    send(SCI_MARGINTEXTCLEARALL);
    setBytes(text);
    adjustMargin();
    setCaret(lineStart(std::clamp(caret, 0, std::max(0, int(m_lines.size()) - 1))));
    send(SCI_SETFIRSTVISIBLELINE, static_cast<std::size_t>(std::max(0L, top)));
    decorateVisible();
}

void MarkedText::showLine(int line)
{
    if (line == caretLine())
        return;
    const auto onScreen = static_cast<int>(send(SCI_LINESONSCREEN));
    setCaret(lineStart(line));
    send(SCI_SETFIRSTVISIBLELINE, static_cast<std::size_t>(std::max(0, line - onScreen / 3)));
}

void MarkedText::adjustMargin()
{
    send(SCI_SETMARGINWIDTHN, NumberMargin,
        SendScintilla(SCI_TEXTWIDTH, static_cast<uintptr_t>(STYLE_LINENUMBER), " MM "));
}

void MarkedText::decorateVisible()
{
    const auto [first, last] = visibleLines();
    const auto begin = static_cast<std::size_t>(std::max(0, first - marginLines));
    const auto end = std::min(m_isDecorated.size(), static_cast<std::size_t>(last + marginLines));
    for (auto line = begin; line < end; ++line) {
        if (!m_isDecorated[line])
            decorate(line);
    }
}

void MarkedText::decorate(std::size_t line)
{
    m_isDecorated[line] = true;
    const MarkedLine &shown = m_lines[line];
    std::string styles(shown.text.size(), '\0');
    lexLine(core::Format::Json, shown.text, styles.data());
    send(SCI_STARTSTYLING, lineStart(static_cast<int>(line)));
    SendScintilla(SCI_SETSTYLINGEX, static_cast<uintptr_t>(styles.size()), styles.data());
    const std::string sign = ' ' + shown.sign;
    SendScintilla(SCI_MARGINSETTEXT, static_cast<uintptr_t>(line), sign.c_str());
    send(SCI_MARGINSETSTYLE, line, static_cast<std::intptr_t>(firstTint + shown.tint));
}

} // namespace chancery::editors
