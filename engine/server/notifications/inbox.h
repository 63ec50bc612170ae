// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/notification.h"
#include "engine/server/unit.h"

// The inboxes: "inbox/<person>/<number>" for as long as it is kept, "unread/<person>/<number>"
// until it is read. Numbers are one row over all inboxes, so that they grow in each.
namespace chancery::server {

void putIntoInbox(
    Unit &unit, const core::PrincipalId &person, const core::NotificationEvent &event);
// Whether it is among the last hundred that they have not read.
bool hasUnread(const View &view, const core::PrincipalId &person, core::NotificationKind kind,
    std::string_view subject);
// Counts no further than to a number that nobody reads any more.
std::uint64_t unreadOf(const View &view, const core::PrincipalId &person);
// Whether the entry of an inbox, or of the history of deliveries, has been kept long enough.
bool isPastKeeping(const Entry &entry, const NotificationLimits &limits, core::Instant now);
// The other key that goes with an entry that is past keeping; empty for none.
std::string companionOf(std::string_view key);
// The next of a row of numbers that begins with one.
std::uint64_t nextOf(Unit &unit, std::string_view row);

} // namespace chancery::server
