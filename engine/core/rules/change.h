// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/applied.h"

namespace chancery::core {

// What a change must not do although each of its two documents is valid: take more than
// "x-max-removal" allows from a list or an object, or move an "x-capacity" by more than its factor
// or below its minimum. Items are the same by the key of the removals, else as Counterparts has
// them. The violations are of the new document; what is gone is reported at what
// held it.
std::vector<Violation> checkChange(
    const CompiledSchema &schema, Value before, Value after, const ValidateOptions &options = {});

// How much a change means to those who use the values (API-14).
enum class ChangeLevel : std::uint8_t { None, Patch, Minor, Major };
std::string_view name(ChangeLevel level);
// Major: a key is gone, the type of a value is another, or a value changes, or comes with a new
// key, that is marked "x-impact": "breaking" or "x-reload": "restart". Patch: all that changed or
// came is marked "x-impact": "none". A mark holds for everything below it that has none of its own.
// Items of a list that stay are looked into; of those that come and go the mark of the whole
// counts.
ChangeLevel changeLevel(const CompiledSchema *schema, Value before, Value after);

} // namespace chancery::core
