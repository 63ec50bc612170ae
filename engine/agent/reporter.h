// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/surroundings.h"

#include <deque>

namespace chancery::agent {

// Tells the server what runs here. While the server is away the reports wait, one per config: only
// the last is of interest. Owned by AgentCore, in its thread.
class Reporter {
public:
    explicit Reporter(Surroundings &world)
        : m_world(world)
    {
    }

    // From then on reports can be sent.
    void setAgent(const core::AgentId &agent);
    // Called when the server says that it does not know the agent.
    void setOnUnknown(std::function<void()> onUnknown) { m_onUnknown = std::move(onUnknown); }
    void add(core::AgentReport report);
    bool isIdle() const { return m_queue.empty(); }

private:
    void send();
    void takeAnswer(const core::Result<client::Acknowledged<core::Agent>> &answer);

    Surroundings &m_world;
    std::function<void()> m_onUnknown;
    core::AgentId m_agent;
    std::deque<core::AgentReport> m_queue;
    int m_failures = 0;
    bool m_isWaiting = false;
    core::Call m_call;
};

} // namespace chancery::agent
