// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"
#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// What shall stand in the place of one node of the old tree.
struct PatchedChange {
    enum class Kind : std::uint8_t { Set, Remove, Rename, Append, InsertBefore, Exchange };

    Kind kind = Kind::Set;
    std::uint32_t node = 0; // the value; the container for Append; the next item of InsertBefore,
                            // the first of the two of Exchange
    std::string json; // of Set, Append and InsertBefore
    std::string name; // of Rename, and of Append to an object
};

// The first way whose text has the intended value; else Error{Invalid, "cannot-patch"}.
Result<TextPatch> proved(
    const Tree &tree, const PatchedChange &change, std::string_view pointer, PatchCandidates ways);
// The tree of the text with many changes made at once, each as its one patch writes it; the order
// is that of the steps that would make them one by one. A patch inside of another one is left out
// with what it would have changed. Nothing where the text does not have the intended value.
std::optional<Tree> provedTogether(const Tree &tree, const std::vector<PatchedChange> &changes,
    const std::vector<TextPatch> &patches, const Limits &limits);
// Error{Invalid} with one field.
Error patchRefusal(const char *code, std::string_view pointer, std::string message);

} // namespace chancery::core
