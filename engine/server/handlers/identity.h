// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/identity/provider.h"
#include "engine/server/unit.h"

#include <string>

// Accounts of people who sign in at the identity provider. Issuer and subject together are the
// person; names and addresses are only words of the provider and open nobody's account.
namespace chancery::server {

// Under which the account is found.
std::string identityKeyOf(const std::string &issuer, const std::string &subject);
// What tells an ID token from all others: the digest of what was signed, for a signature alone may
// be written in more than one way.
std::string digestOfIdToken(std::string_view token);

// What is kept of an ID token, so that it is taken once.
std::string spentRecordOf(const core::PrincipalId &principal, const ProvenIdentity &identity);

// Opens a session, and the account before it where there is none yet. The roles that groups can
// give are set anew; a token does this once.
Response recordExchange(Unit &unit, const ProvenIdentity &identity, const std::string &tokenDigest);

struct ExchangeFailure {
    std::string problem; // "identity-refused" or "identity-unavailable"
    std::string why; // the refusal's own code
    std::string issuer;
    bool beginsWait = false; // for who tries too often
    core::Principal principal = {}; // where it is known
};
Response recordExchangeFailure(Unit &unit, const ExchangeFailure &failure);

} // namespace chancery::server
