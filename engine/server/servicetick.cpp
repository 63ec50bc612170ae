// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/emergencies.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/handlers/scheduling.h"

#include <utility>

// What the service does by itself, once a second.
namespace chancery::server {

namespace {

// All kinds of records hold their time as a text.
bool isOver(const Entry &entry, core::Instant now)
{
    static constexpr std::chrono::hours recordsKept{24};
    const bool isToken = entry.key.starts_with(keys::join(keys::token, ""))
        || entry.key.starts_with(keys::join(keys::tokenOf, ""))
        || entry.key.starts_with(keys::join(keys::tokenSpent, ""));
    const bool isRecord = entry.key.starts_with(keys::join(keys::idempotency, ""));
    if (!isToken && !isRecord)
        return false;
    const auto reading = core::readJson(entry.value, core::Limits::wide());
    if (!reading)
        return false;
    const auto at = core::fromRfc3339(reading.tree().root()[isToken ? "expiresAt" : "at"].text());
    return at && (isToken ? *at : *at + recordsKept) < now;
}

} // namespace

void Service::tick(Hub::Clock::time_point steady)
{
    const auto now = m_facts.clock.now();
    m_attempts.tidy(Attempts::Clock::now());
    m_hub.tick(Hub::Clock::now(), now);
    watchEmergencies(steady);
    if (m_actors.size() > 100'000)
        m_actors.clear();
    runSchedules();
    // A sweep that has begun goes on every second until it has been everywhere.
    static constexpr int ticksBetweenSweeps = 60;
    if (++m_ticks % ticksBetweenSweeps == 0 || !m_sweptTo.empty())
        sweep();
    expire();
}

// Ends requests whose time is over (GOV-16), and tells of approvals that have not followed in time.
void Service::expire()
{
    try {
        if (mayBeOverdue(View(*m_reader), m_facts.clock.now()))
            doItself("expiry", expireRequests);
        if (mayBeUnconfirmed(View(*m_reader), m_facts.clock.now()))
            doItself("confirmations", tellUnconfirmed);
    } catch (const Refusal &) {
        return; // a store that cannot be read now is asked again in a second
    }
}

// One that is under way when the next second comes finds nothing to do.
void Service::runSchedules()
{
    try {
        const View view(*m_reader);
        for (const auto &id : dueRequests(view, m_facts.clock.now())) {
            Gate gate;
            gate.arguments = {id.text()};
            gate.actor = schedulerOf(view, id);
            Request request;
            request.requestId = "schedule";
            if (gate.actor)
                (void)write(std::move(request), std::move(gate), runSchedule, nullptr);
        }
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "schedules.failed", {{"code", refusal.error.code}});
    }
}

// Drops idempotency records and tokens whose time is over, a part at a time.
void Service::sweep()
{
    static constexpr std::size_t part = 2000;
    const std::string tokens(keys::token); // of all kinds
    const bool isAtTokens = m_sweptTo.starts_with(tokens);
    auto range = KeyRange::under(isAtTokens ? tokens : keys::join(keys::idempotency, ""));
    range.from = m_sweptTo.empty() ? range.from : m_sweptTo + '\0';
    range.limit = part;
    // Records hold whole answers, and this is the thread that everybody waits for.
    range.bytes = std::size_t(4) << 20;
    const auto entries = m_reader->scan(range);
    if (!entries)
        return;
    const bool isEnd = range.isExhausted(*entries);
    m_sweptTo = !isEnd ? entries->back().key : isAtTokens ? std::string() : tokens;
    std::vector<std::string> expired;
    const auto now = m_facts.clock.now();
    for (const auto &entry : *entries) {
        if (isOver(entry, now))
            expired.push_back(entry.key);
    }
    if (expired.empty())
        return;
    doItself("sweep", [expired = std::move(expired)](Unit &unit) {
        for (const auto &key : expired)
            unit.remove(key);
    });
}

// Sessions end without anybody asking, and a step of the clock while one is open is told (GOV-55).
void Service::watchEmergencies(Hub::Clock::time_point steady)
{
    const auto now = m_facts.clock.now();
    const auto last = std::exchange(m_lastTick, std::pair(now, steady));
    try {
        const View view(*m_reader);
        const auto wentBy = last ? steady - last->second : Hub::Clock::duration(0);
        const auto step = last ? core::clockStep(last->first, now,
                                     std::chrono::duration_cast<std::chrono::microseconds>(wentBy))
                               : std::chrono::microseconds(0);
        if (step.count() != 0 && hasOpenEmergency(view))
            doItself("clock", [step](Unit &unit) { noteClockStep(unit, step); });
        if (mustSettleEmergencies(view, now))
            doItself("emergencies", settleEmergencies);
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "emergencies.failed", {{"code", refusal.error.code}});
    }
}

void Service::doItself(const char *name, std::function<void(Unit &)> work)
{
    Request request;
    request.requestId = name;
    (void)write(
        std::move(request), {},
        [work = std::move(work)](Unit &unit) {
            work(unit);
            return Response();
        },
        nullptr);
}

} // namespace chancery::server
