// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chancery::core {

// What somebody did with the log where the server does not see it: a console or a command line
// tells of it, and the server writes it down as told. Values.
enum class AuditActivityKind : std::uint8_t {
    Unknown,
    ReportRun,
    ReportExport,
    VerifyFail,
    LogExport
};

struct AuditActivity {
    AuditActivityKind kind = AuditActivityKind::Unknown;
    std::string subject; // the id of the report; what was wrong with the log; what was taken of it
    std::string definitions; // "sha256:…" of what was asked; empty where nothing was
    std::vector<std::string> parameters; // "Q12.hours=48"
    std::int64_t treeSize = 0; // of the log that was looked at
    std::string root; // of it, in base64
};

} // namespace chancery::core
