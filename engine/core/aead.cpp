// SPDX-License-Identifier: Apache-2.0
#include "aead.h"

#include "engine/core/random.h"

#include <openssl/evp.h>

#include <memory>

namespace chancery::core {

namespace {

constexpr std::size_t tagBytes = 16;

struct Free {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *unsignedBytes(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

bool sizesAreRight(const Secret &key, std::string_view nonce)
{
    return key.reveal().size() == aeadKeyBytes && nonce.size() == aeadNonceBytes;
}

Error refused(const char *why)
{
    return {ErrorKind::Invalid, "aead-refused", why, {}, {}, {}};
}

bool encrypt(EVP_CIPHER_CTX *context, std::string_view plaintext, std::string_view associated,
    std::string &out)
{
    int size = 0;
    out.resize(plaintext.size() + tagBytes);
    return EVP_EncryptUpdate(
               context, nullptr, &size, unsignedBytes(associated), int(associated.size()))
        == 1
        && EVP_EncryptUpdate(
               context, unsignedBytes(out), &size, unsignedBytes(plaintext), int(plaintext.size()))
        == 1
        && EVP_EncryptFinal_ex(context, unsignedBytes(out) + size, &size) == 1
        && EVP_CIPHER_CTX_ctrl(
               context, EVP_CTRL_AEAD_GET_TAG, int(tagBytes), unsignedBytes(out) + plaintext.size())
        == 1;
}

bool decrypt(
    EVP_CIPHER_CTX *context, std::string_view sealed, std::string_view associated, std::string &out)
{
    int size = 0;
    std::string tag(sealed.substr(sealed.size() - tagBytes));
    const auto ciphertext = sealed.substr(0, sealed.size() - tagBytes);
    // One byte more, so that there is an address also for nothing.
    out.resize(ciphertext.size() + 1);
    const bool isGood
        = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tagBytes), tag.data()) == 1
        && EVP_DecryptUpdate(
               context, nullptr, &size, unsignedBytes(associated), int(associated.size()))
            == 1
        && EVP_DecryptUpdate(context, unsignedBytes(out), &size, unsignedBytes(ciphertext),
               int(ciphertext.size()))
            == 1
        && EVP_DecryptFinal_ex(context, unsignedBytes(out) + size, &size) == 1;
    out.resize(ciphertext.size());
    return isGood;
}

} // namespace

Result<std::string> sealWithNonce(const Secret &key, std::string_view nonce,
    std::string_view plaintext, std::string_view associated)
{
    if (!sizesAreRight(key, nonce))
        return refused("a key of 32 and a nonce of 12 bytes are needed");
    const Context context(EVP_CIPHER_CTX_new());
    std::string sealed;
    if (!context
        || EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), unsignedBytes(key.reveal()),
               unsignedBytes(nonce), nullptr)
            != 1
        || !encrypt(context.get(), plaintext, associated, sealed))
        return Error{ErrorKind::Internal, "aead-failed", "OpenSSL refuses to encrypt", {}, {}, {}};
    return sealed;
}

Result<Secret> openWithNonce(
    const Secret &key, std::string_view nonce, std::string_view sealed, std::string_view associated)
{
    if (!sizesAreRight(key, nonce) || sealed.size() < tagBytes)
        return refused("too short");
    const Context context(EVP_CIPHER_CTX_new());
    std::string plaintext;
    const bool isGood = context
        && EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), unsignedBytes(key.reveal()),
               unsignedBytes(nonce), nullptr)
            == 1
        && decrypt(context.get(), sealed, associated, plaintext);
    // Also wipes what was decrypted before the tag was found wrong.
    Secret secret(std::move(plaintext));
    if (!isGood)
        return refused("not sealed with this key for this place");
    return secret;
}

Result<std::string> seal(const Secret &key, std::string_view plaintext, std::string_view associated)
{
    const auto nonce = randomBytes(aeadNonceBytes);
    auto sealed = sealWithNonce(key, nonce, plaintext, associated);
    if (!sealed)
        return sealed;
    return nonce + *sealed;
}

Result<Secret> open(const Secret &key, std::string_view sealed, std::string_view associated)
{
    if (sealed.size() < aeadNonceBytes)
        return refused("too short");
    return openWithNonce(
        key, sealed.substr(0, aeadNonceBytes), sealed.substr(aeadNonceBytes), associated);
}

} // namespace chancery::core
