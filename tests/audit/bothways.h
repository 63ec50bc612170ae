// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencequery.h"

namespace chancery::support {

// One query both ways, one after the other, where a report goes both at once.
inline core::Result<audit::EvidenceResult> runQuery(audit::EventBase &base,
    const core::evidence::Facts &facts, const core::evidence::Definition &definition,
    const core::evidence::Given &given, const core::evidence::Period &period)
{
    auto result = audit::askQuery(base, definition, given, period);
    if (result && definition.isCollected)
        result->recounted = audit::countAgain(facts, definition, given, period);
    return result;
}

} // namespace chancery::support
