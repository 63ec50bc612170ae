// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"
#include "models/tablemodel.h"

// The words of docs/terminology.md for values, and how times and digests are written.
namespace chancery::models {

QString stateText(core::RequestState state);
Status stateStatus(core::RequestState state);
QString voteText(core::VoteKind kind);
QString reportText(core::ReportStatus status);
Status reportStatus(core::ReportStatus status);
QString formatText(core::Format format);

// "sha256:9f3c21…" -> "9f3c21ab".
QString shortDigest(std::string_view digest);
// "21 Nov 2026 14:05:09 UTC".
QString fullTime(core::Instant instant);
// "just now", "5 min ago", "3 h ago", "2 d ago", then the date.
QString relativeTime(core::Instant instant, core::Instant now);
// Both: "12 min ago (21 Nov 2026 04:07:19 UTC)".
QString timeText(core::Instant instant, core::Instant now);
// First line, for a list.
QString firstLine(std::string_view text);

} // namespace chancery::models
