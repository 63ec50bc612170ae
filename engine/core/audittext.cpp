// SPDX-License-Identifier: Apache-2.0
#include "audittext.h"

#include "engine/core/digest.h"
#include "engine/core/document/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace chancery::core {

namespace {

std::uint32_t decoded(std::string_view sequence)
{
    const auto byte = [sequence](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    if (sequence.size() == 1)
        return byte(0);
    std::uint32_t point = byte(0) & (0xFFu >> (sequence.size() + 1));
    for (std::size_t i = 1; i < sequence.size(); ++i)
        point = (point << 6) | (byte(i) & 0x3F);
    return point;
}

bool isPlain(char character)
{
    return character >= ' ' && character <= '~';
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// What is not seen, or turns what is seen: controls, marks of direction, separators, and everything
// that Unicode calls default-ignorable (zero width, soft hyphen, fillers, variation selectors,
// tags).
constexpr Range hidden[]{{0x00, 0x1F}, {0x7F, 0x9F}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

bool isHidden(std::uint32_t point)
{
    return std::ranges::any_of(
        hidden, [point](Range range) { return point >= range.first && point <= range.last; });
}

std::string visible(char kind, std::uint32_t number)
{
    std::array<char, 8> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
    std::string text = {'\\', kind, '{'};
    for (const char *digit = digits.data(); digit != end; ++digit)
        text += *digit >= 'a' ? char(*digit - 'a' + 'A') : *digit;
    return text + '}';
}

} // namespace

std::string auditText(std::string_view text)
{
    const std::string terminated(text);
    if (text.size() <= longestAuditText && std::ranges::all_of(text, isPlain))
        return terminated;
    std::string out;
    for (std::size_t at = 0; at < terminated.size();) {
        const char *here = terminated.data() + at;
        const auto length = static_cast<unsigned char>(*here) < 0x80 ? 1 : utf8Length(here);
        const auto sequence
            = std::string_view(terminated).substr(at, std::max<std::size_t>(length, 1));
        std::string piece(sequence);
        if (length == 0)
            piece = visible('x', static_cast<unsigned char>(sequence.front()));
        else if (isHidden(decoded(sequence)))
            piece = visible('u', decoded(sequence));
        if (out.size() + piece.size() > longestAuditText)
            return out + "…$truncated:" + std::to_string(text.size());
        out += piece;
        at += sequence.size();
    }
    return out;
}

std::string piiCommitment(std::string_view salt, std::string_view value)
{
    return sha256Id("cms.pii.v1\n", std::string(salt).append(value));
}

} // namespace chancery::core
