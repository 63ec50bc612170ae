// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/conditions.h"
#include "engine/core/clock.h"
#include "engine/core/domain/identityprovider.h"
#include "engine/core/identity/discovery.h"
#include "engine/core/identity/idtoken.h"
#include "engine/server/identity/fetcher.h"
#include "engine/server/log/journal.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace chancery::server {

// What the operator says of the provider that this server trusts.
struct ProviderOptions {
    core::IdentityProvider provider;
    std::string groupsClaim = "groups";
    std::map<std::string, std::set<std::string>> rolesOfGroups;
    // Claims that are kept for the conditions of sys/access.
    std::vector<std::string> attributes = {};
};

// Roles alone can come from groups. What comes with no role (core::Permission::SecretReveal and the
// like) is given by a local administrator, person by person.
bool isMappableRole(std::string_view role);

// Somebody of whom the provider has said who they are.
struct ProvenIdentity {
    std::string issuer;
    std::string subject;
    core::Instant tokenEnds;
    std::optional<core::Instant> authenticatedAt; // when the provider asked who they are
    std::string name; // that they would like to have here
    std::string displayName;
    std::vector<std::string> roles; // of their groups
    // By what the provider says that they have shown who they are (RFC 8176); its word alone.
    std::vector<std::string> amr = {};
    std::string acr = {};
    core::access::Attributes attributes = {};
};

// Looks at ID tokens with the keys that the provider publishes. They are kept for an hour, and read
// again for a key that nobody knows, but not more than twice a minute: who makes up names of keys
// must not make the server hammer its provider. Of the identity worker's thread.
class Provider {
public:
    Provider(ProviderOptions options, Fetcher &fetcher, const core::Clock &clock, Journal &journal);

    // Error{Unauthorized} with a code of core/identity, or Error{Server, "identity-unavailable"}.
    // maxAge: how long ago the provider may have asked the person; none: as long as it likes.
    core::Result<ProvenIdentity> check(
        const core::IdTokenExchange &exchange, std::optional<std::chrono::seconds> maxAge = {});

private:
    core::Result<core::identity::IdToken> verified(
        const core::IdTokenExchange &exchange, std::optional<std::chrono::seconds> maxAge) const;
    core::Result<> demandKeys();
    core::Result<> refresh();
    core::Result<> fetchAll();
    ProvenIdentity visitorOf(const core::identity::IdToken &token) const;

    ProviderOptions m_options;
    Fetcher &m_fetcher;
    const core::Clock &m_clock;
    Journal &m_journal;
    std::optional<core::identity::Discovery> m_discovery;
    std::optional<core::identity::JwkSet> m_keys;
    core::Instant m_fetchedAt; // the last success
    std::optional<core::Instant> m_triedAt;
};

} // namespace chancery::server
