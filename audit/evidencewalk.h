// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"

#include <map>
#include <span>

namespace chancery::audit {

// What the entries of a copy say by themselves: each hashed again, with the subtrees above them. A
// value.
struct Evidence {
    std::uint64_t entries = 0;
    core::Sha256 root{}; // of all of them
    std::int64_t nodes = 0; // complete subtrees above them
    // At the sizes that were asked for, as far as nothing was found.
    std::map<std::uint64_t, core::Sha256> roots = {};
    // The first "leaf" or "node" that is not what was hashed; the rest holds up to it.
    std::optional<Finding> finding = {};
};

// Entries are hashed in pieces of two to that power.
inline constexpr int evidencePieceLevel = 14;

// Reads the tables leaf and node, and nothing else. Each connection is used by a thread of its own,
// the first by the caller's, where the watch is asked and told of the entries that are done. The
// sizes ascend.
// Where the log was pruned the entries begin at first: what is before it is taken from its nodes,
// and its root is among the roots. Error{Cancelled} when it is not wanted any more; what SQLite
// says of pages that cannot be read.
core::Result<Evidence> walkEvidence(std::span<core::Database *const> readers,
    const std::vector<std::uint64_t> &sizes, const Watch &watch,
    int pieceLevel = evidencePieceLevel, std::uint64_t first = 0);

} // namespace chancery::audit
