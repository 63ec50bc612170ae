// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/secret.h"

#include <string>
#include <vector>

namespace chancery::core {

// Where people sign in instead of giving the server a password (OpenID Connect). Nothing in it is
// secret: a client is public and proves itself by PKCE.
struct IdentityProvider {
    std::string issuer; // its URL, exactly as it stands in its tokens
    std::string clientId; // how it knows Chancery
    std::vector<std::string> scopes; // what a client asks for, "openid" first

    friend bool operator==(const IdentityProvider &, const IdentityProvider &) = default;
};

// What somebody brings back from there.
struct IdTokenExchange {
    Secret idToken;
    std::string nonce; // that the client sent with its question
};

} // namespace chancery::core
