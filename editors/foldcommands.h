// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::editors {

class CodeView;

// The block that begins on the caret's line, else the one around it; a folded one stays.
void foldAtCaret(CodeView &view);
void unfoldAtCaret(CodeView &view);
// Every block below the outermost of the document.
void foldAll(CodeView &view);
void unfoldAll(CodeView &view);
// Shows so many levels of keys: with one, the members of the document stand folded.
void foldToLevel(CodeView &view, int level);

} // namespace chancery::editors
