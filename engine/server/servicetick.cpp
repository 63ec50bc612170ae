// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/anchors/anchoring.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/handlers/scheduling.h"
#include "engine/server/notifications/dispatcher.h"
#include "engine/server/notifications/inbox.h"
#include "engine/server/notifications/news.h"

#include <algorithm>
#include <array>
#include <utility>

// What the service does by itself, once a second.
namespace chancery::server {

namespace {

// What cannot be read stays: it is not for a sweep to lose it.
bool isKeptLongEnough(const Entry &entry, const NotificationLimits &limits, core::Instant now)
{
    try {
        return isPastKeeping(entry, limits, now);
    } catch (const Refusal &) {
        return false;
    }
}

// All kinds of records hold their time as a text.
bool isOver(const Entry &entry, const NotificationLimits &limits, core::Instant now)
{
    if (entry.key.starts_with(keys::join(keys::inbox, ""))
        || entry.key.starts_with(keys::join(keys::delivery, "")))
        return isKeptLongEnough(entry, limits, now);
    static constexpr std::chrono::hours recordsKept{24};
    const bool isToken = entry.key.starts_with(keys::join(keys::token, ""))
        || entry.key.starts_with(keys::join(keys::tokenOf, ""))
        || entry.key.starts_with(keys::join(keys::tokenSpent, ""))
        || entry.key.starts_with(keys::join(keys::tokenReads, ""))
        || entry.key.starts_with(keys::join(keys::recoverySpent, ""));
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
    static constexpr std::chrono::hours betweenReadings{1};
    if (!m_clockReadAt)
        m_clockReadAt = steady;
    if (steady - *m_clockReadAt >= betweenReadings) {
        m_clockReadAt = steady;
        m_clockReading.refresh();
    }
    watchEmergencies(steady);
    if (m_actors.size() > 100'000)
        m_actors.clear();
    runSchedules();
    // A sweep that has begun goes on every second until it has been everywhere.
    static constexpr int ticksBetweenSweeps = 60;
    if (++m_ticks % ticksBetweenSweeps == 0 || !m_sweptTo.empty())
        sweep();
    expire();
    lookOut();
    m_mustDispatch = true;
    dispatch();
    if (m_anchoring)
        m_anchoring->tick(m_checkpoint, steady);
}

// What time and lost rights do to open requests, a part of them at a time.
void Service::lookOut()
{
    static constexpr int ticksBetween = 60;
    if (!m_mustLookOut && m_lookedTo.empty() && m_ticks % ticksBetween != 0)
        return;
    if (m_lookedTo.empty())
        m_mustLookOut = false; // it is looked at from the beginning now
    try {
        auto requests = requestsToTellOf(View(*m_reader), m_facts.clock.now(), m_lookedTo);
        if (!requests.empty())
            doItself("lookout", [requests = std::move(requests)](Unit &unit) {
                tellOfOpenRequests(unit, requests);
            });
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "lookout.failed", {{"code", refusal.error.code}});
    }
}

void Service::startDispatcher()
{
    if (!m_options.outbound)
        return;
    Dispatcher::Links links;
    links.post = m_post;
    links.write = [this](std::function<void(Unit &)> work, std::function<void(bool)> done) {
        writeItself("delivery", std::move(work), std::move(done));
    };
    m_dispatcher = std::make_unique<Dispatcher>(
        m_options.notifications, *m_options.outbound, m_facts, std::move(links));
}

void Service::dispatch()
{
    m_mustDispatch = false;
    if (!m_dispatcher)
        return;
    try {
        m_dispatcher->dispatch(View(*m_reader));
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "dispatch.failed", {{"code", refusal.error.code}});
    }
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

// Drops what has been kept long enough, a part at a time: idempotency records, tokens,
// notifications and what was delivered.
void Service::sweep()
{
    static constexpr std::size_t part = 2000;
    // "token": of all kinds.
    const std::array<std::string, 4> places{keys::join(keys::idempotency, ""),
        std::string(keys::token), keys::join(keys::inbox, ""), keys::join(keys::delivery, "")};
    const auto present = std::ranges::find_if(
        places, [this](const std::string &place) { return m_sweptTo.starts_with(place); });
    const auto place = present == places.end() ? places.begin() : present;
    auto range = KeyRange::under(*place);
    range.from = m_sweptTo.empty() ? range.from : m_sweptTo + '\0';
    range.limit = part;
    // Records hold whole answers, and this is the thread that everybody waits for.
    range.bytes = std::size_t(4) << 20;
    const auto entries = m_reader->scan(range);
    if (!entries)
        return;
    const bool isEnd = range.isExhausted(*entries);
    const auto next = std::next(place);
    m_sweptTo = !isEnd ? entries->back().key : next == places.end() ? std::string() : *next;
    std::vector<std::string> expired;
    const auto now = m_facts.clock.now();
    for (const auto &entry : *entries) {
        if (isOver(entry, m_facts.notificationLimits, now))
            expired.push_back(entry.key);
    }
    if (expired.empty())
        return;
    doItself("sweep", [expired = std::move(expired)](Unit &unit) {
        for (const auto &key : expired) {
            unit.remove(key);
            const auto companion = companionOf(key);
            if (!companion.empty() && unit.view().get(companion))
                unit.remove(companion);
        }
    });
}

// Sessions end without anybody asking, and a step of the clock is told (AUD-11, GOV-55).
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
        if (step.count() != 0)
            doItself("clock", [step](Unit &unit) { noteClockStep(unit, step); });
        if (mustSettleEmergencies(view, now))
            doItself("emergencies", settleEmergencies);
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "emergencies.failed", {{"code", refusal.error.code}});
    }
}

void Service::writeItself(
    const char *name, std::function<void(Unit &)> work, std::function<void(bool)> done)
{
    Request request;
    request.requestId = name;
    const auto isBusy = write(
        std::move(request), {},
        [work = std::move(work)](Unit &unit) {
            work(unit);
            return Response();
        },
        [done](const Response &response) { done(response.status < 400); });
    if (isBusy)
        done(false);
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
