// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"

#include <QString>

#include <vector>

namespace chancery::editors {

// One change of a document's value, as a form or a table asks for it. Values are JSON texts.
struct TreeEdit {
    enum class Kind { Set, Insert, Append, Remove, Rename, MoveUp, MoveDown };

    Kind kind = Kind::Set;
    std::string pointer; // of the value; of the container for Insert and Append
    // The key of Insert, the new one of Rename; of MoveUp and MoveDown the place inside the item
    // where the eye is.
    std::string name = {};
    std::string json = {}; // of Set, Insert and Append

    friend bool operator==(const TreeEdit &, const TreeEdit &) = default;
};

// The smallest change of the text that makes it; proved, see core/document/patch.h. Pure.
core::Result<core::TextPatch> patchFor(const core::Tree &tree, const TreeEdit &edit);
// Where the eye should be afterwards: on what was set, made or renamed; on the neighbour or the
// container of what was removed. "tree" is the one before.
std::string placeAfter(const core::Tree &tree, const TreeEdit &edit);
// Why an edit cannot be, as a sentence for the field.
QString refusalText(const core::Error &error, const TreeEdit &edit, core::Format format);

// "/a/b" and "c/d" make "/a/b/c~1d".
std::string childPointer(const std::string &parent, std::string_view token);
std::string parentPointer(const std::string &pointer);
// The last key or position, as it is written in the document.
std::string lastToken(const std::string &pointer);

std::vector<std::string> tokensOfPointer(const std::string &pointer);

} // namespace chancery::editors
