// SPDX-License-Identifier: Apache-2.0
#include "unit.h"

#include "engine/server/log/gapjournal.h"

namespace chancery::server {

Unit::Unit(Tools tools, const Request &request, const std::vector<std::string> &arguments,
    const Actor *actor)
    : m_tools(tools)
    , m_request(request)
    , m_arguments(arguments)
    , m_actor(actor)
    , m_now(tools.facts.clock.now())
    , m_view(tools.transaction)
{
}

core::Limits Unit::bodyLimits()
{
    // A body carries documents as strings; each of them meets the limits of a document later.
    core::Limits limits;
    limits.bytes = std::size_t(20) << 20;
    limits.stringBytes = limits.bytes;
    return limits;
}

void Unit::demandMatch(const core::ETag &current) const
{
    if (allowsMatch(m_request.ifMatch, current.text()))
        return;
    throw Refusal{
        api::problem("version-conflict", "The current ETag is " + current.text()), current.text()};
}

void Unit::put(std::string_view key, std::string bytes)
{
    orRefuse(m_tools.transaction.put(key, std::move(bytes)));
    m_touched.emplace_back(key);
}

void Unit::remove(std::string_view key)
{
    orRefuse(m_tools.transaction.remove(key));
    m_touched.emplace_back(key);
}

void Unit::publish(std::string_view kind, std::string resource, const core::ETag &etag,
    std::string summary, std::optional<std::string> path)
{
    core::ChangeHint hint{++m_tools.counters.revision, std::string(kind), std::move(resource),
        etag.text(), std::move(summary), std::move(path)};
    const auto key = keys::join(keys::change, keys::number(hint.revision));
    orRefuse(m_tools.transaction.put(key, api::toJson(hint)));
    m_hints.push_back(std::move(hint));
}

// Where the clock was set back since the last entry, that is told first, whoever comes by.
void Unit::record(const Deed &deed)
{
    bool hasStepped = deed.kind == core::AuditKind::AuditClockStep;
    const auto *reading = m_tools.facts.clockReading;
    if (reading && (hasStepped || m_tools.log.isFarBehind(m_now)))
        reading->refresh();
    if (!hasStepped && m_tools.log.isFarBehind(m_now)) {
        hasStepped = true;
        Deed step{.kind = core::AuditKind::AuditClockStep, .targetType = "server"};
        step.targetId = m_tools.facts.logOrigin;
        step.reason = "The clock is behind the entry before this one";
        append(step);
    }
    append(deed);
    // From when on the present can be believed again, as far as an age depends on it.
    if (hasStepped)
        put(keys::clockStepped, core::toRfc3339(m_now));
}

void Unit::append(const Deed &deed)
{
    const auto sequence = m_tools.log.size();
    const auto *reading = m_tools.facts.clockReading;
    const Moment moment{sequence, m_now, m_tools.log.recordedTime(m_now), newId("evt_"),
        reading ? reading->last() : std::nullopt};
    auto event = recordedEvent(deed, m_request, m_actor, moment, m_tools.facts.nameKey);
    if (event && m_tools.witness && m_tools.witness->isWanted) {
        m_tools.witness->leaf = event->leaf;
        m_tools.witness->personal = event->personal;
    }
    // Without its entry nothing is done (GOV-31).
    auto appended = event ? m_tools.log.append(m_tools.transaction, std::move(event->leaf),
                                moment.now, moment.recordedTime)
                          : core::Result<>(event.error());
    if (appended && !event->personal.empty())
        appended = m_tools.transaction.put(
            keys::join(keys::personal, keys::number(sequence)), std::move(event->personal));
    if (!appended) {
        m_tools.facts.journal.write(JournalLevel::Error, "audit.failed",
            {{"code", appended.error().code}, {"detail", appended.error().detail}});
        refuse("audit-unavailable", "The audit entry could not be written");
    }
    m_auditSequence = sequence;
}

} // namespace chancery::server
