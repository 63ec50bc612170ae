// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/identity/jwk.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::identity {

// The algorithms a signature may be of. There is no "none" and nothing symmetric: what is not here
// cannot be asked for.
enum class Algorithm : std::uint8_t { RS256, PS256, ES256, EdDSA };
std::string_view name(Algorithm algorithm);
std::optional<Algorithm> algorithmFromName(std::string_view name);
std::vector<Algorithm> everyAlgorithm();

// A token in compact form (RFC 7515 §7.1) taken apart, not yet verified.
struct Jws {
    Algorithm algorithm = Algorithm::RS256;
    std::string kid; // empty where the header has none
    std::string payload; // decoded; not to be believed before verify()
    std::string signedPart; // header and payload as they were signed
    std::string signature;
};

// Codes: "token-too-large", "token-shape", "token-encoding", "header-malformed",
// "header-duplicate-member", "alg-missing", "alg-none", "alg-symmetric", "alg-unknown",
// "crit-refused", "header-key" (jku, jwk or x5u: the token brings its own key), "typ-refused",
// "kid-malformed".
Result<Jws> parseJws(std::string_view token);

// Whether one of the keys signed it; the key is chosen by its kid or, where the token names none,
// by being the only one that fits. Codes: "alg-not-allowed", "kid-unknown" (worth one look at
// fresher keys), "kid-ambiguous", "key-type" (the algorithm is not of that key's type),
// "key-algorithm" (the provider says that key signs otherwise), "signature-length", "signature".
Result<> verify(const Jws &jws, const JwkSet &keys, const std::vector<Algorithm> &allowed);

} // namespace chancery::core::identity
