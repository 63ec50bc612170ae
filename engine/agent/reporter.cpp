// SPDX-License-Identifier: Apache-2.0
#include "reporter.h"

namespace chancery::agent {

void Reporter::setAgent(const core::AgentId &agent)
{
    m_agent = agent;
    send();
}

void Reporter::add(core::AgentReport report)
{
    // The first one may be on its way and is left alone.
    const auto first = m_queue.begin() + (m_call.isHeld() && !m_queue.empty() ? 1 : 0);
    const auto same = std::find_if(
        first, m_queue.end(), [&](const auto &other) { return other.path == report.path; });
    if (same != m_queue.end())
        *same = std::move(report);
    else
        m_queue.push_back(std::move(report));
    send();
}

void Reporter::send()
{
    if (m_queue.empty() || m_agent.isEmpty() || m_isWaiting || m_call.isHeld())
        return;
    m_call = m_world.cms.report(m_agent, m_queue.front(),
        [this](
            const core::Result<client::Acknowledged<core::Agent>> &answer) { takeAnswer(answer); });
}

void Reporter::takeAnswer(const core::Result<client::Acknowledged<core::Agent>> &answer)
{
    m_call = {};
    if (!answer && isTransient(answer.error())) {
        m_isWaiting = true;
        m_world.timers.after(m_world.pause(m_failures++), [this] {
            m_isWaiting = false;
            send();
        });
        return;
    }
    m_failures = 0;
    if (!answer && answer.error().kind == core::ErrorKind::NotFound && m_onUnknown) {
        m_agent = {};
        m_onUnknown();
        return;
    }
    if (!answer)
        m_world.log("report-refused path=" + m_queue.front().path
            + " reason=" + core::toString(answer.error()));
    m_queue.pop_front();
    send();
}

} // namespace chancery::agent
