// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merkle.h"
#include "engine/core/signednote.h"

namespace chancery::audit {

// Which inclusion proof is wanted: of that entry in the log of that size.
struct ProofWish {
    std::uint64_t seq = 0;
    std::uint64_t size = 0;
    friend bool operator==(const ProofWish &, const ProofWish &) = default;
};

// Looks for the first of our entries that a signed tree has not at its place, by asking whoever
// signed it for O(log n) proofs. What it is told is checked against the signed root: a proof that
// is wrong names the entry that it was asked for. A value.
class Divergence {
public:
    // Ours are that many entries; the signed tree may have more or fewer.
    Divergence(std::uint64_t ours, core::Checkpoint presented);

    // None when the search is over.
    std::optional<ProofWish> wanted() const;
    // The answer to what was wanted. Fails when our own hashes cannot be read.
    core::Result<> take(core::MerkleProof proof, const core::MerkleLookup &ours);
    // The first entry that is missing or another one; none where all are there.
    std::optional<std::uint64_t> first() const { return m_first; }

private:
    void goOn();
    void end(std::optional<std::uint64_t> first);

    core::Checkpoint m_presented;
    std::uint64_t m_ours;
    std::uint64_t m_common; // entries that both have
    std::uint64_t m_begin = 0; // all before it are the same
    int m_level = 0; // of the complete subtree that begins there and is looked at
    bool m_isOver = false;
    std::optional<std::uint64_t> m_first;
};

} // namespace chancery::audit
