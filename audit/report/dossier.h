// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportrun.h"
#include "engine/core/evidence/zip.h"

namespace chancery::audit {

// For each sampled row of each query: dossiers/Qnn-n.txt, all that the log tells about its request,
// session or target, and proofs/<entry>.tlog-proof for every entry that the dossier names.
core::Result<> addDossiers(
    core::evidence::Files &files, const ReportRun &run, const EvidenceLog &log);

} // namespace chancery::audit
