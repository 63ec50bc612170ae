// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/unit.h"

// The approvals that an expedited change went without, and that must follow it.
namespace chancery::server {

// Applied, and not all of its approvals are there yet.
bool owesConfirmation(const core::ChangeRequest &request);
// When it has been applied: what it owes from now on, if anything.
void noteConfirmation(Unit &unit, core::ChangeRequest &request);
// After a vote on one that owes: whether that was the last. The caller stores it.
void settleConfirmation(Unit &unit, core::ChangeRequest &request);

// Whether some are due, and saying so once of each.
bool mayBeUnconfirmed(const View &view, core::Instant now);
void tellUnconfirmed(Unit &unit);

} // namespace chancery::server
