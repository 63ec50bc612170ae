// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describenotifications.h"
#include "tests/server/emergencyworld.h"

#include <algorithm>

// Inboxes beside the people of an emergency: ann writes, bob approves, cid reviews.
namespace chancery::support {

class NotificationWorld : public EmergencyWorld {
protected:
    core::InboxPage inbox(const std::string &token, const std::string &query = {})
    {
        const auto response = askAs(token, "GET", "/v1/notifications", {}, {}, query);
        auto page = response.body ? read<core::InboxPage>(response)
                                  : core::Result<core::InboxPage>(core::InboxPage());
        if (!page)
            qWarning("%d %s", response.status, response.body->c_str());
        return page ? std::move(*page) : core::InboxPage();
    }
    // "review-asked CR-2, …", the newest first; "*" marks what was read.
    std::string told(const std::string &token)
    {
        std::string text;
        for (const auto &item : inbox(token).items) {
            text += text.empty() ? "" : ", ";
            text += item.isRead ? "*" : "";
            text += std::string(core::name(item.event.kind)) + ' ' + item.event.subject;
        }
        return text;
    }
    void readAll(const std::string &token)
    {
        const auto page = inbox(token);
        const auto body = R"({"numbers":[],"upTo":)" + std::to_string(page.newest) + '}';
        if (page.newest > 0)
            (void)askAs(token, "POST", "/v1/notifications:read", body);
    }
    void forgetAll()
    {
        auto map = store->snapshot();
        std::erase_if(map, [](const auto &entry) {
            return entry.first.starts_with("inbox/") || entry.first.starts_with("unread/");
        });
        ServiceWorld::open(std::move(map));
    }
    core::Principal account(const std::string &name)
    {
        const auto page
            = read<api::Page<core::Principal>>(ask("GET", "/v1/principals", {}, {}, "limit=500"));
        const auto found = std::ranges::find(page->items, name, &core::Principal::name);
        return found == page->items.end() ? core::Principal() : *found;
    }
    // Ann's, for "live", where one approval is needed.
    Response submitted(const std::string &text, const std::string &title = "t")
    {
        return askAs(ann, "POST", "/v1/change-requests",
            R"({"title":)" + inQuotes(title)
                + R"(,"description":"","reason":"r","ticket":"","submit":true,"items":[)"
                + item(cards, "live", text) + "]}");
    }
    Response does(const std::string &token, const std::string &id, const std::string &verb,
        const std::string &body = "{}")
    {
        const auto path = "/v1/change-requests/" + id;
        return askAs(token, "POST", path + ':' + verb, body, ask("GET", path).etag);
    }
    Response votes(
        const std::string &token, const std::string &id, const std::string &kind = "approve")
    {
        const auto seen = ask("GET", "/v1/change-requests/" + id);
        return does(token, id, "vote",
            R"({"kind":)" + inQuotes(kind) + R"(,"cycle":)" + at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(at(seen, "/contentDigest"))
                + R"(,"comment":"no"})");
    }
};

} // namespace chancery::support
