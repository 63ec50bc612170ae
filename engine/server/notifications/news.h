// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/thread.h"
#include "engine/core/emergency/session.h"
#include "engine/server/approvals.h"
#include "engine/server/unit.h"

#include <set>

// Finds what is to be told: of change requests by comparing them with what they were before the
// unit, of emergency sessions at their steps, and of what time and lost rights do to open requests
// by looking at those. Whoever is told is found by the same facts that decide.
namespace chancery::server {

// At the end of a unit, once; of all requests that it stored.
void tellOfRequests(Unit &unit);

// Somebody spoke about a key of a request, or ended the talk: whoever takes part in either, once
// until they have read it.
void tellOfThread(Unit &unit, const core::ChangeRequest &request, const core::ReviewThread &thread);

// At a step of a session; the audience is who it concerns.
void tellOfEmergency(Unit &unit, const core::EmergencySession &session, const std::string &about,
    const std::set<core::PrincipalId> &audience);

// What is to be told of an open request that nobody touched: that it expires soon, is orphaned, or
// cannot reach its quorum any more; and not told yet. Network thread: which of the next so many
// open requests after that position there is something about; the position moves on and is empty
// at the end.
std::vector<core::ChangeRequestId> requestsToTellOf(
    const View &view, core::Instant now, std::string &position);
// Writer: tells it, and remembers that it did.
void tellOfOpenRequests(Unit &unit, const std::vector<core::ChangeRequestId> &requests);

} // namespace chancery::server
