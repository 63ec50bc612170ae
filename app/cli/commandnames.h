// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace chancery::cli {

// Where the words of a command line name no command that there is: which word, and the command that
// comes nearest to it. Absent: the fault is another one.
std::optional<std::string> unknownCommand(CLI::App &program, int argc, const char *const *argv);

} // namespace chancery::cli
