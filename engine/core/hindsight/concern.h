// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/governing/documents.h"

#include <span>
#include <string>

namespace chancery::core {

// Whether a change of a governing document is about any of the configs: a rule, a window or a line
// that changed names no paths, or one that matches. Whom the server tells and who may be let in
// governs no config. Either document may be absent; what very much is said of is about all.
bool isAbout(governing::Kind kind, Value before, Value after, std::span<const std::string> paths);

} // namespace chancery::core
