// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::editors {

class CodeView;

// Several carets: what is typed or pasted goes to all of them.
void addCaretAbove(CodeView &view);
void addCaretBelow(CodeView &view);
// The word at the caret; when something is selected, the next place where the same stands.
void addNextOccurrence(CodeView &view);
// All places where it stands. False where there are more than anybody could type in.
bool addAllOccurrences(CodeView &view);
inline constexpr int mostCarets = 5000;

} // namespace chancery::editors
