// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/document/value.h"
#include "engine/core/identity/jws.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::identity {

// What a token must say to be taken for a sign-in (OpenID Connect Core 1.0 §3.1.3.7).
struct Expectation {
    std::string issuer; // exactly, byte by byte
    std::string clientId;
    // Empty: the question had none (RFC 8628 knows none), and the token may have none either.
    std::string nonce;
    std::vector<Algorithm> algorithms = everyAlgorithm();
    std::chrono::seconds leeway{60}; // between two clocks
    // How long ago the token may have been made; none: as long as it holds.
    std::optional<std::chrono::seconds> oldest;
    // How long ago the person may have signed in at the provider.
    std::optional<std::chrono::seconds> maxAge;
};

// A token that has passed: who signed in, and what else the provider says of them. The claims are
// the provider's words: they name and describe, the pair of issuer and subject alone identifies.
struct IdToken {
    std::string issuer;
    std::string subject;
    Instant issuedAt;
    Instant expiresAt;
    std::optional<Instant> authenticatedAt;
    Tree claims;

    // A text, or empty.
    std::string claim(std::string_view name) const;
    // A text or an array of texts; whatever else stands there is left out.
    std::vector<std::string> texts(std::string_view name) const;
};

// Codes beside those of parseJws() and verify(): "claims-malformed", "claims-duplicate-member",
// "iss-missing", "iss", "sub-missing", "aud-missing", "aud", "azp-missing", "azp", "exp-missing",
// "expired", "iat-missing", "iat-future", "iat-old", "nbf-malformed", "nbf", "nonce-missing",
// "nonce", "auth-time-missing", "auth-time-old", "auth-time-future".
Result<IdToken> checkIdToken(
    std::string_view token, const JwkSet &keys, const Expectation &expectation, Instant now);

} // namespace chancery::core::identity
