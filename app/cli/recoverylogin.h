// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

struct RecoveryLogin {
    std::string url; // as it was given: what is signed is for this address
    std::string keyFile;
    std::string reason;
    bool passphraseFromInput = false;
};

// Signs a challenge of the server with a sealed key, and gives the session.
core::Result<core::Session> signInWithKey(Online &online, const RecoveryLogin &login);

} // namespace chancery::cli
