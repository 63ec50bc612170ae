// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/patch.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

// A value said in another type.
struct Conversion {
    std::string json;
    std::string_view type; // "string", "boolean", "number"
};

// What a scalar of the wrong type may have been meant as, the likeliest first: the text of a number
// with its own spelling, the number that a text spells in decimal or with a base, the truth value
// that people write as yes or 1, the whole numbers around another. Empty for objects and arrays.
std::vector<Conversion> conversionsOf(core::Value value, const Advice &wanted);

// The value becomes the only item of an array, with its comments and its layout. Proved like the
// patches of core/document/patch.h, and refused the same way.
core::Result<core::TextPatch> wrapInArray(const core::Tree &tree, const std::string &pointer);

// How many characters must change, the case of letters apart (Levenshtein; of long texts their
// beginnings).
std::size_t textDistance(std::string_view a, std::string_view b);

} // namespace chancery::editors
