// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chancery::core {

// An ECMA-262 regular expression (flag u, with the leniency of Annex B) in the syntax that RE2 and
// PCRE2 share.
struct TranslatedRegex {
    std::string text;
    bool needsBacktracking = false; // look-around or back-references: PCRE2 only
};
// Nothing when it is no regular expression in a way that the engines would not notice themselves.
std::optional<TranslatedRegex> translateEcmaRegex(std::string_view source);

} // namespace chancery::core
