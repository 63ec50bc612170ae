// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/addressguard.h"
#include "engine/core/signingkey.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who may recover, as the server's operator says it in a file that no request reaches
// (docs/adr/0022).
namespace chancery::server {

struct RecoveryKey {
    std::string name; // "safe-a"
    core::PublicKey key;
};

struct RecoveryRoster {
    static constexpr std::chrono::minutes longestLife{240};

    std::vector<RecoveryKey> keys; // none, or at least two
    std::vector<core::Network> networks; // none: from everywhere
    // The addresses at which clients find the server; a signature is for one of them.
    std::vector<std::string> audiences;
    std::chrono::minutes life{60}; // of a session

    bool isOn() const { return !keys.empty(); }
    const RecoveryKey *find(const core::PublicKey &key) const;
    // Of a peer, in text as the connection has it.
    bool allows(std::string_view remote) const;
};

// {"keys": [{"name", "publicKey"}], "networks": [...], "audiences": [...], "minutes": 60}; the last
// three may be missing. Error{Invalid, "recovery-file"} with all that is wrong in it.
core::Result<RecoveryRoster> recoveryRoster(std::string_view json);

} // namespace chancery::server
