// SPDX-License-Identifier: Apache-2.0
#include "accounts.h"

#include "engine/api/bodies.h"
#include "engine/server/access.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/legalholds.h"
#include "engine/server/handlers/names.h"
#include "engine/server/people.h"
#include "engine/server/recovery/sessions.h"

#include <algorithm>

// Accounts after they were made. Three rules hold on every way in: nobody changes their own rights,
// an administrator always remains, and who hands out the right to approve gains no approval by it
// (core/policy/evaluate.cpp). The caller's own rights are looked at again here, for a request may
// have waited behind the one that took them away.
namespace chancery::server {

namespace {

constexpr std::size_t shownDigits = 16;
constexpr std::chrono::days oneTimePasswordLife{7};

std::string keyOf(const core::PrincipalId &id)
{
    return keys::join(keys::principal, id.text());
}

bool administers(const core::Principal &principal)
{
    return principal.kind == core::PrincipalKind::User
        && core::access::permissionsOf(principal).has(core::Permission::Administer);
}

core::Principal needAccount(const Unit &unit)
{
    return unit.view().need<core::Principal>(
        keys::join(keys::principal, unit.argument(0)), "account " + unit.argument(0));
}

// They are kept by the server's operator, so that no administrator can take them away from the
// others before doing what they are there to undo.
void demandNoRecoveryKey(const core::Principal &principal)
{
    if (principal.kind == core::PrincipalKind::Recovery)
        refuse("policy-violation",
            "Recovery keys stand in a file of the server; nobody changes them from here");
}

// Neither do they for another account of theirs.
void demandOther(const Unit &unit, const core::Principal &principal, const char *words)
{
    if (People::of(unit.view()).isOne(principal.id, unit.actor().principal.id))
        refuse("forbidden", words);
}

// To disable an account and to take roles from it is closed to the very account alone: everybody
// can be declared to be somebody's second account, and must not become helpless against them by it.
// While that person's emergency session is open, disabling is what is left (emergencies.h).
void demandOtherAccount(const Unit &unit, const core::Principal &principal, const char *words)
{
    if (principal.id == unit.actor().principal.id)
        refuse("forbidden", words);
}

// Services do not count: somebody must be able to sign in. Nor does who signs in at an identity
// provider, which may be away or take the role back.
void demandAnotherAdministrator(const Unit &unit, const core::Principal &leaving)
{
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto other = View::parse<core::Principal>(entry.value);
        const bool hasPassword
            = unit.view().get(keys::join(keys::password, other.id.text())) != nullptr;
        if (other.id != leaving.id && administers(other) && hasPassword)
            return;
    }
    refuse("state-conflict", leaving.name + " is the last administrator");
}

std::vector<std::string> without(
    const std::vector<std::string> &roles, const std::vector<std::string> &others)
{
    std::vector<std::string> rest;
    for (const auto &role : roles) {
        if (std::ranges::find(others, role) == others.end()
            && std::ranges::find(rest, role) == rest.end())
            rest.push_back(role);
    }
    return rest;
}

void recordAccount(Unit &unit, const core::Principal &principal, core::AuditKind kind,
    const std::string &reason, const std::vector<std::string> &roles = {}, int status = 200)
{
    Deed deed{.kind = kind, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.etag = principal.etag.text();
    deed.reason = reason;
    deed.roles = roles;
    deed.status = status;
    unit.record(deed);
}

void storeAccount(Unit &unit, core::Principal &principal, const std::string &summary)
{
    unit.store(keyOf(principal.id), principal);
    unit.publish("principal.update", "/v1/principals", principal.etag, principal.name + summary);
}

Response setDisabled(Unit &unit, bool disabled)
{
    auto principal = needAccount(unit);
    const auto *words = "Nobody disables or enables their own account";
    if (disabled)
        demandOtherAccount(unit, principal, words);
    else
        demandOther(unit, principal, words);
    demandNoRecoveryKey(principal);
    unit.demandMatch(principal.etag);
    const auto reason = unit.body<api::Reason>().reason;
    demandLength(reason, longestReason, "/reason");
    demandNoName(unit, principal, reason, "/reason");
    if (principal.disabled == disabled)
        refuse("state-conflict", principal.name + (disabled ? " is disabled" : " is not disabled"));
    if (disabled && administers(principal))
        demandAnotherAdministrator(unit, principal);
    principal.disabled = disabled;
    unit.put(keys::join(keys::disabledBy, principal.id.text()), unit.actor().principal.id.text());
    storeAccount(unit, principal, disabled ? " was disabled" : " was enabled");
    if (disabled)
        endSessions(unit, principal.id);
    noteApproverGrant(unit, principal, !disabled);
    using enum core::AuditKind;
    recordAccount(unit, principal, disabled ? PrincipalDisable : PrincipalEnable, reason);
    return Response::json(api::toJson(principal), 200, principal.etag.text());
}

} // namespace

void demandKnownRoles(const std::vector<std::string> &roles)
{
    static constexpr std::size_t mostRoles = 32;
    if (roles.size() > mostRoles)
        refuse("policy-violation", "There are not so many roles",
            {{"/roles", "maxItems", "Expected at most 32", {}, 0, 0}});
    for (std::size_t i = 0; i < roles.size(); ++i) {
        if (!core::access::isKnownRole(roles[i]))
            refuse("policy-violation", "There is no role " + roles[i],
                {{"/roles/" + std::to_string(i), "enum", "Expected a known role", {}, 0, 0}});
    }
}

void noteApproverGrant(Unit &unit, const core::Principal &principal, bool isNew)
{
    if (!isNew || !core::access::permissionsOf(principal).has(core::Permission::Approve))
        return;
    const auto key = keys::join(keys::approver, principal.id.text());
    auto grant = unit.view().find<ApproverGrant>(key).value_or(ApproverGrant());
    grant.at = unit.now();
    grant.order = unit.nextOrder();
    grant.by = unit.actor().principal.id;
    unit.put(key, api::toJson(grant));
}

void notePassword(
    Unit &unit, const core::Principal &principal, bool isReset, const std::string &reason)
{
    const auto key = keys::join(keys::approver, principal.id.text());
    auto grant = unit.view().find<ApproverGrant>(key).value_or(ApproverGrant());
    grant.passwordBy = unit.actor().principal.id; // of a machine: who may hold its tokens
    unit.put(key, api::toJson(grant));
    if (principal.kind != core::PrincipalKind::User)
        return;
    const PasswordOrigin origin{unit.now(), unit.actor().principal.displayName,
        !unit.facts().lastingPasswords, unit.now() + oneTimePasswordLife, isReset, reason};
    unit.put(keys::join(keys::passwordOrigin, principal.id.text()), api::toJson(origin));
}

Response setPrincipalRoles(Unit &unit)
{
    auto principal = needAccount(unit);
    demandOtherAccount(unit, principal, "Nobody changes their own roles");
    demandNoRecoveryKey(principal);
    unit.demandMatch(principal.etag);
    const auto change = unit.body<core::RoleChange>();
    demandKnownRoles(change.roles);
    demandLength(change.reason, longestReason, "/reason");
    demandNoName(unit, principal, change.reason, "/reason");
    const auto granted = without(change.roles, principal.roles);
    const auto revoked = without(principal.roles, change.roles);
    if (granted.empty() && revoked.empty())
        return Response::json(api::toJson(principal), 200, principal.etag.text());
    if (!granted.empty())
        demandOther(unit, principal, "Nobody changes their own roles");
    const auto before = principal;
    principal.roles = without(change.roles, {});
    if (administers(before) && !administers(principal))
        demandAnotherAdministrator(unit, before);
    storeAccount(unit, principal, " has other roles");
    noteApproverGrant(
        unit, principal, !core::access::permissionsOf(before).has(core::Permission::Approve));
    if (!granted.empty())
        recordAccount(unit, principal, core::AuditKind::RoleGrant, change.reason, granted);
    if (!revoked.empty())
        recordAccount(unit, principal, core::AuditKind::RoleRevoke, change.reason, revoked);
    return Response::json(api::toJson(principal), 200, principal.etag.text());
}

Response disablePrincipal(Unit &unit)
{
    return setDisabled(unit, true);
}

Response enablePrincipal(Unit &unit)
{
    return setDisabled(unit, false);
}

Response resetPassword(Unit &unit, const std::string &passwordHash)
{
    const auto principal = needAccount(unit);
    if (principal.kind != core::PrincipalKind::User)
        refuse("policy-violation", "Only people have passwords; make a token for a service");
    if (unit.view().get(keys::join(keys::identityOf, principal.id.text())))
        refuse("policy-violation", principal.name + " signs in at the identity provider");
    // Who has only the session must not get the account by it.
    demandOther(unit, principal, "Change your own password with the one you have");
    const auto reason = unit.body<core::PasswordReset>().reason;
    demandLength(reason, longestReason, "/reason");
    demandNoName(unit, principal, reason, "/reason");
    unit.put(keys::join(keys::password, principal.id.text()), passwordHash);
    notePassword(unit, principal, true, reason);
    endSessions(unit, principal.id);
    recordAccount(unit, principal, core::AuditKind::PrincipalPasswordReset, reason, {}, 204);
    Response response;
    response.status = 204;
    return response;
}

Response listTokens(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    (void)scene.view.needBytes(keys::join(keys::principal, id), "account " + id);
    return pageOf(scene, KeyRange::under(keys::join(keys::tokenOf, id, "")),
        [&](const Entry &entry, std::string &json) {
            json = *entry.value;
            return View::parse<core::AccessToken>(entry.value).expiresAt > scene.now;
        });
}

Response revokeToken(Unit &unit)
{
    const auto principal = needAccount(unit);
    const auto &id = unit.argument(1);
    if (unit.actor().isRecovery() && principal.kind == core::PrincipalKind::Recovery)
        refuse("forbidden", "A recovery key revokes nothing of recovery keys");
    const auto prefix = keys::join(keys::tokenOf, principal.id.text(), "");
    const auto found = id.size() == shownDigits ? unit.view().scan(KeyRange::under(prefix + id))
                                                : std::vector<Entry>();
    if (found.empty())
        refuse("not-found", "There is no token " + id + " of " + principal.name);
    for (const auto &entry : found)
        removeToken(unit, principal.id, entry.key.substr(prefix.size()));
    Deed deed{.kind = core::AuditKind::TokenRevoke, .targetType = "token"};
    deed.targetId = id;
    deed.subject = principal.name;
    deed.status = 204;
    unit.record(deed);
    if (unit.actor().isRecovery())
        noteRecoveryUse(unit, "revoked", "ended a session of " + principal.id.text());
    Response response;
    response.status = 204;
    return response;
}

} // namespace chancery::server
