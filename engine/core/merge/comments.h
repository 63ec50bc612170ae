// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <optional>

namespace chancery::core {

// The documents of a merge; without a base, what both have is new on both sides. They outlive the
// call.
struct MergeTrees {
    const Tree *base = nullptr;
    const Tree *theirs = nullptr;
    const Tree *mine = nullptr;
};

// How many of the comments that a side wrote, and of those that both left, are missing in the
// merged document. A comment may stand behind another one.
std::size_t lostComments(const MergeTrees &trees, const Tree &merged);

// The text of "to" with the comments of "from", each before or behind the key or item that it
// stands at there, merged with what "to" has there. Base says what is a change. The value of "to"
// stays: nothing where it would not.
std::optional<std::string> withCommentsOf(const Tree *base, const Tree &from, const Tree &to);

} // namespace chancery::core
