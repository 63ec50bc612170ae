// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"

#include <vector>

namespace chancery::core {

// Ways to write a change into a text, the one that a person would choose first. None is proved.
using PatchCandidates = std::vector<TextPatch>;

// The JSON value in the ways of a format; "like" is what it replaces, for its quotes, or empty.
std::vector<std::string> spellings(Format format, Value value, std::string_view like);
// A key in the quotes of another.
std::vector<std::string> keySpellings(Format format, std::string_view name, std::string_view like);

PatchCandidates waysToSet(Value place, Value value);
PatchCandidates waysToInsert(Value object, std::string_view name, Value value);
PatchCandidates waysToAppend(Value array, Value value);
PatchCandidates waysToRemove(Value parent, std::uint32_t child);

} // namespace chancery::core
