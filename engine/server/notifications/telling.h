// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/notification.h"
#include "engine/server/unit.h"

#include <set>

// What people are told of, written in the same transaction as the deed: into the inboxes of whom it
// concerns, and into the outbox for the receivers of its environments. Writer.
namespace chancery::server {

struct News {
    core::NotificationKind kind = core::NotificationKind::Unknown;
    std::string subject; // "CR-12"
    std::string title;
    std::vector<core::EnvironmentId> environments;
    std::set<core::PrincipalId> audience;
};
// Only people who may view those environments, whatever the audience says, and never the one who
// did it; nobody at all is no reason not to tell the receivers.
void tell(Unit &unit, const News &news);

// Accounts that own the path there by "sys/ownership", by name; a group's name stands for its
// members and never for an account.
std::set<std::string> namesOfOwners(const View &view, const core::EnvironmentId &environment,
    const std::vector<std::string> &paths);
// Who is to mend a governing document: its owners, or where it has none who may edit policies.
std::set<core::PrincipalId> keepersOf(
    Unit &unit, const core::EnvironmentId &environment, std::string_view path);

} // namespace chancery::server
