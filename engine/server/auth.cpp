// SPDX-License-Identifier: Apache-2.0
#include "auth.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <algorithm>

namespace chancery::server {

namespace {

struct RoleRow {
    std::string_view role;
    std::vector<std::string_view> permissions;
};

// GOV-5: approve, apply and the rest are separate words. Freezes, emergencies and policies come
// with no role.
const std::vector<RoleRow> &roles()
{
    static const std::vector<RoleRow> table{
        {"viewer", {"view"}},
        {"author", {"view", "edit", "submit", "apply"}},
        {"approver", {"view", "approve", "apply"}},
        {"operator", {"view", "apply", "schedule", "rollback", "manageAgents"}},
        {"auditor", {"view", "auditRead"}},
        {"agent", {"view", "manageAgents"}},
        {"admin",
            {"view", "edit", "submit", "approve", "apply", "schedule", "rollback", "auditRead",
                "manageSchemas", "manageAgents", "administer"}},
    };
    return table;
}

} // namespace

std::vector<std::string> permissionsOf(const core::Principal &principal)
{
    std::vector<std::string> permissions;
    if (principal.disabled)
        return permissions;
    for (const auto &row : roles()) {
        const auto &own = principal.roles;
        if (std::find(own.begin(), own.end(), row.role) == own.end())
            continue;
        for (const auto permission : row.permissions) {
            if (std::find(permissions.begin(), permissions.end(), permission) == permissions.end())
                permissions.emplace_back(permission);
        }
    }
    return permissions;
}

bool isKnownRole(std::string_view role)
{
    return std::any_of(
        roles().begin(), roles().end(), [&](const RoleRow &row) { return row.role == role; });
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
