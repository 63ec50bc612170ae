// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merkle.h"
#include "engine/core/signednote.h"

#include <string>

namespace chancery::core::evidence {

// The beginning of a log of which only hashes are left: its checkpoint as the log has signed it,
// and its complete subtrees, the widest first, which all proofs of what follows need. A value.
struct PrunedLog {
    Checkpoint checkpoint;
    std::vector<MerkleNode> nodes;
    MerkleTree tree;
};
// Of the two files of a bundle: the note, and a line of base64 for each subtree. Nothing where they
// are not in that form; whether they fit together and who signed is not looked at.
std::optional<PrunedLog> readPrunedLog(const std::string &note, std::string_view hashes);
// The second of these files.
std::string prunedHashesText(std::span<const MerkleNode> nodes);

// Whether the entry tells that all before that number were pruned, the last of them with it.
bool tellsOfPruning(std::string_view leaf, std::uint64_t before);

} // namespace chancery::core::evidence
