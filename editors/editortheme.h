// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>

namespace chancery::editors {

// Every colour that an editor or a diff paints with, and its font. A value; the shell fills it from
// its tokens, light() and dark() are complete by themselves.
struct EditorTheme {
    QColor background;
    QColor text;
    QColor currentLine;
    QColor selection;
    QColor caret;
    QColor margin;
    QColor marginText;
    QColor border; // indentation guides and lines between parts
    QColor mutedText; // headings, summaries, folded text
    QColor foldMark;
    QColor braceMatch; // background

    QColor key;
    QColor string;
    QColor number;
    QColor literal; // true, false, null
    QColor punctuation;
    QColor comment;
    QColor tag; // anchors, aliases, tags, directives, table headings
    QColor invalid;

    QColor error;
    QColor warning;
    QColor information;

    QColor added; // whole line
    QColor addedStrong; // inside a line
    QColor removed;
    QColor removedStrong;
    QColor changed;
    QColor changedStrong;
    QColor filler; // where the other side has lines and this one has none

    QFont font;

    static EditorTheme light();
    static EditorTheme dark();
    // The system's best monospaced font with clear 0O1lI.
    static QFont monospacedFont();
};

} // namespace chancery::editors
