// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/referencetext.h"

#include <optional>

namespace chancery::editors {

// The references in one line of text as it is written, in whatever format and also while it does
// not parse; the one that the offset is in first. Those that are not in their form are left out.
std::vector<core::ReferencePiece> referencesAt(std::string_view line, std::size_t offset);

// A reference that is being typed: what stands between "${ref:" and the caret.
struct UnfinishedReference {
    std::size_t begin = 0; // behind the colon
    std::size_t end = 0; // of the word, before a brace or quote
    std::string path; // "/payments/db", as far as it is there
    std::optional<std::string> pointer; // behind the number sign
};
std::optional<UnfinishedReference> unfinishedReferenceAt(std::string_view text, std::size_t caret);

} // namespace chancery::editors
