// SPDX-License-Identifier: Apache-2.0
#include "auth.h"

#include "engine/api/routes.h"
#include "engine/core/access/gate.h"
#include "engine/core/digest.h"
#include "engine/core/governing/policydocument.h"
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

core::ProofKind proofKindOf(const View &view, const core::Principal &principal)
{
    if (principal.kind != core::PrincipalKind::User)
        return core::ProofKind::None;
    if (view.get(keys::join(keys::identityOf, principal.id.text())))
        return core::ProofKind::Provider;
    return view.get(keys::join(keys::password, principal.id.text())) ? core::ProofKind::Password
                                                                     : core::ProofKind::None;
}

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

core::AuditAuthn authnByPassword(core::Instant at)
{
    return {"password", {"pwd"}, {}, at, false};
}

core::AuditAuthn authnByToken()
{
    return {"token", {}, {}, {}, false};
}

// A key of which nobody knows whether hardware keeps it.
core::AuditAuthn authnByRecoveryKey(core::Instant at)
{
    return {"recovery-key", {"swk"}, {}, at, false};
}

namespace {

std::optional<core::AuditAuthn> authnOf(const TokenRecord &record)
{
    if (!record.proof)
        return std::nullopt;
    const auto &proof = *record.proof;
    // Asked again since: that is the moment that counts.
    return core::AuditAuthn{proof.method, proof.amr, proof.acr,
        record.provenAt ? record.provenAt : proof.at, proof.mfa};
}

} // namespace

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
    actor->provenAt = record->provenAt;
    actor->authn = authnOf(*record);
    actor->hasOneTimePassword = oneTimePasswordOf(view, actor->principal.id).has_value();
    return actor;
}

std::optional<core::Instant> lastSignInOf(const View &view, const core::PrincipalId &principal)
{
    const auto text = view.text(keys::join(keys::lastSignIn, principal.text()));
    const auto instant = core::fromRfc3339(text);
    return instant ? std::optional(*instant) : std::nullopt;
}

std::string issuedPasswordText(const View &view, const core::PrincipalId &principal)
{
    const auto grant = view.find<ApproverGrant>(keys::join(keys::approver, principal.text()));
    const auto by = grant && grant->passwordBy ? grant->passwordBy->text() : "somebody";
    return "one-time password of " + by;
}

std::optional<core::OneTimePassword> oneTimePasswordOf(
    const View &view, const core::PrincipalId &principal)
{
    const auto origin
        = view.find<PasswordOrigin>(keys::join(keys::passwordOrigin, principal.text()));
    if (!origin || !origin->isOneTime)
        return std::nullopt;
    return core::OneTimePassword{
        origin->by, origin->at, origin->expiresAt, origin->isReset, origin->reason};
}

void demandOwnPassword(const Unit &unit, const api::Route &route)
{
    if (route.permission.empty() || core::access::isOpenToOneTimePassword(route.operationId))
        return;
    if (const auto given = oneTimePasswordOf(unit.view(), unit.actor().principal.id))
        refuse("password-change-required",
            "The password is a one-time password, issued by " + given->issuedBy
                + "; it opens nothing but the choice of another");
}

void demandFreshProof(const Unit &unit)
{
    const auto record
        = unit.view().find<TokenRecord>(keys::join(keys::token, unit.actor().tokenKey));
    const auto provenAt = record ? record->provenAt : std::nullopt;
    // What lies ahead is of a clock that has been set back, and shows nothing.
    if (!provenAt || *provenAt > unit.now()
        || unit.now() - *provenAt > core::governing::longestProof)
        refuse("step-up-required", "Nobody has asked you who you are for five minutes");
}

core::Session sessionOf(const View &view, const Actor &actor)
{
    core::Session session;
    session.principal = actor.principal;
    session.permissions = actor.permissions;
    session.expiresAt = actor.expiresAt;
    session.oneTimePassword = oneTimePasswordOf(view, actor.principal.id);
    session.provenAt = actor.provenAt;
    session.proof = proofKindOf(view, actor.principal);
    return session;
}

core::Session openSession(Unit &unit, const core::Principal &principal, core::Instant expiresAt,
    const std::string &madeBy, const core::AuditAuthn &authn, std::optional<core::Instant> provenAt)
{
    static constexpr std::size_t shownDigits = 16; // tell tokens apart and open none
    Actor actor;
    actor.principal = principal;
    actor.permissions = permissionsOf(unit.view(), principal);
    actor.expiresAt = expiresAt;
    actor.provenAt = provenAt;
    auto session = sessionOf(unit.view(), actor);
    if (session.oneTimePassword)
        session.expiresAt = std::min(expiresAt, session.oneTimePassword->expiresAt);
    session.token = core::Secret(core::toBase64Url(core::randomBytes(32)));
    const auto key = tokenKeyOf(session.token.reveal());
    const auto digest = key.substr(keys::token.size() + 1);
    unit.put(key,
        api::toJson(TokenRecord{principal.id, session.expiresAt, provenAt,
            ProofRecord{authn.method, authn.amr, authn.acr, authn.authTime, authn.mfa}}));
    unit.put(keys::join(keys::tokenOf, principal.id.text(), digest),
        api::toJson(core::AccessToken{
            digest.substr(0, shownDigits), principal.id, madeBy, unit.now(), session.expiresAt}));
    if (principal.kind == core::PrincipalKind::User)
        unit.put(keys::join(keys::lastSignIn, principal.id.text()), core::toRfc3339(unit.now()));
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
