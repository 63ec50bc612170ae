// SPDX-License-Identifier: Apache-2.0
#include "retention.h"

#include "engine/server/service.h"

// How long entries of the log are kept, and by which clock.
namespace chancery::server {

std::string retentionProblem(std::chrono::days retention)
{
    if (retention >= lowestAuditRetention)
        return {};
    return "Entries of the audit log are kept for " + std::to_string(lowestAuditRetention.count())
        + " days at least, the twelve months that PCI DSS 10.5.1 asks for; "
        + std::to_string(retention.count()) + " is too few";
}

// What a clock says in the very second in which it was set has not been noticed yet: nothing is
// older than the present of the last tick makes it.
std::optional<Response> Service::prune(Request request, Gate gate, Done done)
{
    static constexpr std::chrono::minutes ticksAreNotLate{1};
    const auto handler = handlersOf(gate.route->operation).write;
    const auto latest = m_lastTick ? m_lastTick->first + ticksAreNotLate : core::Instant();
    return write(
        std::move(request), std::move(gate),
        [handler, latest](Unit &unit) {
            if (unit.now() > latest)
                refuse("state-conflict", "The server's clock is looked at: ask again in a minute");
            return handler(unit);
        },
        std::move(done));
}

} // namespace chancery::server
