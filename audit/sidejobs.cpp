// SPDX-License-Identifier: Apache-2.0
#include "sidejobs.h"

namespace chancery::audit {

SideJobs::~SideJobs()
{
    end();
    for (auto &thread : m_threads)
        thread.join();
}

void SideJobs::start(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_running;
    }
    m_threads.emplace_back([this, job = std::move(job)] {
        job();
        const std::lock_guard lock(m_mutex);
        --m_running;
        m_isDone.notify_all();
    });
}

void SideJobs::wait(const std::function<bool()> &wantsEnd)
{
    static constexpr auto betweenQuestions = std::chrono::milliseconds(20);
    std::unique_lock lock(m_mutex);
    while (!m_isDone.wait_for(lock, betweenQuestions, [this] { return m_running == 0; })) {
        lock.unlock();
        if (!isEnding() && wantsEnd())
            end();
        lock.lock();
    }
}

} // namespace chancery::audit
