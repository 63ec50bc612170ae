// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/printedreport.h"

namespace chancery::audit {

// The report on A4 as PDF/A-1b: fonts embedded, text that can be selected, on every page the footer
// and its number. Needs a QGuiApplication and its thread. The date and the id of the file are
// fixed; the order of its objects follows Qt's hash seed, which whoever wants the same bytes fixes
// first. Error{Internal} "pdf" where nothing was written.
core::Result<std::string> pdfOf(const PrintedReport &report);

} // namespace chancery::audit
