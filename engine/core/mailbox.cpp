// SPDX-License-Identifier: Apache-2.0
#include "mailbox.h"

namespace chancery::core {

void Mailbox::setWaker(std::function<void()> waker)
{
    const std::lock_guard lock(m_mutex);
    m_waker = std::move(waker);
}

void Mailbox::post(std::shared_ptr<CancelToken> token, Delivery delivery)
{
    const std::lock_guard lock(m_mutex);
    m_letters.push_back({std::move(token), std::move(delivery)});
    if (m_waker)
        m_waker();
}

std::size_t Mailbox::drain()
{
    std::deque<Letter> letters;
    {
        const std::lock_guard lock(m_mutex);
        letters.swap(m_letters);
    }
    std::size_t delivered = 0;
    for (Letter &letter : letters)
        delivered += deliver(letter);
    return delivered;
}

bool Mailbox::drainFor(std::chrono::nanoseconds budget)
{
    const auto end = std::chrono::steady_clock::now() + budget;
    for (;;) {
        Letter letter;
        {
            const std::lock_guard lock(m_mutex);
            if (m_letters.empty())
                return true;
            letter = std::move(m_letters.front());
            m_letters.pop_front();
        }
        deliver(letter);
        if (std::chrono::steady_clock::now() >= end) {
            const std::lock_guard lock(m_mutex);
            return m_letters.empty();
        }
    }
}

bool Mailbox::deliver(Letter &letter)
{
    const bool isWanted = !letter.token || !letter.token->isCancelled();
    if (isWanted)
        letter.delivery();
    letter.delivery = nullptr;
    return isWanted;
}

} // namespace chancery::core
