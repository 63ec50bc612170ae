// SPDX-License-Identifier: Apache-2.0
#include "jws.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/identity/refusal.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

// Signatures of RFC 7515 under the rules of RFC 8725: the algorithm comes from an allow-list and
// must be one of the key's type, so that no public key is ever taken for a shared secret; headers
// that bring a key, or ask for an extension that is not understood, are refused.
namespace chancery::core::identity {

namespace {

constexpr std::size_t longestToken = std::size_t(64) << 10;
constexpr std::size_t rawSignatureBytes = 64; // of ES256 and EdDSA
constexpr Limits headerLimits{std::size_t(8) << 10, 8, 256, std::size_t(8) << 10, false};
constexpr std::array<std::string_view, 4> names{"RS256", "PS256", "ES256", "EdDSA"};

struct Free {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG *signature) const { ECDSA_SIG_free(signature); }
};

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

KeyType typeOf(Algorithm algorithm)
{
    if (algorithm == Algorithm::ES256)
        return KeyType::EcP256;
    return algorithm == Algorithm::EdDSA ? KeyType::Ed25519 : KeyType::Rsa;
}

Result<Algorithm> readAlgorithm(Value header)
{
    const auto member = header["alg"];
    if (!member.isString())
        return refusal("alg-missing", "expected the algorithm");
    const auto text = member.text();
    const auto isNone = text.size() == 4 && (text[0] | 32) == 'n' && (text[1] | 32) == 'o'
        && (text[2] | 32) == 'n' && (text[3] | 32) == 'e';
    if (isNone)
        return refusal("alg-none", "an unsigned token");
    if (text.starts_with("HS"))
        return refusal("alg-symmetric", "signed with a shared secret");
    if (const auto algorithm = algorithmFromName(text))
        return *algorithm;
    return refusal("alg-unknown", "expected RS256, PS256, ES256 or EdDSA");
}

// What RFC 8725 §3.10 and §3.11 ask of a header beside its algorithm.
Result<> checkHeader(Value header)
{
    if (header["crit"])
        return refusal("crit-refused", "the token asks for an extension");
    if (header["jku"] || header["jwk"] || header["x5u"])
        return refusal("header-key", "the token brings its own key");
    const auto type = header["typ"];
    if (type && (!type.isString() || (type.text() != "JWT" && type.text() != "jwt")))
        return refusal("typ-refused", "a token of another kind");
    const auto kid = header["kid"];
    if (kid && (!kid.isString() || kid.text().empty()))
        return refusal("kid-malformed", "expected the name of a key");
    return Done();
}

Result<Jws> readHeader(std::string text, Jws jws)
{
    const auto reading = readJson(std::move(text), headerLimits);
    if (!reading)
        return refusal(reading.problem().code == "duplicate-key" ? "header-duplicate-member"
                                                                 : "header-malformed",
            reading.problem().message);
    const auto header = reading.tree().root();
    if (!header.isObject())
        return refusal("header-malformed", "expected an object");
    const auto algorithm = readAlgorithm(header);
    if (!algorithm)
        return algorithm.error();
    if (auto checked = checkHeader(header); !checked)
        return checked.error();
    jws.algorithm = *algorithm;
    jws.kid = header["kid"].text();
    return jws;
}

bool fits(const Jwk &key, Algorithm algorithm)
{
    return key.type == typeOf(algorithm)
        && (key.algorithm.empty() || key.algorithm == name(algorithm));
}

Result<Jwk> chooseKey(const Jws &jws, const JwkSet &set)
{
    std::vector<Jwk> named;
    for (const auto &key : set.keys()) {
        if (jws.kid.empty() || key.kid == jws.kid)
            named.push_back(key);
    }
    if (named.empty())
        return refusal("kid-unknown", "no key of that name");
    std::vector<Jwk> fitting;
    std::ranges::copy_if(named, std::back_inserter(fitting),
        [&](const Jwk &key) { return fits(key, jws.algorithm); });
    if (fitting.size() > 1)
        return refusal("kid-ambiguous", "more than one key could have signed it");
    if (!fitting.empty())
        return fitting.front();
    const bool hasType = std::ranges::any_of(
        named, [&](const Jwk &key) { return key.type == typeOf(jws.algorithm); });
    return hasType ? refusal("key-algorithm", "that key signs with another algorithm")
                   : refusal("key-type", "that key is of another type");
}

// RFC 7518 §3.4 writes r and s one behind the other; OpenSSL reads DER.
std::string toDer(std::string_view raw)
{
    const std::unique_ptr<ECDSA_SIG, Free> signature(ECDSA_SIG_new());
    const auto half = raw.size() / 2;
    BIGNUM *r = BN_bin2bn(unsignedBytes(raw), int(half), nullptr);
    BIGNUM *s = BN_bin2bn(unsignedBytes(raw.substr(half)), int(half), nullptr);
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    std::string der(std::size_t(std::max(i2d_ECDSA_SIG(signature.get(), nullptr), 0)), '\0');
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(signature.get(), &out);
    return der;
}

bool setPadding(EVP_PKEY_CTX *context, Algorithm algorithm)
{
    if (algorithm != Algorithm::PS256)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    // The salt is as long as the digest (RFC 7518 §3.5).
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool isSignedBy(const Jws &jws, const Jwk &jwk)
{
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *details = nullptr;
    const auto *digest = jwk.type == KeyType::Ed25519 ? nullptr : EVP_sha256();
    if (!context
        || EVP_DigestVerifyInit(context.get(), &details, digest, nullptr, jwk.key.get()) != 1)
        return false;
    if (jwk.type == KeyType::Rsa && !setPadding(details, jws.algorithm))
        return false;
    const auto signature = jwk.type == KeyType::EcP256 ? toDer(jws.signature) : jws.signature;
    return EVP_DigestVerify(context.get(), unsignedBytes(signature), signature.size(),
               unsignedBytes(jws.signedPart), jws.signedPart.size())
        == 1;
}

} // namespace

std::string_view name(Algorithm algorithm)
{
    return names[static_cast<std::size_t>(algorithm)];
}

std::optional<Algorithm> algorithmFromName(std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Algorithm>(found - names.begin());
}

std::vector<Algorithm> everyAlgorithm()
{
    return {Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA};
}

Result<Jws> parseJws(std::string_view token)
{
    if (token.size() > longestToken)
        return refusal("token-too-large", "expected at most 64 KiB");
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == std::string_view::npos || first == last || token.find('.', first + 1) != last)
        return refusal("token-shape", "expected three parts");
    const auto header = fromBase64Url(token.substr(0, first));
    const auto payload = fromBase64Url(token.substr(first + 1, last - first - 1));
    const auto signature = fromBase64Url(token.substr(last + 1));
    if (!header || !payload || !signature)
        return refusal("token-encoding", "expected base64url without padding");
    Jws jws;
    jws.payload = *payload;
    jws.signedPart = token.substr(0, last);
    jws.signature = *signature;
    return readHeader(*header, std::move(jws));
}

Result<> verify(const Jws &jws, const JwkSet &keys, const std::vector<Algorithm> &allowed)
{
    if (std::ranges::find(allowed, jws.algorithm) == allowed.end())
        return refusal("alg-not-allowed", "the provider does not sign with that");
    const auto key = chooseKey(jws, keys);
    if (!key)
        return key.error();
    const auto expected = key->type == KeyType::Rsa ? key->bytes : rawSignatureBytes;
    if (jws.signature.size() != expected)
        return refusal("signature-length", "a signature of another length");
    if (!isSignedBy(jws, *key))
        return refusal("signature", "the signature does not fit");
    return Done();
}

} // namespace chancery::core::identity
