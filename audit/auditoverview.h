// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditquery.h"
#include "audit/tally.h"

namespace chancery::audit {

struct FacetValue {
    std::string value;
    std::int64_t events = 0;
    friend bool operator==(const FacetValue &, const FacetValue &) = default;
};

struct Bucket {
    core::Instant from;
    std::int64_t events = 0;
    friend bool operator==(const Bucket &, const Bucket &) = default;
};

// A filter's entries from above: how many, by whom, of what kind, where, with which outcome, when.
struct AuditOverview {
    std::int64_t first = 0; // entry that is here: zero, unless the log had been pruned before
    bool isFirstTold = true; // an entry that is here tells of that pruning
    std::int64_t total = 0;
    // The entries that match are too many to be looked at one by one: the total and the days are of
    // the newest.
    bool isPartial = false;
    // By Dimension, the most frequent first. Each counts what would match if it filtered by nothing
    // itself, so that what else there is can be seen and chosen.
    std::array<std::vector<FacetValue>, dimensions.size()> facets;
    // By Dimension: which of them count the newest only. Others may be exact beside them.
    std::array<bool, dimensions.size()> partialFacets{};
    std::vector<Bucket> histogram; // from the first to the last entry, without gaps
    std::chrono::microseconds bucketWidth{};

    const std::vector<FacetValue> &facet(Dimension dimension) const
    {
        return facets[std::size_t(dimension)];
    }
    bool isFacetPartial(Dimension dimension) const { return partialFacets[std::size_t(dimension)]; }
};

inline constexpr int mostFacetValues = 100;
inline constexpr int mostBuckets = 120;

// Counts of whole days with at most one value chosen are kept and only added up; for all else the
// newest entries that match are looked at, as many as the limit says.
core::Result<AuditOverview> overview(
    AuditCache &cache, const AuditFilter &filter, std::int64_t limit = 200'000);

} // namespace chancery::audit
