// SPDX-License-Identifier: Apache-2.0
#include "feedobject.h"

#include "engine/core/audittext.h"
#include "engine/core/document/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace chancery::core {

namespace {

// What JSON itself does not escape.
bool isBeyondPlain(char c)
{
    return static_cast<unsigned char>(c) > '~';
}

// Shown as it is; not the two characters that are none, and that XML does not know.
bool isShown(std::string_view sequence)
{
    return sequence != "\ufffe" && sequence != "\uffff" && auditText(sequence) == sequence;
}

std::string escaped(std::uint32_t unit)
{
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "\\u%04x", unit);
    return text.data();
}

std::string escapesOf(std::string_view sequence)
{
    static constexpr std::uint32_t firstPair = 0x10000;
    std::uint32_t point = static_cast<unsigned char>(sequence.front());
    if (sequence.size() > 1)
        point &= 0xFFU >> (sequence.size() + 1);
    for (const char next : sequence.substr(1))
        point = (point << 6) | (static_cast<unsigned char>(next) & 0x3FU);
    if (point < firstPair)
        return escaped(point);
    return escaped(0xD800 + ((point - firstPair) >> 10)) + escaped(0xDC00 + (point & 0x3FF));
}

} // namespace

std::string withMarksEscaped(std::string json)
{
    if (std::ranges::none_of(json, isBeyondPlain))
        return json;
    std::string out;
    for (std::size_t at = 0; at < json.size();) {
        const auto length
            = isBeyondPlain(json[at]) ? std::max<std::size_t>(utf8Length(&json[at]), 1) : 1;
        const auto sequence = std::string_view(json).substr(at, length);
        if (!isBeyondPlain(sequence.front()) || isShown(sequence))
            out += sequence;
        else
            out += escapesOf(sequence);
        at += length;
    }
    return out;
}

} // namespace chancery::core
