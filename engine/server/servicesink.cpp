// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/sink/syslogsink.h"

// Copies of the log on their way out: a thread of its own reads what is committed.
namespace chancery::server {

namespace {

std::string reasonOf(const SinkAlarm &alarm)
{
    if (alarm.code == "log-went-back")
        return "The receiver has entries that are not of this log; all of it is sent again";
    if (alarm.code != "entries-pruned" && alarm.code != "entries-missing")
        return std::to_string(alarm.behind) + " entries wait for the receiver";
    const auto which
        = "Entries " + std::to_string(alarm.from) + " to " + std::to_string(alarm.to - 1);
    return which
        + (alarm.code == "entries-pruned" ? " were pruned before the receiver had them"
                                          : " are not in the log any more; what follows is sent");
}

} // namespace

void Service::startSink()
{
    if (!m_options.sink)
        return;
    SyslogSink::Parts parts{*m_store, m_facts.journal, m_options.data / "audit-syslog",
        m_facts.logOrigin, [this](SinkAlarm alarm) {
            m_post([this, alarm = std::move(alarm)] { tellOutage(alarm); });
        }};
    m_sink = std::make_unique<SyslogSink>(*m_options.sink, std::move(parts));
    m_sink->announce(m_checkpoint.size());
}

void Service::tellOutage(const SinkAlarm &alarm)
{
    doItself("sink", [alarm](Unit &unit) {
        Deed deed{.kind = core::AuditKind::AuditSinkFail, .targetType = "sink"};
        deed.targetId = alarm.receiver;
        deed.reason = reasonOf(alarm);
        deed.outcome = core::AuditOutcome::Failure;
        deed.status = 0;
        deed.problem = alarm.code;
        unit.record(deed);
    });
}

} // namespace chancery::server
