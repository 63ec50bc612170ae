// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chancery::core {

// The public half of an Ed25519 key (RFC 8032): 32 bytes.
class PublicKey {
public:
    PublicKey() = default;
    static std::optional<PublicKey> fromBytes(std::string_view bytes);

    std::string_view bytes() const;
    // False for anything but this key's signature of exactly this message.
    bool verify(std::string_view message, std::string_view signature) const;

    friend bool operator==(const PublicKey &, const PublicKey &) = default;

private:
    std::array<std::uint8_t, 32> m_bytes{};
};

// An Ed25519 key, kept as its 32 byte seed. May be used from any thread.
class SigningKey {
public:
    static SigningKey generate();
    // Error{Invalid} when the seed is not of 32 bytes.
    static Result<SigningKey> fromSeed(const Secret &seed);

    const Secret &seed() const { return m_seed; }
    const PublicKey &publicKey() const { return m_publicKey; }
    // 64 bytes.
    std::string sign(std::string_view message) const;

private:
    SigningKey(Secret seed, const PublicKey &publicKey);

    Secret m_seed;
    PublicKey m_publicKey;
};

} // namespace chancery::core
