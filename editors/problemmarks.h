// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"

#include <vector>

namespace chancery::editors {

class CodeView;

// Squiggles under the problems' text and one sign per line, that of the worst.
void markProblems(CodeView &view, const std::vector<EditorProblem> &problems);

} // namespace chancery::editors
