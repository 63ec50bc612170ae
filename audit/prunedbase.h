// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/privacy.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"

namespace chancery::audit {

// Where the entries of a pruned log begin: the checkpoint that the log has signed over what has
// gone, and the complete subtrees of that, which the proofs of all that follows need. A value.
struct PrunedBase {
    std::string note;
    core::Checkpoint checkpoint;
    std::vector<core::MerkleNode> nodes; // the widest first
    core::MerkleTree tree;
};

// The record that a server gives, held against its signature. Error{Invalid} "pruned-unreadable",
// "pruned-unsigned", "pruned-differs". Whether the log tells of the pruning is not looked at:
// prunewitness.h.
core::Result<PrunedBase> prunedBaseOf(const core::PruneRecord &record, const std::string &origin,
    std::span<const core::NoteVerifier> verifiers);

// The complete subtrees that a tree of that size ends in, the widest first.
std::vector<core::MerkleNode> edgeOf(std::uint64_t size);

} // namespace chancery::audit
