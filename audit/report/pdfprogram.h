// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportbundle.h"

#include <filesystem>

namespace chancery::audit {

// Sets a report in type with the program chancery-reportpdf of that folder, in a process of its
// own. Error{Invalid} "report-pdf" where it is not there or fails, Error{Storage} "report-exchange"
// where the two cannot exchange files, Error{Cancelled} where somebody cancels: the process is
// ended then. Waits for it in the thread that calls.
ReportWriter pdfByProgram(std::filesystem::path folder);

} // namespace chancery::audit
