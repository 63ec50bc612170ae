// SPDX-License-Identifier: Apache-2.0
#include "principal.h"

#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr EnumNames<PrincipalKind, 6> kindNames{
    {"user", "service", "agent", "system", "recovery", "unknown"}};

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

bool coversPath(const Grant &grant, const AccessScope &scope)
{
    return grant.paths.empty() || std::ranges::any_of(grant.paths, [&scope](const auto &pattern) {
        return matchesPath(pattern, scope.path);
    });
}

bool coversRoot(const Grant &grant, const AccessScope &scope)
{
    return grant.roots.empty()
        || std::ranges::count(grant.roots, scope.path.substr(0, scope.path.find('/'))) != 0;
}

bool covers(const Grant &grant, const AccessScope &scope)
{
    const bool environmentFits = grant.environments.empty()
        || std::ranges::count(grant.environments, scope.environment) != 0;
    const bool namespaceFits
        = grant.namespaces.empty() || std::ranges::count(grant.namespaces, scope.nameSpace) != 0;
    const bool classesFit = grant.classes.empty() || holdsAll(grant.classes, scope.classes);
    return environmentFits && namespaceFits && classesFit && coversPath(grant, scope)
        && coversRoot(grant, scope);
}

// A ban on one class takes what touches it, whatever else that touches.
bool bars(const Grant &ban, const AccessScope &scope)
{
    auto part = scope;
    std::erase_if(part.classes,
        [&ban](const std::string &name) { return std::ranges::count(ban.classes, name) == 0; });
    return covers(ban, part) && (ban.classes.empty() || !part.classes.empty());
}

} // namespace

bool holds(const Principal &principal, Permission permission, const AccessScope &scope, Instant now)
{
    if (principal.disabled)
        return false;
    const bool isBarred = std::ranges::any_of(principal.bans, [&](const Grant &ban) {
        return ban.permissions.has(permission) && isInForce(ban, now) && bars(ban, scope);
    });
    return !isBarred && std::ranges::any_of(principal.grants, [&](const Grant &grant) {
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
