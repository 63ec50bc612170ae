// SPDX-License-Identifier: Apache-2.0
#include "jobthread.h"

#include <utility>

namespace chancery::core {

JobThread::JobThread(std::size_t longestQueue)
    : m_longestQueue(longestQueue)
    , m_thread([this] { work(); })
{
}

JobThread::~JobThread()
{
    stop();
}

bool JobThread::submit(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stop || m_jobs.size() >= m_longestQueue)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

std::deque<JobThread::Job> JobThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    return std::exchange(m_jobs, {});
}

void JobThread::work()
{
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
            if (m_stop)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace chancery::core
