// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

namespace chancery::editors {

class CodeView;
class Highlighter;

struct BracketPair {
    std::size_t here = 0;
    std::size_t partner = 0;
};
// The bracket before or behind the caret and the one that belongs to it.
std::optional<BracketPair> bracketsAtCaret(const CodeView &view, const Highlighter &known);

// To the other bracket; from anywhere else to the beginning of what is around the caret.
void jumpToBracket(CodeView &view, const Highlighter &known);

} // namespace chancery::editors
