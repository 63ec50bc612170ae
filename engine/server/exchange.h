// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/problem.h"
#include "engine/core/auditevent.h"
#include "engine/core/domain/identity.h"
#include "engine/server/store/store.h"

#include <functional>
#include <map>
#include <optional>

namespace chancery::server {

struct GapRecord;
class Subscription;

// What came over the wire, freed of HTTP: the parts that the service looks at.
struct Request {
    std::string method;
    std::string path;
    std::string query; // raw
    std::string body;
    std::string contentType;
    std::string authorization;
    std::string idempotencyKey;
    std::string ifMatch;
    std::string ifNoneMatch;
    std::string lastEventId;
    std::string requestId;
    std::string client; // what the caller says that it is
    // The URI of the certificate that the peer showed and that was found good; empty: none. A
    // bad one never comes this far.
    std::string peerName = {};
    std::string remote; // the peer's address

    // Of the query, decoded; empty when absent.
    std::string parameter(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string_view contentType = "application/json";
    Bytes body; // null: none
    std::string etag; // without the quotes
    std::string sourceDigest; // of a text, for the caller to check
    std::string_view cacheControl;
    std::string requestId;
    std::uint64_t auditSequence = 0;
    bool hasAudit = false;
    bool isReplay = false;
    std::shared_ptr<const GapRecord> witness; // what tells of it where the log cannot be written
    bool mustScrub = false; // not to be sent before the store's files are written anew
    int retryAfter = 0;
    std::string rateLimit; // how the caller stands; empty where nothing is counted
    std::string rateLimitPolicy;
    std::shared_ptr<Subscription> stream; // not null: events follow the header

    static Response json(std::string body, int status = 200, std::string etag = {});
    static Response shared(Bytes body, std::string etag = {});
    static Response problem(const core::Error &error);
};

// How a handler says no from any depth. Caught in two places only, where reading and where writing
// handlers are called; it never leaves this room.
struct Refusal {
    core::Error error;
    std::string currentETag; // for 412: what the thing is now
};
[[noreturn]] void refuse(
    std::string_view code, std::string detail, std::vector<core::FieldError> fields = {});
[[noreturn]] void refuse(core::Error error);

// The value, or a refusal with its error.
template <typename T>
T orRefuse(core::Result<T> result)
{
    if (!result)
        refuse(std::move(result).error());
    return std::move(*result);
}

// Who asks: taken from the token, never from a payload (GOV-1).
struct Actor {
    core::Principal principal;
    std::vector<std::string> permissions;
    std::string tokenKey; // of its record
    core::Instant expiresAt;
    std::optional<core::Instant> provenAt = {}; // when they were last asked who they are
    bool hasOneTimePassword = false; // that they have to choose another for
    std::optional<core::AuditAuthn> authn
        = {}; // how the session began; sessions of before: nothing

    bool may(std::string_view permission) const;
    bool isPerson() const { return principal.kind == core::PrincipalKind::User; }
    bool isRecovery() const { return principal.kind == core::PrincipalKind::Recovery; }
};

} // namespace chancery::server
