// SPDX-License-Identifier: Apache-2.0
#include "principal.h"

#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr EnumNames<PrincipalKind, 5> kindNames{{"user", "service", "agent", "system", "unknown"}};

} // namespace

std::string_view name(PrincipalKind kind)
{
    return kindNames[kind];
}

std::optional<PrincipalKind> principalKindFromName(std::string_view name)
{
    return kindNames.find(name);
}

} // namespace chancery::core

namespace chancery::core::policy {

namespace {

template <typename T>
bool holdsAll(const std::vector<T> &granted, const std::vector<T> &needed)
{
    return std::ranges::all_of(
        needed, [&granted](const T &item) { return std::ranges::count(granted, item) != 0; });
}

bool isInForce(const Grant &grant, Instant now)
{
    return (!grant.notBefore || *grant.notBefore <= now)
        && (!grant.notAfter || now < *grant.notAfter);
}

bool covers(const Grant &grant, const AccessScope &scope)
{
    const bool environmentFits = grant.environments.empty()
        || std::ranges::count(grant.environments, scope.environment) != 0;
    const bool namespaceFits
        = grant.namespaces.empty() || std::ranges::count(grant.namespaces, scope.nameSpace) != 0;
    const bool classesFit = grant.classes.empty() || holdsAll(grant.classes, scope.classes);
    return environmentFits && namespaceFits && classesFit;
}

} // namespace

bool holds(const Principal &principal, Permission permission, const AccessScope &scope, Instant now)
{
    return !principal.disabled && std::ranges::any_of(principal.grants, [&](const Grant &grant) {
        return grant.permissions.has(permission) && isInForce(grant, now) && covers(grant, scope);
    });
}

PermissionSet permissionsAnywhere(const Principal &principal, Instant now)
{
    PermissionSet all;
    if (principal.disabled)
        return all;
    for (const auto &grant : principal.grants) {
        if (isInForce(grant, now))
            all = all | grant.permissions;
    }
    return all;
}

} // namespace chancery::core::policy
