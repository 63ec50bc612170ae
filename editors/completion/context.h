// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

// What stands at the caret, found by a tolerant look at the text around it, so that it works while
// the text does not parse.
struct CompletionContext {
    enum class Role { None, Key, Value };

    Role role = Role::None;
    // Of the object for a key, of the value for a value.
    std::string pointer;
    // Of that object, without the one under the caret.
    std::vector<std::string> presentKeys;
    // The word under the caret, quotes included, and what of it stands before the caret.
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string typed;
    // A key: a colon or an equals sign follows already. A TOML heading: never.
    bool hasValue = false;
    // JSON: where a comma is missing before the word, and whether one is missing behind it.
    std::optional<std::size_t> commaAt;
    bool needsCommaBehind = false;
    // YAML: the column of the key, and the blanks between its colon and the value.
    std::size_t indentation = 0;
    std::size_t blanksBefore = 0;
    // YAML: nothing else stands in this block yet, so a plain value may.
    bool mayBeValue = false;
    // Inside brackets, where commas separate: all of JSON, a part of YAML and TOML.
    bool isFlow = false;
    // TOML: inside the brackets of a table's heading.
    bool isHeading = false;
};

// A tree of an earlier state of the text saves the look at most of a long one.
CompletionContext contextAt(core::Format format, std::string_view text, std::size_t caret,
    const core::Tree *earlier = nullptr);
// The same, certain of the word under the caret because the tree is of that very text.
CompletionContext contextIn(const core::Tree &tree, std::size_t caret);
// Of what begins at a bracket; nothing when that is closed before the caret. The base is the
// pointer of the bracket's value.
std::optional<CompletionContext> flowContextAt(core::Format format, std::string_view text,
    std::size_t begin, std::size_t caret, const std::string &base);
// Behind the value that begins there in its line; its comment is none of it.
std::size_t endOfWord(std::string_view line, std::size_t begin, std::string_view commentSign);
CompletionContext yamlContextAt(std::string_view text, std::size_t caret);
CompletionContext tomlContextAt(std::string_view text, std::size_t caret);

} // namespace chancery::editors
