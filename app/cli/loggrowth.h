// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"

// What a shell asks of a log that it knew before, or whose beginning has gone.
namespace chancery::cli {

// Asked for before the checkpoint, which then has the entry that tells of it.
core::Result<core::PruneRecord> pruneRecordOf(Online &online);

// That the log of the checkpoint goes on from so many entries with that root. Error{Invalid}
// "audit-broken" where nothing proves it; "since" says when that was.
core::Result<> proveGrowth(Online &online, std::uint64_t size, const core::Sha256 &root,
    const core::Checkpoint &checkpoint, const std::string &since);
// From what was verified the last time, and has been pruned since.
core::Result<> proveEarlier(Online &online, const core::Checkpoint &checkpoint);

} // namespace chancery::cli
