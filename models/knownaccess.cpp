// SPDX-License-Identifier: Apache-2.0
#include "knownaccess.h"

#include "engine/core/emergency/roster.h"

#include <algorithm>
#include <iterator>

namespace chancery::models {

core::access::Decision KnownAccess::decide(const core::Principal &account,
    core::Permission permission, const core::EnvironmentId &environment,
    std::string_view path) const
{
    namespace access = core::access;
    const auto now = m_clock.now();
    if (!environment.isEmpty() || !access::isScoped(permission)) {
        const auto found = m_governed.find(environment);
        static const access::GovernedAccess byRoles;
        const auto &governed = found == m_governed.end() ? byRoles : found->second;
        return access::decide(governed.governance, access::subjectOf(account, governed.groups),
            permission, path, now);
    }
    // Nowhere in particular: where somebody may at all.
    auto decision = access::decide({}, access::subjectOf(account, {}), permission, path, now);
    bool isFirst = true;
    for (const auto &[id, governed] : m_governed) {
        if (!isFirst && decision.isAllowed)
            break;
        decision = access::decide(governed.governance, access::subjectOf(account, governed.groups),
            permission, path, now);
        isFirst = false;
    }
    return decision;
}

KnownAccess::Roster KnownAccess::rosterOf(const core::Tree *emergency, const core::Tree *groups)
{
    Roster roster;
    if (!emergency)
        return roster;
    roster.names = core::emergencyRoster(*emergency);
    roster.isUnreadable = emergency->nodeCount() == 0;
    if (!roster.names || !groups)
        return roster;
    auto known = groups->nodeCount() > 0
        ? core::governing::readGroups(groups->root())
        : core::Result<std::vector<core::governing::Group>>(core::Error());
    if (known)
        roster.groups = std::move(*known);
    else
        roster.isUnreadable = true;
    return roster;
}

bool KnownAccess::letsIn(
    const core::Principal &account, const core::EnvironmentId &environment) const
{
    const auto found = m_rosters.find(environment);
    if (found == m_rosters.end())
        return true;
    const auto &roster = found->second;
    return !roster.isUnreadable
        && (!roster.names || core::isOnRoster(*roster.names, account.name, roster.groups));
}

bool KnownAccess::mayAnywhere(const core::Principal &account, core::Permission permission) const
{
    namespace access = core::access;
    if (m_governed.empty() || !access::isScoped(permission))
        return access::permissionsOf(account).has(permission);
    const auto now = m_clock.now();
    core::policy::Principal seen;
    seen.disabled = account.disabled;
    for (const auto &[id, governed] : m_governed) {
        auto rights = access::rightsOf(
            governed.governance, access::subjectOf(account, governed.groups), now);
        std::ranges::move(rights.grants, std::back_inserter(seen.grants));
    }
    return core::policy::permissionsAnywhere(seen, now).has(permission);
}

} // namespace chancery::models
