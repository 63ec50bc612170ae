// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"

// Recovery access (docs/adr/0022): a key that lies sealed opens a short session when nobody else
// can sign in, for four deeds: to look, to go back to the last known good, to freeze, to revoke.
namespace chancery::core {

// What the server asks to be signed, once.
struct RecoveryChallenge {
    std::string challenge; // opaque
    Instant expiresAt;
};

// The signed challenge, and why the key was taken out of its safe.
struct RecoveryProof {
    std::string key; // the public half, base64url
    std::string challenge;
    std::string audience; // the address at which the one who signed found the server
    std::string signature; // base64url, of recoveryMessage() of the two
    std::string reason;
};

// From now on nothing is applied in an environment, except what governs and what recovers.
struct FreezeOrder {
    int minutes = 0;
    std::string reason;
};

struct StandingFreeze {
    EnvironmentId environment;
    Instant from;
    Instant until;
    std::string by; // a name
    std::string reason;

    friend bool operator==(const StandingFreeze &, const StandingFreeze &) = default;
};
inline constexpr std::chrono::minutes longestStandingFreeze{24 * 60};

} // namespace chancery::core
