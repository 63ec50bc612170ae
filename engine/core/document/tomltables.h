// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// Where a file begins behind the comment that heads it and an empty line; else where its text does.
std::size_t behindHead(std::string_view source);

// More ways to change TOML, where tables have headings: whole tables, with all that is below them,
// come and go as lines. None is proved, and there is none for other formats, for what has brackets,
// and for a value with a string that a date could have been: in TOML those are two things.
PatchCandidates tablesToRemove(Value table);
PatchCandidates tablesToSet(Value table, Value value);
// A new member of a table; also of one that has no heading of its own yet.
PatchCandidates tablesToInsert(Value table, std::string_view name, Value value);
// A new item of a list of tables: before that of the index, or behind all of them.
PatchCandidates tablesToAdd(Value list, std::size_t index, Value item);

} // namespace chancery::core
