// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportrun.h"
#include "engine/core/evidence/zip.h"

namespace chancery::audit {

// Makes a format that needs more than this room has: the PDF wants fonts. Gives its bytes.
using ReportWriter = std::function<core::Result<std::string>(const ReportRun &run)>;

// Who answers for reports: a name and the key under it. As a vkey it goes to whoever verifies.
struct ReportSigner {
    std::string name;
    const core::SigningKey &key;
};

// All files of a report but its manifest. The log must be the one that the run was made from.
// Error{Invalid} "report-leaf" where an entry has a line break, which no line of data can carry.
core::Result<core::evidence::Files> reportFiles(
    const ReportRun &run, const EvidenceLog &log, const ReportWriter &pdf = {});

// The evidence header as a document: what was asked of which log, every count, every file with its
// digest. Canonical JSON.
std::string manifestOf(const ReportRun &run, const core::evidence::Files &files);

// The bundle: one deterministic archive with the manifest and its signature
// (engine/core/evidence/bundle.h verifies it).
core::Result<std::string> bundleOf(
    const ReportRun &run, core::evidence::Files files, const ReportSigner &signer);

} // namespace chancery::audit
