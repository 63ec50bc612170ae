// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

namespace chancery::core {

// Why a document is not all that there will be in the end.
struct Openness {
    // A text with a reference in it is whatever comes in its place.
    bool isReferring = false;
    // The document is one of several layers. Outside of lists others may add what an object lacks,
    // and what is removed or replaced here is no value of the result.
    bool isLayer = false;
};

// Holds a document against a schema before it is put together: as CompiledSchema::validate does,
// but what is open counts as fitting wherever a value can come that fits, also within alternatives,
// conditions and negations. What is told is wrong whatever comes. Of any thread.
Verdict validateOpen(const CompiledSchema &schema, Value instance, const Openness &open,
    const ValidateOptions &options = {});

} // namespace chancery::core
