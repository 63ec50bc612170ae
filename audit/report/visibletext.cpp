// SPDX-License-Identifier: Apache-2.0
#include "visibletext.h"

#include "engine/core/audittext.h"

#include <algorithm>

namespace chancery::audit {

namespace {

bool continues(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Cuts after that many bytes, or up to three earlier, so that no character is taken apart.
std::size_t cutAt(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text.size();
    auto at = most;
    while (at + 4 > most && at > 1 && continues(text[at]))
        --at;
    return at;
}

// The two characters that UTF-8 knows and XML does not, so that no workbook could hold them.
void replaceForeign(std::string &text)
{
    for (std::size_t at = 0; (at = text.find("\xef\xbf", at)) != std::string::npos;) {
        const auto last = text.size() > at + 2 ? text[at + 2] : '\0';
        if (last == '\xbe' || last == '\xbf')
            text.replace(at, 3, last == '\xbe' ? "\\u{FFFE}" : "\\u{FFFF}");
        at += 3;
    }
}

// Without a branch a byte, so that many are looked at at once.
bool isPlain(std::string_view text)
{
    unsigned other = 0;
    for (const char c : text)
        other
            |= unsigned(static_cast<unsigned char>(static_cast<unsigned char>(c) - 0x20U) > 0x5eU);
    return other == 0;
}

} // namespace

void showIn(std::string &cell, std::string_view text)
{
    static constexpr std::size_t shortText = 500;
    if (text.size() <= shortText && isPlain(text))
        cell.assign(text);
    else
        cell = visibleText(text);
}

std::string visibleText(std::string_view text)
{
    // A byte is at least a third of a unit of UTF-16 and at most one.
    static constexpr std::size_t most = 32'000;
    // Small enough for auditText() to cut nothing, even where each byte becomes eight.
    static constexpr std::size_t part = 500;
    std::string out;
    while (!text.empty() && out.size() < most) {
        const auto size = cutAt(text, part);
        out += core::auditText(text.substr(0, size));
        text.remove_prefix(size);
    }
    replaceForeign(out);
    if (text.empty() && out.size() <= most)
        return out;
    out.resize(cutAt(out, most));
    return out + "…";
}

bool needsGuard(std::string_view text)
{
    static constexpr std::string_view signs[]{
        "=", "+", "-", "@", "'", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
    if (text.empty())
        return false;
    return text.front() == '\0' || std::ranges::any_of(signs, [text](std::string_view sign) {
        return text.starts_with(sign);
    });
}

std::string guardedText(std::string text)
{
    return needsGuard(text) ? '\'' + std::move(text) : std::move(text);
}

} // namespace chancery::audit
