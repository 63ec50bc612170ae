// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditcatalogue.h"
#include "engine/core/clock.h"
#include "engine/core/policy/principal.h"
#include "engine/core/result.h"

#include <map>

namespace chancery::core {

// The parts of an audit event (standards.md AUD-2). An empty text stands for null. A member whose
// name ends in Pii names an entry of AuditEvent::pii.
struct AuditClock {
    std::string source; // "ntp"
    std::int64_t offsetMs = 0;
    std::int64_t stratum = 0;
    friend bool operator==(const AuditClock &, const AuditClock &) = default;
};

struct AuditAuthn {
    std::string method; // "password", "token", "oidc"
    std::vector<std::string> amr;
    std::string acr;
    std::optional<Instant> authTime;
    bool mfa = false;
    friend bool operator==(const AuditAuthn &, const AuditAuthn &) = default;
};

struct AuditActor {
    std::string id;
    PrincipalKind kind = PrincipalKind::User;
    std::string idp;
    std::string subject;
    std::string displayPii;
    std::vector<std::string> roles;
    std::vector<std::string> groups;
    std::string session;
    std::optional<AuditAuthn> authn;
    std::string onBehalfOf;
    std::string delegation;
    std::string breakGlass;
    friend bool operator==(const AuditActor &, const AuditActor &) = default;
};

struct AuditSource {
    std::string ipPii;
    bool ipTrusted = false;
    std::vector<std::string> forwarded;
    std::string clientCertificate; // its fingerprint
    std::string client; // "console/0.1.0"
    std::string device;
    friend bool operator==(const AuditSource &, const AuditSource &) = default;
};

struct AuditTarget {
    std::string type; // "change_request"
    std::string id;
    std::string etag;
    friend bool operator==(const AuditTarget &, const AuditTarget &) = default;
};

struct AuditRelated {
    std::string type;
    std::string id;
    std::string path;
    std::string environment;
    std::vector<std::string> dataClasses;
    friend bool operator==(const AuditRelated &, const AuditRelated &) = default;
};

struct AuditDecision {
    bool isPermit = false;
    std::string policySet; // "sha256:…"
    std::vector<std::string> matched;
    std::vector<std::string> obligations;
    friend bool operator==(const AuditDecision &, const AuditDecision &) = default;
};

struct AuditChange {
    std::string beforeVid;
    std::string afterVid;
    std::string patch; // RFC 6902, redacted: a JSON array, or empty
    std::vector<std::string> redactions;
    std::vector<std::string> fields;
    std::string semver; // "minor"
    friend bool operator==(const AuditChange &, const AuditChange &) = default;
};

// One thing that was done or attempted, as it stands in the log. Values before and after never
// stand in it, only the ids of their versions.
struct AuditEvent {
    std::int64_t seq = 0;
    std::string eventId;
    std::string event; // event and code are set by auditEvent()
    std::string code;
    Instant time;
    Instant recordedTime;
    std::optional<AuditClock> clock;
    AuditActor actor;
    AuditSource source;
    std::string action;
    AuditTarget target;
    std::vector<AuditRelated> related;
    AuditOutcome outcome = AuditOutcome::Success;
    std::int64_t status = 0; // the HTTP status, 0 where there was no request
    std::string problem;
    std::optional<AuditDecision> decision;
    std::optional<AuditChange> change;
    std::string reason;
    std::string ticket;
    std::string requestId;
    std::string traceId;
    std::string correlationId;
    std::string idempotencyKeyHash;
    std::string environment;
    std::string nameSpace;
    std::string region;
    std::map<std::string, std::string> pii; // "p1" -> piiCommitment()
    friend bool operator==(const AuditEvent &, const AuditEvent &) = default;
};

// An event with its name, code and outcome set; the rest is for the caller.
AuditEvent auditEvent(AuditKind kind, AuditOutcome outcome);

// The bytes of the leaf: canonical JSON (RFC 8785), every member present, texts as auditText()
// leaves them. Error{Invalid} for an event that is not in the catalogue or a patch that is no JSON.
Result<std::string> toLeaf(const AuditEvent &event);
// Reads a leaf back. Strict: all members, no others, each of its type; but names of events that are
// not in this catalogue pass, for the log may be written by a newer server.
Result<AuditEvent> fromLeaf(std::string_view leaf);

} // namespace chancery::core
