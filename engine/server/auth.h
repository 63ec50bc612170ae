// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/policy/permissions.h"
#include "engine/server/unit.h"

namespace chancery::api {
struct Route;
enum class Operation;
} // namespace chancery::api

namespace chancery::server {

// How somebody has shown who they are, as it stands with their token and then in every event.
struct ProofRecord {
    std::string method;
    std::vector<std::string> amr; // RFC 8176
    std::string acr;
    std::optional<core::Instant> at;
    bool mfa = false;
};

template <typename Visitor>
void describe(Visitor &visit, ProofRecord &value)
{
    visit("method", value.method);
    visit("amr", value.amr);
    visit("acr", value.acr);
    visit("at", value.at);
    visit("mfa", value.mfa);
}

// The ways to begin a session that this server knows by itself.
core::AuditAuthn authnByPassword(core::Instant at);
core::AuditAuthn authnByToken();
core::AuditAuthn authnByRecoveryKey(core::Instant at);

// What stands behind a token; the token itself is never stored, only its SHA-256.
struct TokenRecord {
    core::PrincipalId principal;
    core::Instant expiresAt;
    std::optional<core::Instant> provenAt = {}; // when the person was last asked who they are
    std::optional<ProofRecord> proof = {}; // records of before have none
};

template <typename Visitor>
void describe(Visitor &visit, TokenRecord &value)
{
    visit("principal", value.principal);
    visit("expiresAt", value.expiresAt);
    visit("provenAt", value.provenAt);
    visit("proof", value.proof);
}

// Who chose the password that an account has.
struct PasswordOrigin {
    core::Instant at;
    std::string by; // how people call them
    bool isOneTime = false; // somebody else: it opens nothing but the choice of another
    core::Instant expiresAt; // of a one-time password
    bool isReset = false;
    std::string reason = {};
};

template <typename Visitor>
void describe(Visitor &visit, PasswordOrigin &value)
{
    visit("at", value.at);
    visit("by", value.by);
    visit("isOneTime", value.isOneTime);
    visit("expiresAt", value.expiresAt);
    visit("isReset", value.isReset);
    visit("reason", value.reason);
}

class AccessBook;

// What the roles give, with what rules of access give somewhere at some time, in the words of the
// route table: what may be tried at all. Whether it is allowed where it is tried says access.h.
std::vector<std::string> permissionsOf(const View &view, const core::Principal &principal);
std::vector<std::string> permissionsOf(AccessBook &access, const core::Principal &principal);
// Of a route; nothing for "" and "session".
std::optional<core::Permission> permissionOfRoute(const api::Route &route);

// The key of a token's record.
std::string tokenKeyOf(std::string_view token);
// The caller behind a token; null for an unknown, expired or disabled one.
std::shared_ptr<const Actor> findActor(const View &view, std::string_view token, core::Instant now);

// Makes a token for the principal, stores its record and gives the session that carries it.
core::Session openSession(Unit &unit, const core::Principal &principal, core::Instant expiresAt,
    const std::string &madeBy, const core::AuditAuthn &authn,
    std::optional<core::Instant> provenAt = {});
// The session of who asks, without its token.
core::Session sessionOf(const View &view, const Actor &actor);
// Nothing where the account's password is its owner's own, or where it has none.
std::optional<core::OneTimePassword> oneTimePasswordOf(
    const View &view, const core::PrincipalId &principal);
// When somebody last came in by it, since this is kept.
std::optional<core::Instant> lastSignInOf(const View &view, const core::PrincipalId &principal);
// "one-time password of usr_1", as the log tells of it: by the account of who issued it.
std::string issuedPasswordText(const View &view, const core::PrincipalId &principal);
void demandOwnPassword(const Unit &unit, const api::Route &route);
// Error{Forbidden, "step-up-required"} unless the person behind this session has shown who they are
// within core::governing::longestProof of the server's clock (GOV-40, AUT-2).
void demandFreshProof(const Unit &unit);
void removeToken(Unit &unit, const core::PrincipalId &principal, std::string_view digest);
// All of the account's, but for the one of the caller where it is the caller's own account.
void endSessions(Unit &unit, const core::PrincipalId &principal);

// Who gave an account the right to approve, and since when (see core/policy/evaluate.cpp).
struct ApproverGrant {
    std::optional<core::Instant> at;
    std::optional<core::PrincipalId> by;
    std::optional<core::PrincipalId> passwordBy; // who chose the account's password
    // Whoever else the person behind the account may be: its name at the provider was taken here.
    // Or an administrator has said so (engine/server/people.h).
    std::optional<core::PrincipalId> sameAs = {};
    // Who has asked to take that back, and when; a second person has to.
    std::optional<core::PrincipalId> partingBy = {};
    std::optional<core::Instant> partingAt = {};
    std::optional<std::uint64_t> order = {}; // of "at" among all that happened (Unit::nextOrder)
};

template <typename Visitor>
void describe(Visitor &visit, ApproverGrant &value)
{
    visit("at", value.at);
    visit("by", value.by);
    visit("passwordBy", value.passwordBy);
    visit("sameAs", value.sameAs);
    visit("partingBy", value.partingBy);
    visit("partingAt", value.partingAt);
    visit("order", value.order);
}

} // namespace chancery::server
