// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::toml {

// Looks over TOML text before the library reads it, for what the library would pay for dearly or
// get wrong: it recurses over tables as deep as they are nested, it searches the tables named by
// dotted keys one by one, and outside of strings and comments it takes some characters beyond ASCII
// for white space. Knows just enough of the syntax to tell keys, strings and brackets apart; what
// else is malformed is left for the library to say.
std::optional<Problem> checkShape(const std::string &source, const Limits &limits);

} // namespace chancery::core::toml
