// SPDX-License-Identifier: Apache-2.0
#include "inboxstore.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr int pageSize = 50;

} // namespace

InboxStore::InboxStore(client::NotificationsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
}

void InboxStore::reload()
{
    m_loading.start<core::InboxPage>(
        tr("Reading the inbox"),
        [this](core::Handler<core::InboxPage> done) {
            return m_api.listNotifications({m_isUnreadOnly, {{}, pageSize}}, std::move(done));
        },
        [this](core::InboxPage page) { take(std::move(page), true); });
}

void InboxStore::loadMore()
{
    if (m_next.empty() || m_loading.isRunning())
        return;
    m_loading.start<core::InboxPage>(
        tr("Reading more of the inbox"),
        [this](core::Handler<core::InboxPage> done) {
            return m_api.listNotifications({m_isUnreadOnly, {m_next, pageSize}}, std::move(done));
        },
        [this](core::InboxPage page) { take(std::move(page), false); });
}

void InboxStore::take(core::InboxPage page, bool isFirst)
{
    std::vector<core::Notification> fresh;
    if (isFirst) {
        std::ranges::copy_if(
            page.items, std::back_inserter(fresh), [this](const core::Notification &told) {
                return m_isKnown && told.number > m_newest && !told.isRead;
            });
        m_items = std::move(page.items);
        m_newest = std::max(m_newest, page.newest);
    } else {
        std::ranges::move(page.items, std::back_inserter(m_items));
    }
    m_next = std::move(page.next);
    m_unread = page.unread;
    m_isKnown = true;
    Q_EMIT changed();
    if (!fresh.empty())
        Q_EMIT arrived(fresh);
}

void InboxStore::setUnreadOnly(bool isUnreadOnly)
{
    if (m_isUnreadOnly == isUnreadOnly)
        return;
    m_isUnreadOnly = isUnreadOnly;
    reload();
}

void InboxStore::markRead(std::uint64_t number)
{
    const auto item = std::ranges::find(m_items, number, &core::Notification::number);
    if (item == m_items.end() || item->isRead)
        return;
    mark({{number}, {}});
}

void InboxStore::markAllRead()
{
    if (m_newest > 0)
        mark({{}, m_newest});
}

void InboxStore::mark(const core::ReadMark &mark)
{
    m_marking.startWrite<core::InboxState>(
        tr("Marking as read"),
        [this, mark](core::Handler<core::InboxState> done) {
            return m_api.markNotificationsRead(mark, std::move(done));
        },
        [this, mark](core::InboxState state) {
            for (core::Notification &told : m_items) {
                const bool isMeant = std::ranges::count(mark.numbers, told.number) > 0
                    || (mark.upTo && told.number <= *mark.upTo);
                told.isRead = told.isRead || isMeant;
            }
            m_unread = state.unread;
            Q_EMIT changed();
        });
}

} // namespace chancery::models
