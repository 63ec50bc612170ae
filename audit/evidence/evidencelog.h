// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"
#include "engine/core/evidence/eventbase.h"

#include <functional>

namespace chancery::audit {

// The entries of a log up to one signed checkpoint, all of them proved by it; of a log whose
// beginning was pruned, those that are left. What evidence is looked for in. Whoever gave the
// entries must outlive it.
struct EvidenceLog {
    core::Checkpoint checkpoint;
    std::string note; // the checkpoint as it was signed
    std::function<core::Result<std::string>(std::uint64_t seq)> leaf;
    // Of complete subtrees, for proofs of single entries.
    core::MerkleLookup nodes;
    // Whose signature of the checkpoint was verified. The note may bear others, of which nobody
    // knows who has put them there.
    std::vector<std::string> signers = {};
    // The first entry that is there; above zero, what the log has signed of those before it.
    std::uint64_t first = 0;
    std::string prunedNote = {};

    core::evidence::EntryRange entries() const { return {first, checkpoint.size}; }
};

// Of entries and hashes that are in memory, and that fit: nothing is verified. The entries are the
// last ones of the log; "not-found" for all others.
EvidenceLog logOver(core::Checkpoint checkpoint, std::string note, std::vector<std::string> leaves,
    core::MerkleStore nodes);

// The names of those verifiers whose signature stands under the note and holds.
std::vector<std::string> signersOf(
    std::string_view note, std::span<const core::NoteVerifier> verifiers);

// Verifies all: the signature by one of the keys, and the root over the leaves; of a pruned log
// also what was signed of its beginning, and that an entry tells of it. Error{Invalid}
// "audit-broken" where they do not fit, and what openNote says.
core::Result<EvidenceLog> evidenceOf(std::vector<std::string> leaves, const std::string &note,
    std::span<const core::NoteVerifier> verifiers, const core::PruneRecord &pruned = {});

// What the console has cached, hashed again from the first entry that is here to the last.
// Error{Conflict} "audit-alarm" while an alarm stands, Error{Invalid} "audit-broken" where the file
// was changed.
core::Result<EvidenceLog> evidenceOf(AuditCache &cache);

} // namespace chancery::audit
