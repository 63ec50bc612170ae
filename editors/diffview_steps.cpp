// SPDX-License-Identifier: Apache-2.0
//
// The ways through a DiffView: from change to change, to where a line moved, from a key to its
// line.
#include "editors/diffviewparts.h"

namespace chancery::editors {

void DiffView::showRow(int row)
{
    m_parts->left->showRow(static_cast<std::size_t>(row));
    if (m_parts->mode != Mode::Inline)
        m_parts->right->showRow(static_cast<std::size_t>(row));
}

void DiffView::unfold(int row)
{
    Parts &parts = *m_parts;
    if (!parts.content)
        return;
    const auto first = parts.left->send(QsciScintillaBase::SCI_GETFIRSTVISIBLELINE);
    parts.content->unfold(parts.leftColumn(), static_cast<std::size_t>(row));
    showRows();
    for (DiffPane *pane : {parts.left, parts.right}) {
        pane->send(QsciScintillaBase::SCI_GOTOLINE, static_cast<std::size_t>(row));
        pane->send(QsciScintillaBase::SCI_SETFIRSTVISIBLELINE, static_cast<std::size_t>(first));
    }
}

void DiffView::goToNextChange()
{
    goToChange(m_parts->current ? static_cast<int>(*m_parts->current) + 1 : 0);
}

void DiffView::goToPreviousChange()
{
    goToChange(m_parts->current ? static_cast<int>(*m_parts->current) - 1 : -1);
}

// Around both ends.
void DiffView::goToChange(int change)
{
    const int count = changeCount();
    if (count == 0)
        return;
    m_parts->current = static_cast<std::size_t>((change + count) % count);
    if (m_parts->mode == Mode::Keys) {
        m_parts->tree->setCurrentIndex(m_parts->model->change(static_cast<int>(*m_parts->current)));
        showSummary();
        return;
    }
    showRow(static_cast<int>(m_parts->changes()[*m_parts->current].begin));
    showSummary();
}

void DiffView::goToPartner()
{
    Parts &parts = *m_parts;
    if (!parts.content || parts.mode == Mode::Keys)
        return;
    DiffPane *pane = parts.right->hasFocus() ? parts.right : parts.left;
    const DiffColumn column = parts.columnOf(pane);
    const auto &rows = parts.content->rows(column).rows;
    const auto row = pane->currentRow();
    if (row >= rows.size())
        return;
    // The caret may stand beside what moved.
    const bool isLeft
        = rows[row].left.hasMoved() && (!rows[row].right.hasMoved() || column == DiffColumn::Left);
    const auto partner = isLeft ? rows[row].left.partner : rows[row].right.partner;
    const auto found = std::ranges::find_if(rows, [&](const DiffRow &other) {
        return partner != SideRow::filler && (isLeft ? other.right : other.left).line == partner;
    });
    if (found == rows.end())
        return;
    showRow(static_cast<int>(found - rows.begin()));
    if (parts.mode != Mode::Inline)
        (isLeft ? parts.right : parts.left)->setFocus();
}

void DiffView::takeLeft()
{
    // What is shown may be of other texts than those that are being compared.
    if (isBusy())
        return;
    const Parts &parts = *m_parts;
    const bool isOfTexts = parts.mode == Mode::SideBySide || parts.mode == Mode::Inline;
    if (!parts.content || !isOfTexts || changeCount() == 0)
        return;
    const auto taken = takenText(*parts.content, parts.current.value_or(0));
    Q_EMIT hunkTaken(static_cast<qsizetype>(taken.begin), static_cast<qsizetype>(taken.end),
        QString::fromStdString(taken.text));
}

// The line of a changed key, in the text that has it.
void DiffView::goToText(const QModelIndex &index)
{
    const core::TreeChange *change = m_parts->model->changeAt(index);
    if (!change || !m_parts->content)
        return;
    setMode(Mode::SideBySide);
    const bool isLeft = change->leftValue.isPresent();
    const core::Value value = isLeft ? change->leftValue : change->rightValue;
    const auto line = static_cast<std::size_t>(
        core::positionOf(value.tree().source(), value.node().begin).line - 1);
    const auto &rows = m_parts->content->sideBySide.rows;
    // Rows stand in the order of both texts: the last that begins no later holds it.
    std::size_t best = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto at = (isLeft ? rows[row].left : rows[row].right).line;
        if (at != SideRow::filler && at <= line)
            best = row;
    }
    showRow(static_cast<int>(best));
    (isLeft ? m_parts->left : m_parts->right)->setFocus();
}

} // namespace chancery::editors
