// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/http.h"
#include "engine/core/call.h"

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace chancery::client {

// The network thread: many exchanges at once over libcurl's multi interface, timers, and the jobs
// that others hand in. Owned by RestClient. post() and waker() are for any thread; everything else
// is for jobs, completions and timers, which all run in the network thread. What still runs when
// the engine is destroyed is dropped without its completion being called.
class CurlEngine {
public:
    using Completion = std::function<void(HttpAnswer)>;
    using Token = std::shared_ptr<core::CancelToken>;

    explicit CurlEngine(TransportOptions options);
    ~CurlEngine();
    CurlEngine(const CurlEngine &) = delete;
    CurlEngine &operator=(const CurlEngine &) = delete;

    void post(std::function<void()> job);
    // Makes the engine look at its tokens; safe to call after the engine is gone.
    std::function<void()> waker() const;

    // A cancelled token ends the exchange with Error{Cancelled}, at once.
    void start(HttpRequest request, Token token, Completion done);
    // Runs the job after the delay; it is dropped when the token is cancelled meanwhile.
    void later(std::chrono::milliseconds delay, Token token, std::function<void()> job);
    double random();
    const TransportOptions &options() const { return m_options; }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Multi;
    struct Transfer;
    struct Wakeup;
    struct Timer {
        Token token;
        std::function<void()> job;
    };

    void work();
    bool takeJobs();
    void dropCancelled();
    void runTimers();
    void endIdle(SteadyTime now);
    void readMessages();
    void finish(Transfer &transfer, HttpAnswer answer);
    int pollTimeout(SteadyTime now) const;

    TransportOptions m_options;
    std::shared_ptr<Wakeup> m_wakeup;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_jobs;
    bool m_stop = false;

    // Of the network thread.
    std::unique_ptr<Multi> m_multi;
    std::vector<std::unique_ptr<Transfer>> m_transfers;
    std::multimap<SteadyTime, Timer> m_timers;
    std::mt19937_64 m_random;

    std::thread m_thread;
};

} // namespace chancery::client
