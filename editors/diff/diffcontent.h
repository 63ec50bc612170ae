// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffrows.h"
#include "editors/diff/diffrules.h"
#include "editors/text/analysis.h"
#include "engine/core/diff/treediff.h"

#include <map>
#include <memory>
#include <optional>

namespace chancery::editors {

// What a comparison says of a covered value in the place of it.
enum class CoverNote : std::uint8_t { None, Changed, Unchanged };

// A line that has covered values, as it is shown: the same bullets for each, whatever is there.
struct CoveredLine {
    struct Cover {
        std::size_t begin = 0; // bytes of the line in the text
        std::size_t end = 0;
        std::size_t shownBegin = 0; // and as it is shown
        std::size_t shownEnd = 0;
    };
    std::string text;
    std::vector<Cover> covers;

    // Where bytes of the text's line are in the shown one; of what is covered always all.
    std::pair<std::size_t, std::size_t> toShown(std::size_t begin, std::size_t end) const;
};

// A text that takes part in a comparison.
struct DiffText {
    std::shared_ptr<const std::string> text;
    core::Format format = core::Format::Json;
    std::vector<std::string_view> lines; // into text
    std::shared_ptr<const Analysis> analysis; // null when it does not parse
    std::vector<SensitiveSpan> sensitive; // guessed where it does not parse
    // Of a long text that does not parse, what is shown is guessed when it is shown.
    std::shared_ptr<const GuessBasis> guessLater;
    std::map<std::size_t, CoveredLine> covered; // by line

    // Whether any of those bytes belong to a value that is not for everybody's eyes.
    bool isSensitive(std::size_t begin, std::size_t end) const;
    // Null: nothing in it is covered.
    const CoveredLine *coveredLine(std::size_t line) const;
    // The line as it is shown.
    std::string_view shownLine(std::size_t line) const;
    std::size_t offset(std::size_t line) const
    {
        return static_cast<std::size_t>(lines[line].data() - text->data());
    }
};

// Which of the texts a column shows.
enum class DiffColumn : std::uint8_t { Left, Right, Inline };

// Two texts with everything that showing their differences needs. Made in the executor; then of the
// GUI thread, which only unfolds.
struct DiffContent {
    DiffText left;
    DiffText right;
    DiffRules rules;
    bool isFolded = false;
    std::vector<core::Hunk> hunks;
    std::vector<core::HunkCause> causes; // by hunk
    std::vector<core::MovedLines> moved;
    // What differs in meaning, whatever the formats; only where both texts were read.
    bool isRead() const { return left.analysis && right.analysis; }
    std::vector<core::TreeChange> changes;
    DiffRows sideBySide;
    DiffRows inlined;

    RowPlan plan() const;
    const DiffRows &rows(DiffColumn column) const
    {
        return column == DiffColumn::Inline ? inlined : sideBySide;
    }
    // The text whose line stands in that row of the column; null for a filler and a folded row.
    const DiffText *source(DiffColumn column, const DiffRow &row) const;
    const SideRow &side(DiffColumn column, const DiffRow &row) const;
    // The column as one text, a line for each row.
    std::string display(DiffColumn column) const;
    // The lines are the same but something about their ends is not.
    bool onlyLineEndsDiffer() const { return hunks.empty() && *left.text != *right.text; }
    // Hunks that a rule passes over.
    int ignoredCount() const;
    // The cause that all hunks have in common; nothing when there is none.
    std::optional<core::HunkCause> onlyCause() const;
    // Finds and covers what is not for everybody's eyes in rows that are shown.
    void cover(const std::vector<DiffRow> &rows);
    // Shows what the folded row of the column stands for, in both arrangements.
    void unfold(DiffColumn column, std::size_t row);
};

// What says which values of each text are sensitive, beside what looks like it; null: nothing.
struct DiffAdvisors {
    std::shared_ptr<const SchemaAdvisor> left;
    std::shared_ptr<const SchemaAdvisor> right;
    std::shared_ptr<const SchemaAdvisor> both = {}; // speaks of either side beside its own

    friend bool operator==(const DiffAdvisors &, const DiffAdvisors &) = default;
};

// Bytes of the right text, and what stands there on the left.
struct TakenText {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};
TakenText takenText(const DiffContent &content, std::size_t change);

// What is compared, and how.
struct DiffTask {
    std::shared_ptr<const std::string> left;
    std::shared_ptr<const std::string> right;
    core::Format leftFormat = core::Format::Json;
    core::Format rightFormat = core::Format::Json;
    DiffAdvisors advisors;
    DiffRules rules;
    bool isFolded = false;
    std::vector<std::string> brought = {}; // pointers of values that are covered whatever they are
};

std::shared_ptr<DiffContent> compare(const DiffTask &task, const core::CancelToken &token);

} // namespace chancery::editors
