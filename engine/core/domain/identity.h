// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/secret.h"
#include "engine/core/strongid.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// Recovery: a key that lies sealed for the day on which nobody can sign in
// (core/domain/recovery.h).
enum class PrincipalKind { User, Service, Agent, System, Recovery, Unknown };

// Somebody or something that acts. The server takes the actor from the token, never from a payload
// (GOV-1).
struct Principal {
    PrincipalId id;
    PrincipalKind kind = PrincipalKind::User;
    std::string name; // signs in with it, unique
    std::string displayName;
    std::vector<std::string> roles; // viewer, author, approver, operator, auditor, admin, agent
    bool disabled = false;
    ETag etag;

    friend bool operator==(const Principal &, const Principal &) = default;
};

// A password that somebody else knows: an administrator issued it. It opens a session that may do
// nothing but choose another one, and end.
struct OneTimePassword {
    std::string issuedBy; // how people call them
    Instant issuedAt;
    Instant expiresAt; // it opens nothing from then on
    bool isReset = false; // the account had another one before
    std::string reason; // of the reset

    friend bool operator==(const OneTimePassword &, const OneTimePassword &) = default;
};

// How who is signed in can show once more that it is them.
enum class ProofKind { None, Password, Provider, Unknown };

// What signing in gives. The token goes into the Authorization header and nowhere else.
struct Session {
    Secret token;
    Principal principal;
    std::vector<std::string> permissions; // view, edit, submit, approve, apply, rollback, …
    Instant expiresAt;
    std::optional<OneTimePassword> oneTimePassword = {}; // there: nothing else is allowed
    // When they were last asked who they are, by the server's clock; nothing of services.
    std::optional<Instant> provenAt = {};
    ProofKind proof = ProofKind::None;
};

// One's own password, from the one that is known to one that nobody else knows.
struct PasswordChange {
    Secret current;
    Secret fresh;
};

// That it is still them: by the account's password, or by an ID token for which the provider has
// just asked them.
struct FreshProof {
    Secret password;
    Secret idToken;
    std::string nonce; // of the token
};

struct Credentials {
    std::string name;
    Secret password;
};

struct NewPrincipal {
    PrincipalKind kind = PrincipalKind::User;
    std::string name;
    std::string displayName;
    std::vector<std::string> roles;
    Secret password; // users only
};

// All roles of an account from now on.
struct RoleChange {
    std::vector<std::string> roles;
    std::string reason;
};

struct PasswordReset {
    Secret password;
    std::string reason;
};

// A session or a service's token, without the secret: enough to see it and to end it.
struct AccessToken {
    std::string id; // the beginning of its digest, the same as in the audit log
    PrincipalId principal;
    std::string madeBy; // a name
    Instant createdAt;
    Instant expiresAt;

    friend bool operator==(const AccessToken &, const AccessToken &) = default;
};

// What a server says of itself to anyone who asks.
struct Meta {
    std::string product; // "chancery-cms"; anything else is a foreign server
    int apiVersion = 0;
    std::string serverVersion;
    std::string minimumClientVersion;
    std::string logOrigin; // the audit log's name, "chancery.local/audit"
    std::string logKey; // its verifier key; only shown, pinned elsewhere
    Instant serverTime;
    std::vector<std::string> features;
};

} // namespace chancery::core
