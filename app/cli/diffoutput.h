// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/hiddentext.h"
#include "engine/core/diff/ignorerules.h"
#include "engine/core/schema/schema.h"

namespace chancery::cli {

// What is compared, as its head calls it; without a format it is compared by its lines only.
struct DiffSide {
    std::string name;
    std::optional<core::Format> format;
};

struct DiffOutput {
    DiffSide left;
    DiffSide right;
    std::string format; // tree, json-patch, else unified
    bool asJson = false; // the places of differing lines
    core::IgnoreRules rules;
};

// Prints what differs and answers with the exit code; by key with who owns it, by the schema, which
// may be null.
int printDifference(const DiffOutput &output, HiddenText left, HiddenText right,
    const core::CompiledSchema *schema);

} // namespace chancery::cli
