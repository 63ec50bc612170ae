// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"

namespace chancery::client {

// A handler on its way through the network thread. Whatever becomes of the work, the handler goes
// back to the mailbox's thread: with the answer, or only to be destroyed there.
template <typename T>
class Reply {
public:
    Reply(std::shared_ptr<core::Mailbox> mailbox, std::shared_ptr<core::CancelToken> token,
        core::Handler<T> handler)
        : m_mailbox(std::move(mailbox))
        , m_token(std::move(token))
        , m_handler(std::make_shared<core::Handler<T>>(std::move(handler)))
    {
    }
    Reply(const Reply &) = delete;
    Reply &operator=(const Reply &) = delete;
    ~Reply()
    {
        if (!m_handler)
            return;
        auto dropped = std::make_shared<core::CancelToken>();
        dropped->cancel();
        m_mailbox->post(std::move(dropped), [handler = std::move(m_handler)] { });
    }

    void deliver(core::Result<T> answer)
    {
        auto shared = std::make_shared<core::Result<T>>(std::move(answer));
        m_mailbox->post(m_token, [shared = std::move(shared), handler = std::move(m_handler)] {
            (*handler)(std::move(*shared));
        });
    }

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::shared_ptr<core::CancelToken> m_token;
    std::shared_ptr<core::Handler<T>> m_handler;
};

} // namespace chancery::client
