// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/style.h"
#include "engine/core/document/tree.h"

#include <span>
#include <vector>

namespace chancery::editors {

// A run of bytes of one style.
struct Token {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    Style style = Style::Plain;

    friend bool operator==(const Token &, const Token &) = default;
};

// What the reader saw, in the order of the text and without overlaps: keys and scalars from the
// tree's nodes, comments and YAML's anchors, tags and directives from what lies between them. What
// no token covers is punctuation.
std::vector<Token> tokensOf(const core::Tree &tree);

// Writes the styles of the bytes [begin, begin + size) of the text that the tokens are of.
void paintTokens(std::span<const Token> tokens, std::size_t begin, std::size_t size, char *styles);

} // namespace chancery::editors
