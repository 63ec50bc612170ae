// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/domain/auditactivity.h"
#include "engine/core/result.h"

#include <optional>

namespace chancery::audit {

// By whom, when and with what a report was made (CMP-3), as the log's entry about the run says. The
// entry comes after the checkpoint of the report, so the server alone says what is in it. A value;
// the same one gives the same bytes.
struct ReportMaking {
    std::int64_t entry = 0; // of the log, behind all that the report is about
    std::string account;
    std::vector<std::string> roles;
    std::string method; // how they had signed in; empty: not recorded
    std::vector<std::string> factors;
    bool hasSecondFactor = false;
    core::Instant at; // by the server's clock
    std::string local; // the same where it was made: "2026-11-30 13:00:00 +0100"
    std::string zone; // "Europe/Berlin"; empty: not known
    std::string program; // "chancery-cli"
    std::string build; // digest of the program
    std::string server; // its version; empty: not asked
};

// From the leaf of "report.run" that was to say what the log was told. Error{Invalid}
// "report-entry" where it is about something else, another run say.
core::Result<ReportMaking> makingFrom(
    std::string_view leaf, std::uint64_t entry, const core::AuditActivity &told);
// The zone, the local time and the build are those of this program.
void addHere(ReportMaking &making, std::string program);

// What stands in the header, by name.
std::vector<std::pair<std::string, std::string>> linesOf(const ReportMaking &making);

} // namespace chancery::audit
