// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"
#include "audit/auditfilter.h"
#include "engine/core/auditevent.h"

namespace chancery::audit {

enum class AuditOrder { NewestFirst, OldestFirst };

struct AuditQuery {
    AuditFilter filter;
    AuditOrder order = AuditOrder::NewestFirst;
    int limit = 200;
    std::optional<std::int64_t> after; // the seq of the last row of the page before
};

// All of one entry.
struct AuditDetail {
    EventRow row;
    std::string leaf; // the evidence: the bytes that were logged
    core::Sha256 leafHash{};
    std::vector<core::Sha256> proof; // of inclusion, in the log of that size and root
    std::uint64_t size = 0;
    core::Sha256 root{}; // the trusted checkpoint's, or proved to be the beginning of its log
    std::string note; // the signed checkpoint
    std::vector<core::Sha256> remainder; // from that root to the checkpoint's; empty: the same
    bool isProved = false;
};

core::Result<std::vector<EventRow>> find(AuditCache &cache, const AuditQuery &query);
core::Result<std::int64_t> count(AuditCache &cache, const AuditFilter &filter);
// Error{NotFound} where there is no such entry.
core::Result<AuditDetail> detail(AuditCache &cache, std::int64_t seq);

} // namespace chancery::audit
