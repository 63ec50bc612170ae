// SPDX-License-Identifier: Apache-2.0
#include "jwk.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/identity/refusal.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>

// Keys as RFC 7517, RFC 7518 §6 and RFC 8037 §2 write them. All that is published is read strictly:
// numbers in the fewest octets (RFC 7518 §2, Base64urlUInt), coordinates in full length, points on
// their curve.
namespace chancery::core::identity {

namespace {

constexpr int smallestModulus = 2048; // bits
constexpr int largestModulus = 8192; // verifying costs time
constexpr std::size_t coordinateBytes = 32;
constexpr std::size_t mostKeys = 64;
constexpr Limits setLimits{std::size_t(256) << 10, 16, 4096, std::size_t(64) << 10, false};

struct Free {
    void operator()(EVP_PKEY_CTX *context) const { EVP_PKEY_CTX_free(context); }
    void operator()(BIGNUM *number) const { BN_free(number); }
    void operator()(OSSL_PARAM_BLD *builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM *parameters) const { OSSL_PARAM_free(parameters); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;
using Key = std::shared_ptr<EVP_PKEY>;

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

// The members of private keys (RFC 7518 §6.2.2, §6.3.2, §6.4).
bool isPrivate(Value value)
{
    static constexpr std::array names{"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
    return std::ranges::any_of(
        names, [value](const char *name) { return value.find(name).isPresent(); });
}

bool mayVerify(Value value)
{
    if (const auto use = value["use"]; use && (!use.isString() || use.text() != "sig"))
        return false;
    const auto operations = value["key_ops"];
    if (!operations)
        return true;
    for (const auto &operation : operations) {
        if (operation.value().isString() && operation.value().text() == "verify")
            return true;
    }
    return false;
}

Key fromParameters(const char *type, OSSL_PARAM *parameters)
{
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    const bool isMade = context && EVP_PKEY_fromdata_init(context.get()) == 1
        && EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1;
    return {isMade ? key : nullptr, EVP_PKEY_free};
}

bool isSound(const Key &key)
{
    const Owned<EVP_PKEY_CTX> context(
        key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    return context && EVP_PKEY_public_check(context.get()) == 1;
}

// The octets of a member, or nothing where they are not in their form.
std::optional<std::string> octets(Value value, std::string_view name)
{
    const auto member = value.find(name);
    return member.isString() ? fromBase64Url(member.text()) : std::nullopt;
}

std::optional<std::string> number(Value value, std::string_view name)
{
    auto bytes = octets(value, name);
    return bytes && !bytes->empty() && bytes->front() != 0 ? bytes : std::nullopt;
}

Owned<BIGNUM> toNumber(const std::string &bytes)
{
    return Owned<BIGNUM>(BN_bin2bn(unsignedBytes(bytes), int(bytes.size()), nullptr));
}

Result<Jwk> readRsa(Value value, Jwk jwk)
{
    const auto n = number(value, "n");
    const auto e = number(value, "e");
    if (!n || !e)
        return refusal("jwk-number", "n and e are numbers in the fewest octets");
    jwk.bytes = n->size();
    if (n->size() > largestModulus / 8)
        return refusal("jwk-rsa-size", "the modulus is too large");
    const auto modulus = toNumber(*n);
    const auto exponent = toNumber(*e);
    if (!modulus || BN_num_bits(modulus.get()) < smallestModulus || !BN_is_odd(modulus.get()))
        return refusal("jwk-rsa-size", "expected an odd modulus of at least 2048 bits");
    // NIST SP 800-56B §6.2: odd, 2^16 < e; what is longer than 64 bits only costs time.
    if (!exponent || e->size() > 8 || !BN_is_odd(exponent.get())
        || BN_num_bits(exponent.get()) <= 16)
        return refusal("jwk-rsa-exponent", "expected an odd exponent of 17 to 64 bits");
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return refusal("jwk-malformed", "the key cannot be built");
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    jwk.key = fromParameters("RSA", parameters.get());
    if (!jwk.key)
        return refusal("jwk-malformed", "OpenSSL refuses the key");
    return jwk;
}

Result<Jwk> readEc(Value value, Jwk jwk)
{
    if (!value["crv"].isString() || value["crv"].text() != "P-256")
        return refusal("jwk-curve", "expected the curve P-256");
    const auto x = octets(value, "x");
    const auto y = octets(value, "y");
    if (!x || !y || x->size() != coordinateBytes || y->size() != coordinateBytes)
        return refusal("jwk-number", "expected coordinates of 32 octets");
    auto point = '\4' + *x + *y; // uncompressed
    std::string group = "prime256v1";
    std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    jwk.type = KeyType::EcP256;
    jwk.key = fromParameters("EC", parameters.data());
    if (!isSound(jwk.key))
        return refusal("jwk-point", "the point is not on the curve");
    return jwk;
}

Result<Jwk> readOkp(Value value, Jwk jwk)
{
    if (!value["crv"].isString() || value["crv"].text() != "Ed25519")
        return refusal("jwk-curve", "expected the curve Ed25519");
    const auto x = octets(value, "x");
    if (!x || x->size() != coordinateBytes)
        return refusal("jwk-number", "expected a key of 32 octets");
    jwk.type = KeyType::Ed25519;
    jwk.key = {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, unsignedBytes(*x), x->size()),
        EVP_PKEY_free};
    if (!jwk.key)
        return refusal("jwk-point", "OpenSSL refuses the key");
    return jwk;
}

} // namespace

Result<Jwk> readJwk(Value value)
{
    const auto type = value["kty"];
    if (!value.isObject() || !type.isString())
        return refusal("jwk-malformed", "expected an object with a kty");
    const auto kid = value["kid"];
    const auto algorithm = value["alg"];
    if ((kid && !kid.isString()) || (algorithm && !algorithm.isString()))
        return refusal("jwk-malformed", "kid and alg are texts");
    if (type.text() != "RSA" && type.text() != "EC" && type.text() != "OKP")
        return refusal("jwk-type", "expected RSA, EC or OKP");
    if (isPrivate(value))
        return refusal("jwk-private", "a private key has been published");
    if (!mayVerify(value))
        return refusal("jwk-use", "the key is not for verifying signatures");
    Jwk jwk;
    jwk.kid = kid.text();
    jwk.algorithm = algorithm.text();
    if (type.text() == "RSA")
        return readRsa(value, std::move(jwk));
    return type.text() == "EC" ? readEc(value, std::move(jwk)) : readOkp(value, std::move(jwk));
}

Result<JwkSet> JwkSet::read(std::string_view json)
{
    const auto reading = readJson(std::string(json), setLimits);
    if (!reading)
        return refusal(
            reading.problem().code == "duplicate-key" ? "jwks-duplicate-member" : "jwks-malformed",
            reading.problem().message);
    const auto keys = reading.tree().root()["keys"];
    if (!keys.isArray())
        return refusal("jwks-malformed", "expected an array of keys");
    if (keys.size() > mostKeys)
        return refusal("jwks-too-many", "expected at most 64 keys");
    JwkSet set;
    for (const auto &item : keys) {
        if (auto jwk = readJwk(item.value()))
            set.m_keys.push_back(std::move(*jwk));
        else
            set.m_leftOut.push_back(std::move(jwk).error());
    }
    if (set.m_keys.empty())
        return refusal(
            "jwks-empty", set.m_leftOut.empty() ? "no keys" : toString(set.m_leftOut.front()));
    return set;
}

} // namespace chancery::core::identity
