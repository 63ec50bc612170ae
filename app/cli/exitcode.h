// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::cli {

// What every command of the program answers to its shell.
inline constexpr int succeeded = 0;
inline constexpr int answeredNo = 1; // it ran, and the answer is negative
inline constexpr int couldNotRun = 2; // a missing file, a wrong option, a schema that is none

} // namespace chancery::cli
