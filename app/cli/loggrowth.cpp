// SPDX-License-Identifier: Apache-2.0
#include "loggrowth.h"

#include "engine/core/digest.h"

namespace chancery::cli {

namespace {

core::Error refused(std::string detail)
{
    return {core::ErrorKind::Invalid, "audit-broken", std::move(detail), {}, {}, {}};
}

} // namespace

core::Result<core::PruneRecord> pruneRecordOf(Online &online)
{
    auto record = online.ask<core::PruneRecord>(
        [&](auto done) { return online.cms().pruneRecord(std::move(done)); });
    // A server that does not know the question has pruned nothing.
    if (!record && record.error().kind == core::ErrorKind::NotFound)
        return core::PruneRecord();
    return record;
}

core::Result<> proveGrowth(Online &online, std::uint64_t size, const core::Sha256 &root,
    const core::Checkpoint &checkpoint, const std::string &since)
{
    auto texts = online.ask<std::vector<std::string>>([&](auto done) {
        return online.cms().consistencyProof(size, checkpoint.size, std::move(done));
    });
    if (!texts)
        return std::move(texts).error();
    std::vector<core::Sha256> proof;
    for (const auto &text : *texts) {
        const auto bytes = core::fromBase64(text);
        const auto hash = bytes ? core::sha256FromBytes(*bytes) : std::nullopt;
        if (!hash)
            return refused("The proof that the log only grew cannot be read");
        proof.push_back(*hash);
    }
    if (!core::verifyConsistency(size, checkpoint.size, proof, root, checkpoint.root))
        return refused("Nothing proves that the log only grew since " + since);
    return core::Done();
}

core::Result<> proveEarlier(Online &online, const core::Checkpoint &checkpoint)
{
    const auto &before = online.session();
    const auto bytes = core::fromBase64(before.logRoot);
    const auto root = bytes ? core::sha256FromBytes(*bytes) : std::nullopt;
    if (!root)
        return refused("What was verified the last time cannot be read");
    return proveGrowth(online, before.logSize, *root, checkpoint, "it was last verified");
}

} // namespace chancery::cli
