// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace chancery::support {

// A signing key of an identity provider, made on the spot.
class ProviderKey {
public:
    enum class Kind { Rsa, WeakRsa, P256, P384, Ed25519 };
    ProviderKey(Kind kind, std::string kid);

    const std::string &kid() const { return m_kid; }
    // The public half; more: further members, each with a comma before it.
    std::string jwk(const std::string &more = {}) const;
    // As JWS has it; the algorithm need not be one of this key's own choice.
    std::string signature(std::string_view algorithm, std::string_view text) const;
    // ES256 as everybody else writes it.
    std::string derSignature(std::string_view text) const;
    // What a careless verifier would take for a shared secret.
    std::string pem() const;

private:
    Kind m_kind;
    std::string m_kid;
    std::shared_ptr<evp_pkey_st> m_key;
};

// {"keys":[…]}
std::string keySet(std::string_view keys);
std::string base64UrlOf(std::string_view text);
// header.claims.signature of that algorithm.
std::string signedToken(const ProviderKey &key, std::string_view algorithm, std::string_view header,
    std::string_view claims);
// With the header that belongs to the key.
std::string signedToken(
    const ProviderKey &key, std::string_view algorithm, std::string_view claims);

} // namespace chancery::support
