// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/governing.h"
#include "engine/server/unit.h"

// How long a request lives and whose it is (GOV-13, GOV-16, GOV-17).
namespace chancery::server {

// When it expires unless something happens; nothing for what cannot expire. Of several environments
// the first counts.
std::optional<core::Instant> expiryOf(const View &view, const core::ChangeRequest &request);
bool isOverdue(const View &view, const core::ChangeRequest &request, core::Instant now);
// 409 for an overdue one: what happens to it comes too late, also before the sweep has ended it.
void demandAlive(Unit &unit, const core::ChangeRequest &request);
// Keeps by when the request must be looked at, in the place of what was kept of it.
void keepExpiry(Unit &unit, const core::ChangeRequest &request);
// Whether some request may be overdue, and ending those that are. A part at a time.
bool mayBeOverdue(const View &view, core::Instant now);
void expireRequests(Unit &unit);

// Where it stands among all that happened (Unit::nextOrder), by what was kept of it; nothing for
// what an older server kept.
struct RequestOrder {
    std::uint64_t made = 0;
    int cycle = 0; // its number
    std::uint64_t begun = 0; // where that cycle began
};
std::optional<RequestOrder> orderOf(const View &view, const core::ChangeRequest &request);
// Keeps it, of a new request and of a new cycle.
void keepOrder(Unit &unit, bool isNew, const core::ChangeRequest &request);
// Since when its votes are what they are.
Since cycleBegin(const View &view, const core::ChangeRequest &request);
// When it was first asked for, whatever became of its votes since.
Since madeAt(const View &view, const core::ChangeRequest &request);

// Who answers for it: its author, or who has claimed it.
core::PrincipalId ownerOf(const core::ChangeRequest &request);
// Who asked for it, answers for it, or has a hand in it.
bool takesPart(const core::ChangeRequest &request, const core::PrincipalId &person);
// "disabled", "lost-right" or "gone"; nothing while its owner is there and may edit what it is
// about, whatever the hour.
std::optional<std::string> orphanReason(
    const View &view, const core::ChangeRequest &request, core::Instant now);

// Whether the second differs from the first in its bases alone, so that it has the same effect.
bool isPureRebase(const View &view, const std::vector<core::RequestItem> &before,
    const std::vector<core::RequestItem> &after);

} // namespace chancery::server
