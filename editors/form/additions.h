// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"

#include <string>
#include <vector>

namespace chancery::editors {

// Something that can be added to an object or an array.
struct Addition {
    std::string name; // the key; empty for an item
    std::string json; // what stands there at first: all that is required of it
    Advice advice;
    bool isRequired = false;
};

// What the schema knows for the container at that pointer and is not there yet: required keys
// first, deprecated ones last. For an array its next item, known to the schema or not. The advisor
// may be null. Pure, of any thread.
std::vector<Addition> additionsTo(
    const core::Tree &tree, const SchemaAdvisor *advisor, const std::string &pointer);

// A key of the container that somebody has named; without a schema it is like its neighbours.
Addition additionNamed(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &pointer, const std::string &name);

} // namespace chancery::editors
