// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::editors {

class CodeView;

// Makes the view's text known to assistive programs: a text interface that finds places by lines,
// so that its cost does not grow with the text, and events for edits and moves of the caret. While
// no such program is there, nothing is computed.
void makeAccessible(CodeView &view);

} // namespace chancery::editors
