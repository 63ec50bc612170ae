// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"

namespace chancery::core {

// The document with the white space that this house writes: two spaces to a level, no blanks at the
// ends of lines, no two empty lines in a row, a line break at the end. Nothing but white space
// changes: order, quotes, comments and the spelling of numbers stay. In JSON lists of plain values
// stay in one line as long as it has room. Proved: the new text was read again and has the same
// nodes in the same order, and without white space both texts are the same; else
// Error{Invalid, "cannot-format"}. Formatting twice changes nothing. Pure.
Result<TextPatch> formatDocument(const Tree &tree);

// The members of objects in the order of their names' bytes; comments before a member and at the
// end of its lines go with it. Of TOML's tables the entries are sorted; all of them together also
// sorts the tables, as long as no array of tables depends on their order. Proved like the above by
// value and by the bytes that both texts consist of. Where a comment stands between the members of
// an object in brackets the answer is Error{Invalid, "comment-in-brackets"}; where a key does not
// begin its line "key-not-sortable"; where an alias would come before its anchor "cannot-sort".
Result<TextPatch> sortAllKeys(const Tree &tree);
// Of the object at the offset: the one whose key stands there, else the one around it; where there
// is none, "no-object".
Result<TextPatch> sortKeysAt(const Tree &tree, std::size_t offset);

// What makes one text of the other, with neither end that both have.
TextPatch differenceBetween(std::string_view from, std::string_view into);

} // namespace chancery::core
