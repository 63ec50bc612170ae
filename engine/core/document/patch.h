// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"

namespace chancery::core {

// The bytes [begin, end) of a document's source give way to a text.
struct TextPatch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;

    std::string appliedTo(std::string_view source) const;
    friend bool operator==(const TextPatch &, const TextPatch &) = default;
};

// The smallest change of a document's text that makes one change of its value: comments, order,
// quoting and indentation of all else stay as they are. Values are JSON texts. Each patch has been
// proved: the patched text was read again and has exactly the intended value. What cannot be had
// that way, an alias's inside for one, is refused with Error{Invalid, "cannot-patch"}; a pointer
// that leads nowhere with "no-such-place". Pure; the time of reading the document twice.
Result<TextPatch> setValue(const Tree &tree, std::string_view pointer, std::string_view json);
// A new member behind the others of an object.
Result<TextPatch> insertMember(
    const Tree &tree, std::string_view object, std::string_view name, std::string_view json);
// A new item behind the others of an array.
Result<TextPatch> appendItem(const Tree &tree, std::string_view array, std::string_view json);
// An item one place up or down among those of its array, past its neighbour, with the comments that
// are its own. There is none past the first and the last: "no-such-place".
Result<TextPatch> moveItem(const Tree &tree, std::string_view pointer, bool isUp);
// A member with its key or an item.
Result<TextPatch> removeValue(const Tree &tree, std::string_view pointer);
Result<TextPatch> renameKey(const Tree &tree, std::string_view pointer, std::string_view name);

} // namespace chancery::core
