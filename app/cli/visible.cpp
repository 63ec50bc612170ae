// SPDX-License-Identifier: Apache-2.0
#include "visible.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ostream>

namespace chancery::cli {

namespace {

struct Character {
    std::uint32_t code = 0xFFFD;
    std::size_t bytes = 1;
    bool isValid = false;
};

Character characterAt(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80)
        return {first, 1, true};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return {first, 1, false};
    std::uint32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80)
            return {first, 1, false};
        code = code << 6 | (next & 0x3FU);
    }
    return {code, length, true};
}

bool acts(std::uint32_t code)
{
    const bool isControl = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool isDirection = code == 0x061C || code == 0x200E || code == 0x200F
        || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool isSeparator = code == 0x2028 || code == 0x2029 || code == 0xFEFF;
    return isControl || isDirection || isSeparator;
}

std::size_t widthOf(std::string_view text)
{
    return std::size_t(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace

std::string visible(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto character = characterAt(text);
        if (character.isValid && !acts(character.code)) {
            out += text.substr(0, character.bytes);
        } else {
            char spelt[16];
            std::snprintf(spelt, sizeof spelt, character.isValid ? "\\u{%x}" : "\\x%02x",
                unsigned(character.code));
            out += spelt;
        }
        text.remove_prefix(character.bytes);
    }
    return out;
}

// What acts stands in strings only: JSON itself is made of letters that do not.
std::string safeJson(std::string_view json)
{
    std::string out;
    while (!json.empty()) {
        const auto character = characterAt(json);
        const bool isAscii = character.code < 0x7F;
        if (isAscii || (character.isValid && !acts(character.code))) {
            out += json.substr(0, character.bytes);
        } else {
            char spelt[16];
            std::snprintf(spelt, sizeof spelt, "\\u%04x",
                unsigned(character.isValid ? character.code : 0xFFFD));
            out += spelt;
        }
        json.remove_prefix(character.bytes);
    }
    return out;
}

Table::Table(std::vector<std::string> header)
{
    add(std::move(header));
}

void Table::add(std::vector<std::string> row)
{
    for (auto &cell : row)
        cell = visible(cell);
    m_rows.push_back(std::move(row));
}

void Table::print(std::ostream &out) const
{
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto &row : m_rows) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    }
    for (const auto &row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line.append(widths[i] - widthOf(row[i]) + 2, ' ');
        }
        out << line << '\n';
    }
}

} // namespace chancery::cli
