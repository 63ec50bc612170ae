// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportrun.h"

namespace chancery::audit {

// The report as OSCAL assessment results (1.1.2): an observation for each collected query, a
// finding for each control that a collected query speaks of. Ids are drawn from the report's id,
// times from its period, so that the same report has the same bytes.
std::string oscalOf(const ReportRun &run);

} // namespace chancery::audit
