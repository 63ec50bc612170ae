// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schemainfo.h"

namespace chancery::core {

// What one schema says of the values it is applied to, put to what others say: of texts and
// annotations the first counts, of values, types and limits each.
void addKeywords(PlaceInfo &info, Value schema);

} // namespace chancery::core
