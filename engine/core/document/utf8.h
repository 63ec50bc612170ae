// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace chancery::core {

// Appends the code point, which must be a Unicode scalar value.
void appendUtf8(std::string &out, std::uint32_t point);

// Bytes of the well-formed UTF-8 sequence at p (Unicode table 3-7), or 0. Reads up to the first
// byte that does not fit, so a NUL behind the text is enough of an end.
std::size_t utf8Length(const char *p);

// The offset of the first byte that is not well-formed UTF-8; npos when all is.
std::size_t firstInvalidUtf8(const std::string &text);

// Eight bytes at once: true when none is a quote, a backslash, a control or beyond ASCII.
inline bool isPlainRun(const char *eightBytes)
{
    std::uint64_t word;
    std::memcpy(&word, eightBytes, 8);
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t highs = 0x8080808080808080u;
    const auto hasZero = [](std::uint64_t x) { return (x - ones) & ~x & highs; };
    const auto controls = (word - ones * 0x20) & ~word & highs;
    return ((word & highs) | controls | hasZero(word ^ (ones * '"'))
               | hasZero(word ^ (ones * '\\')))
        == 0;
}

// Code points in well-formed UTF-8.
std::size_t countCodePoints(std::string_view text);

} // namespace chancery::core
