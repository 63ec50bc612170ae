// SPDX-License-Identifier: Apache-2.0
#include "engine/server/recovery/sessions.h"

#include "engine/core/productversion.h"
#include "engine/server/auth.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/accounts.h"
#include "engine/server/handlers/names.h"

namespace chancery::server {

namespace {

constexpr std::chrono::hours serviceTokenLife{24 * 365};

void checkName(const std::string &name)
{
    const bool isPlain = !name.empty() && name.size() <= 64
        && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-@") == std::string::npos;
    if (!isPlain)
        refuse("policy-violation", "This is no name to sign in with",
            {{"/name", "pattern", "Expected 1 to 64 of a-z 0-9 . _ - @", {}, 0, 0}});
}

const char *prefixOf(core::PrincipalKind kind)
{
    switch (kind) {
    case core::PrincipalKind::User:
        return "usr_";
    case core::PrincipalKind::Recovery:
        return "rcv_";
    default:
        return "svc_";
    }
}

} // namespace

core::Principal makePrincipal(Unit &unit, const core::NewPrincipal &asked)
{
    const auto nameKey = keys::join(keys::principalName, asked.name);
    if (unit.view().get(nameKey))
        refuse("already-exists", "The name " + asked.name + " is taken");
    core::Principal principal;
    principal.id = core::PrincipalId(unit.newId(prefixOf(asked.kind)));
    principal.kind = asked.kind;
    principal.name = asked.name;
    principal.displayName = asked.displayName.empty() ? asked.name : asked.displayName;
    principal.roles = asked.roles;
    unit.store(keys::join(keys::principal, principal.id.text()), principal);
    unit.put(nameKey, principal.id.text());
    Deed deed{.kind = core::AuditKind::PrincipalCreate, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.roles = principal.roles; // as role.grant names those that come later
    deed.related.push_back({"principal-kind", std::string(core::name(principal.kind)), {}, {}, {}});
    deed.status = 201;
    unit.record(deed);
    unit.publish(
        "principal.update", "/v1/principals", principal.etag, principal.name + " was added");
    return principal;
}

Response getMeta(const Scene &scene)
{
    core::Meta meta;
    meta.product = "chancery-cms";
    meta.apiVersion = 1;
    meta.serverVersion = core::productVersion();
    meta.minimumClientVersion = core::oldestClientVersion;
    meta.logOrigin = scene.facts.logOrigin;
    meta.logKey = scene.facts.logKey;
    meta.serverTime = scene.now;
    meta.features = {"event-stream", "long-poll", "rollback", "audit-proofs"};
    if (scene.facts.recovery.isOn())
        meta.features.push_back("recovery");
    auto response = Response::json(api::toJson(meta));
    response.cacheControl = "no-store";
    return response;
}

Response getCurrentSession(const Scene &scene)
{
    // The token is given once, where it is made; here the member is empty.
    auto response = Response::json(api::toJson(sessionOf(scene.view, *scene.actor)));
    response.cacheControl = "no-store";
    return response;
}

Response deleteCurrentSession(Unit &unit)
{
    if (unit.actor().isRecovery())
        endOwnRecovery(unit);
    removeToken(unit, unit.actor().principal.id, unit.actor().tokenKey);
    Deed deed{.kind = core::AuditKind::AuthnLogout, .targetType = "principal"};
    deed.targetId = unit.actor().principal.id.text();
    deed.status = 204;
    unit.record(deed);
    Response response;
    response.status = 204;
    return response;
}

Response listPrincipals(const Scene &scene)
{
    return pageOf(scene, KeyRange::under(keys::join(keys::principal, "")),
        [](const Entry &entry, std::string &json) {
            json = *entry.value;
            return true;
        });
}

Response createPrincipal(Unit &unit, const std::string &passwordHash)
{
    const auto asked = unit.body<core::NewPrincipal>();
    checkName(asked.name);
    using enum core::PrincipalKind;
    if (asked.kind != User && asked.kind != Service && asked.kind != Agent)
        refuse("policy-violation", "Only users, services and agents can be made",
            {{"/kind", "enum", "Expected user, service or agent", {}, 0, 0}});
    demandLength(asked.displayName, longestName, "/displayName");
    demandKnownRoles(asked.roles);
    const auto principal = makePrincipal(unit, asked);
    if (!passwordHash.empty())
        unit.put(keys::join(keys::password, principal.id.text()), passwordHash);
    noteApproverGrant(unit, principal, true);
    notePassword(unit, principal, false, {});
    return Response::json(api::toJson(principal), 201, principal.etag.text());
}

void createFirstAdmin(Unit &unit, const std::string &passwordHash)
{
    core::NewPrincipal asked;
    asked.name = "admin";
    asked.displayName = "Administrator";
    asked.roles = {"admin"};
    const auto principal = makePrincipal(unit, asked);
    unit.put(keys::join(keys::password, principal.id.text()), passwordHash);
}

Response createServiceToken(Unit &unit)
{
    const auto principal = unit.view().need<core::Principal>(
        keys::join(keys::principal, unit.argument(0)), "principal " + unit.argument(0));
    if (principal.kind == core::PrincipalKind::User
        || principal.kind == core::PrincipalKind::Recovery)
        refuse("policy-violation", "People sign in; only services have lasting tokens");
    if (principal.disabled)
        refuse("state-conflict", principal.name + " is disabled");
    return handOver(unit, core::AuditKind::TokenCreate, principal,
        openSession(unit, principal, unit.now() + serviceTokenLife, unit.actor().principal.name,
            authnByToken()));
}

Response handOver(Unit &unit, core::AuditKind kind, const core::Principal &principal,
    const core::Session &session, const std::string &reason)
{
    Deed deed{.kind = kind, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.reason = reason;
    deed.status = 201;
    if (kind == core::AuditKind::AuthnLogin)
        deed.authn = authnByPassword(unit.now());
    unit.record(deed);
    auto response = Response::json(api::toJson(session), 201);
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
