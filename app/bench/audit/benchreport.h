// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace chancery::bench {

// Over the copy in that file, as "insert" has made it. The exit code of the program.
int benchReport(const std::string &file);

} // namespace chancery::bench
