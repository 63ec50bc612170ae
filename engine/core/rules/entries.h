// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"

namespace chancery::core {

// What a document must not hold although each value has the right form:
//
// - A pattern that matches nearly everything ("x-patterns"): one that matches more of the schema's
//   samples than the share it allows, an empty one, a lone "/", one that cannot be read. A regular
//   expression must go without look-around and back-references, so that none can hang; each is
//   charged for what compiling and matching it may take, and beyond the steps allowed the document
//   violates its "budget".
// - A key that was retired ("x-retired"): whoever still reads it means something else by it.
//
// The violations are in the order of the document and stand at the entry, or at the key. A message
// names samples of the schema, never a value of the document.
std::vector<Violation> checkEntries(
    const CompiledSchema &schema, Value document, const ValidateOptions &options = {});

} // namespace chancery::core
