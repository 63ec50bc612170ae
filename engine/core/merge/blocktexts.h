// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// Ways to set a container that is written over several lines that leave it so: a block of YAML's,
// JSON in lines of its own. None for what has another shape, and for texts, which have their own
// (document/longtexts.h).
PatchCandidates waysToSetInLines(Value place, Value target);
// A container as a block of YAML whose first line stands at that column already; nothing for what
// would have no lines of its own.
std::optional<std::string> blockText(Value target, std::size_t column);
// Whether a value is one of YAML's blocks and not empty: brackets in its place would not be what
// somebody had written.
bool isBlockContainer(Value value);

} // namespace chancery::core
