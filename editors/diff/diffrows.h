// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/textdiff.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

enum class RowKind : std::uint8_t { Same, Added, Removed, Changed };

// One line of a side, or the filler that stands for none.
struct SideRow {
    static constexpr std::size_t filler = std::size_t(-1);
    std::size_t line = filler; // from zero, in that side's text
    // Bytes of the line that differ from the line opposite.
    std::vector<std::pair<std::size_t, std::size_t>> marks;

    bool isFiller() const { return line == filler; }
};

// Left and right on one height.
struct DiffRow {
    RowKind kind = RowKind::Same;
    SideRow left;
    SideRow right;
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

// Lines against lines, those of a changed block paired in their order.
DiffRows sideBySideRows(const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right, const core::CancelToken *token = nullptr);
// The same in one column: removed lines stand above the added ones, each row has one side only but
// for equal lines, which have both.
DiffRows inlineRows(const DiffRows &sideBySide);

} // namespace chancery::editors
