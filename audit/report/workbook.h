// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reporttables.h"

namespace chancery::audit {

// The tables as an XLSX workbook, a sheet each (more where one has more rows or more text than a
// sheet holds). Texts are written as texts and never as formulas or links. Same tables, same bytes.
// Made in memory: nothing of it stands in a temporary file. Error{Storage} "workbook" where that
// fails; Error{Cancelled} between two rows, and once a sheet that is being packed is packed.
core::Result<std::string> workbookOf(
    const std::vector<Table> &tables, const ReportWatch &watch = {});

} // namespace chancery::audit
