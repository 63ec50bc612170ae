// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// What every reader asks of a document, whatever its format (standards.md API-9).

// Can every reader of JSON hold this number? Not so when it overflows binary64 or is written as an
// integer beyond ±(2^53−1). The text must be a JSON number.
bool isInteroperable(std::string_view jsonNumber);
inline constexpr std::uint64_t largestInteger = 9'007'199'254'740'991;
inline constexpr std::string_view notInteroperable
    = "Not every reader can hold this number exactly; write it as a string";

// The second Key of an object's first pair of equal ones; 0 when all differ. The Keys must be
// linked and have their hash.
std::uint32_t findDuplicateKey(const Tree &tree, std::uint32_t object);

// A problem with its position.
Problem problemAt(std::string_view source, std::string code, std::string message, std::size_t begin,
    std::size_t end);

} // namespace chancery::core
