// SPDX-License-Identifier: Apache-2.0
#include "probation.h"

namespace chancery::agent {

void Probation::start(const Probe &probe, std::function<void(core::Result<>)> done)
{
    stop();
    m_probe = probe;
    m_done = std::move(done);
    m_end = std::chrono::steady_clock::now() + probe.lasts;
    m_failures = 0;
    m_round = std::make_shared<int>();
    look();
}

void Probation::stop()
{
    m_call = {};
    m_round.reset();
}

void Probation::look()
{
    m_world.timers.after(m_probe.every, [this, round = std::weak_ptr(m_round)] {
        if (round.expired())
            return;
        m_call = m_processes.run(
            m_probe.command, m_probe.lasts, [this](const core::Result<> &result) { take(result); });
    });
}

void Probation::take(const core::Result<> &result)
{
    if (!result)
        ++m_failures;
    const bool isLost = m_failures >= m_probe.failures;
    if (!isLost && std::chrono::steady_clock::now() < m_end) {
        look();
        return;
    }
    stop();
    if (!isLost)
        return m_done(core::Done{});
    auto error = result.error();
    error.code = "crash-loop";
    error.detail = "The probe failed " + std::to_string(m_failures)
        + " times after the reload: " + error.detail;
    m_done(std::move(error));
}

} // namespace chancery::agent
