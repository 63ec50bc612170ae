// SPDX-License-Identifier: Apache-2.0
#include "permissions.h"

#include "engine/core/policy/names.h"

namespace chancery::core {

namespace {

constexpr EnumNames<Permission, permissionCount> permissionNames{
    {"view", "edit", "submit", "approve", "apply", "schedule", "rollback", "freeze.override",
        "emergency.activate", "emergency.review", "policy.edit", "audit.read", "schemas.manage",
        "agents.manage", "administer", "secret.reveal"}};
constexpr EnumNames<Role, roleCount> roleNames{
    {"viewer", "author", "approver", "operator", "auditor", "admin"}};

static_assert(permissionNames[Permission::SecretReveal] == "secret.reveal");
static_assert(roleNames[Role::Admin] == "admin");

} // namespace

std::string_view name(Permission permission)
{
    return permissionNames[permission];
}

std::optional<Permission> permissionFromName(std::string_view name)
{
    return permissionNames.find(name);
}

std::string_view name(Role role)
{
    return roleNames[role];
}

std::optional<Role> roleFromName(std::string_view name)
{
    return roleNames.find(name);
}

} // namespace chancery::core
