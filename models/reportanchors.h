// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/reportapi.h"
#include "engine/client/auditapi.h"
#include "models/auditstore.h"

// Time stamps of the log on their way from the server into what is kept beside the copy.
namespace chancery::models {

inline constexpr int mostAnchors = 100; // that are looked at, the newest

// The newest that the server offers; none where it cannot say.
core::Call offeredAnchors(
    client::AuditApi &api, core::Handler<std::vector<core::AuditAnchor>> done);
// Those and what was kept of earlier ones, held against a log. The copy of a long log may not reach
// the size that is known to be signed; what was kept and is longer than that contradicts the log.
// Of any thread.
audit::AnchorFinding anchorsOf(const std::vector<core::AuditAnchor> &offered,
    const AuditPlace &place, const audit::EvidenceLog &log, std::uint64_t known);
// The same against the copy, which raises an alarm where it is of another past; those that are of
// it are kept. Storage thread.
core::Result<> compareAnchors(audit::AuditCache &cache, const AuditPlace &place,
    const std::vector<core::AuditAnchor> &offered, audit::AnchorFinding &finding);

// "20261130120000Z", as a stamp has it, for people: "30 Nov 2026 12:00:00 UTC".
QString stampTime(const QString &time);

} // namespace chancery::models
