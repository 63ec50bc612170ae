// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/style.h"
#include "engine/core/document/tree.h"

#include <string_view>

namespace chancery::editors {

// A guess at the styles of one line by itself, for text that does not parse or was not parsed yet.
// "styles" takes one byte for each of the line's.
void lexLine(core::Format format, std::string_view line, char *styles);
// The same for a run of whole lines.
void lexLines(core::Format format, std::string_view text, char *styles);

} // namespace chancery::editors
