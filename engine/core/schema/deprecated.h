// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

#include <vector>

namespace chancery::core {

// The values of the document that the schema calls deprecated, in the order of the document; not
// more than so many. Free for a schema that deprecates nothing.
std::vector<std::uint32_t> deprecatedNodes(
    const CompiledSchema &schema, Value document, std::size_t most);

} // namespace chancery::core
