// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditcache.h"

#include <functional>

namespace chancery::audit {

// The entries of a log up to one signed checkpoint, all of them proved by it. What evidence is
// looked for in. Whoever gave the entries must outlive it.
struct EvidenceLog {
    core::Checkpoint checkpoint;
    std::string note; // the checkpoint as it was signed
    std::function<core::Result<std::string>(std::uint64_t seq)> leaf;
    // Of complete subtrees, for proofs of single entries.
    core::MerkleLookup nodes;
    // Whose signature of the checkpoint was verified. The note may bear others, of which nobody
    // knows who has put them there.
    std::vector<std::string> signers = {};
};

// Of entries and hashes that are in memory, and that fit: nothing is verified. "not-found" beyond
// the last entry.
EvidenceLog logOver(core::Checkpoint checkpoint, std::string note, std::vector<std::string> leaves,
    core::MerkleStore nodes);

// The names of those verifiers whose signature stands under the note and holds.
std::vector<std::string> signersOf(
    std::string_view note, std::span<const core::NoteVerifier> verifiers);

// Verifies all: the signature by one of the keys, and the root over the leaves. Error{Invalid}
// "audit-broken" where they do not fit, and what openNote says.
core::Result<EvidenceLog> evidenceOf(std::vector<std::string> leaves, const std::string &note,
    std::span<const core::NoteVerifier> verifiers);

// What the console has cached, hashed again from its first entry to its last. Error{Conflict}
// "audit-alarm" while an alarm stands, Error{Invalid} "audit-broken" where the file was changed.
core::Result<EvidenceLog> evidenceOf(AuditCache &cache);

} // namespace chancery::audit
