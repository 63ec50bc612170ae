// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"
#include "engine/core/auditevent.h"

namespace chancery::audit {

// Which entries are wanted; what is empty does not filter. The texts are compared as they are, but
// event may end in ".*" for a family, and words in text are looked for in the search index by their
// beginnings.
struct AuditFilter {
    std::optional<core::Instant> from;
    std::optional<core::Instant> before;
    std::string event;
    std::string actor;
    std::string outcome;
    std::string environment;
    std::string nameSpace;
    std::string target;
    std::string correlation;
    std::string breakGlass;
    std::string text;
};

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
    std::vector<core::Sha256> proof; // of inclusion, to the trusted checkpoint
    bool isProved = false;
};

core::Result<std::vector<EventRow>> find(AuditCache &cache, const AuditQuery &query);
core::Result<std::int64_t> count(AuditCache &cache, const AuditFilter &filter);
// Error{NotFound} where there is no such entry.
core::Result<AuditDetail> detail(AuditCache &cache, std::int64_t seq);

} // namespace chancery::audit
