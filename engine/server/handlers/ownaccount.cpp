// SPDX-License-Identifier: Apache-2.0
#include "engine/server/auth.h"
#include "engine/server/handlers/handlers.h"

// What people do with their own account. That it is them has been looked at on the way here.
namespace chancery::server {

namespace {

// The session goes on, and shows from now on that its owner was asked just now.
core::Session renewed(Unit &unit, core::Instant provenAt)
{
    const auto key = keys::join(keys::token, unit.actor().tokenKey);
    auto record = unit.view().need<TokenRecord>(key, "session");
    record.provenAt = provenAt;
    unit.put(key, api::toJson(record));
    auto actor = unit.actor();
    actor.provenAt = provenAt;
    return sessionOf(unit.view(), actor);
}

Response answerWith(const core::Session &session)
{
    auto response = Response::json(api::toJson(session));
    response.cacheControl = "no-store";
    return response;
}

} // namespace

Response changePassword(Unit &unit, const std::string &hash, const std::string &freshHash)
{
    const auto &principal = unit.actor().principal;
    const auto key = keys::join(keys::password, principal.id.text());
    // While it was looked at, an administrator may have issued another one.
    if (unit.view().text(key) != hash)
        refuse("step-up-failed", "The password was changed a moment ago");
    const auto before = oneTimePasswordOf(unit.view(), principal.id);
    if (before && before->expiresAt <= unit.now())
        refuse("password-expired", "Ask an administrator for another one");
    unit.put(key, freshHash);
    PasswordOrigin origin;
    origin.at = unit.now();
    origin.by = principal.displayName;
    unit.put(keys::join(keys::passwordOrigin, principal.id.text()), api::toJson(origin));
    endSessions(unit, principal.id);
    Deed deed{.kind = core::AuditKind::PrincipalPasswordChange, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    if (before)
        deed.reason = "instead of the " + issuedPasswordText(unit.view(), principal.id);
    unit.record(deed);
    return answerWith(renewed(unit, unit.now()));
}

Response proveIdentity(Unit &unit, core::Instant provenAt)
{
    return answerWith(renewed(unit, std::min(provenAt, unit.now())));
}

} // namespace chancery::server
