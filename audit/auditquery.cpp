// SPDX-License-Identifier: Apache-2.0
#include "auditquery.h"

#include "audit/auditclause.h"

namespace chancery::audit {

using core::Error;
using core::ErrorKind;
using core::Result;

Result<std::vector<EventRow>> find(AuditCache &cache, const AuditQuery &query)
{
    const bool isNewestFirst = query.order == AuditOrder::NewestFirst;
    auto clause = Clause::of(cache.database(), query.filter);
    if (!clause)
        return clause.error();
    if (query.after)
        clause->addNumber(isNewestFirst ? "<" : ">", *query.after);
    auto select = cache.database().prepare("SELECT " + std::string(eventColumns) + clause->sql()
        + clause->order(isNewestFirst) + " LIMIT " + std::to_string(query.limit));
    if (!select)
        return select.error();
    clause->bind(*select);
    std::vector<EventRow> rows;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.push_back(readRow(*select, 0));
    }
}

Result<std::int64_t> count(AuditCache &cache, const AuditFilter &filter)
{
    const auto clause = Clause::of(cache.database(), filter);
    if (!clause)
        return clause.error();
    auto select = cache.database().prepare("SELECT count(*)" + clause->sql());
    if (!select)
        return select.error();
    clause->bind(*select);
    const auto row = select->step();
    if (!row)
        return row.error();
    return select->integer(0);
}

Result<AuditDetail> detail(AuditCache &cache, std::int64_t seq)
{
    auto select = cache.database().prepare("SELECT raw FROM leaf WHERE seq = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(seq).step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorKind::NotFound, "audit-entry-missing", std::to_string(seq), {}, {}, {}};
    AuditDetail detail;
    detail.leaf = select->blob(0);
    detail.row = rowOf(seq, detail.leaf);
    detail.leafHash = core::leafHash(detail.leaf);
    const auto index = std::uint64_t(seq);
    detail.size = cache.size();
    detail.root = cache.root();
    detail.note = cache.trustedNote();
    detail.remainder = cache.remainder();
    auto proof = core::inclusionProof(index, detail.size, cache.nodes());
    if (proof) {
        detail.proof = std::move(*proof);
        detail.isProved = isBeginningOfTrusted(cache)
            && core::verifyInclusion(
                index, detail.size, detail.leafHash, detail.proof, detail.root);
    }
    return detail;
}

} // namespace chancery::audit
