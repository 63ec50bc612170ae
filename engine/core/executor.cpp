// SPDX-License-Identifier: Apache-2.0
#include "executor.h"

namespace chancery::core {

Executor::Executor(std::shared_ptr<Mailbox> mailbox)
    : m_mailbox(std::move(mailbox))
    , m_thread([this] { work(); })
{
}

Executor::~Executor()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
    // The handlers of dropped jobs belong to the mailbox's thread; let them die there.
    for (auto &job : m_jobs) {
        auto dropped = std::make_shared<CancelToken>();
        dropped->cancel();
        m_mailbox->post(std::move(dropped), std::move(job));
    }
}

void Executor::enqueue(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void Executor::work()
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

} // namespace chancery::core
