// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/identity/provider.h"
#include "tests/support/providerkey.h"

#include <functional>
#include <map>
#include <string>

namespace chancery::support {

// An identity provider without a network: what it publishes, how often that was asked for, and the
// tokens it makes. Its bad days are members to set.
class FakeProvider final : public server::Fetcher {
public:
    static constexpr auto issuer = "https://id.example/realms/ops";

    // Of the identity worker's thread; nobody else touches this meanwhile.
    core::Result<std::string> fetch(const std::string &url) override
    {
        ++asked[url];
        if (beforeAnswer)
            beforeAnswer();
        if (!trouble.empty())
            return core::Error{core::ErrorKind::Offline, trouble, {}, {}, {}, {}};
        return url.ends_with("/jwks") ? keys : document;
    }
    void stop() override { }

    // With one member replaced or added, or left out where the value is empty.
    std::string claims(
        core::Instant now, const std::map<std::string, std::string> &other = {}) const
    {
        const auto at = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
        std::map<std::string, std::string> members{{"iss", '"' + std::string(issuer) + '"'},
            {"sub", R"("u-17")"}, {"aud", R"("chancery")"}, {"nonce", R"("n-1")"},
            {"iat", std::to_string(at.count())}, {"exp", std::to_string(at.count() + 300)},
            {"preferred_username", R"("ann")"}, {"name", R"("Ann Example")"}};
        for (const auto &[name, value] : other)
            members[name] = value;
        std::string text;
        for (const auto &[name, value] : members) {
            if (!value.empty())
                text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
        }
        return text + '}';
    }
    std::string token(core::Instant now, const std::map<std::string, std::string> &other = {}) const
    {
        return signedToken(key, "ES256", claims(now, other));
    }

    ProviderKey key{ProviderKey::Kind::P256, "k1"};
    std::string document = R"({"issuer":"https://id.example/realms/ops",)"
                           R"("jwks_uri":"https://id.example/jwks"})";
    std::string keys = keySet(key.jwk());
    std::string trouble;
    std::function<void()> beforeAnswer;
    std::map<std::string, int> asked;
};

} // namespace chancery::support
