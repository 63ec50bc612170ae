// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>

namespace chancery::agent {

// What is to be done later, for a main loop that sleeps until next(). One thread.
class Timers {
public:
    using Time = std::chrono::steady_clock::time_point;

    void after(std::chrono::milliseconds delay, std::function<void()> job)
    {
        m_jobs.emplace(std::chrono::steady_clock::now() + delay, std::move(job));
    }
    Time next() const { return m_jobs.empty() ? Time::max() : m_jobs.begin()->first; }
    void runDue()
    {
        const auto now = std::chrono::steady_clock::now();
        while (!m_jobs.empty() && m_jobs.begin()->first <= now) {
            const auto job = m_jobs.extract(m_jobs.begin());
            job.mapped()();
        }
    }

private:
    std::multimap<Time, std::function<void()>> m_jobs;
};

} // namespace chancery::agent
