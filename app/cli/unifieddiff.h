// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace chancery::cli {

// How two texts differ, as "diff -u" prints it, made visible line by line. False, and nothing is
// printed, where they are the same.
bool printUnifiedDiff(const std::string &left, const std::string &right,
    const std::string &leftName, const std::string &rightName, std::ostream &out);

// The same of a difference that is made already.
bool printVisibly(std::string_view difference, std::ostream &out);

} // namespace chancery::cli
