// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/log/journal.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace chancery::server {

// Prints nothing, and remembers what went wrong: "drafts.broken row=draft/a/b".
class SilentJournal final : public Journal {
public:
    bool wants(JournalLevel) const override { return false; }
    void write(JournalLevel level, std::string_view event,
        std::initializer_list<JournalField> fields) override
    {
        if (level != JournalLevel::Error)
            return;
        std::string line(event);
        for (const auto &field : fields)
            line += ' ' + std::string(field.name) + '=' + field.value;
        const std::lock_guard lock(m_mutex);
        m_errors.push_back(std::move(line));
    }
    std::vector<std::string> errors() const
    {
        const std::lock_guard lock(m_mutex);
        return m_errors;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_errors;
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
