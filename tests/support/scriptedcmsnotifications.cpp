// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedanswer.h"

// Inboxes as a story fills them with tell(); receivers outside hear nothing.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

void ScriptedCms::tell(const std::string &person, core::NotificationKind kind,
    const std::string &subject, const std::string &title)
{
    core::Notification told;
    told.number = ++toldCount;
    told.event = {"ntf_" + std::to_string(toldCount), kind, now, subject, title, {"prod"}, "Ann"};
    auto &inbox = inboxes[person];
    inbox.insert(inbox.begin(), std::move(told));
    hint("notification.new", "/v1/notifications", {});
}

core::InboxPage ScriptedCms::inboxOfCurrent(bool isUnreadOnly)
{
    core::InboxPage page;
    for (const core::Notification &told : inboxes[current->principal.name]) {
        page.newest = std::max(page.newest, told.number);
        page.unread += told.isRead ? 0 : 1;
        if (!isUnreadOnly || !told.isRead)
            page.items.push_back(told);
    }
    return page;
}

Call ScriptedCms::listNotifications(const client::InboxQuery &query, Handler<core::InboxPage> done)
{
    return answer<core::InboxPage>("listNotifications", std::move(done), [this, query] {
        auto page = inboxOfCurrent(query.isUnreadOnly);
        PageOf<core::Notification> part{std::move(page.items), {}};
        part = slice(std::move(part), query.page);
        page.items = std::move(part.items);
        page.next = std::move(part.next);
        return page;
    });
}

Call ScriptedCms::markNotificationsRead(const core::ReadMark &mark, Handler<core::InboxState> done)
{
    return answer<core::InboxState>("markNotificationsRead", std::move(done), [this, mark] {
        for (core::Notification &told : inboxes[current->principal.name]) {
            const bool isMeant = std::ranges::count(mark.numbers, told.number) > 0
                || (mark.upTo && told.number <= *mark.upTo);
            told.isRead = told.isRead || isMeant;
        }
        hint("notification.read", "/v1/notifications", {});
        return core::InboxState{inboxOfCurrent(true).unread};
    });
}

Call ScriptedCms::listDeliveries(
    const client::DeliveryQuery &query, Handler<PageOf<core::Delivery>> done)
{
    return answer<PageOf<core::Delivery>>("listDeliveries", std::move(done),
        [this, query] { return slice(PageOf<core::Delivery>{}, query.page); });
}

Call ScriptedCms::testReceiver(const core::EnvironmentId &, const core::ReceiverTest &,
    Handler<client::Acknowledged<core::Delivery>> done)
{
    return answer<client::Acknowledged<core::Delivery>>(
        "testReceiver", std::move(done), []() -> Result<client::Acknowledged<core::Delivery>> {
            return anError(ErrorKind::NotFound, "not-found");
        });
}

} // namespace chancery::support
