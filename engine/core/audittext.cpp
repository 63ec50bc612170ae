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

bool isHidden(std::uint32_t point)
{
    const bool isControl = point < 0x20 || (point >= 0x7F && point <= 0x9F);
    const bool isBidi = point == 0x061C || point == 0x200E || point == 0x200F
        || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return isControl || isBidi || point == 0x2028 || point == 0x2029 || point == 0xFEFF;
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
