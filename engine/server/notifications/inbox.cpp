// SPDX-License-Identifier: Apache-2.0
#include "inbox.h"

#include "engine/api/describenotifications.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/handlers.h"

namespace chancery::server {

namespace {

constexpr std::size_t mostCounted = 10'000;
constexpr std::size_t mostMarkedAtOnce = 500;
constexpr std::size_t mostLookedAt = 100;
constexpr std::string_view inboxRow = "told";
constexpr std::string_view readHint = "notification.read";

std::string inboxOf(const core::PrincipalId &person)
{
    return keys::join(keys::inbox, person.text(), "");
}

std::string unreadUnder(const core::PrincipalId &person)
{
    return keys::join(keys::unread, person.text(), "");
}

} // namespace

std::uint64_t nextOf(Unit &unit, std::string_view row)
{
    const auto key = keys::join(keys::counter, row);
    const auto next = keys::numberAtEnd(unit.view().text(key)) + 1;
    unit.put(key, keys::number(next));
    return next;
}

void putIntoInbox(Unit &unit, const core::PrincipalId &person, const core::NotificationEvent &event)
{
    const auto number = keys::number(nextOf(unit, inboxRow));
    unit.put(inboxOf(person) + number, api::toJson(event));
    unit.put(unreadUnder(person) + number, "-");
}

bool hasUnread(const View &view, const core::PrincipalId &person, core::NotificationKind kind,
    std::string_view subject)
{
    auto range = KeyRange::under(unreadUnder(person));
    range.backwards = true;
    range.limit = mostLookedAt;
    return std::ranges::any_of(view.scan(range), [&](const Entry &entry) {
        const auto number = entry.key.substr(entry.key.rfind('/') + 1);
        const auto event = view.find<core::NotificationEvent>(inboxOf(person) + number);
        return event && event->kind == kind && event->subject == subject;
    });
}

std::uint64_t unreadOf(const View &view, const core::PrincipalId &person)
{
    auto range = KeyRange::under(unreadUnder(person));
    range.limit = mostCounted;
    return view.scan(range).size();
}

bool isPastKeeping(const Entry &entry, const NotificationLimits &limits, core::Instant now)
{
    if (entry.key.starts_with(keys::join(keys::inbox, "")))
        return View::parse<core::NotificationEvent>(entry.value).at + limits.inboxKept < now;
    if (!entry.key.starts_with(keys::join(keys::delivery, "")))
        return false;
    const auto delivery = View::parse<core::Delivery>(entry.value);
    return delivery.settledAt && *delivery.settledAt + limits.deliveriesKept < now;
}

std::string companionOf(std::string_view key)
{
    const auto prefix = keys::join(keys::inbox, "");
    if (!key.starts_with(prefix))
        return {};
    return keys::join(keys::unread, key.substr(prefix.size()));
}

Response listNotifications(const Scene &scene)
{
    const auto &person = scene.actor->principal.id;
    const bool isUnreadOnly = scene.request.parameter("unread") == "true";
    const auto prefix = isUnreadOnly ? unreadUnder(person) : inboxOf(person);
    auto range = KeyRange::under(prefix);
    range.backwards = true;
    auto response = pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto number = entry.key.substr(entry.key.rfind('/') + 1);
        const auto event = isUnreadOnly ? scene.view.get(inboxOf(person) + number) : entry.value;
        if (!event)
            return false;
        core::Notification told{keys::numberAtEnd(number),
            View::parse<core::NotificationEvent>(event),
            !isUnreadOnly && !scene.view.get(unreadUnder(person) + number)};
        json = api::toJson(told);
        return true;
    });
    auto newest = KeyRange::under(inboxOf(person));
    newest.backwards = true;
    newest.limit = 1;
    const auto last = scene.view.scan(newest);
    auto body = *response.body;
    body.pop_back();
    body += R"(,"unread":)" + std::to_string(unreadOf(scene.view, person)) + R"(,"newest":)"
        + std::to_string(last.empty() ? 0 : keys::numberAtEnd(last.front().key)) + '}';
    return Response::json(std::move(body));
}

Response markNotificationsRead(Unit &unit)
{
    const auto asked = unit.body<core::ReadMark>();
    const auto &person = unit.actor().principal.id;
    if (asked.numbers.size() > mostMarkedAtOnce)
        refuse("policy-violation", "Too many at once",
            {{"/numbers", "maxItems", "Expected at most 500 numbers", {}, 0, 0}});
    bool isChanged = false;
    for (const auto number : asked.numbers) {
        const auto key = unreadUnder(person) + keys::number(number);
        if (!unit.view().get(key))
            continue;
        unit.remove(key);
        isChanged = true;
    }
    if (asked.upTo) {
        auto range = KeyRange::under(unreadUnder(person));
        range.to = unreadUnder(person) + keys::number(*asked.upTo) + '\0';
        for (const auto &entry : unit.view().scan(range)) {
            unit.remove(entry.key);
            isChanged = true;
        }
    }
    // Another console of the same person shows it too.
    if (isChanged)
        unit.publish(readHint, "/v1/notifications", {}, {});
    return Response::json(api::toJson(core::InboxState{unreadOf(unit.view(), person)}));
}

} // namespace chancery::server
