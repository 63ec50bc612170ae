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
    for (Letter &letter : letters) {
        if (!letter.token || !letter.token->isCancelled()) {
            letter.delivery();
            ++delivered;
        }
        letter.delivery = nullptr;
    }
    return delivered;
}

} // namespace chancery::core
