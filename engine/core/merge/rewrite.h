// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/document/patch.h"

namespace chancery::core {

// The text changed so that its value is the target, by patches that leave the rest of it alone.
// What is new is written like in the model where that has it, a value of a document of the same
// format or absent. Where patches do not do it, what is in brackets is written anew, blocks never
// are: Error{Invalid, "cannot-patch"} when there is no way.
Result<std::string> rewritten(
    const Tree &tree, Value target, Value model, const CancelToken *token = nullptr);

// The same, but where patches alone do not do it is refused with "cannot-patch" and the text is
// never written anew.
Result<std::string> patchedTo(
    const Tree &tree, Value target, Value model, const CancelToken *token = nullptr);

// The same, item by item: a list in which patches do not do it is not written anew either.
Result<std::string> patchedByItems(
    const Tree &tree, Value target, Value model, const CancelToken *token = nullptr);

} // namespace chancery::core
