// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <string>
#include <vector>

namespace chancery::core {

// Keys that were retired ("x-retired") and that the next schema brings back: declares as a property
// again, or does not retire any more. Pointers into instances, with "*" for any member or item, in
// order. References within a schema are followed, to others not.
std::vector<std::string> revivedKeys(Value before, Value after);

} // namespace chancery::core
