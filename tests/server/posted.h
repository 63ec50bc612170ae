// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/log/journal.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace chancery::server {

class SilentJournal final : public Journal {
public:
    bool wants(JournalLevel) const override { return false; }
    void write(JournalLevel, std::string_view, std::initializer_list<JournalField>) override { }
};

// What the writer and the worker post, run by the test's own thread.
class Posted {
public:
    void add(std::function<void()> function)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_functions.push_back(std::move(function));
        }
        m_wake.notify_one();
    }
    bool runOne()
    {
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait_for(lock, std::chrono::seconds(10), [&] { return !m_functions.empty(); }))
            return false;
        auto function = std::move(m_functions.front());
        m_functions.pop_front();
        lock.unlock();
        function();
        return true;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_functions;
};

} // namespace chancery::server
