// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/evidence/bundle.h"
#include "engine/core/evidence/eventbase.h"
#include "engine/core/evidence/recount.h"

// What the steps of a verification share; of bundle*.cpp alone.
namespace chancery::core::evidence {

struct Failure {
    BundleVerdict verdict = BundleVerdict::Fine;
    std::string what;
};
// Nothing where the step holds.
using Step = std::optional<Failure>;

inline Step mismatch(std::string what)
{
    return Failure{BundleVerdict::Mismatch, std::move(what)};
}
inline Step malformed(std::string what)
{
    return Failure{BundleVerdict::Malformed, std::move(what)};
}

struct QueryClaim {
    std::string id;
    std::string name;
    std::string limits;
    std::int64_t version = 0;
    std::string digest;
    bool isCollected = false;
    Parameters parameters;
    Count count;
    Count recounted;
    std::int64_t listed = 0;
    std::vector<std::string> sample;
};

struct FileClaim {
    std::string digest; // hex
    std::int64_t size = 0;
};

// What the manifest says; every figure of it is found again.
struct Claims {
    std::string report;
    std::string statement;
    Checkpoint checkpoint;
    std::uint64_t first = 0; // the entry that a pruned log begins with
    EventBase::Extent extent;
    std::string gaps;
    std::string verification;
    std::optional<std::int64_t> unreadable; // reports of before do not say
    Period period;
    std::string zone;
    std::string seed;
    std::int64_t sampleSize = 0;
    std::string tables; // their digest
    std::string frameworkId;
    std::string frameworkName;
    std::string frameworkDigest;
    std::vector<QueryClaim> queries;
    std::map<std::string, FileClaim> files;
};
bool readClaims(Value root, Claims &claims);

// Step 9: by the definitions that the bundle carries, everything that the manifest says is found
// again over the entries; and where this version has the same definition, by its own code as well.
// The leaves are those from the first that is there.
Step checkFigures(const Files &files, std::span<const std::string_view> leaves,
    const Claims &claims, std::vector<std::string> &differs);

// How many entries of the period lie between the first and the last of them, in words.
std::string_view gapsOf(const EventBase::Extent &extent);

} // namespace chancery::core::evidence
