// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery::core {

// The version of this build of Chancery, SemVer 2.0.0, as CMakeLists.txt says it.
std::string_view productVersion();
// The digest of the running program that its linker has written into it, in hexadecimal; empty
// where it has none.
std::string buildHash();
// The oldest console, command line or agent that this build's server works with.
inline constexpr std::string_view oldestClientVersion = "0.1.0";

} // namespace chancery::core
