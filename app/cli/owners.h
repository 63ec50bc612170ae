// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

namespace chancery::cli {

// Who answers for the value at the pointer by "x-owner" in the schema: for itself, or the nearest
// around it that has one. Empty for nobody, and without a schema. The document may lack the value.
std::string ownerOf(
    const core::CompiledSchema *schema, const core::Tree &document, std::string_view pointer);
// The same behind a key that is told, in brackets with a blank in front; empty for nobody.
std::string ownerNote(
    const core::CompiledSchema *schema, const core::Tree &document, std::string_view pointer);

} // namespace chancery::cli
