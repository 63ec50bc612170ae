// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::yaml {

// Puts the members of merged mappings ("<<") in the place of the merge keys, which are Keys of type
// Null. A mapping's own members win over merged ones, earlier merged ones over later ones.
std::optional<Problem> applyMerges(Tree &tree);

} // namespace chancery::core::yaml
