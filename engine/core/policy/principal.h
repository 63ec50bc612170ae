// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"
#include "engine/core/policy/permissions.h"

#include <string>
#include <vector>

namespace chancery::core {

// "user", "service", "agent", "system".
std::string_view name(PrincipalKind kind);
std::optional<PrincipalKind> principalKindFromName(std::string_view name);

} // namespace chancery::core

namespace chancery::core::policy {

// Where a right is used.
struct AccessScope {
    EnvironmentId environment; // empty: nowhere in particular
    NamespaceId nameSpace;
    std::vector<std::string> classes; // of the data that is touched
    std::string path = {}; // of a config; empty: the environment as a whole
};

// Permissions for a part of the world and a span of time; empty lists mean everywhere.
struct Grant {
    PermissionSet permissions;
    std::vector<EnvironmentId> environments;
    std::vector<NamespaceId> namespaces;
    std::vector<std::string> classes;
    std::optional<Instant> notBefore;
    std::optional<Instant> notAfter;
    std::vector<std::string> paths = {}; // patterns as in policies
    // First segments of paths; one that is empty stands for the environment as a whole.
    std::vector<std::string> roots = {};
};

// Somebody who acts, as the authorization sees them; the domain's Principal is what is
// administered.
struct Principal {
    PrincipalId id;
    PrincipalKind kind = PrincipalKind::User; // only a User ever approves (GOV-3)
    // Who is behind the account, where one person may have several; otherwise empty.
    std::string person;
    bool disabled = false;
    std::vector<std::string> groups;
    std::vector<Grant> grants;
    std::vector<Grant> bans = {}; // what is forbidden, whatever grants it
    // Since when the account may approve, and who could have made it their own tool: whoever gave
    // it the right or knows its password. Empty where nobody but the installation did. The order is
    // that of all that happened, which no clock that is set turns around.
    std::optional<Instant> approverSince;
    std::optional<std::uint64_t> approverOrder = {};
    std::vector<PrincipalId> approverBy;
};

// Whether one of the grants gives the permission there and now, and no ban takes it. Never for who
// is disabled.
bool holds(
    const Principal &principal, Permission permission, const AccessScope &scope, Instant now);
// Patterns as in the rules of a policy (core/policy/policy.h).
bool matchesPath(std::string_view pattern, std::string_view path);
// The permissions that are held somewhere, for menus.
PermissionSet permissionsAnywhere(const Principal &principal, Instant now);

} // namespace chancery::core::policy
