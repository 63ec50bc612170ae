// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chancery::core::layout {

// What a line of TOML begins as.
enum class TomlLineKind : std::uint8_t { Blank, Comment, Table, TableItem, Entry, Inside, InText };

struct TomlLine {
    std::size_t begin = 0;
    std::size_t end = 0; // behind the line break
    TomlLineKind kind = TomlLineKind::Blank;
    int depth = 0; // Inside: open brackets at the beginning of the line
    std::size_t equals = 0; // Entry: where its sign stands
    bool endsInText = false; // the blanks at its end may be of a text of several lines
};

// The lines of a document that can be read.
std::vector<TomlLine> tomlLines(const std::string &source);

} // namespace chancery::core::layout
