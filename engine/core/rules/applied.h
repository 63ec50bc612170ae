// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/annotations.h"
#include "engine/core/schema/schema.h"

#include <functional>

namespace chancery::core {

// A schema object with annotations that applies to a value.
struct AppliedSchema {
    std::uint32_t node = 0; // of the document
    Value schema;
    std::string location; // URI and pointer of the schema object
};

// Every value of the document with every annotated schema object that applies to it: by way of
// references and allOf, and of the alternatives and conditions that it fulfils. In the order of the
// document. False when the work allowed was too little to know them all.
bool eachAnnotated(const CompiledSchema &schema, Value document,
    const std::function<void(const AppliedSchema &)> &use, const ValidateOptions &options = {});

// For every node whether it is sensitive, there or further up.
std::vector<bool> sensitiveNodes(const CompiledSchema &schema, Value document);
// For every node whether it belongs to its environment ("x-per-environment"), there or further up.
std::vector<bool> perEnvironmentNodes(const CompiledSchema &schema, Value document);

} // namespace chancery::core
