// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportrun.h"
#include "engine/core/evidence/zip.h"

#include <span>

namespace chancery::audit {

// Makes a format that needs more than this room has: the PDF wants fonts. Gives its bytes.
using ReportWriter
    = std::function<core::Result<std::string>(const ReportRun &run, const ReportWatch &watch)>;

// Who answers for reports: a name and the key under it. As a vkey it goes to whoever verifies.
struct ReportSigner {
    std::string name;
    const core::SigningKey &key;
};

// The key as "report key" writes it: 32 bytes in base64. Error{Invalid} "report-key".
core::Result<core::SigningKey> reportKeyFrom(std::string_view text);

// Every entry of the log, byte for byte, a line each: data.ndjson. Error{Invalid} "report-leaf"
// where an entry has a line break, which no line can carry.
core::Result<std::string> reportData(const EvidenceLog &log, const ReportWatch &watch = {});

// All files of a report but its manifest. The log must be the one that the run was made from.
core::Result<core::evidence::Files> reportFiles(const ReportRun &run, const EvidenceLog &log,
    const ReportWriter &pdf = {}, const ReportWatch &watch = {});

// A checkpoint of the log with the stamp of a time-stamp authority, as "audit anchor make" keeps
// it.
struct ReportAnchor {
    std::string note;
    std::string answer;
};
// Puts those into the files that are of a beginning of this log; the others, of a longer one, are
// left out. Error{Invalid} "report-anchor" where one is of another log, of another past, or not
// over its note: an alarm, and nothing for a report to hide.
core::Result<> addAnchors(
    core::evidence::Files &files, const EvidenceLog &log, std::span<const ReportAnchor> anchors);

// The evidence header as a document: what was asked of which log, every count, every file with its
// digest. Canonical JSON.
std::string manifestOf(const ReportRun &run, const core::evidence::Files &files);

// The bundle: one deterministic archive with the manifest and its signature
// (engine/core/evidence/bundle.h verifies it). Error{Invalid} "report-partial" for a report of
// single queries: a bundle leaves none out.
core::Result<std::string> bundleOf(
    const ReportRun &run, core::evidence::Files files, const ReportSigner &signer);

} // namespace chancery::audit
