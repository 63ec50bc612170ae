// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

namespace chancery::cli {

// One line of standard input, or asked for at the terminal, which shows nothing of it.
core::Result<core::Secret> readPassword(const std::string &whose, bool fromInput);

} // namespace chancery::cli
