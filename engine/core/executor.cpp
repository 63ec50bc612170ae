// SPDX-License-Identifier: Apache-2.0
#include "executor.h"

namespace chancery::core {

Executor::Executor(std::shared_ptr<Mailbox> mailbox)
    : m_mailbox(std::move(mailbox))
{
}

Executor::~Executor()
{
    // The handlers of dropped jobs belong to the mailbox's thread; let them die there.
    for (auto &job : m_thread.stop()) {
        auto dropped = std::make_shared<CancelToken>();
        dropped->cancel();
        m_mailbox->post(std::move(dropped), std::move(job));
    }
}

} // namespace chancery::core
