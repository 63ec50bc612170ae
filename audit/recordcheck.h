// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"

namespace chancery::audit {

// The first row of alarms, receipts, checkpoints and the trust row whose mark is not its own, and
// rows that are missing or too many.
core::Result<std::optional<Finding>> checkMarks(core::Database &database, const RowMarks &marks);

} // namespace chancery::audit
