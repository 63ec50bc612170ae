// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditevent.h"
#include "engine/server/exchange.h"

namespace chancery::server {

// What a handler tells the audit log of its deed; the rest of the event (AUD-2) comes from the
// request and the actor.
struct Deed {
    core::AuditKind kind = core::AuditKind::AuthzDenied;
    std::string_view targetType = {};
    std::string targetId = {};
    std::string etag = {};
    std::string environment = {};
    std::string nameSpace = {};
    std::string path = {}; // of the config that it is about
    std::string config = {};
    std::string reason = {};
    std::string ticket = {};
    std::string emergency = {}; // the session in which whoever acts does it
    std::string correlation = {}; // the change request that carries it
    std::string before = {}; // version ids
    std::string after = {};
    std::string subject = {}; // the name that was made, or with which somebody tried to sign in; it
                              // stays out of the leaf
    core::AuditOutcome outcome = core::AuditOutcome::Success;
    int status = 200;
    std::string problem = {};
    std::vector<std::string> roles = {}; // that were given or taken
    std::string provider = {}; // the issuer through which somebody signs in
    std::vector<core::AuditRelated> related = {}; // what else it is about
    // How they have just shown who they are; empty: as their session says.
    std::optional<core::AuditAuthn> authn = {};
    std::string_view counted = {}; // "erased-field"
    std::optional<std::uint64_t> count = {}; // so many of them
};

// The leaf, and beside it what is personal: the leaf holds only its salted digest, so that it can
// be erased later without touching the log (AUD-4).
struct RecordedEvent {
    std::string leaf;
    std::string personal; // JSON of salts and values; empty when there is none
};
// When, and under which numbers.
struct Moment {
    std::uint64_t sequence = 0;
    core::Instant now;
    core::Instant recordedTime; // the same, or later where the clock has stepped back
    std::string eventId;
    std::optional<core::AuditClock> clock = {}; // where it comes from
};
// The key makes one token of every use of a name that no account has.
core::Result<RecordedEvent> recordedEvent(const Deed &deed, const Request &request,
    const Actor *actor, const Moment &moment, const core::Secret &nameKey);

} // namespace chancery::server
