// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/treediff.h"
#include "engine/core/result.h"

namespace chancery::core {

// The changes as a JSON Patch (RFC 6902) that turns the left value into the right one: "add",
// "remove" and "replace", one operation a line. The order of members is not part of a value.
std::string jsonPatchOf(const std::vector<TreeChange> &changes);

// What a JSON Patch makes of a document, as readable JSON. All operations or none. Error{Invalid}
// with the pointer of the operation in the patch: "malformed-patch", "no-such-place",
// "test-failed", "too-large" for what grows beyond a million values, "too-deep" beyond 512 levels.
Result<std::string> applyJsonPatch(Value document, Value patch);

} // namespace chancery::core
