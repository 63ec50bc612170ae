// SPDX-License-Identifier: Apache-2.0
#include "auth.h"

#include "engine/api/routes.h"
#include "engine/core/digest.h"
#include "engine/core/random.h"
#include "engine/server/access.h"

#include <algorithm>

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
    {core::Permission::SecretReveal, "secretReveal"},
};

} // namespace

std::optional<core::Permission> permissionOfRoute(const api::Route &route)
{
    const auto *found = std::ranges::find(words, route.permission, &Word::word);
    return found == std::end(words) ? std::nullopt : std::optional(found->permission);
}

std::vector<std::string> permissionsOf(const View &view, const core::Principal &principal)
{
    AccessBook access(view);
    return permissionsOf(access, principal);
}

std::vector<std::string> permissionsOf(AccessBook &access, const core::Principal &principal)
{
    const auto permissions = access.everHeld(principal);
    std::vector<std::string> names;
    for (const auto &[permission, word] : words) {
        if (permissions.has(permission))
            names.emplace_back(word);
    }
    return names;
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
    actor->permissions = permissionsOf(view, actor->principal);
    actor->tokenKey = key.substr(keys::token.size() + 1);
    actor->expiresAt = record->expiresAt;
    return actor;
}

core::Session openSession(Unit &unit, const core::Principal &principal, core::Instant expiresAt,
    const std::string &madeBy)
{
    static constexpr std::size_t shownDigits = 16; // tell tokens apart and open none
    core::Session session;
    session.token = core::Secret(core::toBase64Url(core::randomBytes(32)));
    session.principal = principal;
    session.permissions = permissionsOf(unit.view(), principal);
    session.expiresAt = expiresAt;
    const auto key = tokenKeyOf(session.token.reveal());
    const auto digest = key.substr(keys::token.size() + 1);
    unit.put(key, api::toJson(TokenRecord{principal.id, expiresAt}));
    unit.put(keys::join(keys::tokenOf, principal.id.text(), digest),
        api::toJson(core::AccessToken{
            digest.substr(0, shownDigits), principal.id, madeBy, unit.now(), expiresAt}));
    return session;
}

void removeToken(Unit &unit, const core::PrincipalId &principal, std::string_view digest)
{
    unit.remove(keys::join(keys::token, digest));
    unit.remove(keys::join(keys::tokenOf, principal.text(), digest));
}

void endSessions(Unit &unit, const core::PrincipalId &principal)
{
    const auto range = KeyRange::under(keys::join(keys::tokenOf, principal.text(), ""));
    for (const auto &entry : unit.view().scan(range)) {
        const auto digest = entry.key.substr(range.from.size());
        if (digest != unit.actor().tokenKey)
            removeToken(unit, principal, digest);
    }
}

} // namespace chancery::server
