// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/auditactivity.h"
#include "engine/core/domain/auditanchor.h"
#include "engine/core/domain/fleet.h"
#include "engine/core/domain/privacy.h"

namespace chancery::client {

class AuditApi {
public:
    virtual ~AuditApi() = default;
    // The signed note.
    virtual Call checkpoint(Handler<std::string> done) = 0;
    // Raw leaves [from, to), as many as the server gives at once.
    virtual Call entries(
        std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done)
        = 0;
    // Hashes in base64.
    virtual Call inclusionProof(
        std::uint64_t sequence, std::uint64_t size, Handler<std::vector<std::string>> done)
        = 0;
    virtual Call consistencyProof(
        std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done)
        = 0;
    // What was pruned of its beginning, signed by the log.
    virtual Call pruneRecord(Handler<core::PruneRecord> done) = 0;
    // Verifier keys, one line each.
    virtual Call keys(Handler<std::vector<std::string>> done) = 0;
    // Checkpoints that a time-stamp authority signed, the newest first; nothing of them is
    // verified.
    virtual Call anchors(const PageQuery &page, Handler<api::Page<core::AuditAnchor>> done) = 0;
    // Tells the server what was done with the log here, for the log itself.
    virtual Call tellActivity(
        const core::AuditActivity &activity, Handler<Acknowledged<core::AuditActivity>> done)
        = 0;
};

enum class StreamState { Connected, Polling, Disconnected };

struct StreamEvent {
    StreamState state = StreamState::Connected;
    bool mustResync = false; // what came before is lost: read everything again
    std::vector<core::ChangeHint> hints;
};

class EventsApi {
public:
    virtual ~EventsApi() = default;
    // Follows the change stream from a revision (0: from now), reconnecting by itself with jitter
    // and polling where a stream cannot be held. The only method whose handler is called many
    // times, until the Call is dropped.
    virtual Call follow(std::uint64_t since, std::function<void(const StreamEvent &)> onEvent) = 0;
};

} // namespace chancery::client
