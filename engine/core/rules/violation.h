// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

namespace chancery::core {

// A violation of a rule beside validation: of the value, by what stands at that place of a schema.
Violation violationAt(
    Value where, std::string code, std::string message, std::string schemaLocation);

} // namespace chancery::core
