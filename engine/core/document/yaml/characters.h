// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chancery::core::yaml {

// What a byte may mean to the parser; one table, so that a test is one load.
enum CharacterClass : std::uint8_t {
    BlankClass = 1, // space, tab
    BreakClass = 2, // line feed, carriage return
    EndClass = 4, // the NUL behind the text
    FlowClass = 8, // , [ ] { }
    ColonOrHash = 16, // may end a plain scalar
    StartsNoPlain = 32, // an indicator that never begins a plain scalar
    StopsDoubleQuoted = 64, // quote, backslash, break, end
};

constexpr std::array<std::uint8_t, 256> makeCharacterClasses()
{
    std::array<std::uint8_t, 256> classes{};
    const auto add = [&classes](std::string_view characters, std::uint8_t value) {
        for (const char c : characters) {
            auto &entry = classes[static_cast<unsigned char>(c)];
            entry = std::uint8_t(entry | value);
        }
    };
    add(" \t", BlankClass);
    add("\n\r", BreakClass);
    add(std::string_view("\0", 1), EndClass);
    add(",[]{}", FlowClass);
    add(":#", ColonOrHash);
    add(",[]{}#&*!|>'\"%@`", StartsNoPlain);
    add(std::string_view("\"\\\n\r\0", 5), StopsDoubleQuoted);
    return classes;
}
inline constexpr auto characterClasses = makeCharacterClasses();

constexpr bool isOf(char c, int classes)
{
    return (characterClasses[static_cast<unsigned char>(c)] & classes) != 0;
}
constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
constexpr bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}
constexpr bool isFlowIndicator(char c)
{
    return isOf(c, FlowClass);
}
// A blank, a line break or the end of the text: what must follow "-", "?" and ":".
constexpr bool endsToken(char c)
{
    return isOf(c, BlankClass | BreakClass | EndClass);
}

} // namespace chancery::core::yaml
