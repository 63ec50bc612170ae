// SPDX-License-Identifier: Apache-2.0
#include "discovery.h"

#include "engine/core/document/json.h"
#include "engine/core/identity/refusal.h"

#include <algorithm>
#include <array>

namespace chancery::core::identity {

namespace {

constexpr std::size_t longestUrl = 2048;
constexpr std::string_view wellKnown = "/.well-known/openid-configuration";
constexpr Limits documentLimits{std::size_t(256) << 10, 16, 10'000, std::size_t(64) << 10, false};

bool isLoopback(std::string_view host)
{
    return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

// The host of what stands behind "://", without its port; empty for what is no host.
std::string_view hostOf(std::string_view rest)
{
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    const auto end = authority.starts_with('[') ? authority.find(']') : authority.find(':');
    if (!authority.starts_with('['))
        return authority.substr(0, end);
    return end == std::string_view::npos ? std::string_view() : authority.substr(0, end + 1);
}

// The endpoint, or empty where it is absent; no value where it is there and not allowed.
std::optional<std::string> endpoint(Value document, std::string_view name)
{
    const auto member = document.find(name);
    if (!member || member.isNull())
        return std::string();
    if (!member.isString() || !isAllowedUrl(member.text()))
        return std::nullopt;
    return std::string(member.text());
}

std::vector<Algorithm> algorithmsOf(Value list)
{
    if (!list)
        return everyAlgorithm();
    std::vector<Algorithm> algorithms;
    for (const auto &item : list) {
        const auto algorithm = algorithmFromName(item.value().text());
        if (algorithm && std::ranges::find(algorithms, *algorithm) == algorithms.end())
            algorithms.push_back(*algorithm);
    }
    return algorithms;
}

Result<Discovery> readEndpoints(Value document, Discovery found)
{
    struct Place {
        std::string_view name;
        std::string *target;
    };
    const std::array places{Place{"authorization_endpoint", &found.authorizationEndpoint},
        Place{"token_endpoint", &found.tokenEndpoint},
        Place{"device_authorization_endpoint", &found.deviceEndpoint},
        Place{"jwks_uri", &found.keysUrl}};
    for (const auto &[name, target] : places) {
        auto url = endpoint(document, name);
        if (!url)
            return refusal("discovery-url", std::string(name) + " is no HTTPS address");
        *target = std::move(*url);
    }
    if (found.keysUrl.empty())
        return refusal("discovery-url", "the provider publishes no keys");
    return found;
}

} // namespace

bool isAllowedUrl(std::string_view url)
{
    const bool isPlain = url.size() <= longestUrl && std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < '\x7f' && c != '#' && c != '\\' && c != '"' && c != '<' && c != '>';
    });
    const auto scheme = url.find("://");
    if (!isPlain || scheme == std::string_view::npos)
        return false;
    const auto rest = url.substr(scheme + 3);
    const auto host = hostOf(rest);
    const bool hasUser = rest.substr(0, rest.find_first_of("/?")).find('@') != std::string::npos;
    if (host.empty() || hasUser)
        return false;
    return url.starts_with("https://") || (url.starts_with("http://") && isLoopback(host));
}

Result<std::string> discoveryUrl(std::string_view issuer)
{
    if (!isAllowedUrl(issuer) || issuer.find('?') != std::string_view::npos)
        return refusal("discovery-url", "the issuer is no HTTPS address");
    if (issuer.ends_with('/'))
        issuer.remove_suffix(1);
    return std::string(issuer).append(wellKnown);
}

Result<Discovery> readDiscovery(std::string_view json, std::string_view issuer)
{
    const auto reading = readJson(std::string(json), documentLimits);
    if (!reading)
        return refusal(reading.problem().code == "duplicate-key" ? "discovery-duplicate-member"
                                                                 : "discovery-malformed",
            reading.problem().message);
    const auto document = reading.tree().root();
    if (!document.isObject())
        return refusal("discovery-malformed", "expected an object");
    Discovery found;
    if (!document["issuer"].isString() || document["issuer"].text() != issuer)
        return refusal("discovery-issuer", "the document is of another issuer");
    found.issuer = issuer;
    found.algorithms = algorithmsOf(document["id_token_signing_alg_values_supported"]);
    if (found.algorithms.empty())
        return refusal("discovery-algorithms", "expected RS256, PS256, ES256 or EdDSA");
    found.namesItself = document["authorization_response_iss_parameter_supported"].isTrue();
    return readEndpoints(document, std::move(found));
}

} // namespace chancery::core::identity
