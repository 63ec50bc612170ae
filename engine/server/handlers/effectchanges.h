// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/unit.h"

namespace chancery::server {

// The other open requests whose effect is another one when the request's items are live: what they
// propose stands over, under or beside what changes. Asked before the heads move. A vote binds the
// effect that was seen (GOV-11); the same config's requests are told apart by their base instead.
std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::ChangeRequest &landing);

} // namespace chancery::server
