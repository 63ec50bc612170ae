// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"

#include <chrono>

namespace chancery::client {

// The main loop of a program without a window: sleeps until letters arrive and runs their
// deliveries. Owned by main, used from its thread; only wake() and the mailbox are for any thread.
class MailLoop {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    MailLoop();

    const std::shared_ptr<core::Mailbox> &mailbox() const { return m_mailbox; }
    void wake();
    // Delivers until the condition holds, which is asked after every round. False when the deadline
    // passed before; timers that a delivery sets may bring it nearer, so it is asked every round
    // too.
    bool run(
        const std::function<bool()> &isDone, const std::function<Deadline()> &deadline = &never);
    bool run(const std::function<bool()> &isDone, Deadline deadline)
    {
        return run(isDone, [deadline] { return deadline; });
    }
    static Deadline never() { return Deadline::max(); }

    // Starts one call and waits for its answer.
    template <typename T, typename Start>
    core::Result<T> await(Start &&start)
    {
        std::optional<core::Result<T>> answer;
        const core::Call call = start(
            core::Handler<T>([&](core::Result<T> result) { answer.emplace(std::move(result)); }));
        run([&] { return answer.has_value(); });
        return std::move(*answer);
    }

private:
    struct Bell;

    std::shared_ptr<Bell> m_bell;
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
};

} // namespace chancery::client
