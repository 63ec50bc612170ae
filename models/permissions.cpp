// SPDX-License-Identifier: Apache-2.0
#include "permissions.h"

namespace chancery::models {

namespace {

// "freeze.override" is "freezeOverride" among what is granted, "agents.manage" is "manageAgents".
std::string grantedName(core::Permission permission)
{
    const std::string word(core::name(permission));
    const auto dot = word.find('.');
    if (dot == std::string::npos)
        return word;
    auto first = word.substr(0, dot);
    auto second = word.substr(dot + 1);
    if (second == "manage")
        std::swap(first, second);
    second.front() = char(second.front() - 'a' + 'A');
    return first + second;
}

} // namespace

core::access::Decision Permissions::decide(core::Permission permission,
    const core::EnvironmentId &environment, std::string_view path) const
{
    if (access)
        return access->decide(me, permission, environment, path);
    core::access::Decision decision;
    decision.isAllowed = has(grantedName(permission));
    decision.decidedBy
        = decision.isAllowed ? core::access::DecidedBy::Roles : core::access::DecidedBy::Nothing;
    return decision;
}

core::EmergencyId Permissions::openEmergency() const
{
    return access ? access->openEmergency() : core::EmergencyId();
}

bool Permissions::mayAnywhere(core::Permission permission) const
{
    return access ? access->mayAnywhere(me, permission) : has(grantedName(permission));
}

} // namespace chancery::models
