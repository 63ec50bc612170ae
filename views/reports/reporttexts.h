// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportlines.h"
#include "models/reportperiod.h"
#include "models/reportstore.h"

#include <QString>

// The words of reports on screen, as docs/auditor-guide.md has them: "evidence for", "no exceptions
// found in population n", never "compliant".
namespace chancery::views {

QString standingText(audit::Standing standing); // "VERIFIED"
const char *standingTone(audit::Standing standing);
// What it means, as a sentence; the fault is an alarm's name or a code.
QString standingSentence(audit::Standing standing, const std::string &fault);
// Of the log: how many, and when the last of them says it was made.
QString stampsText(const audit::AnchorFinding &finding);
QString stampsHint(const audit::AnchorFinding &finding);
QString coverageText(audit::Coverage coverage);
QString coverageText(const models::CoverageCount &count);
// "Reading entries: 12,000 of 88,000".
QString stepText(const models::ReportStep &step);
QString formatText(models::ReportFormat format);
// "1 Oct 2026 to before 1 Jan 2027, Europe/Berlin".
QString periodText(const models::ReportPeriod &period);
// "7 exceptions found in population 10. Counted again over the raw entries: the same."
QString verdictText(const audit::EvidenceResult &result);
// "1,234".
QString numberText(qint64 number);

} // namespace chancery::views
