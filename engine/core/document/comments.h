// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <vector>

namespace chancery::core {

// The bytes [begin, end) of a comment with its sign, without the blanks at its end.
struct Comment {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const Comment &, const Comment &) = default;
};

// All comments of a document in the order of its text; JSON has none. A sign inside of a key or a
// value is none, also where TOML repeats a quoted key in several headings. Linear in the text.
std::vector<Comment> commentsOf(const Tree &tree);

// Behind the quotes of a TOML key whose first one stands there; the end where it is not closed.
std::size_t behindQuotedKey(std::string_view text, std::size_t quote);

} // namespace chancery::core
