// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace chancery::server {

// One thread for work that is slow by design, the hashing of passwords. The queue is short: beyond
// it a caller is told to come back.
class Worker {
public:
    Worker();
    ~Worker();

    // Of any thread. False when too many wait already.
    bool submit(std::function<void()> job);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace chancery::server
