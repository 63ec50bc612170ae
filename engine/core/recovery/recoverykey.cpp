// SPDX-License-Identifier: Apache-2.0
#include "recoverykey.h"

#include "engine/core/digest.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <cctype>
#include <memory>

namespace chancery::core {

namespace {

constexpr int rounds = 600'000;
constexpr std::size_t largestFile = 16 * 1024;
constexpr std::string_view messageKind = "chancery recovery 1";

struct Free {
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(PKCS8_PRIV_KEY_INFO *info) const { PKCS8_PRIV_KEY_INFO_free(info); }
    void operator()(X509_ALGOR *algorithm) const { X509_ALGOR_free(algorithm); }
    void operator()(X509_SIG *sealed) const { X509_SIG_free(sealed); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Error refused(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

Error unreadable()
{
    return refused("recovery-key-unreadable", "The file holds no recovery key");
}

Owned<X509_SIG> sealedOf(std::string_view pem)
{
    const Owned<BIO> in(BIO_new_mem_buf(pem.data(), int(pem.size())));
    return Owned<X509_SIG>(in ? PEM_read_bio_PKCS8(in.get(), nullptr, nullptr, nullptr) : nullptr);
}

std::string textOf(BIO *bio)
{
    char *bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    return size > 0 ? std::string(bytes, std::size_t(size)) : std::string();
}

Result<SigningKey> keyOf(EVP_PKEY *key)
{
    unsigned char seed[32];
    std::size_t size = sizeof seed;
    const bool isRight = key && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519
        && EVP_PKEY_get_raw_private_key(key, seed, &size) == 1 && size == sizeof seed;
    if (!isRight)
        return unreadable();
    auto made = SigningKey::fromSeed(Secret(std::string(reinterpret_cast<char *>(seed), size)));
    OPENSSL_cleanse(seed, sizeof seed);
    return made;
}

bool isPort(std::string_view text)
{
    return !text.empty() && text.size() <= 5
        && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

Result<std::string> sealedPem(const SigningKey &key, const Secret &passphrase)
{
    if (passphrase.reveal().size() < shortestPassphrase)
        return refused("recovery-passphrase",
            "A passphrase has at least " + std::to_string(shortestPassphrase) + " characters");
    const auto &seed = key.seed().reveal();
    const Owned<EVP_PKEY> opened(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
        reinterpret_cast<const unsigned char *>(seed.data()), seed.size()));
    const Owned<PKCS8_PRIV_KEY_INFO> info(opened ? EVP_PKEY2PKCS8(opened.get()) : nullptr);
    Owned<X509_ALGOR> way(
        PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, nullptr, 0, nullptr, NID_hmacWithSHA256));
    const auto &words = passphrase.reveal();
    const Owned<X509_SIG> sealed(info && way
            ? PKCS8_set0_pbe(words.data(), int(words.size()), info.get(), way.get())
            : nullptr);
    if (sealed)
        (void)way.release(); // part of what was sealed
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    if (!sealed || !out || PEM_write_bio_PKCS8(out.get(), sealed.get()) != 1)
        return Error{ErrorKind::Internal, "key-refused", "OpenSSL refuses the key", {}, {}, {}};
    return textOf(out.get());
}

Result<SigningKey> keyFromSealedPem(std::string_view pem, const Secret &passphrase)
{
    if (pem.size() > largestFile)
        return unreadable();
    const auto sealed = sealedOf(pem);
    if (!sealed) {
        if (pem.find("-----BEGIN PRIVATE KEY-----") != std::string_view::npos)
            return refused("recovery-key-unsealed",
                "The key is not encrypted: anybody who has read the file has it");
        return unreadable();
    }
    const auto &words = passphrase.reveal();
    const Owned<PKCS8_PRIV_KEY_INFO> info(
        PKCS8_decrypt(sealed.get(), words.data(), int(words.size())));
    if (!info)
        return refused("recovery-passphrase", "The passphrase does not open the key");
    const Owned<EVP_PKEY> key(EVP_PKCS82PKEY(info.get()));
    return keyOf(key.get());
}

std::string publicText(const PublicKey &key)
{
    return toBase64Url(key.bytes());
}

Result<PublicKey> publicKeyFromText(std::string_view text)
{
    const auto bytes = fromBase64Url(text);
    const auto key = bytes ? PublicKey::fromBytes(*bytes) : std::nullopt;
    if (!key)
        return refused("recovery-public-key", "Expected 32 bytes in base64url");
    return *key;
}

Result<std::string> recoveryAudience(std::string_view url)
{
    const auto wrong
        = [] { return refused("bad-url", "Expected https://HOST or https://HOST:PORT"); };
    std::string text;
    for (const char c : url)
        text += char(std::tolower(static_cast<unsigned char>(c)));
    const bool isHttps = text.starts_with("https://");
    if (!isHttps && !text.starts_with("http://"))
        return wrong();
    const auto scheme = text.substr(0, text.find("://") + 3);
    auto place = text.substr(scheme.size());
    place.resize(std::min(place.find_first_of("/?#"), place.size()));
    // The port follows the last colon that is not inside the brackets of a version 6 address.
    const auto bracket = place.rfind(']');
    const auto colon = place.rfind(':');
    const bool hasPort
        = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
    const auto host = place.substr(0, hasPort ? colon : place.size());
    const auto port = hasPort ? place.substr(colon + 1) : std::string(isHttps ? "443" : "80");
    if (host.empty() || host.find('@') != std::string::npos || !isPort(port))
        return wrong();
    return scheme + host + ':' + port;
}

std::string recoveryMessage(std::string_view audience, std::string_view challenge)
{
    // None of the parts holds a line end.
    return std::string(messageKind) + '\n' + std::string(audience) + '\n' + std::string(challenge)
        + '\n';
}

} // namespace chancery::core
