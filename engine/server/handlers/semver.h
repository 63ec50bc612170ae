// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery::server {

// The label of the next version: 1.0.0 first, another value raises the minor number, other comments
// or order of the same value the patch number.
std::string nextSemver(std::string_view earlier, bool isSameValue);

} // namespace chancery::server
