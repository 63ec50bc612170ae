// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::cli {

// The text as a terminal may show it: control characters, escapes and what turns the direction of
// writing are spelt out ("\u{1b}"), so that nothing that came from elsewhere acts on the terminal.
std::string visible(std::string_view text);

// JSON as a terminal may show it: the same characters as escapes of JSON, so that a program still
// reads what was there.
std::string safeJson(std::string_view json);

// Rows in aligned columns under a header; every cell is made visible.
class Table {
public:
    explicit Table(std::vector<std::string> header);
    void add(std::vector<std::string> row);
    void print(std::ostream &out) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace chancery::cli
