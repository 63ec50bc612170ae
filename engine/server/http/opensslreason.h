// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace chancery::server {

// ": " and what OpenSSL says of its last failure, for who set the files up: the system's reason
// where a file could not be opened. Empty where it says nothing. The errors of before are to be
// cleared.
std::string lastOpensslReason();

} // namespace chancery::server
