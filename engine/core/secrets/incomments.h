// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/comments.h"
#include "engine/core/secrets/scanner.h"

#include <vector>

namespace chancery::core {

// A secret that stands in a comment: the bytes [begin, end) of it, which of a private key are those
// of several comments below each other.
struct CommentSecret {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view kind;
    Comment comment; // or those from the first to the last

    friend bool operator==(const CommentSecret &, const CommentSecret &) = default;
};

// In the order of the text, one for each comment. Linear in the text.
std::vector<CommentSecret> commentSecrets(const Tree &tree, const SecretScanner &scanner);

} // namespace chancery::core
