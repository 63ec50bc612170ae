// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/secret.h"

#include <string>
#include <string_view>

namespace chancery::core::identity {

// Proof Key for Code Exchange (RFC 7636): who asks for a code keeps the verifier and sends the
// challenge ahead, so that a code that leaks is of no use to anybody else.
struct Pkce {
    Secret verifier; // 43 characters, 256 bits
    std::string challenge; // method S256, the only one that is ever used
};

Pkce makePkce();
std::string challengeOf(std::string_view verifier);
// 43 to 128 of the unreserved characters.
bool isVerifier(std::string_view text);

// For state and nonce: 256 bits, base64url.
std::string makeNonce();

} // namespace chancery::core::identity
