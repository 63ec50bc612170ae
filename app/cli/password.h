// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

namespace chancery::cli {

// One line of standard input, or asked for at the terminal, which shows nothing of it.
core::Result<core::Secret> readPassword(const std::string &whose, bool fromInput);

// All of standard input without the line end behind it, or one line asked for at the terminal,
// which shows nothing of it. Never an argument: those are seen by everybody on the machine.
core::Result<core::Secret> readSecretValue();

} // namespace chancery::cli
