// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffrows.h"
#include "editors/text/analysis.h"

#include <memory>

namespace chancery::editors {

// A text that takes part in a comparison.
struct DiffText {
    std::shared_ptr<const std::string> text;
    std::vector<std::string_view> lines; // into text
    std::shared_ptr<const Analysis> analysis; // null when it does not parse
    std::vector<SensitiveSpan> sensitive; // of what does parse

    std::size_t offset(std::size_t line) const
    {
        return static_cast<std::size_t>(lines[line].data() - text->data());
    }
};

// Which of the texts a column shows.
enum class DiffColumn : std::uint8_t { Left, Right, Inline };

// Two texts with everything that showing their differences needs. Immutable; made in the executor.
struct DiffContent {
    core::Format format = core::Format::Json;
    DiffText left;
    DiffText right;
    DiffRows sideBySide;
    DiffRows inlined;

    const DiffRows &rows(DiffColumn column) const
    {
        return column == DiffColumn::Inline ? inlined : sideBySide;
    }
    // The text whose line stands in that row of the column; null for a filler.
    const DiffText *source(DiffColumn column, const DiffRow &row) const;
    const SideRow &side(DiffColumn column, const DiffRow &row) const;
    // The column as one text, a line for each row.
    std::string display(DiffColumn column) const;
    // The lines are the same but something about their ends is not.
    bool onlyLineEndsDiffer() const
    {
        return sideBySide.changes.empty() && *left.text != *right.text;
    }
};

// The advisor says what is sensitive beside what looks like it; null: there is none.
std::shared_ptr<const DiffContent> compare(std::string left, std::string right, core::Format format,
    const SchemaAdvisor *advisor, const core::CancelToken &token);

} // namespace chancery::editors
