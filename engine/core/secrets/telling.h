// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace chancery::core {

// Text that stands for a secret but is none: a reference, a variable, a placeholder, an example, a
// mask, something encrypted or a digest.
bool isStandIn(std::string_view value);
// Looks made to be guessed by nobody: long enough, of several sorts of characters, with entropy.
bool looksRandom(std::string_view value);
// So random that no name has to tell it: a long run of letters of both sizes and digits, changing
// between them as no word and no path does. Not under a name that says what else is so random, a
// digest or an id for one.
bool isToken(std::string_view name, std::string_view value);
// Bits in a character, by how often each occurs.
double entropyOf(std::string_view value);

} // namespace chancery::core
