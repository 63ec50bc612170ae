// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditquery.h"
#include "engine/core/auditfeed/ocsf.h"

#include <functional>

namespace chancery::audit {

enum class ExportFormat {
    Csv, // the columns of the table; RFC 4180
    Leaves, // the entries as they were logged, one a line: evidence
    Ocsf, // events of OCSF, one a line
    CloudEvents // one a line
};
// "csv", "ndjson", "ocsf", "cloudevents".
std::optional<ExportFormat> exportFormatFromName(std::string_view name);
std::string_view exportFormatName(ExportFormat format);

// A field of a CSV file: always in quotes, with an apostrophe in front where a spreadsheet would
// take it for a formula, and what hides or turns the direction made visible.
std::string csvField(std::string_view text);
std::string csvLine(const EventRow &row);

// Writes entries of one log in one format. Values; of any thread, one at a time.
class EntryWriter {
public:
    // Error{Invalid} where the mapping of this build cannot be read.
    static core::Result<EntryWriter> make(ExportFormat format, std::string origin);

    // What stands before the first entry; usually nothing.
    std::string_view head() const;
    // One line with its end. The place is that in the log, whatever the leaf says of itself.
    std::string line(std::int64_t seq, std::string_view leaf,
        std::span<const core::PersonalField> personal = {}) const;
    ExportFormat format() const { return m_format; }

private:
    EntryWriter(ExportFormat format, std::string origin, core::OcsfMapping mapping);

    ExportFormat m_format;
    std::string m_origin;
    core::OcsfMapping m_mapping;
};

// Gives all that matches, newest first, to the sink, in pieces; the number of entries. The sink's
// error ends it, and so does whoever looks on: Error{Cancelled}.
using ExportSink = std::function<core::Result<>(std::string_view)>;
core::Result<std::int64_t> exportEntries(AuditCache &cache, const AuditFilter &filter,
    ExportFormat format, const ExportSink &sink, const Watch &watch = {});

} // namespace chancery::audit
