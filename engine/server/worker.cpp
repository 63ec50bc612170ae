// SPDX-License-Identifier: Apache-2.0
#include "worker.h"

namespace chancery::server {

namespace {

constexpr std::size_t longestQueue = 64;

} // namespace

Worker::Worker()
    : m_thread([this] { work(); })
{
}

Worker::~Worker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

bool Worker::submit(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_jobs.size() >= longestQueue)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void Worker::work()
{
    for (;;) {
        std::function<void()> job;
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

} // namespace chancery::server
