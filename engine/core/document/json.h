// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Reads RFC 8259 JSON under the strict profile of standards.md API-9: no duplicate keys, lone
// surrogates, byte order mark, invalid UTF-8, numbers beyond binary64, or integers beyond
// ±(2^53−1). Iterative, one pass; never throws.
Reading readJson(std::shared_ptr<const std::string> source, const Limits &limits = {});
Reading readJson(std::string source, const Limits &limits = {});

// Appends the text as a JSON string with its quotes, escaping what RFC 8785 escapes and nothing
// else.
void appendJsonString(std::string &out, std::string_view text);

} // namespace chancery::core
