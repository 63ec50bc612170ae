// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditquery.h"

#include <functional>

namespace chancery::audit {

enum class ExportFormat {
    Csv, // the columns of the table; RFC 4180
    Leaves // the entries as they were logged, one a line: evidence
};

// A field of a CSV file: always in quotes, and with an apostrophe in front where a spreadsheet
// would take it for a formula.
std::string csvField(std::string_view text);
std::string csvLine(const EventRow &row);

// Gives all that matches, newest first, to the sink, in pieces; the number of entries. The sink's
// error ends it, and so does whoever looks on: Error{Cancelled}.
using ExportSink = std::function<core::Result<>(std::string_view)>;
core::Result<std::int64_t> exportEntries(AuditCache &cache, const AuditFilter &filter,
    ExportFormat format, const ExportSink &sink, const Watch &watch = {});

} // namespace chancery::audit
