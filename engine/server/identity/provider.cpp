// SPDX-License-Identifier: Apache-2.0
#include "provider.h"

#include "engine/core/policy/permissions.h"
#include "engine/server/exchange.h"

#include <algorithm>

namespace chancery::server {

namespace {

using std::chrono::seconds;

constexpr seconds keysLife{3600};
constexpr seconds keysKept{24 * 3600}; // while the provider is away
constexpr seconds betweenRefreshes{30};
constexpr seconds oldestToken{600};

} // namespace

bool isMappableRole(std::string_view role)
{
    return core::roleFromName(role).has_value();
}

Provider::Provider(
    ProviderOptions options, Fetcher &fetcher, const core::Clock &clock, Journal &journal)
    : m_options(std::move(options))
    , m_fetcher(fetcher)
    , m_clock(clock)
    , m_journal(journal)
{
}

core::Result<ProvenIdentity> Provider::check(
    const core::IdTokenExchange &exchange, std::optional<seconds> maxAge)
{
    if (auto found = demandKeys(); !found)
        return found.error();
    auto token = verified(exchange, maxAge);
    // The key may be younger than what is known of the provider.
    if (!token && token.error().code == "kid-unknown" && refresh())
        token = verified(exchange, maxAge);
    if (!token)
        return std::move(token).error();
    return visitorOf(*token);
}

core::Result<core::identity::IdToken> Provider::verified(
    const core::IdTokenExchange &exchange, std::optional<seconds> maxAge) const
{
    core::identity::Expectation expected;
    expected.issuer = m_options.provider.issuer;
    expected.clientId = m_options.provider.clientId;
    expected.nonce = exchange.nonce;
    expected.algorithms = m_discovery->algorithms;
    expected.oldest = oldestToken;
    expected.maxAge = maxAge;
    return core::identity::checkIdToken(
        exchange.idToken.reveal(), *m_keys, expected, m_clock.now());
}

core::Result<> Provider::demandKeys()
{
    const auto age = m_clock.now() - m_fetchedAt;
    if (m_keys && age < keysLife)
        return core::Done();
    if (auto fresh = refresh(); !fresh && (!m_keys || age >= keysKept))
        return fresh;
    return core::Done();
}

core::Result<> Provider::refresh()
{
    const auto now = m_clock.now();
    if (m_triedAt && now >= *m_triedAt && now - *m_triedAt < betweenRefreshes)
        return api::problem("identity-unavailable", "It was asked a moment ago");
    m_triedAt = now;
    if (auto fetched = fetchAll(); !fetched) {
        m_journal.write(JournalLevel::Warning, "identity.unavailable",
            {{"issuer", m_options.provider.issuer}, {"code", fetched.error().code},
                {"detail", fetched.error().detail}});
        return api::problem("identity-unavailable", fetched.error().code);
    }
    m_fetchedAt = now;
    return core::Done();
}

core::Result<> Provider::fetchAll()
{
    const auto &issuer = m_options.provider.issuer;
    const auto url = core::identity::discoveryUrl(issuer);
    if (!url)
        return url.error();
    const auto document = m_fetcher.fetch(*url);
    if (!document)
        return document.error();
    auto discovery = core::identity::readDiscovery(*document, issuer);
    if (!discovery)
        return discovery.error();
    const auto json = m_fetcher.fetch(discovery->keysUrl);
    if (!json)
        return json.error();
    auto keys = core::identity::JwkSet::read(*json);
    if (!keys)
        return keys.error();
    m_discovery = std::move(*discovery);
    m_keys = std::move(*keys);
    return core::Done();
}

namespace {

// It goes into every event of the session.
constexpr std::size_t mostWays = 16;
constexpr std::size_t longestWay = 64;
// Of the claims that conditions of access ask for.
constexpr std::size_t mostValues = 100;
constexpr std::size_t longestValue = 200;

core::access::Attributes attributesOf(
    const core::identity::IdToken &token, const std::vector<std::string> &claims)
{
    core::access::Attributes attributes;
    for (const auto &claim : claims) {
        auto values = token.texts(claim);
        // What is cut would be another value.
        std::erase_if(values,
            [](const std::string &value) { return value.empty() || value.size() > longestValue; });
        values.resize(std::min(values.size(), mostValues));
        if (!values.empty())
            attributes.emplace(claim, std::move(values));
    }
    return attributes;
}

} // namespace

ProvenIdentity Provider::visitorOf(const core::identity::IdToken &token) const
{
    ProvenIdentity visitor;
    visitor.issuer = token.issuer;
    visitor.subject = token.subject;
    visitor.tokenEnds = token.expiresAt;
    visitor.authenticatedAt = token.authenticatedAt;
    visitor.name = token.claim("preferred_username");
    if (visitor.name.empty())
        visitor.name = token.claim("email");
    visitor.displayName = token.claim("name");
    std::set<std::string> roles;
    for (const auto &group : token.texts(m_options.groupsClaim)) {
        if (const auto mapped = m_options.rolesOfGroups.find(group);
            mapped != m_options.rolesOfGroups.end())
            roles.insert(mapped->second.begin(), mapped->second.end());
    }
    visitor.roles.assign(roles.begin(), roles.end());
    visitor.attributes = attributesOf(token, m_options.attributes);
    visitor.acr = token.claim("acr").substr(0, longestWay);
    for (auto &way : token.texts("amr")) {
        if (way.size() <= longestWay && visitor.amr.size() < mostWays)
            visitor.amr.push_back(std::move(way));
    }
    return visitor;
}

} // namespace chancery::server
