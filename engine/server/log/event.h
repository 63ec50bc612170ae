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
    std::string correlation = {}; // the change request that carries it
    std::string before = {}; // version ids
    std::string after = {};
    std::string subject = {}; // the name that was made, or with which somebody tried to sign in
    core::AuditOutcome outcome = core::AuditOutcome::Success;
    int status = 200;
    std::string problem = {};
    std::vector<std::string> roles = {}; // that were given or taken
    std::string provider = {}; // the issuer through which somebody signs in
    std::vector<core::AuditRelated> related = {}; // what else it is about
    // How they have just shown who they are; empty: as their session says.
    std::optional<core::AuditAuthn> authn = {};
};

// The leaf, and beside it what is personal: the leaf holds only its salted digest, so that it can
// be erased later without touching the log (AUD-4).
struct RecordedEvent {
    std::string leaf;
    std::string personal; // JSON of salts and values; empty when there is none
};
core::Result<RecordedEvent> recordedEvent(const Deed &deed, const Request &request,
    const Actor *actor, std::uint64_t sequence, core::Instant now, const std::string &eventId);

} // namespace chancery::server
