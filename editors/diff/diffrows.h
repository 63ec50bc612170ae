// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/movedlines.h"
#include "engine/core/textdiff.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

// Ignored: the lines differ, but a rule passes over it. Folded: stands for lines that are not
// shown.
enum class RowKind : std::uint8_t { Same, Added, Removed, Changed, Ignored, Folded };

// One line of a side, or the filler that stands for none.
struct SideRow {
    static constexpr std::size_t filler = std::size_t(-1);
    std::size_t line = filler; // from zero, in that side's text
    // Bytes of the line that differ from the line opposite.
    std::vector<std::pair<std::size_t, std::size_t>> marks;
    std::size_t partner = filler; // the line of the other side that it moved to or from

    bool isFiller() const { return line == filler; }
    bool hasMoved() const { return partner != filler; }
};

// Left and right on one height.
struct DiffRow {
    RowKind kind = RowKind::Same;
    SideRow left;
    SideRow right;
    // Of a Folded row: how many lines of each side it stands for, from the lines of the two on.
    std::size_t foldedLeft = 0;
    std::size_t foldedRight = 0;

    // What the row is for one of its sides: beside a line that only moved the other is no change of
    // it.
    RowKind kindOf(const SideRow &side) const
    {
        const SideRow &opposite = &side == &left ? right : left;
        if (kind != RowKind::Changed || !opposite.hasMoved())
            return kind;
        return &side == &left ? RowKind::Removed : RowKind::Added;
    }
};

// A block of rows that differ.
struct DiffChange {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const DiffChange &, const DiffChange &) = default;
};

struct DiffRows {
    std::vector<DiffRow> rows;
    std::vector<DiffChange> changes;
};

// How two texts' lines are put opposite each other.
struct RowPlan {
    const std::vector<std::string_view> &left;
    const std::vector<std::string_view> &right;
    const std::vector<core::Hunk> &hunks;
    std::vector<char> isIgnored; // by hunk; empty for none
    const std::vector<core::MovedLines> &moved;
    // All but a few lines around the changes is one row.
    bool isFolded = false;
};

// Lines against lines, those of a changed block paired by likeness and else in their order.
DiffRows sideBySideRows(const RowPlan &plan);
// What a folded row stands for.
std::vector<DiffRow> unfoldedRows(const RowPlan &plan, const DiffRow &folded);
// The same in one column: removed lines stand above the added ones, each row has one side only but
// for equal lines, which have both.
DiffRows inlineRows(const DiffRows &sideBySide);
// Puts the rows in the place of the one there.
void replaceRow(DiffRows &rows, std::size_t index, const std::vector<DiffRow> &by);

} // namespace chancery::editors
