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
    try {
        m_threads.emplace_back([this, job = std::move(job)] {
            run(job);
            const std::lock_guard lock(m_mutex);
            --m_running;
            m_isDone.notify_all();
        });
    } catch (const std::exception &exception) { // no more threads, or no memory
        note(exception.what());
        const std::lock_guard lock(m_mutex);
        --m_running;
    }
}

// The thread's edge: nobody above it catches anything.
void SideJobs::run(const std::function<void()> &job)
{
    try {
        job();
    } catch (const std::exception &exception) {
        note(exception.what());
    } catch (...) {
        note("unknown");
    }
}

void SideJobs::note(std::string what)
{
    // Before the others are told to end: whoever asks then is told why.
    {
        const std::lock_guard lock(m_mutex);
        m_hasFailed = true;
        m_failure = std::move(what);
    }
    end();
}

core::Result<> SideJobs::outcome()
{
    const std::lock_guard lock(m_mutex);
    if (m_hasFailed)
        return core::Error{core::ErrorKind::Internal, "side-job", m_failure, {}, {}, {}};
    if (isEnding())
        return core::Error{core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
    return core::Done();
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
