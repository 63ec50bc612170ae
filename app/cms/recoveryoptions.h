// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/recovery/roster.h"

#include <string>

namespace CLI {
class App;
}

namespace chancery::app {

void declareRecovery(CLI::App &app, std::string &file);
// No keys for no file. Where the file names no audience, signatures are for the address that the
// server listens on. Error{Invalid} for a file that is wrong, or that others than its owner may
// write: whoever writes it decides who gets in.
core::Result<server::RecoveryRoster> recoveryOptions(
    const std::string &file, const std::string &url);

} // namespace chancery::app
