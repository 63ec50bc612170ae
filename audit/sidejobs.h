// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chancery::audit {

// A few jobs, each in a thread of its own, beside the thread that starts them and waits for them.
// They last no longer than this does. For what they share, wait() is the moment from which on it
// can be read. An exception of one ends all of them and nothing else: outcome() says so.
class SideJobs {
public:
    SideJobs() = default;
    ~SideJobs(); // ends them and waits
    SideJobs(const SideJobs &) = delete;
    SideJobs &operator=(const SideJobs &) = delete;

    void start(std::function<void()> job);
    // For the jobs to ask now and then: whether they shall end.
    bool isEnding() const { return m_isEnding; }
    void end() { m_isEnding = true; }
    // Returns when all are done. Whoever waits is asked now and then; after a yes the jobs are
    // ended, and it is not asked again.
    void wait(const std::function<bool()> &wantsEnd);
    // After wait(): whether all came to their end. Error{Internal, "side-job"} where one threw,
    // Error{Cancelled} where they were ended.
    core::Result<> outcome();

private:
    void run(const std::function<void()> &job);
    void note(std::string what);

    std::mutex m_mutex;
    std::condition_variable m_isDone;
    std::size_t m_running = 0;
    std::atomic<bool> m_isEnding = false;
    bool m_hasFailed = false;
    std::string m_failure;
    std::vector<std::thread> m_threads;
};

} // namespace chancery::audit
