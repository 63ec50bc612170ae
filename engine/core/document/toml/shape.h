// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::toml {

// Looks over TOML text before the library reads it, for what the library would pay for dearly: it
// recurses over tables as deep as they are nested, and it searches the tables named by dotted keys
// one by one. Knows just enough of the syntax to tell keys, strings and brackets apart; what is
// malformed is left for the library to say.
std::optional<Problem> checkShape(const std::string &source, const Limits &limits);

} // namespace chancery::core::toml
