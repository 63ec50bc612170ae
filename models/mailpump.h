// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"

#include <QObject>

namespace chancery::models {

// Empties a Mailbox in the thread in which it lives, woken from any other. It is invoked by name
// and without captured state, so that nothing but a pointer crosses threads. Owned by the
// composition; lives as long as anything that may post.
class MailPump : public QObject {
    Q_OBJECT

public:
    explicit MailPump(std::shared_ptr<core::Mailbox> mailbox, QObject *parent = nullptr);
    ~MailPump() override;

public Q_SLOTS:
    void pump();

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
};

} // namespace chancery::models
