// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merge/valuemerge.h"
#include "engine/core/textdiff.h"

namespace chancery::core {

// How lines merge that both sides changed next to each other.
enum class LineCare : std::uint8_t {
    Careful, // as a conflict, also where the changes only touch; for texts of unknown meaning
    Fine, // word by word, of comments that both wrote both. For results that are proved
    Bold, // each for itself, else mine; of additions in one place mine first. Proved too
    BoldForMine // the same, but of additions in one place mine alone
};

struct LineMerge {
    std::string text; // mine where there is a conflict
    std::vector<MergeConflict> conflicts;
    std::size_t taken = 0; // places where theirs was taken by itself
};

// Merges three texts by their lines. Line ends do not count as changes; mine stay.
LineMerge mergeLines(std::string_view base, std::string_view theirs, std::string_view mine,
    LineCare care, const CancelToken *token = nullptr);

} // namespace chancery::core
