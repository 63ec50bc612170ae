// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/access.h"
#include "engine/core/domain/identity.h"
#include "engine/core/governing/policydocument.h"

// From an account, as it is administered, to what access asks of it. Pure; the same on the server
// and in the console.
namespace chancery::core::access {

// What the account's roles give, and what stands among them by its own name (GOV-5); nothing to who
// is disabled.
PermissionSet permissionsOf(const Principal &account);
// Of a role, a permission that is granted by name, or "agent", for the programs that carry configs.
bool isKnownRole(std::string_view role);

// With the groups that the account's name stands in. What is known of the person has the kind of
// the account beside it; nothing where nobody here can tell.
Subject subjectOf(const Principal &account, const std::vector<governing::Group> &groups,
    std::optional<Attributes> attributes = {});
// The name under which the kind of an account stands among its attributes.
inline constexpr std::string_view kindAttribute = "kind";

// What governs access in an environment, and whom its rules mean by the names of groups.
struct GovernedAccess {
    AccessGovernance governance;
    std::vector<governing::Group> groups;
};
// What lies around them, the tier and the owners, is the caller's to add.
// From the documents that are live there, null where none is; one without nodes cannot be read, and
// one that cannot be read governs as such.
GovernedAccess governedAccess(
    const EnvironmentId &environment, const Tree *access, const Tree *groups);

} // namespace chancery::core::access
