// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

namespace chancery::cli {

// What "login" leaves behind for the other commands, readable by its owner alone.
struct Session {
    std::string server;
    std::string caFile;
    std::string name; // whose
    core::Secret token;
    // The audit log as it was verified last: the key that was pinned, and what must still be so.
    std::string logKey;
    std::uint64_t logSize = 0;
    std::string logRoot; // in base64
};

// $XDG_CONFIG_HOME/chancery/cli.json
std::string sessionFile();
// An empty one when there is none.
core::Result<Session> loadSession();
core::Result<> storeSession(const Session &session);

} // namespace chancery::cli
