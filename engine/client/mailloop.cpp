// SPDX-License-Identifier: Apache-2.0
#include "mailloop.h"

#include <condition_variable>

namespace chancery::client {

// Outlives the loop for whoever still posts to the mailbox.
struct MailLoop::Bell {
    std::mutex mutex;
    std::condition_variable condition;
    bool rung = false;

    void ring()
    {
        {
            const std::lock_guard lock(mutex);
            rung = true;
        }
        condition.notify_one();
    }
};

MailLoop::MailLoop()
    : m_bell(std::make_shared<Bell>())
{
    m_mailbox->setWaker([bell = m_bell] { bell->ring(); });
}

void MailLoop::wake()
{
    m_bell->ring();
}

bool MailLoop::run(const std::function<bool()> &isDone, const std::function<Deadline()> &deadline)
{
    for (;;) {
        m_mailbox->drain();
        if (isDone())
            return true;
        const auto end = deadline();
        std::unique_lock lock(m_bell->mutex);
        const auto isRung = [&] { return m_bell->rung; };
        if (end == Deadline::max())
            m_bell->condition.wait(lock, isRung);
        else if (!m_bell->condition.wait_until(lock, end, isRung))
            return false;
        m_bell->rung = false;
    }
}

} // namespace chancery::client
