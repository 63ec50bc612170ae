// SPDX-License-Identifier: Apache-2.0
#include "planes.h"

#include "engine/core/document/utf8.h"

#include <algorithm>
#include <charconv>

namespace chancery::core::toml {

namespace {

std::uint32_t codePoint(const char *at, std::size_t length)
{
    static constexpr unsigned char leads[] = {0x7F, 0x7F, 0x1F, 0x0F, 0x07};
    auto point = std::uint32_t(static_cast<unsigned char>(*at) & leads[length]);
    for (std::size_t i = 1; i < length; ++i)
        point = point << 6 | std::uint32_t(at[i] & 0x3F);
    return point;
}

// Calls step(point, place, length) for each character beyond ASCII.
template <typename Step>
void forEachBeyondAscii(const std::string &text, Step step)
{
    for (std::size_t at = 0; at < text.size();) {
        const bool isAscii = static_cast<unsigned char>(text[at]) < 0x80;
        const auto length = isAscii ? 1 : std::max<std::size_t>(utf8Length(&text[at]), 1);
        if (!isAscii)
            step(codePoint(&text[at], length), at, length);
        at += length;
    }
}

// One bit for each plane that an escape may name: \U and eight digits, wherever they stand.
std::uint32_t planesOfEscapes(const std::string &text)
{
    std::uint32_t planes = 0;
    for (auto at = text.find("\\U"); at != std::string::npos; at = text.find("\\U", at + 1)) {
        std::uint32_t point = 0;
        const char *const begin = text.data() + at + 2;
        const char *const end = text.data() + std::min(at + 10, text.size());
        if (std::from_chars(begin, end, point, 16).ec == std::errc() && point <= 0x10FFFF)
            planes |= std::uint32_t(1) << (point >> 16);
    }
    return planes;
}

} // namespace

Planes::Planes(const std::string &text)
{
    std::uint32_t used = 0;
    forEachBeyondAscii(text, [&used](std::uint32_t point, std::size_t, std::size_t) {
        used |= std::uint32_t(1) << (point >> 16);
    });
    m_isNeeded = (used & 1) != 0;
    used |= planesOfEscapes(text);
    for (std::uint32_t plane = 16; plane > 0 && m_plane == 0; --plane) {
        if ((used >> plane & 1) == 0)
            m_plane = plane;
    }
}

std::string Planes::hidden(const std::string &text) const
{
    std::string out;
    std::size_t from = 0;
    forEachBeyondAscii(text, [&](std::uint32_t point, std::size_t at, std::size_t length) {
        if (point > 0xFFFF)
            return;
        out.append(text, from, at - from);
        appendUtf8(out, m_plane << 16 | point);
        from = at + length;
    });
    return out.append(text, from);
}

std::string Planes::shown(const std::string &hiddenText) const
{
    std::string out;
    std::size_t from = 0;
    forEachBeyondAscii(hiddenText, [&](std::uint32_t point, std::size_t at, std::size_t length) {
        if (point >> 16 != m_plane)
            return;
        out.append(hiddenText, from, at - from);
        appendUtf8(out, point & 0xFFFF);
        from = at + length;
    });
    return out.append(hiddenText, from);
}

} // namespace chancery::core::toml
