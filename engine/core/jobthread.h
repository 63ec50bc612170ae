// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>

namespace chancery::core {

// One thread that runs jobs in the order in which they came, from any thread. A job must not throw.
// Whoever needs an answer in a thread of his own uses an Executor.
class JobThread {
public:
    using Job = std::function<void()>;

    explicit JobThread(std::size_t longestQueue = std::numeric_limits<std::size_t>::max());
    // Stops; the jobs that never began are dropped.
    ~JobThread();
    JobThread(const JobThread &) = delete;
    JobThread &operator=(const JobThread &) = delete;

    // False when too many wait already, or after stop().
    bool submit(Job job);
    // Finishes the running job, ends the thread and hands over the jobs that never began.
    std::deque<Job> stop();

private:
    void work();

    const std::size_t m_longestQueue;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace chancery::core
