// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencelog.h"
#include "engine/core/evidence/eventbase.h"

namespace chancery::audit {

using core::evidence::EventBase;
using core::evidence::EvidenceRow;

// The tables over the entries of a log that was verified.
inline core::Result<EventBase> baseOf(const core::evidence::Tables &tables, const EvidenceLog &log)
{
    return EventBase::build(tables, log.entries(), log.leaf);
}

} // namespace chancery::audit
