// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

namespace chancery::core {

// A value that a change switches on, and what whoever reads it must be able to for that.
struct SwitchedOn {
    Value value; // of the document after the change
    std::string capability;
    std::string schemaLocation; // of the "x-requires"
};

// All values with an "x-requires" that are on after the change and were not before: off is absent,
// null, false, 0 and an empty text, list or object; before may be absent. False in isComplete: the
// work allowed was too little to know them all.
struct SwitchedOnAll {
    std::vector<SwitchedOn> values;
    bool isComplete = true;
};
SwitchedOnAll switchedOn(
    const CompiledSchema &schema, Value before, Value after, const ValidateOptions &options = {});

} // namespace chancery::core
