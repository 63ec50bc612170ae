// SPDX-License-Identifier: Apache-2.0
#include "mailpump.h"

#include <QMetaObject>

namespace chancery::models {

namespace {

constexpr std::chrono::milliseconds longestRound{5};

} // namespace

MailPump::MailPump(std::shared_ptr<core::Mailbox> mailbox, QObject *parent)
    : QObject(parent)
    , m_mailbox(std::move(mailbox))
{
    m_mailbox->setWaker([this] { QMetaObject::invokeMethod(this, "pump", Qt::QueuedConnection); });
}

MailPump::~MailPump()
{
    m_mailbox->setWaker({});
}

void MailPump::pump()
{
    // Between two rounds the window paints and takes keys.
    if (!m_mailbox->drainFor(longestRound))
        QMetaObject::invokeMethod(this, "pump", Qt::QueuedConnection);
}

} // namespace chancery::models
