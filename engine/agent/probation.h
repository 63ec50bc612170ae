// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/processes.h"
#include "engine/agent/settings.h"
#include "engine/agent/surroundings.h"

namespace chancery::agent {

// The time after a reload in which the consumer shows whether it lives with the new content.
// Owned by a TargetFollower, in its thread.
class Probation {
public:
    Probation(Surroundings &world, Processes &processes)
        : m_world(world)
        , m_processes(processes)
    {
    }

    // Fails as soon as the probe has failed as often as it may; called once, unless stopped.
    void start(const Probe &probe, std::function<void(core::Result<>)> done);
    void stop();
    bool isRunning() const { return m_round != nullptr; }

private:
    void look();
    void take(const core::Result<> &result);

    Surroundings &m_world;
    Processes &m_processes;
    Probe m_probe;
    std::function<void(core::Result<>)> m_done;
    Timers::Time m_end;
    int m_failures = 0;
    std::shared_ptr<int> m_round; // timers of an earlier one find nothing
    core::Call m_call;
};

} // namespace chancery::agent
