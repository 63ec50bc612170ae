// SPDX-License-Identifier: Apache-2.0
#include "retention.h"

#include "engine/api/describeprivacy.h"
#include "engine/server/handlers/prunescan.h"
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
    // By the tick before each of the two times that the writer is asked: a large log is looked
    // through for longer than a tick takes. Set here, and read by the writer afterwards.
    const auto latest = std::make_shared<core::Instant>();
    const auto noteTick = [this, latest] {
        *latest = m_lastTick ? m_lastTick->first + ticksAreNotLate : core::Instant();
    };
    const auto demandLooked = [latest](const Unit &unit) {
        if (unit.now() > *latest)
            refuse("state-conflict", "The server's clock is looked at: ask again in a minute");
    };
    noteTick();
    Steps steps;
    steps.demand = [demandLooked](Unit &unit) {
        demandLooked(unit);
        demandPruning(unit);
    };
    steps.look = [this, demandLooked, body = request.body]() -> Found {
        const auto order = api::fromJson<core::PruneOrder>(body, Unit::bodyLimits());
        if (!order)
            return order.error();
        auto scan = scanForPruning(*m_store, order->before, m_facts, m_isEnding);
        if (!scan)
            return std::move(scan).error();
        return std::function<Response(Unit &)>([demandLooked, scan = *std::move(scan)](Unit &unit) {
            demandLooked(unit);
            return pruneAudit(unit, scan);
        });
    };
    steps.handOver = noteTick;
    return inSteps(std::move(request), std::move(gate), std::move(steps), std::move(done));
}

} // namespace chancery::server
