// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

enum class Severity : std::uint8_t { Error, Warning, Information };

// Of a key that is there and may go one day.
inline constexpr std::string_view deprecatedCode = "deprecated";

// Something wrong in an editor's text: what, how bad, and the bytes that it concerns. Line and
// column count from one, the column in Unicode code points; the pointer is RFC 6901, empty for the
// whole document and where the text does not parse. What a schema demands is told apart by where it
// does so: several demands may have one keyword and one value.
struct EditorProblem {
    Severity severity = Severity::Error;
    std::size_t begin = 0;
    std::size_t end = 0;
    int line = 0;
    int column = 0;
    std::string code;
    std::string message;
    std::string pointer;
    std::string schemaPlace; // keyword location, behind the path of a parent whose schema it is
    // What alternatives of the schema find that were taken for not meant.
    std::vector<EditorProblem> elsewhere = {};

    friend bool operator==(const EditorProblem &, const EditorProblem &) = default;
};

} // namespace chancery::editors
