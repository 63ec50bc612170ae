// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/plan.h"

namespace chancery::core {

// The sentence for an instruction that an instance of that type did not pass: what was expected,
// never the value that was found. A sensitive one says nothing of the schema's values either.
std::string messageFor(const Plan &plan, const Subschema &subschema, const Instruction &instruction,
    NodeType found, bool isSensitive);
// For a schema that is false, by the keyword that led to it.
std::string messageForFalse(Keyword via, std::string_view member);
std::string quoted(std::string_view text);

} // namespace chancery::core
