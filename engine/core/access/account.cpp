// SPDX-License-Identifier: Apache-2.0
#include "account.h"

#include <algorithm>

namespace chancery::core::access {

namespace {

constexpr std::string_view agentRole = "agent";

// What comes with no role and may stand among an account's roles by its own name.
constexpr Permission granted[]{Permission::SecretReveal, Permission::PolicyEdit,
    Permission::FreezeOverride, Permission::EmergencyActivate, Permission::EmergencyReview};

std::optional<Permission> grantOf(std::string_view name)
{
    const auto permission = permissionFromName(name);
    const bool isGrant = permission && std::ranges::find(granted, *permission) != std::end(granted);
    return isGrant ? permission : std::nullopt;
}

} // namespace

PermissionSet permissionsOf(const Principal &account)
{
    PermissionSet permissions;
    if (account.disabled)
        return permissions;
    // Whatever stands among its roles; the rest of what a recovery key may do has no permission.
    if (account.kind == PrincipalKind::Recovery)
        return PermissionSet(Permission::View, Permission::Rollback);
    for (const auto &name : account.roles) {
        if (const auto role = roleFromName(name))
            permissions = permissions | core::permissionsOf(*role);
        else if (const auto grant = grantOf(name))
            permissions = permissions | PermissionSet(*grant);
        else if (name == agentRole)
            permissions = permissions | PermissionSet(Permission::View, Permission::ManageAgents);
    }
    return permissions;
}

bool isKnownRole(std::string_view role)
{
    return role == agentRole || roleFromName(role).has_value() || grantOf(role).has_value();
}

Subject subjectOf(const Principal &account, const std::vector<governing::Group> &groups,
    std::optional<Attributes> attributes)
{
    Subject subject{account.name, {}, permissionsOf(account), account.disabled};
    if (attributes)
        (*attributes)[std::string(kindAttribute)] = {std::string(name(account.kind))};
    subject.attributes = std::move(attributes);
    for (const auto &group : groups) {
        if (std::ranges::find(group.members, account.name) != group.members.end())
            subject.groups.push_back(group.name);
    }
    return subject;
}

GovernedAccess governedAccess(
    const EnvironmentId &environment, const Tree *access, const Tree *groups)
{
    GovernedAccess governed;
    governed.governance.environment = environment;
    if (!access)
        return governed;
    auto document
        = access->nodeCount() > 0 ? readAccess(access->root()) : Result<AccessDocument>(Error());
    governed.governance.isUnreadable = !document;
    if (document)
        governed.governance.document = std::move(*document);
    if (groups && groups->nodeCount() > 0) {
        if (auto known = governing::readGroups(groups->root()))
            governed.groups = std::move(*known);
    }
    for (const auto &group : governed.groups)
        governed.governance.groupNames.push_back(group.name);
    return governed;
}

} // namespace chancery::core::access
