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
    // YAML: the column of the key.
    std::size_t indentation = 0;
    // YAML: nothing else stands in this block yet, so a plain value may.
    bool mayBeValue = false;
    // TOML: inside the brackets of a table's heading.
    bool isHeading = false;
};

CompletionContext contextAt(core::Format format, std::string_view text, std::size_t caret);
CompletionContext jsonContextAt(std::string_view text, std::size_t caret);
CompletionContext yamlContextAt(std::string_view text, std::size_t caret);
CompletionContext tomlContextAt(std::string_view text, std::size_t caret);

} // namespace chancery::editors
