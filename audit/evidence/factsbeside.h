// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/evidence/facts.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace chancery::audit {

// Reads what the second way of counting needs out of the leaves, in a thread of its own, while the
// one that gives them makes the tables of the first. Owned and used by that one.
class FactsBeside {
public:
    explicit FactsBeside(std::uint64_t size);
    ~FactsBeside(); // what is not read by then is not read any more
    FactsBeside(const FactsBeside &) = delete;
    FactsBeside &operator=(const FactsBeside &) = delete;

    // In the order of the log. Waits while too many are waiting.
    void add(std::string leaf);
    // Once, when all were given. Waits for the last.
    core::evidence::Facts take();

private:
    using Leaves = std::vector<std::string>;

    void hand(Leaves leaves);
    std::optional<Leaves> next();
    void work();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Leaves> m_waiting;
    bool m_isAll = false;
    bool m_isEnding = false;
    Leaves m_given; // not handed over yet; of the owner's thread
    std::vector<core::evidence::Fact> m_read; // of the other thread
    std::optional<core::evidence::Facts> m_facts; // of the other thread, and then of the owner's
    std::thread m_thread;
};

} // namespace chancery::audit
