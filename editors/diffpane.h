// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/codeview.h"
#include "editors/diff/diffcontent.h"

namespace chancery::editors {

// One column of a diff: read-only text with numbers and signs in the margin, coloured rows and
// marked words. Only rows on screen are decorated. Owned by DiffView.
class DiffPane : public CodeView {
    Q_OBJECT

public:
    // Background of a whole row; the numbers are Scintilla's marker numbers.
    enum RowMarker {
        AddedRow = FirstDiffMark,
        RemovedRow,
        ChangedRow,
        FillerRow,
        MovedRow,
        IgnoredRow,
        FoldedRow
    };
    enum WordIndicator { AddedWord = StrongIndicator, RemovedWord, ChangedWord };

    explicit DiffPane(QWidget *parent = nullptr);

    void setContent(std::shared_ptr<const DiffContent> content, DiffColumn column);
    void applyDiffTheme(const EditorTheme &theme);
    // The row stands in the upper third and holds the caret.
    void showRow(std::size_t row);
    std::size_t currentRow() const;

Q_SIGNALS:
    // Somebody wants to see what a folded row stands for.
    void unfoldWanted(int row);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool isFolded(std::size_t row) const;
    void decorateVisible();
    void decorate(std::size_t row);
    void styleRow(std::size_t row);
    void markRow(std::size_t row);
    void numberRow(std::size_t row);
    void adjustMargin();
    std::string number(std::size_t line) const;

    std::shared_ptr<const DiffContent> m_content;
    DiffColumn m_column = DiffColumn::Left;
    std::vector<char> m_isDecorated;
    std::size_t m_digits = 3;
};

} // namespace chancery::editors
