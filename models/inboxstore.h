// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/notificationsapi.h"
#include "models/operation.h"

#include <vector>

namespace chancery::models {

// What the server told the one who is signed in, the newest first, read page by page as more is
// wanted. Says when something has come that was not there before. Of the GUI thread.
class InboxStore : public QObject {
    Q_OBJECT

public:
    explicit InboxStore(client::NotificationsApi &api, QObject *parent = nullptr);

    const std::vector<core::Notification> &items() const { return m_items; }
    std::uint64_t unread() const { return m_unread; }
    bool isKnown() const { return m_isKnown; }
    bool hasMore() const { return !m_next.empty(); }
    bool isUnreadOnly() const { return m_isUnreadOnly; }
    Operation &loading() { return m_loading; }
    Operation &marking() { return m_marking; }

    // The first page; what a person has gone back to is asked for anew.
    void reload();
    void loadMore();
    void setUnreadOnly(bool isUnreadOnly);
    void markRead(std::uint64_t number);
    // All that has been told so far, also what is not on a page that was read.
    void markAllRead();

Q_SIGNALS:
    void changed();
    // Of what came since the last reading and is unread; never at the first reading.
    void arrived(const std::vector<core::Notification> &fresh);

private:
    void take(core::InboxPage page, bool isFirst);
    void mark(const core::ReadMark &mark);

    client::NotificationsApi &m_api;
    std::vector<core::Notification> m_items;
    std::string m_next;
    std::uint64_t m_unread = 0;
    std::uint64_t m_newest = 0;
    bool m_isKnown = false;
    bool m_isUnreadOnly = false;
    Operation m_loading;
    Operation m_marking;
};

} // namespace chancery::models
