// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"

#include <optional>
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
// The same with the member or item written already; a block's item has its dash.
PatchCandidates waysToInsertText(Value object, const std::vector<std::string> &members);
PatchCandidates waysToAppendText(Value array, const std::vector<std::string> &items);
PatchCandidates waysToAppend(Value array, Value value);
// Before the item of that index.
PatchCandidates waysToInsertItem(
    Value array, std::size_t index, const std::vector<std::string> &items);
// The item of that index and the next one.
PatchCandidates waysToExchange(Value array, std::size_t index);
// What becomes of the comments right above what is removed from a block or a table.
enum class OwnComments { Go, Stay };
PatchCandidates waysToRemove(
    Value parent, std::uint32_t child, OwnComments comments = OwnComments::Go);
// The same, with its comments, of one among others that go as well, from the last to the first:
// "previous" is the value before it, and nothing behind it stays unless "hasBehind". Takes no
// longer for more of them.
PatchCandidates waysToRemoveAmong(
    Value parent, std::uint32_t child, std::optional<std::uint32_t> previous, bool hasBehind);

// A container written with brackets; else one of YAML's blocks or TOML's tables.
bool hasBrackets(Value container);
// The bytes of its line before it.
std::size_t columnOf(std::string_view source, std::size_t at);
// Where the dash of a YAML item stands, which need not be in its line.
std::size_t dashOf(std::string_view source, std::size_t item);
// Where the last value ends that does so before a place; goes over all nodes.
std::size_t endBefore(const Tree &tree, std::size_t at);
// Behind the last byte of a node that is not blank.
std::size_t contentEnd(std::string_view source, const Node &node);

} // namespace chancery::core
