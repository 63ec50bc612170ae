// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::core {

// Whoever holds passwords, tokens and keys leaves no picture of its memory behind when it dies, and
// shows it to no other program of the same user. First thing in main(); what it starts afterwards
// may be looked at again, but leaves no picture either. Builds with sanitizers keep the second: the
// leak sanitizer looks at its own program.
void forbidCoreDumps();

} // namespace chancery::core
