// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editortheme.h"

#include <Qsci/qsciscintilla.h>

#include <string>
#include <string_view>

namespace chancery::editors {

class CoverGuard;
class EditWatch;
class Masks;

// Scintilla set up as this room wants it: UTF-8, own folding and styling, theme, visible control
// characters. Positions are byte offsets. The base of the editor and of the two sides of a diff.
class CodeView : public QsciScintilla {
    Q_OBJECT

public:
    enum Margin { NumberMargin, MarkMargin, FoldMargin };
    enum Marker { ErrorMark, WarningMark, InformationMark, FirstDiffMark = 8 };
    enum Indicator {
        ErrorIndicator = 8,
        WarningIndicator,
        InformationIndicator,
        StrongIndicator,
        HitIndicator,
        DeprecatedIndicator = 16, // behind those of differences
        MaskIndicator = 24,
        RevealedIndicator
    };

    explicit CodeView(QWidget *parent = nullptr);

    const EditorTheme &theme() const { return m_theme; }
    // Who wants to know of edits asks here; textChanged() and linesChanged() come from it too.
    EditWatch &watch() { return *m_watch; }
    // Covers what is not for everybody's eyes.
    Masks &masks() { return *m_masks; }
    const Masks &masks() const { return *m_masks; }
    std::string bytes() const;
    std::string bytes(std::size_t begin, std::size_t end) const;
    std::size_t byteCount() const;
    bool isTextReadOnly() const;
    std::size_t caretOffset() const;
    std::size_t lineStart(int line) const;
    int lineOf(std::size_t offset) const;
    // The first and one behind the last document line on screen, folded ones in between included.
    std::pair<int, int> visibleLines() const;

    void applyTheme(const EditorTheme &theme);
    // Replaces the text without a step of undo; the view counts as saved and stands at the top.
    void setBytes(std::string_view utf8);
    // Shows another of Scintilla's documents, empty for null, like setBytes().
    void setDocument(void *document);
    // Replaces a range in one step of undo.
    void replaceBytes(std::size_t begin, std::size_t end, std::string_view utf8);
    void setCaret(std::size_t offset);
    // Asked before anything is pasted or dropped; a child of this view. Null: nobody is.
    void setGuard(CoverGuard *guard) { m_guard = guard; }
    void showLineNumbers(bool shown);
    void adjustNumberMargin();
    // Scintilla's own messages; see SCI_… in the base.
    long send(unsigned message, std::size_t first = 0, std::intptr_t second = 0) const;

public Q_SLOTS:
    void undo() override;
    void redo() override;

protected:
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    // Nothing covered leaves the view this way.
    QMimeData *toMimeData(const QByteArray &text, bool isRectangular) const override;
    // What left it covered comes back as it was.
    QByteArray fromMimeData(const QMimeData *source, bool &isRectangular) const override;

private:
    void tellOfEdits();
    void setUpDocument();
    void leaveKeysToTheWindow();
    void showFromBeginning();
    void setUpText();
    void setUpMargins();
    void setUpFolding();
    void showInvisibleCharacters();
    void applyStyles();
    void applyMarks();

    EditorTheme m_theme;
    EditWatch *m_watch = nullptr; // null while the base is constructed and already sends events
    Masks *m_masks = nullptr; // the same
    CoverGuard *m_guard = nullptr;
    int m_lines = 1;
    bool m_showsLineNumbers = true;
};

// A colour in Scintilla's order of bytes, with and without its opacity.
long scintillaColour(const QColor &colour);

} // namespace chancery::editors
