// SPDX-License-Identifier: Apache-2.0
#include "auth.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

namespace chancery::server {

namespace {

struct Word {
    core::Permission permission;
    std::string_view word;
};

// As the route table says them.
constexpr Word words[]{
    {core::Permission::View, "view"},
    {core::Permission::Edit, "edit"},
    {core::Permission::Submit, "submit"},
    {core::Permission::Approve, "approve"},
    {core::Permission::Apply, "apply"},
    {core::Permission::Schedule, "schedule"},
    {core::Permission::Rollback, "rollback"},
    {core::Permission::FreezeOverride, "freezeOverride"},
    {core::Permission::EmergencyActivate, "emergencyActivate"},
    {core::Permission::EmergencyReview, "emergencyReview"},
    {core::Permission::PolicyEdit, "policyEdit"},
    {core::Permission::AuditRead, "auditRead"},
    {core::Permission::ManageSchemas, "manageSchemas"},
    {core::Permission::ManageAgents, "manageAgents"},
    {core::Permission::Administer, "administer"},
};

constexpr std::string_view agentRole = "agent"; // of the programs that carry configs

} // namespace

core::PermissionSet permissionSetOf(const core::Principal &principal)
{
    core::PermissionSet permissions;
    if (principal.disabled)
        return permissions;
    for (const auto &name : principal.roles) {
        if (const auto role = core::roleFromName(name))
            permissions = permissions | core::permissionsOf(*role);
        else if (name == agentRole)
            permissions = permissions
                | core::PermissionSet(core::Permission::View, core::Permission::ManageAgents);
    }
    return permissions;
}

std::vector<std::string> permissionsOf(const core::Principal &principal)
{
    const auto permissions = permissionSetOf(principal);
    std::vector<std::string> names;
    for (const auto &[permission, word] : words) {
        if (permissions.has(permission))
            names.emplace_back(word);
    }
    return names;
}

bool isKnownRole(std::string_view role)
{
    return role == agentRole || core::roleFromName(role).has_value();
}

std::string tokenKeyOf(std::string_view token)
{
    return keys::join(keys::token, core::toHex(core::bytesOf(core::sha256(token))));
}

std::shared_ptr<const Actor> findActor(const View &view, std::string_view token, core::Instant now)
{
    const auto key = tokenKeyOf(token);
    const auto record = view.find<TokenRecord>(key);
    if (!record || record->expiresAt <= now)
        return nullptr;
    auto principal
        = view.find<core::Principal>(keys::join(keys::principal, record->principal.text()));
    if (!principal || principal->disabled)
        return nullptr;
    auto actor = std::make_shared<Actor>();
    actor->principal = std::move(*principal);
    actor->permissions = permissionsOf(actor->principal);
    actor->tokenKey = key.substr(keys::token.size() + 1);
    actor->expiresAt = record->expiresAt;
    return actor;
}

core::Session openSession(Unit &unit, const core::Principal &principal, core::Instant expiresAt)
{
    core::Session session;
    session.token = core::Secret(core::toBase64Url(core::randomBytes(32)));
    session.principal = principal;
    session.permissions = permissionsOf(principal);
    session.expiresAt = expiresAt;
    unit.put(tokenKeyOf(session.token.reveal()), api::toJson(TokenRecord{principal.id, expiresAt}));
    return session;
}

} // namespace chancery::server
