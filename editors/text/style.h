// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace chancery::editors {

// How a byte of text is painted; the numbers are Scintilla's style numbers.
enum class Style : std::uint8_t {
    Plain,
    Key,
    String,
    Number,
    Literal,
    Punctuation,
    Comment,
    Tag,
    Invalid
};
inline constexpr int styleCount = 9;

} // namespace chancery::editors
