// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace chancery::core {

// Text that stands for a secret but is none: a reference, a variable, a placeholder, an example, a
// mask, something encrypted or a digest.
bool isStandIn(std::string_view value);
// Looks made to be guessed by nobody: long enough, of several sorts of characters, with entropy.
bool looksRandom(std::string_view value);
// Bits in a character, by how often each occurs.
double entropyOf(std::string_view value);

} // namespace chancery::core
