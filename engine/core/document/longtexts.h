// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// A text in the place of one that goes over several lines, as that one is written: a block of YAML
// ("|", ">"), a text of TOML in three quotes. Lines that stay the same stay as they were written.
// None where the old one is not of that kind, or the new one would be no block. Not proved.
PatchCandidates waysToSetLines(Value place, Value text);

} // namespace chancery::core
