// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patchplaces.h"

namespace chancery::core {

// TOML writes a key once for each heading and each dotted key on the way of which it stands: all of
// them are renamed in one patch, each in the quotes that it has. None where it is written once.
PatchCandidates waysToRenameToml(const Tree &tree, std::string_view pointer, std::string_view name);

} // namespace chancery::core
