// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// One step of an anchor: the token of the pointer and, for an item of a list that can be told from
// the others, what names it (ItemNames); empty for a member, or an item that is only told by its
// index.
struct AnchorStep {
    std::string token;
    std::string item;

    friend bool operator==(const AnchorStep &, const AnchorStep &) = default;
};

// A key that is found again after its document was edited: what is inserted before it, moved or
// sorted does not lose it.
using Anchor = std::vector<AnchorStep>;

// Of what stands at that RFC 6901 pointer; nothing where nothing does.
std::optional<Anchor> anchorOf(Value root, std::string_view pointer);
// Where it stands in this document; nothing when it is gone.
std::optional<std::string> pointerOf(Value root, const Anchor &anchor);
// The pointer that the anchor was made of.
std::string originOf(const Anchor &anchor);

} // namespace chancery::core
