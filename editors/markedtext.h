// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/codeview.h"

#include <QPoint>

#include <vector>

namespace chancery::editors {

// A line of a MarkedText with the sign in its margin; the tint is an index into the colours that
// the view was given.
struct MarkedLine {
    std::string text;
    std::string sign;
    std::uint8_t tint = 0;
};

// Read-only JSON where every line bears a coloured sign of where it comes from. Only lines on
// screen are decorated.
class MarkedText : public CodeView {
    Q_OBJECT

public:
    explicit MarkedText(QWidget *parent = nullptr);

    // The caret stays in its line.
    void setLines(std::vector<MarkedLine> lines);
    void applyMarkTheme(const EditorTheme &theme, const std::vector<QColor> &tints);
    // The caret goes there, and the line is seen.
    void showLine(int line);
    // From nought.
    int caretLine() const { return lineOf(caretOffset()); }

Q_SIGNALS:
    void lineHovered(int line, const QPoint &place);
    void hoverEnded();

private:
    void decorateVisible();
    void decorate(std::size_t line);
    void adjustMargin();

    std::vector<MarkedLine> m_lines;
    std::vector<char> m_isDecorated;
};

} // namespace chancery::editors
