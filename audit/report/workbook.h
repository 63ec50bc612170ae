// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reporttables.h"

namespace chancery::audit {

// The tables as an XLSX workbook, a sheet each (more where one has more rows than a sheet holds).
// Texts are written as texts and never as formulas or links. Same tables, same bytes. Written to a
// folder of its own for temporary files, which is gone afterwards; Error{Storage} "workbook" where
// that fails, for a full disk too; Error{Cancelled} between two rows.
core::Result<std::string> workbookOf(
    const std::vector<Table> &tables, const ReportWatch &watch = {});

} // namespace chancery::audit
