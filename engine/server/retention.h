// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace chancery::server {

// Twelve months, the least that anybody asks of an audit log (standards AUD-12, PCI DSS 10.5.1).
inline constexpr std::chrono::days lowestAuditRetention{365};
// Empty, or why entries may not go that early.
std::string retentionProblem(std::chrono::days retention);

} // namespace chancery::server
