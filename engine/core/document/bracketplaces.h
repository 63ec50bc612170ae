// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// Ways to change what is in brackets, where whoever reads it may have put comments between the
// lines: those that are about a child go and come with it. See patchplaces.h.

// Behind the last child, separated like the ones before it.
PatchCandidates waysToAddInBrackets(Value container, const std::vector<std::string> &texts);
PatchCandidates waysToRemoveInBrackets(Value parent, std::size_t which);
PatchCandidates waysToRemoveInBracketsAmong(
    Value parent, std::uint32_t child, std::optional<std::uint32_t> previous, bool hasBehind);

// The children of a container: its keys or its items, as nodes.
std::vector<std::uint32_t> childrenOf(Value container);
std::uint32_t valueIndex(Value container, std::uint32_t child);
bool isBlank(std::string_view text);
// Where the lines of a child begin, with the comments right above it, which are about it. What
// stands above the first one is about all of them, unless the next one has such a comment too:
// "nextOfFirst" is where that one begins, of the others nothing. "behind" is where ends what stands
// before the child; begin and end are its own.
std::size_t ownLinesBegin(std::string_view source, std::size_t behind, std::size_t begin,
    std::size_t end, std::optional<std::size_t> nextOfFirst);

} // namespace chancery::core
