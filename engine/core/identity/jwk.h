// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st; // OpenSSL's EVP_PKEY

namespace chancery::core::identity {

enum class KeyType : std::uint8_t { Rsa, EcP256, Ed25519 };

// The public half of a provider's key that may verify signatures. Immutable; cheap to copy; of any
// thread.
struct Jwk {
    KeyType type = KeyType::Rsa;
    std::string kid; // empty where the provider gives none
    std::string algorithm; // what the provider says it signs with; empty for anything that fits
    std::shared_ptr<evp_pkey_st> key;
    std::size_t bytes = 0; // of the modulus; RSA only
};

// One key of RFC 7517. Error{Unauthorized} with a code for each thing that is not as it should be:
// "jwk-type", "jwk-curve", "jwk-private" (somebody published a private key: nothing it signs means
// anything), "jwk-use", "jwk-number", "jwk-rsa-size" (2048 to 8192 bits), "jwk-rsa-exponent",
// "jwk-point", "jwk-malformed".
Result<Jwk> readJwk(Value value);

// What a provider publishes. Keys that cannot be used are left out, as RFC 7517 §5 asks, and noted.
class JwkSet {
public:
    // "jwks-malformed", "jwks-duplicate-member", "jwks-too-many", "jwks-empty" (nothing usable in
    // it; the detail names the first key's fault).
    static Result<JwkSet> read(std::string_view json);

    const std::vector<Jwk> &keys() const { return m_keys; }
    const std::vector<Error> &leftOut() const { return m_leftOut; }

private:
    std::vector<Jwk> m_keys;
    std::vector<Error> m_leftOut;
};

} // namespace chancery::core::identity
