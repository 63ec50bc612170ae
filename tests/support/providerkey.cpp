// SPDX-License-Identifier: Apache-2.0
#include "providerkey.h"

#include "engine/core/digest.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace chancery::support {

namespace {

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

EVP_PKEY *make(ProviderKey::Kind kind)
{
    switch (kind) {
    case ProviderKey::Kind::Rsa:
        return EVP_RSA_gen(2048);
    case ProviderKey::Kind::WeakRsa:
        return EVP_RSA_gen(512);
    case ProviderKey::Kind::P256:
        return EVP_EC_gen("P-256");
    case ProviderKey::Kind::P384:
        return EVP_EC_gen("P-384");
    case ProviderKey::Kind::Ed25519:
        break;
    }
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
}

std::string number(EVP_PKEY *key, const char *name, int padding = 0)
{
    BIGNUM *value = nullptr;
    EVP_PKEY_get_bn_param(key, name, &value);
    std::string bytes(std::size_t(std::max(BN_num_bytes(value), padding)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char *>(bytes.data()), int(bytes.size()));
    BN_free(value);
    return core::toBase64Url(bytes);
}

std::string rawKey(EVP_PKEY *key)
{
    std::string bytes(32, '\0');
    std::size_t size = bytes.size();
    EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char *>(bytes.data()), &size);
    return core::toBase64Url(bytes);
}

std::string member(const char *name, const std::string &value)
{
    return ",\"" + std::string(name) + "\":\"" + value + '"';
}

std::string evpSignature(EVP_PKEY *key, bool isHashed, bool isPss, std::string_view text)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *details = nullptr;
    EVP_DigestSignInit(context, &details, isHashed ? EVP_sha256() : nullptr, nullptr, key);
    if (isPss) {
        EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST);
    }
    std::size_t size = 0;
    EVP_DigestSign(context, nullptr, &size, unsignedBytes(text), text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &size,
        unsignedBytes(text), text.size());
    signature.resize(size);
    EVP_MD_CTX_free(context);
    return signature;
}

std::string fromDer(const std::string &der)
{
    const auto *bytes = unsignedBytes(der);
    ECDSA_SIG *signature = d2i_ECDSA_SIG(nullptr, &bytes, long(der.size()));
    std::string raw(64, '\0');
    auto *out = reinterpret_cast<unsigned char *>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + 32, 32);
    ECDSA_SIG_free(signature);
    return raw;
}

} // namespace

ProviderKey::ProviderKey(Kind kind, std::string kid)
    : m_kind(kind)
    , m_kid(std::move(kid))
    , m_key(make(kind), EVP_PKEY_free)
{
}

std::string ProviderKey::jwk(const std::string &more) const
{
    std::string text = R"({"use":"sig")";
    if (!m_kid.empty())
        text += member("kid", m_kid);
    if (m_kind == Kind::Rsa || m_kind == Kind::WeakRsa) {
        text += member("kty", "RSA") + member("n", number(m_key.get(), OSSL_PKEY_PARAM_RSA_N))
            + member("e", number(m_key.get(), OSSL_PKEY_PARAM_RSA_E));
    } else if (m_kind == Kind::Ed25519) {
        text += member("kty", "OKP") + member("crv", "Ed25519") + member("x", rawKey(m_key.get()));
    } else {
        const bool isSmall = m_kind == Kind::P256;
        const int bytes = isSmall ? 32 : 48;
        text += member("kty", "EC") + member("crv", isSmall ? "P-256" : "P-384")
            + member("x", number(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_X, bytes))
            + member("y", number(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, bytes));
    }
    return text + more + '}';
}

std::string ProviderKey::signature(std::string_view algorithm, std::string_view text) const
{
    if (algorithm == "ES256")
        return fromDer(derSignature(text));
    return evpSignature(m_key.get(), algorithm != "EdDSA", algorithm == "PS256", text);
}

std::string ProviderKey::derSignature(std::string_view text) const
{
    return evpSignature(m_key.get(), true, false, text);
}

std::string ProviderKey::pem() const
{
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(out, m_key.get());
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    std::string text(bytes, std::size_t(size));
    BIO_free(out);
    return text;
}

std::string keySet(std::string_view keys)
{
    return R"({"keys":[)" + std::string(keys) + "]}";
}

std::string base64UrlOf(std::string_view text)
{
    return core::toBase64Url(text);
}

std::string signedToken(const ProviderKey &key, std::string_view algorithm, std::string_view header,
    std::string_view claims)
{
    const auto text = base64UrlOf(header) + '.' + base64UrlOf(claims);
    return text + '.' + base64UrlOf(key.signature(algorithm, text));
}

std::string signedToken(const ProviderKey &key, std::string_view algorithm, std::string_view claims)
{
    const auto header = R"({"alg":")" + std::string(algorithm) + R"(","typ":"JWT")"
        + (key.kid().empty() ? std::string() : member("kid", key.kid())) + '}';
    return signedToken(key, algorithm, header, claims);
}

} // namespace chancery::support
