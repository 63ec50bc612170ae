// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::toml
{

// What is known of TOML text before the library reads it.
struct Shape {
    std::optional<Problem> problem;
    // Where a character beyond ASCII follows a line-ending backslash. The library's test for white
    // space is undefined for most of them (toml++ 3.3, is_non_ascii_horizontal_whitespace).
    std::vector<std::size_t> unsafe;
};

// Looks over the text for what the library would pay for dearly or get wrong: it recurses over
// tables as deep as they are nested, it searches the tables named by dotted keys one by one, and
// outside of strings and comments it takes some characters beyond ASCII for white space. Knows just
// enough of the syntax to tell keys, strings and brackets apart; what is malformed is left for the
// library to say.
Shape shapeOf(const std::string &source, const Limits &limits);

} // namespace chancery::core::toml
