// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace chancery::core::toml {

// What a byte may mean to the reader; one table, so that a test is one load.
enum CharacterClass : std::uint8_t {
    BareKeyClass = 1, // letters, digits, - and _
    DigitClass = 2,
    ControlClass = 4, // all controls but tab, the NUL behind the text among them
    StopsBasic = 8, // a control, the quote, the backslash
    StopsLiteral = 16, // a control, the apostrophe
};

constexpr std::array<std::uint8_t, 256> makeCharacterClasses()
{
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t byte = 0; byte < 0x80; ++byte) {
        const char c = char(byte);
        const bool isDigit = c >= '0' && c <= '9';
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool isControl = (byte < 0x20 && c != '\t') || byte == 0x7F;
        const int bits = (isDigit || isLetter || c == '-' || c == '_' ? BareKeyClass : 0)
            | (isDigit ? DigitClass : 0) | (isControl ? ControlClass : 0)
            | (isControl || c == '"' || c == '\\' ? StopsBasic : 0)
            | (isControl || c == '\'' ? StopsLiteral : 0);
        classes[byte] = std::uint8_t(bits);
    }
    return classes;
}
inline constexpr auto characterClasses = makeCharacterClasses();

constexpr bool isOf(char c, int classes)
{
    return (characterClasses[static_cast<unsigned char>(c)] & classes) != 0;
}
constexpr bool isDigit(char c)
{
    return isOf(c, DigitClass);
}
constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace chancery::core::toml
