// SPDX-License-Identifier: Apache-2.0
#include "retention.h"

#include "engine/server/service.h"

// How long entries of the log are kept, and by which clock.
namespace chancery::server {

std::string retentionProblem(std::chrono::days retention)
{
    if (retention >= lowestAuditRetention)
        return {};
    return "Entries of the audit log are kept for " + std::to_string(lowestAuditRetention.count())
        + " days at least, the twelve months that PCI DSS 10.5.1 asks for; "
        + std::to_string(retention.count()) + " is too few";
}

} // namespace chancery::server
