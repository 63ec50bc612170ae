// SPDX-License-Identifier: Apache-2.0
#include "signingkey.h"

#include "engine/core/random.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace chancery::core {

namespace {

constexpr std::size_t seedBytes = 32;
constexpr std::size_t signatureBytes = 64;

struct Free {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

Key privateKey(const Secret &seed)
{
    return Key(EVP_PKEY_new_raw_private_key(
        EVP_PKEY_ED25519, nullptr, unsignedBytes(seed.reveal()), seed.reveal().size()));
}

} // namespace

std::optional<PublicKey> PublicKey::fromBytes(std::string_view bytes)
{
    PublicKey key;
    if (bytes.size() != key.m_bytes.size())
        return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), key.m_bytes.begin());
    return key;
}

std::string_view PublicKey::bytes() const
{
    return {reinterpret_cast<const char *>(m_bytes.data()), m_bytes.size()};
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const
{
    const Key key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, m_bytes.data(), m_bytes.size()));
    const Context context(EVP_MD_CTX_new());
    if (!key || !context || signature.size() != signatureBytes)
        return false;
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestVerify(context.get(), unsignedBytes(signature), signature.size(),
               unsignedBytes(message), message.size())
        == 1;
}

SigningKey::SigningKey(Secret seed, const PublicKey &publicKey)
    : m_seed(std::move(seed))
    , m_publicKey(publicKey)
{
}

SigningKey SigningKey::generate()
{
    auto key = fromSeed(Secret(randomBytes(seedBytes)));
    // Only an exhausted memory fails here.
    if (!key)
        std::abort();
    return std::move(key).value();
}

Result<SigningKey> SigningKey::fromSeed(const Secret &seed)
{
    if (seed.reveal().size() != seedBytes)
        return Error{
            ErrorKind::Invalid, "key-seed-size", "an Ed25519 seed has 32 bytes", {}, {}, {}};
    const auto key = privateKey(seed);
    std::string bytes(seedBytes, '\0');
    std::size_t size = bytes.size();
    if (!key
        || EVP_PKEY_get_raw_public_key(
               key.get(), reinterpret_cast<unsigned char *>(bytes.data()), &size)
            != 1)
        return Error{ErrorKind::Internal, "key-refused", "OpenSSL refuses the key", {}, {}, {}};
    const auto publicKey = PublicKey::fromBytes(std::string_view(bytes).substr(0, size));
    return SigningKey(seed, publicKey.value_or(PublicKey()));
}

std::string SigningKey::sign(std::string_view message) const
{
    const auto key = privateKey(m_seed);
    const Context context(EVP_MD_CTX_new());
    std::string signature(signatureBytes, '\0');
    std::size_t size = signature.size();
    const bool isSigned = key && context
        && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
               unsignedBytes(message), message.size())
            == 1;
    // As above; an empty signature must not pass for one.
    if (!isSigned || size != signatureBytes)
        std::abort();
    return signature;
}

} // namespace chancery::core
