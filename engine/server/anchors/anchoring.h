// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/auditanchor.h"
#include "engine/core/timestamp.h"
#include "engine/server/anchors/anchoroptions.h"
#include "engine/server/log/auditlog.h"
#include "engine/server/notifications/outbound.h"
#include "engine/server/unit.h"
#include "engine/server/worker.h"

namespace chancery::server {

// Has an authority outside sign every hour how far the log has come, so that nobody, whoever has
// the server and its keys, can write another past later. The question goes out in a thread of its
// own; what comes back is verified there and kept in the store by the writer, with an entry in the
// log. What fails is told to the log once, and tried again. Owned by the service; network thread.
class Anchoring {
public:
    struct Links {
        std::function<void(std::function<void()>)> post; // back to the network thread
        // Has the writer do it; done is called in the network thread with whether it was done.
        std::function<void(std::function<void(Unit &)>, std::function<void(bool)> done)> write;
    };
    // Both outlive it.
    Anchoring(AnchorOptions options, Outbound &outbound, const Facts &facts, Links links);

    // What was anchored last; once, before the first tick.
    void load(const View &view);
    // Asks when it is time. The clock never steps.
    void tick(LatestCheckpoint &checkpoint, std::chrono::steady_clock::time_point steady);

private:
    struct Stamped {
        core::Timestamp stamp;
        std::string answer;
    };
    bool isDue(std::uint64_t size) const;
    core::Result<Stamped> ask(const std::string &note);
    void take(std::uint64_t size, const std::string &note, const core::Result<Stamped> &stamped);
    void fail(const core::Error &error);
    void wait();

    AnchorOptions m_options;
    Outbound &m_outbound;
    const Facts &m_facts;
    Links m_links;
    std::uint64_t m_lastSize = 0;
    core::Instant m_lastAt; // by this server's clock
    bool m_isAsking = false;
    bool m_hasAlarmed = false; // of this outage
    std::chrono::seconds m_retryAfter;
    std::chrono::steady_clock::time_point m_now;
    std::optional<std::chrono::steady_clock::time_point> m_retryAt;
    Worker m_worker; // goes first: its jobs use the rest
};

} // namespace chancery::server
