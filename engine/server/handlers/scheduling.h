// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

// GOV-25. What is to be applied waits under its instant; once a second the service looks for what
// is due and has it carried out in the name of who scheduled it.
namespace chancery::server {

// The requests that are due, the longest first; a part of them when there are many.
std::vector<core::ChangeRequestId> dueRequests(const View &view, core::Instant now);
// Who scheduled it, as the account is now; null where there is no such schedule.
std::shared_ptr<const Actor> schedulerOf(const View &view, const core::ChangeRequestId &request);
// Applies it through all gates, or suspends it with what stood against it. Does nothing for what is
// not due any more.
Response runSchedule(Unit &unit);

// GOV-30: the other request that waits for its time to go to a target of this one, the latest of
// several. A target is a config in an environment.
struct ActiveRollout {
    core::ChangeRequestId request;
    core::Instant at;
    std::size_t item = 0; // of this request, that has the same target
};
std::optional<ActiveRollout> activeRolloutBeside(
    const View &view, const core::ChangeRequest &request);
// 409 that names it: what is applied at once would take the ground from under it.
void demandNoActiveRollout(const View &view, const core::ChangeRequest &request);
// What waited behind a request that has gone live starts from what is no longer live.
void suspendBehind(Unit &unit, const core::ChangeRequestId &applied, core::ChangeRequest &waiting);

// Keeps or forgets when the request is due, as it is stored.
void keepSchedule(
    Unit &unit, const core::ChangeRequest *earlier, const core::ChangeRequest &request);

} // namespace chancery::server
