// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/handlers/requestflow.h"

namespace chancery::server {

// Refused with what would make the request fail if it were applied now: a base that is live no
// more, a document that must not be, what would be wrong in others afterwards. For requests that
// are made and applied in one step, so that one that cannot be applied is never made. A freeze is
// nothing of the kind: what it holds up waits.
void demandLandable(Unit &unit, const core::ChangeRequest &request, const Passage &passage = {});

} // namespace chancery::server
