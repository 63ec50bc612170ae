// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <string>
#include <string_view>

namespace chancery::core {

inline constexpr std::size_t aeadKeyBytes = 32;
inline constexpr std::size_t aeadNonceBytes = 12;

// AES-256-GCM. The associated data is bound but not stored: it says where the ciphertext belongs.
// Answers ciphertext ‖ tag. A nonce must never be used twice with one key.
Result<std::string> sealWithNonce(const Secret &key, std::string_view nonce,
    std::string_view plaintext, std::string_view associated);
// Error{Invalid, "aead-refused"} for any other key, nonce, ciphertext or associated data.
Result<Secret> openWithNonce(const Secret &key, std::string_view nonce, std::string_view sealed,
    std::string_view associated);

// With a random nonce in front: nonce ‖ ciphertext ‖ tag.
Result<std::string> seal(
    const Secret &key, std::string_view plaintext, std::string_view associated);
Result<Secret> open(const Secret &key, std::string_view sealed, std::string_view associated);

} // namespace chancery::core
