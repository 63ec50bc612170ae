// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"

#include <cstdint>

namespace chancery::core {

// An account as who administers it has to know it: how it is signed in with, by whose word, and in
// whose hands it is (docs/governance.md, "Passwords that others know"). A value of the server;
// pure.
struct Account {
    Principal principal;
    std::string provider; // the issuer it signs in at; empty: here, or not at all
    bool hasPassword = false;
    std::optional<OneTimePassword> oneTimePassword = {}; // there: it opens nothing else
    std::optional<Instant> lastSignIn = {}; // nothing of those before this was kept
    std::uint64_t openSessions = 0; // sessions and tokens that have not ended
    std::optional<PrincipalId> passwordBy = {}; // who chose or issued its password last
    std::optional<PrincipalId> approverBy
        = {}; // who gave it the right to approve; none: a provider
    std::optional<Instant> approverSince = {}; // it approves nothing that was open before

    friend bool operator==(const Account &, const Account &) = default;
};

} // namespace chancery::core
