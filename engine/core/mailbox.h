// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <chrono>
#include <deque>
#include <mutex>

namespace chancery::core {

// Brings answers to the thread that asked. Of any thread: post() from everywhere, drain() from the
// owner only. A delivery whose token is cancelled is dropped, and is destroyed by the owner like
// the others, so that what a handler has captured never dies in a foreign thread.
class Mailbox {
public:
    using Delivery = std::function<void()>;

    // The waker is called by post() in the posting thread and must lead to a drain() in the
    // owner's.
    void setWaker(std::function<void()> waker);
    void post(std::shared_ptr<CancelToken> token, Delivery delivery);
    // Runs what has arrived; what is posted meanwhile waits for the next drain. Returns how many
    // ran.
    std::size_t drain();
    // The same for about that long; false when letters are left.
    bool drainFor(std::chrono::nanoseconds budget);

private:
    struct Letter {
        std::shared_ptr<CancelToken> token;
        Delivery delivery;
    };

    static bool deliver(Letter &letter);

    std::mutex m_mutex;
    std::deque<Letter> m_letters;
    std::function<void()> m_waker;
};

} // namespace chancery::core
